"""难点、堵点、卡点: who is stuck on whom, on anything whatever, and whose move it is, with the clock running."""

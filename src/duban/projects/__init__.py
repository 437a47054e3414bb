"""项目: the register, legal procedure, responsibility, investment, kept schedules and progress of what is being built."""

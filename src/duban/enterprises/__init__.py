"""企业: the register of firms, by their credit code, with the lists they have entered (above-scale status) and when."""

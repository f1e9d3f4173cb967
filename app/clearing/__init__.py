"""Debts between accounts, and circles in which they cancel each other."""

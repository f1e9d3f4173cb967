"""Umbrellas that stand where rain surprises people."""

"""Shared rooms and common goods: opening hours, booking by the hour, rules, keys and a written agreement."""

"""Teach what you know, learn what others know."""

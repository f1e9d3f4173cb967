"""Threads of messages between members."""

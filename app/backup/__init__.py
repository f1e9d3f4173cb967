"""Backups of a whole site while it runs, and their way back."""

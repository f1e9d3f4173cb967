"""Revisions of the core's tables; plugins keep theirs in their own packages."""

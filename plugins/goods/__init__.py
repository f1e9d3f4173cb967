"""Lend and give things that sleep in cupboards, sheds and cellars."""

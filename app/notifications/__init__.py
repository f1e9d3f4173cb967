"""Telling people what happened: a line on their page and, unless switched off, a mail."""

"""The tests of the tiny distribution run where it is installed, not here."""

collect_ignore = ["tiny"]

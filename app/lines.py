"""Texts on one line, such as names: what would change how the words around them look is taken out."""

import re

_DRAWN_OVER = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that steer a terminal, turn the direction of what follows, or are half of one."""


def one_line(typed: str) -> str:
    """Return what was typed on one line, with single spaces and without characters that nobody sees."""
    return " ".join(_DRAWN_OVER.sub("", typed).split())

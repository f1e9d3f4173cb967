"""Numbers of paper cheques: year, running number and a check digit, ``2026-00123-7``.

The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004): it finds
every wrong digit and every exchange of two neighbours, the usual slips of who types from paper.
"""

import re

_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_NUMBER = re.compile(r"(\d{4})-?(\d{5,7})-?(\d)")


def check_digit(digits: str) -> str:
    """Return the digit that makes ``digits`` followed by it valid."""
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return str(interim)


def cheque_number(year: int, running: int) -> str:
    """Return the number of the cheque that is the ``running``-th of its year."""
    return f"{year}-{running:05d}-{check_digit(f'{year}{running:05d}')}"


def read_number(typed: str) -> str | None:
    """Read a number as it was typed, with or without dashes, or scanned with the address before it.

    Returns:
        The number as it is printed, its check digit right or not; ``None`` when it is no number.
    """
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    bare = re.sub(r"[\s\u2010-\u2015\u2212._]+", "-", last).strip("-")
    found = _NUMBER.fullmatch(bare) if bare.isascii() else None
    return f"{found[1]}-{found[2]}-{found[3]}" if found else None


def is_sound(number: str) -> bool:
    """Tell whether the check digit of a number as it is printed is right."""
    digits = number.replace("-", "")
    return check_digit(digits[:-1]) == digits[-1]


def running_of(number: str) -> tuple[int, int]:
    """Return the year and the running number in a number as it is printed."""
    year, running, _digit = number.split("-")
    return int(year), int(running)

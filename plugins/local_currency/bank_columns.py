"""What the columns of a bank's file mean: guessed from their names, chosen by a person, read line by line."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date

from app.plugin_api import _
from plugins.local_currency.approvals import folded
from plugins.local_currency.bank_file import Row, Table

NAMES = {
    "day": ("date", "jour", "datum", "booking date", "date operation", "date comptable"),
    "amount": ("montant", "amount", "montant operation", "betrag", "somme"),
    "credit": ("credit", "montant credit", "entree", "recette"),
    "debit": ("debit", "montant debit", "sortie", "depense"),
    "label": ("libelle", "label", "description", "motif", "communication", "detail", "reference", "memo"),
    "name": (
        "nom",
        "emetteur",
        "donneur",
        "contrepartie",
        "counterparty",
        "tiers",
        "debtor",
        "payer",
        "name",
    ),
}
NONE = -1
_FIGURE = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+([.,]\d{1,2})?|\d+([.,]\d{1,2})?")
"""Thousands in groups of three, or none; at most two decimals."""
LARGEST = 10**11
"""In cents; what no line of a bank says."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Places of the columns, counted from 0; -1: there is none."""

    day: int = NONE
    amount: int = NONE
    credit: int = NONE
    debit: int = NONE
    label: int = NONE
    more: int = NONE
    name: int = NONE
    month_first: bool = False

    def kept(self) -> dict[str, int]:
        """Return them as JSON keeps them."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that could be read; amounts in cents, below zero what went out."""

    row: int
    day: date
    amount: int
    name: str
    label: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The lines of a file as its columns were understood, and those that could not be read."""

    lines: tuple[Line, ...]
    unread: tuple[tuple[int, str], ...]
    """Place in the file, and why."""


def signature(table: Table) -> str:
    """Return by what files of one bank are known again: the names of their columns."""
    return hashlib.sha256("\x1f".join(folded(name) for name in table.header).encode()).hexdigest()


def guess(table: Table) -> Columns:
    """Guess the columns from their names, and from what stands in them."""
    found: dict[str, int] = {}
    for meaning, names in NAMES.items():
        found[meaning] = _by_name(table, names, taken=set(found.values()))
    first = [row.cells for row in table.rows[:20]]
    if found["day"] == NONE:
        found["day"] = _by_content(first, lambda cell: read_day(cell) is not None, set(found.values()))
    if found["amount"] == NONE and found["credit"] == NONE:
        found["amount"] = _by_content(first, lambda cell: read_amount(cell) is not None, set(found.values()))
    if found["credit"] != NONE:
        found["amount"] = NONE
    days = [cells[found["day"]] for cells in first] if found["day"] != NONE else []
    return Columns(**found, month_first=_month_first(days))


def _by_name(table: Table, names: Iterable[str], taken: set[int]) -> int:
    header = [re.sub(r"[^a-z ]", " ", folded(name)).split() for name in table.header]
    for wanted in names:
        for place, words in enumerate(header):
            if place not in taken and (" ".join(words) == wanted or wanted in words):
                return place
    return NONE


def _by_content(rows: list[tuple[str, ...]], reads: Callable[[str], bool], taken: set[int]) -> int:
    for place in range(len(rows[0]) if rows else 0):
        cells = [row[place] for row in rows if row[place]]
        if place not in taken and cells and sum(map(reads, cells)) * 10 >= len(cells) * 8:
            return place
    return NONE


def _month_first(days: list[str]) -> bool:
    """Tell whether days are written as in America: only when they make no sense otherwise."""
    typed = [day for day in days if day]
    return (
        bool(typed)
        and any(read_day(day) is None for day in typed)
        and all(read_day(day, month_first=True) for day in typed)
    )


def read_day(cell: str, *, month_first: bool = False) -> date | None:
    """Read a day: ``3/5/2026``, ``03.05.26``, ``2026-05-03``, ``20260503``."""
    cell = cell.strip().split(" ")[0].split("T")[0]
    if found := re.fullmatch(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})", cell):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", cell):
        day, month, year = map(int, found.groups())
        day, month = (month, day) if month_first else (day, month)
        year += 2000 if len(found.group(3)) == 2 else 0
    else:
        return None
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if 1990 <= read.year <= 2100 else None


def read_amount(cell: str) -> int | None:
    """Read a sum in cents: ``1 234,56``, ``1,234.56``, ``-12,5``, ``12,50-``, ``+12.00 EUR``."""
    bare = re.sub(r"(?i)€|eur|\s|\u00a0|\u202f|'", "", cell).replace("\u2212", "-")
    negative = bare.startswith(("-", "(")) or bare.endswith("-")
    bare = bare.strip("+-()")
    if not _FIGURE.fullmatch(bare):
        return None
    whole, part = _parted(bare)
    value = int(whole) * 100 + int(part.ljust(2, "0"))
    if value > LARGEST:
        return None
    return -value if negative else value


def _parted(bare: str) -> tuple[str, str]:
    """Part a figure at its decimal sign: the last one, unless it groups thousands."""
    last = max(bare.rfind(","), bare.rfind("."))
    if last < 0:
        return bare, ""
    whole, part = bare[:last], bare[last + 1 :]
    if len(part) == 3:  # then it groups thousands
        return re.sub(r"[.,]", "", bare), ""
    return re.sub(r"[.,]", "", whole), part


def read_lines(table: Table, columns: Columns) -> Reading:
    """Read every line of a table."""
    lines, unread = [], []
    for row in table.rows:
        day = read_day(_cell(row, columns.day), month_first=columns.month_first)
        amount = _amount(row, columns)
        if day is None or amount is None:
            why = _("no day that could be read") if day is None else _("no sum that could be read")
            unread.append((row.number, why))
            continue
        label = " ".join(filter(None, (_cell(row, columns.label), _cell(row, columns.more))))
        lines.append(
            Line(
                row=row.number,
                day=day,
                amount=amount,
                name=_cell(row, columns.name)[:140],
                label=label[:400],
                digest=_digest(row),
            )
        )
    return Reading(lines=tuple(lines), unread=tuple(unread))


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if 0 <= place < len(row.cells) else ""


def _amount(row: Row, columns: Columns) -> int | None:
    if columns.amount != NONE:
        return read_amount(_cell(row, columns.amount))
    credit, debit = _cell(row, columns.credit), _cell(row, columns.debit)
    came, went = (read_amount(cell) if cell else 0 for cell in (credit, debit))
    if came is None or went is None or not (credit or debit):
        return None
    return abs(came) if came else -abs(went)


def _digest(row: Row) -> str:
    """Return what tells one line of a statement from another, the same in every encoding."""
    return hashlib.sha256(
        "\x1f".join(cell.casefold() for cell in row.cells).rstrip("\x1f").encode()
    ).hexdigest()

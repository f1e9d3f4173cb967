"""Reading the table out of a bank's CSV file, whatever its separators, its letters and its preamble."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from app.plugin_api import Refusal, _

MOST_BYTES, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_000_000, 5_000, 40, 2_000
SEPARATORS = ";\t,|"
FEWEST_COLUMNS = 3


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the table, with its place in the file counted from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """What stands in a file: the names of the columns and the lines below them."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read(content: bytes) -> Table:
    """Read a file.

    Raises:
        Refusal: it is too large, no text, or no table.
    """
    if len(content) > MOST_BYTES:
        raise Refusal(_("The file is larger than one megabyte. Export fewer months."), field="file")
    text = _decoded(content)
    best: list[list[str]] = []
    for separator in SEPARATORS:
        rows = _split(text, separator)
        if _regularity(rows) > _regularity(best):
            best = rows
    if not best:
        raise Refusal(_("No table was found in this file. Export the statement as CSV."), field="file")
    return _table(best)


def _decoded(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise Refusal(_("This is a workbook or a PDF. Export the statement as CSV, please."), field="file")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Refusal(_("This is no text file. Export the statement as CSV."), field="file")
    return text


def _split(text: str, separator: str) -> list[list[str]]:
    """Split into cells; a file in which this separator makes no sense gives nothing."""
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([tidy(cell) for cell in cells])
            if len(rows) > MOST_ROWS:
                raise Refusal(_("The file has more than 5,000 lines. Export fewer months."), field="file")
    except csv.Error:
        return []
    return rows


def tidy(cell: str) -> str:
    """Return a cell without invisible signs and doubled spaces."""
    seen = "".join(sign if sign.isprintable() else " " for sign in cell)
    return " ".join(seen.split())[:LONGEST_CELL]


def _width(rows: list[list[str]]) -> int:
    """Return how many columns most lines have."""
    widths = Counter(len(row) for row in rows if FEWEST_COLUMNS <= len(row) <= MOST_COLUMNS)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _regularity(rows: list[list[str]]) -> int:
    """Return how many cells stand in lines as wide as most are."""
    width = _width(rows)
    return sum(width for row in rows if len(row) == width)


def _table(rows: list[list[str]]) -> Table:
    """Find the line with the names of the columns: the first as wide as the table, and without figures."""
    width = _width(rows)
    kept = [Row(number=number, cells=tuple(_fitted(cells, width)))
            for number, cells in enumerate(rows, 1) if _is_line(cells, width)]  # fmt: skip
    named = next((place for place, row in enumerate(kept[:20]) if _is_header(row.cells)), None)
    if named is None:
        header = tuple(_("Column %(number)s", number=number) for number in range(1, width + 1))
        return Table(header=header, rows=tuple(kept))
    return Table(header=kept[named].cells, rows=tuple(kept[named + 1 :]))


def _is_line(cells: list[str], width: int) -> bool:
    return len(cells) in (width, width + 1, width - 1) and sum(map(bool, cells)) >= FEWEST_COLUMNS - 1


def _fitted(cells: list[str], width: int) -> list[str]:
    """Let a line with an empty cell more or less at its end be as wide as the others."""
    return ([*cells, ""])[:width]


def _is_header(cells: tuple[str, ...]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) >= FEWEST_COLUMNS and not any(re.search(r"\d{2}", cell) for cell in filled)

"""A statement as a table for spreadsheets, in which no cell can act as a formula."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO

from app import clock, text
from app.ledgers.account_statement import AccountStatement, Line
from app.ledgers.models import Ledger
from app.ledgers.words import reason_in_words
from app.text import _

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know that it is UTF-8
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def statement_csv(statement: AccountStatement, ledger: Ledger, zone: str) -> str:
    """Write a statement as CSV, amounts as bare numbers in the ledger's unit."""
    unit = _("minutes") if ledger.unit == "minutes" else ledger.unit
    rows: list[Iterable[object]] = [
        (
            _("Number"),
            _("Day"),
            _("Time"),
            _("With"),
            _("Reason"),
            _("What"),
            _("Recorded by"),
            _("Recorded for"),
            _("Correction"),
            _("Amount (%(unit)s)", unit=unit),
            _("Balance (%(unit)s)", unit=unit),
        ),
        (
            "",
            statement.since.isoformat(),
            "",
            "",
            _("Balance before"),
            "",
            "",
            "",
            "",
            "",
            _bare(statement.opening, ledger),
        ),
    ]
    for line in statement.lines:
        at = clock.local(line.at, zone)
        rows.append(
            (
                line.number,
                at.date().isoformat(),
                at.strftime("%H:%M"),
                line.other,
                reason_in_words(line.reason),
                line.memo,
                line.recorded_by or "",
                line.recorded_for or "",
                _correction(line, zone),
                _bare(line.amount, ledger),
                _bare(line.balance_after, ledger),
            )
        )
    rows.append(
        (
            "",
            statement.until.isoformat(),
            "",
            "",
            _("Balance after"),
            "",
            "",
            "",
            "",
            "",
            _bare(statement.closing, ledger),
        )
    )
    return as_csv(rows)


def as_csv(rows: Iterable[Iterable[object]]) -> str:
    """Write a table for spreadsheets in the language in use; ``Decimal`` is a number, all else is text."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";" if text.language() == "fr" else ",")
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue()


def _correction(line: Line, zone: str) -> str:
    """Say what a line takes back, or when it was taken back itself."""
    if line.corrects is not None:
        return _("takes back what was entered on %(day)s", day=clock.local(line.corrects, zone).date())
    if line.corrected is not None:
        return _("taken back on %(day)s", day=clock.local(line.corrected, zone).date())
    return ""


def _bare(value: int, ledger: Ledger) -> Decimal:
    return Decimal(value).scaleb(-ledger.scale)


def _cell(value: object) -> str:
    """Return a cell; a text that a spreadsheet would compute begins with an apostrophe."""
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.replace(".", ",") if text.language() == "fr" else plain
    words = str(value)
    return f"'{words}" if words.lstrip(" ").startswith(STARTS_A_FORMULA) else words

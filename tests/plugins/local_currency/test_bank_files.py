"""Files of banks: whatever their separators, letters, days and sums."""

from datetime import date

import pytest

from app.errors import Refusal
from plugins.local_currency import bank_columns, bank_file
from plugins.local_currency.bank_columns import read_amount, read_day

SEMICOLONS = (
    "Compte;FR76…;;\n\nDate;Libellé;Débit euros;Crédit euros\n"
    "03/05/2026;VIR SEPA MME HADDAD;;1 234,56\n04/05/2026;PRLV LOYER;-500,00;\n"
)
COMMAS = (
    '"Booking date","Name","Description","Amount"\n"2026-05-03","Nour Haddad","RF47, thanks","1,234.56"\n'
)
TABS = "Date\tNom\tMotif\tMontant\n03.05.26\tHADDAD NOUR\tGraines\t+1234,56\n"


@pytest.mark.parametrize(
    "content",
    [
        SEMICOLONS.encode("cp1252", errors="replace"),
        SEMICOLONS.encode(),
        SEMICOLONS.encode("utf-8-sig"),
        SEMICOLONS.encode("utf-16"),
        SEMICOLONS.replace("\n", "\r\n").encode(),
        COMMAS.encode(),
        TABS.encode("cp1252"),
    ],
)
def test_a_file_is_read_whatever_its_dialect(content: bytes) -> None:
    table = bank_file.read(content)
    reading = bank_columns.read_lines(table, bank_columns.guess(table))
    coming = [line for line in reading.lines if line.amount > 0]

    assert [(line.day, line.amount) for line in coming] == [(date(2026, 5, 3), 123456)]
    assert "HADDAD" in f"{coming[0].name} {coming[0].label}".upper()


def test_money_going_out_is_below_zero_and_footers_are_told() -> None:
    table = bank_file.read((SEMICOLONS + "Total;2 lignes;-500,00;1 234,56\n").encode())
    reading = bank_columns.read_lines(table, bank_columns.guess(table))

    assert [line.amount for line in reading.lines] == [123456, -50000]
    assert reading.unread == ((6, "no day that could be read"),)


def test_the_same_line_has_the_same_digest_in_every_encoding() -> None:
    digests = set()
    for encoding in ("cp1252", "utf-8", "utf-8-sig", "utf-16"):
        content = SEMICOLONS.replace("…", "").encode(encoding)
        table = bank_file.read(content)
        digests.add(
            tuple(line.digest for line in bank_columns.read_lines(table, bank_columns.guess(table)).lines)
        )

    assert len(digests) == 1


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("12,50", 1250), ("12.5", 1250), ("1 234,56", 123456), ("1.234,56", 123456), ("1,234.56", 123456),
        ("1\u202f234,56 €", 123456), ("-12,50", -1250), ("12,50-", -1250), ("(12.50)", -1250), ("+3", 300),
        ("−7,00", -700), ("1.234", 123400), ("12 EUR", 1200), ("0,01", 1),
        ("", None), ("abc", None), ("1e9", None), ("NaN", None), ("12,505", 1250500), ("1,2,3", None),
        ("=1+1", None), ("99999999999999", None), ("0.125", None),
    ],
)  # fmt: skip
def test_a_sum_is_read_in_cents(cell: str, cents: int | None) -> None:
    assert read_amount(cell) == cents


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/05/2026", date(2026, 5, 3)), ("3.5.26", date(2026, 5, 3)), ("2026-05-03", date(2026, 5, 3)),
        ("20260503", date(2026, 5, 3)), ("2026-05-03T10:00:00", date(2026, 5, 3)), ("31/02/2026", None),
        ("05/2026", None), ("", None), ("03/05/0001", None),
    ],
)  # fmt: skip
def test_a_day_is_read(cell: str, day: date | None) -> None:
    assert read_day(cell) == day


def test_american_days_are_known_by_what_makes_no_sense_otherwise() -> None:
    table = bank_file.read(b"Date;Label;Amount\n05/03/2026;a b;1,00\n05/28/2026;c d;2,00\n")
    columns = bank_columns.guess(table)

    assert columns.month_first
    assert bank_columns.read_lines(table, columns).lines[1].day == date(2026, 5, 28)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 a workbook", "workbook"),
        (b"%PDF-1.7", "workbook"),
        (b"a;b;c\n\x00;1;2\n", "no text file"),
        (b"hello", "No table"),
        (b"", "No table"),
        (b"x" * 1_000_001, "megabyte"),
        (b"1;2;3\n" * 5_001, "5,000 lines"),
    ],
)
def test_what_is_no_statement_is_refused_with_a_word(content: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        bank_file.read(content)


def test_hostile_cells_become_plain_words() -> None:
    table = bank_file.read("Date;Label;Amount\n03/05/2026;\u202eevil\u200b <script>;5\n".encode())

    assert table.rows[0].cells[1] == "evil <script>"

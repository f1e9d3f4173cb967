"""The official table of French communes, read line by line: good lines kept, bad ones named.

Columns: insee, nom, departement, region, epci_siren, population, lat, lon, codes_postaux (codes
parted by ``|``). Sources of the table: INSEE, DGCL, La Poste, IGN Admin Express (Licence Ouverte).
"""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from app.errors import Refusal
from app.geo.point import Point
from app.text import gettext as _

NEEDED = ("insee", "nom")
OVERSEAS = ("97", "98")  # their departments have three digits
INSEE = re.compile(r"(\d{2}|2[AB])\d{3}")
POSTCODE = re.compile(r"\d{5}")
LONGEST_LINE = 65_536


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """One commune of the official table; ``point`` is None where the table has no coordinates."""

    line: int
    insee: str
    name: str
    departement: str
    region: str
    epci_siren: str
    population: int | None
    point: Point | None
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read, its number in the file (from 1) and a reason in words."""

    line: int
    reason: str


def read_communes(file: Path | BinaryIO) -> Iterator[CommuneRow | BadLine]:
    """Yield the communes of ``file`` and the lines that are not communes, in order.

    Takes plain or gzipped CSV, with or without BOM, parted by comma, semicolon or tab, in UTF-8
    or Windows-1252, whatever the order of the columns. A stream is left open.

    Raises:
        Refusal: the first line does not name the columns needed.
    """
    if isinstance(file, Path):
        with file.open("rb") as stream:
            yield from _read(stream)
    else:
        yield from _read(file)


def _read(stream: BinaryIO) -> Iterator[CommuneRow | BadLine]:
    lines = _lines(stream)
    first = next(lines, "")
    header = first if isinstance(first, str) else ""
    delimiter = max(",;\t", key=header.count)
    columns = [column.strip().casefold() for column in next(csv.reader([header], delimiter=delimiter), [])]
    if missing := [column for column in NEEDED if column not in columns]:
        raise Refusal(_("The first line does not name these columns: %(names)s.", names=", ".join(missing)))
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=2):
        if isinstance(line, BadLine):
            yield line
        elif line.strip():
            row = _row(number, line, delimiter, columns)
            if isinstance(row, CommuneRow) and (before := seen.setdefault(row.insee, number)) != number:
                yield BadLine(
                    number, _("The code %(code)s is already on line %(line)s.", code=row.insee, line=before)
                )
            else:
                yield row


def _lines(stream: BinaryIO) -> Iterator[str | BadLine]:
    """Yield the lines as text; a file that is cut short ends with a bad line."""
    raw = stream.peek(2) if hasattr(stream, "peek") else b""
    if not raw:
        raw = stream.read(2)
        stream.seek(-len(raw), 1)
    source = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if raw[:2] == b"\x1f\x8b" else stream
    number = 0
    try:
        while line := source.readline(LONGEST_LINE):
            number += 1
            yield _text(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield BadLine(number + 1, _("The file is cut short or damaged from here on."))


def _text(line: bytes) -> str:
    """Decode one line: spreadsheets in French still save Windows-1252, now and then beside UTF-8."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _row(number: int, line: str, delimiter: str, columns: list[str]) -> CommuneRow | BadLine:
    try:
        # One line at a time, so that a quotation mark left open spoils its own line only.
        fields = next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return BadLine(number, _("A quotation mark is missing or out of place."))
    if len(fields) != len(columns):
        return BadLine(
            number,
            _(
                "There are %(found)s values for %(expected)s columns.",
                found=len(fields),
                expected=len(columns),
            ),
        )
    try:
        return _commune(number, dict(zip(columns, map(str.strip, fields), strict=True)))
    except Refusal as refusal:
        return BadLine(number, str(refusal))


def _commune(number: int, values: dict[str, str]) -> CommuneRow:
    insee, name = values["insee"].upper().zfill(5), values["nom"]
    if not INSEE.fullmatch(insee):
        raise Refusal(_("“%(value)s” is not the INSEE code of a commune.", value=values["insee"]))
    if not name or "\ufffd" in name:
        raise Refusal(_("The name is missing or cannot be read."))
    return CommuneRow(
        line=number,
        insee=insee,
        name=name,
        departement=insee[: 3 if insee.startswith(OVERSEAS) else 2],
        region=values.get("region", "").zfill(2) if values.get("region") else "",
        epci_siren=values.get("epci_siren", ""),
        population=_population(values.get("population", "")),
        point=_point(values.get("lat", ""), values.get("lon", "")),
        postcodes=_postcodes(values.get("codes_postaux", "")),
    )


def _population(text: str) -> int | None:
    digits = re.sub(r"\s", "", text)
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise Refusal(_("“%(value)s” is not a number of inhabitants.", value=text))
    return int(digits) if digits else None


def _point(lat: str, lon: str) -> Point | None:
    if not lat and not lon:
        return None
    try:
        return Point(float(lat.replace(",", ".")), float(lon.replace(",", ".")))
    except ValueError:
        raise Refusal(
            _("“%(lat)s, %(lon)s” is not a latitude and a longitude in degrees.", lat=lat, lon=lon)
        ) from None


def _postcodes(text: str) -> tuple[str, ...]:
    codes = tuple(code.zfill(5) for code in re.split(r"[|\s/]+", text) if code)
    if wrong := [code for code in codes if not POSTCODE.fullmatch(code)]:
        raise Refusal(_("“%(value)s” is not a postcode.", value=wrong[0]))
    return codes

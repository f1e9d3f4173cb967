"""Building the gazetteer file: done by a command, never by a process that serves pages."""

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from math import floor
from pathlib import Path

from app.geo.communes import BadLine, CommuneRow
from app.geo.density import Settlement, densities
from app.geo.geonames import GeoName, geonames_version, read_geonames, with_overseas
from app.geo.names import keys
from app.geo.point import Point

FORMAT = 1  # of the file; one of another format is refused and built again
SAME_PLACE = 10_000  # metres within which two places of one name are the same
COUNTRY_OF_DEPARTEMENT = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT",
    "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
SCHEMA = """
CREATE TABLE stamp (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, admin TEXT NOT NULL,
  code TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL, tile INTEGER NOT NULL,
  population INTEGER NOT NULL, postcodes TEXT NOT NULL DEFAULT '',
  counted INTEGER NOT NULL,            -- 1: its inhabitants are not already in another place
  density REAL NOT NULL DEFAULT 0,     -- inhabitants per square kilometre, estimated
  reach REAL NOT NULL DEFAULT 0        -- metres around it where they may live
);
CREATE TABLE name (
  key TEXT NOT NULL, place_id INTEGER NOT NULL,
  main INTEGER NOT NULL,               -- 2: the name, 1: the name without its article, 0: another name
  PRIMARY KEY (key, place_id)
) WITHOUT ROWID;
CREATE TABLE postcode (
  postcode TEXT NOT NULL, place_id INTEGER NOT NULL, PRIMARY KEY (postcode, place_id)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has put into the file, and the communes it could not place."""

    version: str
    places: int
    names: int
    communes: int
    without_coordinates: tuple[str, ...]


def tile_at(point: Point) -> int:
    """Return the number of the quarter-degree tile that holds ``point``."""
    return tile_row(point.lat) * 1440 + tile_column(point.lon)


def tile_row(lat: float) -> int:
    """Return the row of tiles of a latitude, from the South Pole."""
    return min(floor((lat + 90) * 4), 719)


def tile_column(lon: float) -> int:
    """Return the column of tiles of a longitude, from the 180th meridian."""
    return min(floor((lon + 180) * 4), 1439)


def build(path: Path, countries: Collection[str], *, communes: Iterable[CommuneRow | BadLine] = ()) -> Built:
    """Write the gazetteer of ``countries`` (ISO codes) to ``path``, replacing it in one step.

    ``communes`` adds official codes, populations and postcodes; bad lines are passed over.
    Those who have the former file open go on reading it.

    Raises:
        ValueError: a code is not that of a country.
    """
    wanted = with_overseas(countries)
    beside = path.with_name(f"{path.name}.{os.getpid()}.building")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(beside)) as db:
            db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
            built = _fill(db, wanted, communes)
            db.execute(f"PRAGMA user_version={FORMAT}")
            db.commit()
        _onto_the_disk(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return built


def _fill(
    db: sqlite3.Connection, countries: frozenset[str], communes: Iterable[CommuneRow | BadLine]
) -> Built:
    db.executemany(
        "INSERT INTO place (id, name, country, admin, code, lat, lon, tile, population, counted)"
        " VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
        (_noted(db, place) for place in read_geonames(countries)),
    )
    fingerprint, added, lost = _add_communes(db, countries, communes)
    _add_densities(db)
    db.executescript(
        "CREATE INDEX place_by_tile ON place (tile);"
        "CREATE INDEX counted_by_tile ON place (tile) WHERE counted; ANALYZE;"
    )
    version = (
        f"{geonames_version()}, {','.join(sorted(countries))}, communes {fingerprint if added else 'none'}"
    )
    stamps = {"version": version, "countries": ",".join(sorted(countries))}
    db.executemany("INSERT INTO stamp VALUES (?, ?)", stamps.items())
    places, names = db.execute("SELECT (SELECT count(*) FROM place), (SELECT count(*) FROM name)").fetchone()
    return Built(version, places, names, added, tuple(lost))


def _noted(db: sqlite3.Connection, place: GeoName) -> tuple[int | str | float, ...]:
    """Write the names of ``place``; return its own row."""
    _name(db, place.id, place.name, place.other_names)
    return (
        place.id, place.name, place.country, place.region, place.point.lat, place.point.lon,
        tile_at(place.point), place.population, int(place.population > 0),
    )  # fmt: skip


def _name(db: sqlite3.Connection, place_id: int, name: str, others: Iterable[str] = ()) -> None:
    """Write the keys of a place; a name in use wins over the others, short capitals are airport codes."""
    words = (other for other in others if len(other) > 3 or not (other.isascii() and other.isupper()))
    rows = chain(
        ((key, place_id, 2 - rank) for rank, key in enumerate(keys(name))),
        ((key, place_id, 0) for other in words for key in keys(other)),
    )
    db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", rows)


def _add_communes(
    db: sqlite3.Connection, countries: frozenset[str], communes: Iterable[CommuneRow | BadLine]
) -> tuple[str, int, list[str]]:
    """Add the communes; return a fingerprint of them, how many, and the codes of those without a place."""
    fingerprint, added, lost, official = blake2b(digest_size=6), 0, list[str](), set[str]()
    for row in communes:
        country = COUNTRY_OF_DEPARTEMENT.get(row.departement, "FR") if isinstance(row, CommuneRow) else ""
        if not isinstance(row, CommuneRow) or country not in countries:
            continue
        if country not in official:
            # From here on the official figures count; those of GeoNames would count twice.
            db.execute("UPDATE place SET counted = 0 WHERE country = ?", (country,))
            official.add(country)
        if (place_id := _place_of(db, row, country)) is None:
            lost.append(row.insee)
            continue
        added += 1
        fingerprint.update(repr((row.insee, row.name, row.population, row.point, row.postcodes)).encode())
        db.execute(
            "UPDATE place SET code = ?, admin = ?, population = ?, postcodes = ?, counted = 1 WHERE id = ?",
            (row.insee, row.departement, row.population or 0, " ".join(row.postcodes), place_id),
        )
        _name(db, place_id, row.name)
        db.executemany(
            "INSERT OR IGNORE INTO postcode VALUES (?, ?)", [(code, place_id) for code in row.postcodes]
        )
    return fingerprint.hexdigest(), added, lost


def _place_of(db: sqlite3.Connection, row: CommuneRow, country: str) -> int | None:
    """Return the place that is this commune, made if need be; None when nothing says where it is."""
    same_name = db.execute(
        "SELECT id, lat, lon, admin FROM place JOIN name ON id = place_id"
        " WHERE key = ? AND country = ? AND code = ''",
        (keys(row.name)[0], country),
    ).fetchall()
    if row.point is None:
        in_region = [key for key, _, _, region in same_name if country != "FR" or region == row.region]
        return int(in_region[0]) if len(in_region) == 1 else None
    near = [(row.point.distance_to(Point(lat, lon)), place_id) for place_id, lat, lon, _ in same_name]
    if near and min(near)[0] <= SAME_PLACE:
        return int(min(near)[1])
    return db.execute(
        "INSERT INTO place (name, country, admin, code, lat, lon, tile, population, counted)"
        " VALUES (?, ?, '', '', ?, ?, ?, 0, 1)",
        (row.name, country, row.point.lat, row.point.lon, tile_at(row.point)),
    ).lastrowid


def _add_densities(db: sqlite3.Connection) -> None:
    rows: Iterator[tuple[int, float, float, int]] = db.execute(
        "SELECT id, lat, lon, population FROM place WHERE counted"
    )
    settlements = [Settlement(key, Point(lat, lon), population) for key, lat, lon, population in rows]
    db.executemany(
        "UPDATE place SET density = ?, reach = ? WHERE id = ?",
        ((found.density, found.reach, key) for key, found in densities(settlements).items()),
    )


def _onto_the_disk(path: Path) -> None:
    with path.open("rb") as written:
        os.fsync(written.fileno())

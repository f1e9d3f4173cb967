"""Official tables into the tree: French communes with all that stands above them, places of the world."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from babel import Locale
from sqlalchemy.orm import Session

from app.geo.communes import CommuneRow
from app.geo.geonames import read_geonames, with_overseas
from app.geo.point import Point
from app.territories.french_levels import DEPARTMENTS, REGIONS, ZONES
from app.territories.models import Level, Territory
from app.territories.services import rebuild_ancestors
from app.territories.table_writer import Counts, Progress, Values, Writer

FRANCE = "FR"
PARIS = "Europe/Paris"


@dataclass
class Sum:
    """Inhabitants and centre of several communes."""

    population: int = 0
    lat: float = 0.0
    lon: float = 0.0
    weight: int = 0
    largest: str = ""
    largest_population: int = -1
    parents: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, row: CommuneRow) -> None:
        """Add one commune."""
        people = row.population or 0
        self.population += people
        self.parents[row.departement] += people + 1
        if people > self.largest_population:
            self.largest, self.largest_population = row.name, people
        if row.point is not None:
            self.weight += people + 1
            self.lat += row.point.lat * (people + 1)
            self.lon += row.point.lon * (people + 1)

    @property
    def home(self) -> str:
        """Return the department where most of them live."""
        return max(self.parents, key=lambda one: self.parents[one])

    def values(self, name: str, parent_id: UUID | None) -> Values:
        """Return the values of the territory these communes make up."""
        centre = Point(self.lat / self.weight, self.lon / self.weight) if self.weight else None
        return {
            "name": name,
            "parent_id": parent_id,
            "population": self.population,
            "lat": round(centre.lat, 5) if centre else None,
            "lon": round(centre.lon, 5) if centre else None,
        }


def import_communes(session: Session, rows: Sequence[CommuneRow], *, progress: Progress) -> Counts:
    """Write the French communes with their groups, departments, regions and country.

    Call ``draw_tree`` afterwards.
    """
    france, regions = Sum(), defaultdict[str, Sum](Sum)
    departments, groups = defaultdict[str, Sum](Sum), defaultdict[str, Sum](Sum)
    region_of: dict[str, str] = {}
    for row in rows:
        france.add(row)
        departments[row.departement].add(row)
        if row.region:
            region_of[row.departement] = row.region
            regions[row.region].add(row)
        if row.epci_siren:
            groups[row.epci_siren].add(row)
    writer = Writer(session, FRANCE)

    def above(count: int) -> None:
        """Parents are not in the table: they do not count as its lines."""

    def region(code: str) -> UUID | None:
        return writer.id_of(Level.REGION, region_of.get(code, "")) or writer.id_of(Level.COUNTRY, FRANCE)

    def department(code: str) -> UUID | None:
        return writer.id_of(Level.DEPARTMENT, code)

    writer.write(Level.COUNTRY, [(FRANCE, france.values("France", None))], above)
    top = writer.id_of(Level.COUNTRY, FRANCE)
    writer.write(
        Level.REGION,
        [(code, total.values(REGIONS.get(code, code), top)) for code, total in sorted(regions.items())],
        above,
    )
    writer.write(
        Level.DEPARTMENT,
        [
            (code, total.values(DEPARTMENTS.get(code, code), region(code)) | {"time_zone": _zone(code)})
            for code, total in sorted(departments.items())
        ],
        above,
    )
    writer.write(
        Level.GROUP,
        [
            (code, total.values(f"Intercommunalité ({total.largest})", department(total.home)))
            for code, total in sorted(groups.items())
        ],
        above,
    )
    writer.write(Level.COMMUNE, (_commune(writer, row) for row in rows), progress)
    session.flush()
    return writer.counts


def _commune(writer: Writer, row: CommuneRow) -> tuple[str, Values]:
    return row.insee, {
        "name": row.name,
        "parent_id": writer.id_of(Level.DEPARTMENT, row.departement),
        "group_id": writer.id_of(Level.GROUP, row.epci_siren) if row.epci_siren else None,
        "population": row.population,
        "lat": row.point.lat if row.point else None,
        "lon": row.point.lon if row.point else None,
        "postcodes": list(row.postcodes),
        "time_zone": _zone(row.departement),
    }


def _zone(department: str) -> str:
    return ZONES.get(department, PARIS)


def import_places(session: Session, codes: Sequence[str], *, smallest: int, progress: Progress) -> Counts:
    """Write the places of other countries from GeoNames, under their country. Call ``draw_tree`` afterwards.

    Raises:
        ValueError: a code is not that of a country.
    """
    with_overseas(codes)
    names = Locale.parse("fr").territories
    counts = Counts()
    for code in codes:
        if code == FRANCE:
            continue
        writer = Writer(session, code)
        places = [place for place in read_geonames({code}) if place.population >= smallest]
        people = sum(place.population for place in places)
        country = {
            "name": names.get(code, code),
            "parent_id": None,
            "population": people,
            "lat": None,
            "lon": None,
        }
        writer.write(Level.COUNTRY, [(code, country)], lambda count: None)
        top = writer.id_of(Level.COUNTRY, code)
        rows = (
            (str(place.id), {"name": place.name, "parent_id": top, "population": place.population,
                             "lat": place.point.lat, "lon": place.point.lon})
            for place in places
        )  # fmt: skip
        writer.write(Level.COMMUNE, rows, progress)
        counts.added += writer.counts.added
        counts.changed += writer.counts.changed
        counts.same += writer.counts.same
    session.flush()
    return counts


def draw_tree(session: Session) -> None:
    """Write who lies in what, after an import."""
    rebuild_ancestors(session)


def countries(session: Session) -> list[str]:
    """Return the codes of the countries that have places here."""
    return sorted(set(session.scalars(sa.select(Territory.country).distinct())) - {""})


def communes(session: Session) -> Iterator[CommuneRow]:
    """Yield the French communes as the official table told them, for the gazetteer."""
    rows = session.execute(
        sa.select(
            sa.func.coalesce(Territory.code, ""),
            Territory.name,
            Territory.population,
            Territory.lat,
            Territory.lon,
            Territory.postcodes,
        ).where(Territory.country == FRANCE, Territory.level == Level.COMMUNE, Territory.code.is_not(None))
    )
    for code, name, population, lat, lon, postcodes in rows:
        point = Point(lat, lon) if lat is not None and lon is not None else None
        department = code[: 3 if code.startswith(("97", "98")) else 2]
        yield CommuneRow(0, code, name, department, "", "", population, point, tuple(postcodes))

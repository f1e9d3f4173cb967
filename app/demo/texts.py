"""The words of the demonstration, read from ``texts/*.toml``; the head of each file says what is in it."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"
FAMILIES = ("time_bank", "goods", "skills", "transport", "housing", "local_currency")
PICTURES = FOLDER.parent / "pictures" / "index.toml"


@dataclass(frozen=True, kw_only=True)
class PlaceText:
    """A place of the tree, with the words that lead to it."""

    slug: str
    name: str
    level: str
    parent: str
    lat: float
    lon: float
    weight: float
    active: bool
    population: int | None = None
    code: str | None = None
    postcodes: tuple[str, ...] = ()
    at_fr: str
    from_fr: str
    at_en: str

    def fill(self, text: str, language: str) -> str:
        """Put the words of the place into a text that speaks of it."""
        at = self.at_fr if language == "fr" else self.at_en
        origin = self.from_fr if language == "fr" else f"from {self.name}"
        return text.replace("{place}", self.name).replace("{at_place}", at).replace("{from_place}", origin)


@dataclass(frozen=True, kw_only=True)
class ListingText:
    """A listing as somebody could write it."""

    key: int
    kind: str
    direction: str
    lang: str
    title: str
    text: str
    place: str
    voice: str
    age: str
    tradition: str
    terms: tuple[str, ...]
    components: tuple[str, ...]
    picture: str
    details: dict[str, Any] = field(hash=False, compare=False)

    @property
    def family(self) -> str:
        """Slug of the plugin of its kind."""
        return self.kind.split(".")[0]


@dataclass(frozen=True, kw_only=True)
class ThreadText:
    """Messages that two people exchange about a listing."""

    key: int
    family: str
    kind: str
    direction: str
    outcome: str
    lang: str
    turns: tuple[dict[str, str], ...] = field(hash=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class FeltText:
    """What a side says afterwards, and what it touched."""

    key: int
    text: str
    said_by: str
    family: str
    kind: str
    pictures: tuple[str, ...]
    lang: str
    effects: tuple[dict[str, Any], ...] = field(hash=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class NetworkText:
    """A sub-network with its plugins and the wishes of its coordinator."""

    slug: str
    territory: str
    theme: str
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    rules_fr: tuple[str, ...]
    rules_en: tuple[str, ...]
    plugins: tuple[str, ...]
    components: tuple[str, ...]
    share: int
    settings: dict[str, dict[str, Any]] = field(default_factory=dict, hash=False, compare=False)


@cache
def read(name: str) -> dict[str, Any]:
    """Return the file ``texts/NAME.toml`` as it stands."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def places() -> list[PlaceText]:
    """Return the places, parents before what lies in them."""
    return [PlaceText(**_frozen(row)) for row in read("places")["place"]]


def listings() -> list[ListingText]:
    """Return every listing text; the key is its number."""
    rows = [row for family in FAMILIES for row in read(f"listings_{family}")["listing"]]
    return [
        ListingText(key=key, **_frozen({**row, "text": row["text"].strip()})) for key, row in enumerate(rows)
    ]


def threads() -> list[ThreadText]:
    """Return the message threads."""
    return [ThreadText(key=key, **_frozen(row)) for key, row in enumerate(read("messages")["thread"])]


def felt() -> list[FeltText]:
    """Return what people felt."""
    return [FeltText(key=key, **_frozen(row)) for key, row in enumerate(read("felt")["felt"])]


def networks() -> list[NetworkText]:
    """Return the sub-networks."""
    return [NetworkText(**_frozen(row)) for row in read("subnetworks")["subnetwork"]]


@cache
def _pictures() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(PICTURES.read_text(encoding="utf-8"))["picture"]
    return rows


@cache
def alts() -> dict[str, dict[str, str]]:
    """Return what each picture shows, by its name and language."""
    return {row["name"]: row["alt"] for row in _pictures()}


def tags() -> dict[str, frozenset[str]]:
    """Return what each picture suits, by its name."""
    return {row["name"]: frozenset(row["tags"]) for row in _pictures()}

"""The typology in use, read once per version and process."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.text import _, language
from app.wellbeing.models import Component, Dimension, Typology
from app.wellbeing.seeded import in_words


@dataclass(frozen=True, kw_only=True)
class Term:
    """A dimension or a component as people read it."""

    code: str
    label_en: str
    label_fr: str
    definition: str
    source: str
    verified: bool

    @property
    def label(self) -> str:
        """The name in the language in use; the ninth dimension has none and says so."""
        name = self.label_fr if language() == "fr" else self.label_en
        return name or _("ninth dimension, not yet named")

    @property
    def meaning(self) -> str:
        """The definition in the language in use, when it is one we ship."""
        return in_words(self.definition)

    @property
    def found_in(self) -> str:
        """The source in the language in use, when it is one we ship."""
        return in_words(self.source)


@dataclass(frozen=True, kw_only=True)
class TypologyView:
    """A version of the typology: dimensions by letter, components by code, both in order."""

    id: UUID
    version: str
    edits: int
    source: str
    dimensions: Mapping[str, Term]
    components: Mapping[str, Term]

    @property
    def found_in(self) -> str:
        """The source in the language in use, when it is one we ship."""
        return in_words(self.source)

    def label(self, code: str) -> str:
        """Return the name of a component or dimension; an unknown code is shown as it is."""
        found = self.components.get(code) or self.dimensions.get(code)
        return found.label if found is not None else code

    def of(self, letter: str) -> list[Term]:
        """Return the components of the dimension ``letter``."""
        return [term for code, term in self.components.items() if code.startswith(letter)]


_known: dict[tuple[UUID, int], TypologyView] = {}


def current(session: Session) -> TypologyView:
    """Return the typology in use."""
    found = session.execute(sa.select(Typology.id, Typology.edits).where(Typology.current)).one()
    key = (found.id, found.edits)
    if key not in _known:
        _known.clear()
        _known[key] = _read(session, found.id)
    return _known[key]


def _read(session: Session, typology_id: UUID) -> TypologyView:
    typology = session.get_one(Typology, typology_id)
    dimensions = session.scalars(
        sa.select(Dimension).where(Dimension.typology_id == typology_id).order_by(Dimension.letter)
    )
    components = session.scalars(
        sa.select(Component).where(Component.typology_id == typology_id).order_by(Component.code)
    )
    return TypologyView(
        id=typology.id,
        version=typology.version,
        edits=typology.edits,
        source=typology.source,
        dimensions=MappingProxyType({item.letter: _term(item.letter, item) for item in dimensions}),
        components=MappingProxyType({item.code: _term(item.code, item) for item in components}),
    )


def _term(code: str, item: Dimension | Component) -> Term:
    return Term(
        code=code,
        label_en=item.label_en,
        label_fr=item.label_fr,
        definition=getattr(item, "definition", ""),
        source=item.source,
        verified=item.verified,
    )

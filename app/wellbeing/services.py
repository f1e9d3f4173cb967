"""Editing the typology. They flush; the caller commits."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.text import _
from app.wellbeing.models import Component, Dimension, Typology

_code = re.compile(r"[A-Z]\d{2}")


def _current(session: Session) -> Typology:
    return session.scalars(sa.select(Typology).where(Typology.current)).one()


def rename_dimension(
    session: Session, letter: str, *, label_en: str, label_fr: str, source: str, verified: bool
) -> Dimension:
    """Write the names of a dimension and where they come from.

    Raises:
        Refusal: there is no such dimension, or it is called verified without a source.
    """
    typology = _current(session)
    found = session.scalar(
        sa.select(Dimension).where(Dimension.typology_id == typology.id, Dimension.letter == letter)
    )
    if found is None:
        raise Refusal(_("There is no such dimension."))
    _check_source(source, verified)
    found.label_en, found.label_fr = label_en.strip(), label_fr.strip()
    found.source, found.verified = source.strip(), verified
    typology.edits += 1
    session.flush()
    return found


def write_component(
    session: Session,
    code: str,
    *,
    label_en: str,
    label_fr: str,
    definition: str,
    source: str,
    verified: bool,
) -> Component:
    """Write a component, a new one when the code is free.

    Raises:
        Refusal: the code is none, a name is missing, or it is called verified without a source.
    """
    if not _code.fullmatch(code):
        raise Refusal(_("A code is a letter and two digits, such as A03."), field="code")
    if not label_en.strip() or not label_fr.strip():
        raise Refusal(_("Give the component its name in both languages."), field="label_fr")
    _check_source(source, verified)
    typology = _current(session)
    found = session.scalar(
        sa.select(Component).where(Component.typology_id == typology.id, Component.code == code)
    )
    if found is None:
        found = Component(typology_id=typology.id, code=code, letter=code[0], label_en="", label_fr="")
        session.add(found)
    found.label_en, found.label_fr = label_en.strip(), label_fr.strip()
    found.definition, found.source, found.verified = definition.strip(), source.strip(), verified
    typology.edits += 1
    session.flush()
    return found


def _check_source(source: str, verified: bool) -> None:
    if verified and not source.strip():
        raise Refusal(_("Say where it was verified."), field="source")

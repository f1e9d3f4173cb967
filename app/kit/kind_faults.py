"""What is wrong with the kinds and the measures of a plugin."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from wtforms import Form

from app import text
from app.db.base import Model
from app.kernel.contributions import Filter, ResourceKind
from app.kit.subject import Subject
from app.testing.plugin_parts import GIVEN, example_of, rendered
from app.web.database import db
from app.wellbeing.queries import current


def kinds(subject: Subject) -> Iterator[str]:
    """Find kinds that serve nothing, or that nobody can settle."""
    known = _components(subject)
    if known is not None:
        for code in sorted(set(subject.plugin.manifest.components) - known):
            yield f"Its manifest names the component {code}, which the typology does not have."
    for kind in subject.own(subject.plugins.kinds).values():
        if not kind.components:
            yield f"The kind {kind.slug} serves no component of well-being."
        for code in sorted(set(kind.components) - (known if known is not None else set(kind.components))):
            yield f"The kind {kind.slug} names the component {code}, which the typology does not have."
        if not kind.terms:
            yield f"The kind {kind.slug} can be settled in no way: name at least 'gift'."
        for terms in kind.terms:
            if terms.startswith(f"{subject.slug}.") and terms not in subject.plugins.settlements:
                yield f"The kind {kind.slug} is settled by {terms}, which the plugin does not bring."
        if not kind.directions:
            yield f"The kind {kind.slug} can be neither offered nor requested."


def _components(subject: Subject) -> set[str] | None:
    """Return the codes of the typology; ``None`` where the database has none yet."""
    with Session(db.engine) as session:
        try:
            return set(current(session).components)
        except SQLAlchemyError:
            return None


def details(subject: Subject) -> Iterator[str]:
    """Find kinds whose table, form and facts do not fit each other."""
    for kind in subject.own(subject.plugins.kinds).values():
        if (kind.form is None) != (kind.detail is None):
            yield f"The kind {kind.slug} needs a form and a table, or neither."
        if kind.detail is None:
            continue
        key = [column.name for column in sa.inspect(kind.detail).primary_key]
        if key != ["listing_id"]:
            yield f"The table of {kind.slug} must have listing_id for its key, not {', '.join(key)}."
        if kind.form is not None:
            yield from _form(subject, kind, kind.form, kind.detail)
        yield from _facts(kind, kind.detail)


def answers(subject: Subject) -> Iterator[str]:
    """Find filters and words for quantities that fail when they are asked."""
    for kind in subject.own(subject.plugins.kinds).values():
        asked: dict[str, tuple[Callable[[Any], Any], object]] = {
            f"clause of the filter {one.name} of {kind.slug}": (one.clause, _some(one))
            for one in kind.filters
        }
        if kind.in_words is not None:
            asked[f"in_words of {kind.slug}"] = (kind.in_words, 2)
        for said, (ask, value) in asked.items():
            try:
                ask(value)
            except Exception as error:  # noqa: BLE001  # whatever the author's code raises is what we look for
                yield f"{said} fails: {error!r}, for {value!r}."


def _some(filter_: Filter) -> str:
    return filter_.choices[0][0] if filter_.choices else "1"


def _form(subject: Subject, kind: ResourceKind, form: type[Form], detail: type[Model]) -> Iterator[str]:
    columns = set(sa.inspect(detail).columns.keys())
    try:
        fields = [field.name for field in rendered(subject.app, form)]
    except Exception as error:  # noqa: BLE001  # whatever the author's code raises is what we look for
        yield f"The form of {kind.slug} cannot be shown: {error!r}"
        return
    for name in fields:
        if name not in columns:
            yield f"The form of {kind.slug} has a field {name}, and its table has no such column."


def _facts(kind: ResourceKind, detail: type[Model]) -> Iterator[str]:
    """Ask for the facts of the least that a row can say, and of one that says something everywhere."""
    for full in (False, True):
        row = example_of(detail, full=full)
        keys = [column.key for column in sa.inspect(detail).columns if column.name not in GIVEN]
        said = {key: getattr(row, key) for key in keys}
        for language in text.LANGUAGES:
            with text.speaking(language):
                for name in ("card", "facts"):
                    try:
                        fault = _fault_of(name, getattr(kind, name), row)
                    except Exception as error:  # noqa: BLE001  # as above
                        fault = f"fails: {error!r}"
                    if fault:
                        yield f"{name} of {kind.slug} {fault}, for a row with {said}."
                        return


def _fault_of(name: str, ask: Any, row: Any) -> str:
    given = ask(row) if ask is not None else []
    if isinstance(given, str):
        return f"gives one text, {given!r}, and not a list of them"
    answer = list(given)
    if name == "card" and not all(isinstance(item, str) for item in answer):
        return f"gives {answer!r}, which are not only texts"
    if name == "facts" and not all(
        isinstance(pair, tuple)
        and len(pair) == len(("name", "value"))
        and all(isinstance(one, str) for one in pair)
        for pair in answer
    ):
        return f"gives {answer!r}, which are not pairs of texts"
    return ""


def measures(subject: Subject) -> Iterator[str]:
    """Find measures that do not say how they are made, and what speaks of kinds that are not there."""
    for measure in subject.own(subject.plugins.measures).values():
        for name in ("label", "unit", "method", "source", "uncertainty"):
            if not str(getattr(measure, name)):
                yield f"The measure {measure.slug} has no {name}."
    spoken = [("measure", item.slug, item.kinds) for item in subject.own(subject.plugins.measures).values()]
    spoken += [
        ("criterion", item.slug, item.kinds) for item in subject.own(subject.plugins.criteria).values()
    ]
    for what, slug, named in spoken:
        if not named:
            yield f"The {what} {slug} is for no kind."
        for kind in named:
            if kind.startswith(f"{subject.slug}.") and kind not in subject.plugins.kinds:
                yield f"The {what} {slug} is for the kind {kind}, which the plugin does not bring."

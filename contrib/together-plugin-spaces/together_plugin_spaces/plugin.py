"""What the plugin spaces contributes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.plugin_api import (
    Criterion,
    Exchange,
    ImpactMeasure,
    Job,
    Manifest,
    MenuEntry,
    Notice,
    Panel,
    ResourceKind,
    State,
    hookimpl,
    lazy,
)
from sqlalchemy.orm import Session

from together_plugin_spaces import (  # the views register themselves when they are imported
    api,
    booking,
    demonstration,
    facts,
    rules,
    views,  # noqa: F401
    views_booking,  # noqa: F401
    views_care,  # noqa: F401
)
from together_plugin_spaces import contributions as more
from together_plugin_spaces.blueprint import bp
from together_plugin_spaces.forms import SpacesSettings
from together_plugin_spaces.models import ROOM

HERE = Path(__file__).parent


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="spaces",
        title=lazy("Shared spaces"),
        summary=lazy("Rooms by the hour and things that belong to everybody: a hall, an oven, a cargo bike."),
        description=lazy(
            "Whoever looks after a room or a common good says when it is open, for how many, by which rules. "
            "The week shows what is free; nobody gets hours that somebody else has. Keys are handed over and "
            "returned with their day, and what was agreed can be printed and signed."
        ),
        author="The Together contributors",
        components=more.COMPONENTS,
        icon="key",
        pages=bp,
        api=api.bp,
        migrations=HERE / "migrations",
        translations=HERE / "translations",
        settings_form=SpacesSettings,
        menu=(MenuEntry(label=lazy("Spaces"), endpoint="spaces.index", icon="key"),),
        api_version="1.0",
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Rooms and common goods."""
    return more.kinds()


@hookimpl
def match_criteria() -> Iterable[Criterion]:
    """Room for everybody, and what they need."""
    yield Criterion(slug="spaces.room", label=lazy("Room enough"), kinds=(ROOM,), score=facts.room_enough)


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """Hours shared, spaces opened."""
    return more.measures()


@hookimpl
def panels() -> Iterable[Panel]:
    """The week of a space, what was agreed about it, and what is free today."""
    return more.panels()


@hookimpl
def jobs() -> Iterable[Job]:
    """Keys that are late, hours of exchanges that are off."""
    return more.jobs()


@hookimpl
def notices() -> Iterable[Notice]:
    """Keys that are late."""
    return more.notices()


@hookimpl
def exchange_objections(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Hours that are taken or closed cannot be had."""
    return rules.objections(session, exchange, to)


@hookimpl
def exchange_advanced(session: Session, exchange: Exchange, was: State) -> None:
    """Hours are taken when they are agreed, and free again when they are called off."""
    booking.follow(session, exchange, was)


@hookimpl
def demo_data(session: Session, world: Any) -> None:
    """A neighbourhood hall, a workshop, a bread oven, a cargo bike."""
    demonstration.build(session, world)

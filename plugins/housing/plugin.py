"""What the plugin housing contributes."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from app.plugin_api import (
    Criterion,
    Exchange,
    Filter,
    ImpactMeasure,
    Manifest,
    ResourceKind,
    State,
    hookimpl,
    lazy,
)
from plugins.housing import services
from plugins.housing.forms import HousingSettings, RoomForm
from plugins.housing.models import Room
from plugins.housing.words import ROOM_TYPES

HERE = Path(__file__).parent
COMPONENTS = ("A03", "E07", "D04", "G03")


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="housing",
        title=lazy("Housing"),
        summary=lazy("A room for a night, for a season, or until somebody is back on their feet."),
        description=lazy(
            "The exact address is hidden until both sides agree and the host shows it. A sub-network can "
            "limit how long a stay may last."
        ),
        author="The Together contributors",
        components=COMPONENTS,
        icon="home",
        migrations=HERE / "migrations",
        translations=HERE / "translations",
        settings_form=HousingSettings,
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Rooms."""
    yield ResourceKind(
        slug="housing.room",
        label=lazy("Room"),
        offer_label=lazy("I can put somebody up"),
        request_label=lazy("I look for a place to sleep"),
        icon="bed",
        unit="nights",
        components=COMPONENTS,
        terms=("gift",),
        detail=Room,
        form=RoomForm,
        card=services.card,
        facts=services.facts,
        filters=(
            Filter(
                name="room_type",
                label=lazy("Kind of place"),
                choices=ROOM_TYPES,
                clause=lambda value: Room.room_type == value,
            ),
            Filter(
                name="step_free",
                label=lazy("Without steps"),
                choices=(("1", lazy("Without steps")),),
                clause=lambda value: Room.step_free,
            ),
        ),
        default_quantity=1,
    )


@hookimpl
def match_criteria() -> Iterable[Criterion]:
    """Room for everybody."""
    yield Criterion(
        slug="housing.room", label=lazy("Room enough"), kinds=("housing.room",), score=services.room_enough
    )


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """Nights under a roof."""
    yield ImpactMeasure(
        slug="housing.nights",
        label=lazy("Nights under a neighbour's roof"),
        unit="nights",
        method=lazy("Adds up the agreed nights of every confirmed stay, once for each exchange."),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy("As precise as what both sides agreed; one night is counted when nothing was said."),
        kinds=("housing.room",),
        measure=services.nights,
    )


@hookimpl
def exchange_objections(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """A stay is no longer than allowed."""
    return services.too_long(session, exchange, to)

"""What the plugin umbrellas contributes."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.plugin_api import (
    Criterion,
    DataFormat,
    Exchange,
    ImpactMeasure,
    Job,
    Manifest,
    Notice,
    Panel,
    ResourceKind,
    SettlementMethod,
    State,
    hookimpl,
    lazy,
)
from umbrellas import services, views
from umbrellas.forms import UmbrellaForm, UmbrellasSettings
from umbrellas.models import Umbrella

HERE = Path(__file__).parent


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="umbrellas",
        title=lazy("Umbrellas"),
        summary=lazy("Take one where it rains, leave it where the sun is back."),
        author="Everybody who was ever caught by rain",
        components=("A08",),
        pages=views.bp,
        migrations=HERE / "migrations",
        settings_form=UmbrellasSettings,
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Umbrellas."""
    yield ResourceKind(
        slug="umbrellas.umbrella",
        label=lazy("Umbrella"),
        offer_label=lazy("I leave an umbrella"),
        request_label=lazy("I need an umbrella"),
        icon="box",
        unit="things",
        components=("A08",),
        terms=("gift", "umbrellas.smile"),
        detail=Umbrella,
        form=UmbrellaForm,
        card=services.card,
        facts=services.facts,
        default_quantity=1,
    )


@hookimpl
def match_criteria() -> Iterable[Criterion]:
    """Large enough for everybody."""
    yield Criterion(
        slug="umbrellas.size",
        label=lazy("Size"),
        kinds=("umbrellas.umbrella",),
        score=services.large_enough,
    )


@hookimpl
def settlement_methods() -> Iterable[SettlementMethod]:
    """A smile: quoted, nothing moves."""
    yield SettlementMethod(slug="umbrellas.smile", label=lazy("for a smile"), quote=services.smile)


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """People who stayed dry."""
    yield ImpactMeasure(
        slug="umbrellas.dry",
        label=lazy("Walks in the dry"),
        unit="things",
        method=lazy("Counts the umbrellas of every confirmed exchange."),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy("Nobody says whether it really rained."),
        kinds=("umbrellas.umbrella",),
        measure=lambda session, exchange: exchange.proposal.quantity or 1,
    )


@hookimpl
def panels() -> Iterable[Panel]:
    """The shelf, on the page of the sub-network."""
    yield Panel(
        slug="umbrellas.shelf",
        title=lazy("On the shelf"),
        place="subnetwork",
        template="umbrellas/shelf.html",
        context=services.shelf,
    )


@hookimpl
def jobs() -> Iterable[Job]:
    """A look at the shelf, once a day."""
    yield Job(slug="umbrellas.tidy", every=timedelta(days=1), run=services.tidy)


@hookimpl
def notices() -> Iterable[Notice]:
    """What the owner of an umbrella wants to know."""
    yield Notice(
        slug="umbrellas.faded",
        label=lazy("My umbrella has lost its colour"),
        sentence=lazy("Your umbrella is %(colour)s now."),
        mail_subject=lazy("Your umbrella came back"),
        mail_text=lazy("Your umbrella came back from the rain. It is %(colour)s now."),
    )


@hookimpl
def data_formats() -> Iterable[DataFormat]:
    """The shelf as lines of text."""
    yield DataFormat(
        slug="umbrellas.lines",
        label=lazy("The shelf, one umbrella a line"),
        media_type="text/plain",
        suffix=".txt",
        export=services.as_lines,
    )


@hookimpl
def exchange_objections(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """No more at once than the sub-network allows."""
    return services.too_many(session, exchange, to)


@hookimpl
def exchange_advanced(session: Session, exchange: Exchange, was: State) -> None:
    """An umbrella fades with every rain."""
    services.note_colour(session, exchange, was)


@hookimpl
def demo_data(session: Session, world: Any) -> None:
    """The demonstration has dry weather: nothing is added to it."""

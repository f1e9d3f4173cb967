"""What the plugin transport contributes."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from app.plugin_api import (
    Criterion,
    Exchange,
    ImpactMeasure,
    Manifest,
    ResourceKind,
    SettlementMethod,
    State,
    hookimpl,
    lazy,
)
from plugins.transport import services
from plugins.transport.forms import RideForm, TransportSettings
from plugins.transport.models import Ride

HERE = Path(__file__).parent
COMPONENTS = ("A10", "A06", "D04")


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="transport",
        title=lazy("Rides"),
        summary=lazy("Share the rides you make anyway, once or every week."),
        description=lazy(
            "Drivers share their costs and never earn: the amount is held below the cost of the way divided "
            "by everybody on board."
        ),
        author="The Together contributors",
        components=COMPONENTS,
        icon="car",
        migrations=HERE / "migrations",
        translations=HERE / "translations",
        settings_form=TransportSettings,
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Rides."""
    yield ResourceKind(
        slug="transport.ride",
        label=lazy("Ride"),
        offer_label=lazy("I have a seat free"),
        request_label=lazy("I need a ride"),
        icon="car",
        unit="km",
        in_words=services.kilometres_in_words,
        question=lazy("How many kilometres?"),
        components=COMPONENTS,
        terms=("gift", services.TERMS),
        detail=Ride,
        form=RideForm,
        card=services.card,
        facts=services.facts,
        suggest=services.suggest,
    )


@hookimpl
def settlement_methods() -> Iterable[SettlementMethod]:
    """Shared costs, paid from hand to hand."""
    yield SettlementMethod(
        slug=services.TERMS,
        label=lazy("sharing the costs"),
        quote=services.quote,
        asks_amount=True,
        amount_label=lazy("Share of the costs, in euros"),
        unit="cents",
    )


@hookimpl
def match_criteria() -> Iterable[Criterion]:
    """The same way."""
    yield Criterion(
        slug="transport.way", label=lazy("Way"), kinds=("transport.ride",), score=services.same_way
    )


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """Kilometres shared."""
    yield ImpactMeasure(
        slug="transport.km",
        label=lazy("Kilometres ridden together"),
        unit="km",
        method=lazy("Adds up the agreed kilometres of every confirmed ride, for one passenger, one way."),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy("As precise as what was agreed; rides without a length are left out."),
        kinds=("transport.ride",),
        measure=services.kilometres,
    )


@hookimpl
def exchange_objections(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Nobody pays more than a share of the costs."""
    return services.too_dear(session, exchange, to)

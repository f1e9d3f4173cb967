"""What the plugin food contributes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.plugin_api import (
    Criterion,
    Exchange,
    ImpactMeasure,
    Manifest,
    MenuEntry,
    Notice,
    Panel,
    ResourceKind,
    SettlementMethod,
    State,
    hookimpl,
    lazy,
)
from sqlalchemy.orm import Session

from together_plugin_food import (
    api,
    demonstration,
    matching,
    measuring,
    objections,
    portions,
    settling,
    views,
)
from together_plugin_food import panels as shown
from together_plugin_food.forms import FoodSettings
from together_plugin_food.kinds import COMPONENTS, TERMS, kinds
from together_plugin_food.notices import NOTICES

HERE = Path(__file__).parent


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="food",
        title=lazy("Food"),
        summary=lazy("Gardens to share, harvests that are too much for one, meals with a free seat."),
        description=lazy(
            "Healthy eating for all. A harvest goes to several takers until nothing is left, a table never "
            "has more guests than seats, and the fourteen allergens are said before anybody eats."
        ),
        author="The Together contributors",
        components=COMPONENTS,
        icon="carrot",
        pages=views.bp,
        api=api.bp,
        migrations=HERE / "migrations",
        translations=HERE / "translations",
        settings_form=FoodSettings,
        menu=(MenuEntry(label=lazy("Meals this week"), endpoint="food.meals", icon="soup"),),
        api_version="1.0",
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Plots, harvests, meals."""
    return kinds()


@hookimpl
def settlement_methods() -> Iterable[SettlementMethod]:
    """The ingredients, shared from hand to hand."""
    yield SettlementMethod(
        slug=TERMS,
        label=lazy("sharing the ingredients"),
        quote=settling.quote,
        asks_amount=True,
        amount_label=lazy("Share of the ingredients, in euros"),
        unit="cents",
    )


@hookimpl
def match_criteria() -> Iterable[Criterion]:
    """Season, freshness, and what somebody can eat."""
    yield Criterion(slug="food.season", label=lazy("Season"), kinds=("food.plot",), score=matching.plot_fits)
    yield Criterion(
        slug="food.ripe", label=lazy("Ripe now"), kinds=(portions.SURPLUS,), score=matching.surplus_fits
    )
    yield Criterion(
        slug="food.diet",
        label=lazy("What one can eat"),
        kinds=(portions.MEAL,),
        score=matching.meal_fits,
    )


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """Kilograms and meals."""
    yield ImpactMeasure(
        slug="food.kilograms",
        label=lazy("Harvest saved from waste, in kilograms"),
        unit="kg",
        method=lazy(
            "Adds up the kilograms that both sides agreed for every confirmed exchange of a surplus harvest. "
            "What was agreed without a quantity counts for nothing."
        ),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy(
            "Mostly estimated, seldom weighed. Nobody knows how much of it would really have gone to waste: "
            "take it as the most that can have been saved. It is not turned into CO₂ or meals."
        ),
        kinds=(portions.SURPLUS,),
        measure=measuring.kilograms,
    )
    yield ImpactMeasure(
        slug="food.meals",
        label=lazy("Meals eaten at a neighbour's table"),
        unit="meals",
        method=lazy(
            "Adds up the agreed seats of every confirmed shared meal, one meal for each guest; one when no "
            "number was said. Who cooks is not counted."
        ),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy("Guests who came without asking here are missing, who stayed away may be counted."),
        kinds=(portions.MEAL,),
        measure=measuring.meals,
    )


@hookimpl
def panels() -> Iterable[Panel]:
    """What is ripe, and waiting for a seat."""
    yield Panel(
        slug="food.ripe",
        title=lazy("What is ripe this week"),
        place="subnetwork",
        template="food/ripe.html",
        context=shown.ripe,
    )
    yield Panel(
        slug="food.seats",
        title=lazy("All seats are taken"),
        place="listing",
        template="food/seats.html",
        context=shown.seats,
    )
    yield Panel(
        slug="food.to_remember",
        title=lazy("To remember"),
        place="exchange",
        template="food/to_remember.html",
        context=shown.to_remember,
    )


@hookimpl
def notices() -> Iterable[Notice]:
    """A free seat."""
    return NOTICES


@hookimpl
def exchange_objections(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Never more than is left, nothing past its day, nothing that somebody must not eat."""
    return objections.objections(session, exchange, to)


@hookimpl
def exchange_advanced(session: Session, exchange: Exchange, was: State) -> None:
    """Count what is taken."""
    portions.follow(session, exchange, was)


@hookimpl
def demo_data(session: Session, world: Any) -> None:
    """Gardens, harvests and tables of Bordeaux."""
    demonstration.build(session, world)

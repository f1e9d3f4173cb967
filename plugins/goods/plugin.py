"""What the plugin goods contributes."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from app.plugin_api import (
    Exchange,
    Filter,
    ImpactMeasure,
    Manifest,
    ResourceKind,
    State,
    hookimpl,
    lazy,
)
from plugins.goods import services
from plugins.goods.forms import GoodsSettings, ThingForm
from plugins.goods.models import Thing
from plugins.goods.words import MODES

HERE = Path(__file__).parent
COMPONENTS = ("A08", "B01", "H06", "E07")


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="goods",
        title=lazy("Things"),
        summary=lazy("Lend and give things that sleep in cupboards, sheds and cellars."),
        description=lazy(
            "A drill is used for some minutes in its life. Things are lent for an agreed time or given for "
            "good, with their condition said beforehand."
        ),
        author="The Together contributors",
        components=COMPONENTS,
        icon="box",
        migrations=HERE / "migrations",
        translations=HERE / "translations",
        settings_form=GoodsSettings,
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Things."""
    yield ResourceKind(
        slug="goods.thing",
        label=lazy("Thing"),
        offer_label=lazy("I lend or give a thing"),
        request_label=lazy("I look for a thing"),
        icon="box",
        unit="things",
        components=COMPONENTS,
        terms=("gift", "local_currency.units"),
        detail=Thing,
        form=ThingForm,
        card=services.card,
        facts=services.facts,
        filters=(
            Filter(
                name="mode",
                label=lazy("Lend or give"),
                choices=MODES,
                clause=lambda value: Thing.mode == value,
            ),
        ),
        default_quantity=1,
    )


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """Things that changed hands."""
    yield ImpactMeasure(
        slug="goods.things",
        label=lazy("Things lent or given"),
        unit="things",
        method=lazy("Counts the things of every confirmed exchange, as both sides agreed."),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy("None in the count; it does not say whether a purchase was avoided."),
        kinds=("goods.thing",),
        measure=services.things_exchanged,
    )


@hookimpl
def exchange_objections(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """A loan is no longer than allowed."""
    return services.too_long(session, exchange, to)

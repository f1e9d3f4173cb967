"""What the plugin local_currency contributes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.plugin_api import (
    ImpactMeasure,
    Job,
    Manifest,
    Notice,
    Panel,
    ResourceKind,
    SettlementMethod,
    hookimpl,
    lazy,
)
from plugins.local_currency import (  # noqa: F401  # models: so that they are known
    api,
    bank_models,
    demonstration,
    desk_models,
    programme_models,
    services,
    views,
)
from plugins.local_currency import contributions as more
from plugins.local_currency import notices as told
from plugins.local_currency import panels as shown
from plugins.local_currency.forms import ProductForm
from plugins.local_currency.models import Product
from plugins.local_currency.words import UNDONE_ELSEWHERE

HERE = Path(__file__).parent
COMPONENTS = ("E04", "A06", "E07", "H06")


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="local_currency",
        title=lazy("Local currency"),
        summary=lazy("Pay for local goods and services in the currency of the territory."),
        description=lazy(
            "For the association that issues a local complementary currency: units are issued against euros, "
            "one for one, at a desk; nobody can owe units, and they are never exchanged for hours."
        ),
        author="The Together contributors",
        components=COMPONENTS,
        icon="coins",
        pages=views.bp,
        api=api.bp,
        migrations=HERE / "migrations",
        translations=HERE / "translations",
        settings_form=more.Settings,
        undone_elsewhere=UNDONE_ELSEWHERE,
        confidential=frozenset({"bonus"}),
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Goods and services for local currency."""
    yield ResourceKind(
        slug="local_currency.product",
        label=lazy("Local good or service"),
        offer_label=lazy("I sell for local currency"),
        request_label=lazy("I look for something, for local currency"),
        icon="basket",
        unit="things",
        components=COMPONENTS,
        terms=(services.TERMS, "gift"),
        detail=Product,
        form=ProductForm,
        card=services.card,
        facts=services.facts,
        default_quantity=1,
    )


@hookimpl
def settlement_methods() -> Iterable[SettlementMethod]:
    """Units of the currency."""
    yield SettlementMethod(
        slug=services.TERMS,
        label=lazy("in local currency"),
        quote=services.quote,
        ledger=services.ledger,
        asks_amount=True,
        amount_label=lazy("Price in local currency"),
        unit="hundredths",
    )


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """Local goods and services."""
    yield ImpactMeasure(
        slug="local_currency.products",
        label=lazy("Local goods and services"),
        unit="things",
        method=lazy("Counts the goods and services of every confirmed exchange of this kind."),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy("None in the count; purchases outside the platform are not in it."),
        kinds=("local_currency.product",),
        measure=services.products_sold,
    )


@hookimpl
def panels() -> Iterable[Panel]:
    """Units in circulation."""
    yield Panel(
        slug="local_currency.circulation",
        title=lazy("In circulation"),
        place="subnetwork",
        template="local_currency/circulation.html",
        context=shown.circulation,
    )
    yield from more.panels()


@hookimpl
def jobs() -> Iterable[Job]:
    """What is done again and again."""
    yield from more.jobs()


@hookimpl
def notices() -> Iterable[Notice]:
    """What members are told of."""
    yield from told.notices()
    yield from more.notices()


@hookimpl
def demo_data(session: Session, world: Any) -> None:
    """Desks, shops, paper and a busy morning."""
    demonstration.build(session, world)

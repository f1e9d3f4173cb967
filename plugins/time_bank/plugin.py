"""What the plugin time_bank contributes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.plugin_api import (
    Criterion,
    Exchange,
    ImpactMeasure,
    Manifest,
    Notice,
    Panel,
    ResourceKind,
    SettlementMethod,
    State,
    hookimpl,
    lazy,
)
from plugins.time_bank import api, changes, demonstration, services, sheets, views
from plugins.time_bank import panels as shown
from plugins.time_bank.kinds import kinds
from plugins.time_bank.notices import NOTICES
from plugins.time_bank.settings import TimeBankSettings
from plugins.time_bank.words import REASONS

HERE = Path(__file__).parent
KINDS = tuple(kind.slug for kind in kinds())


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="time_bank",
        title=lazy("Time bank"),
        summary=lazy("Give and receive help in hours: an hour is an hour, whatever the task."),
        description=lazy(
            "Ten kinds of help, from the garden to paperwork. Each exchange is agreed in hours and counted "
            "between the accounts of the two; it may also be a gift. Hours are never turned into money."
        ),
        author="The Together contributors",
        components=("A09", "A08", "E07", "D04", "G01"),
        icon="clock",
        pages=views.bp,
        api=api.bp,
        migrations=HERE / "migrations",
        translations=HERE / "translations",
        settings_form=TimeBankSettings,
        settings_changed=changes.settings_changed,
        reasons=REASONS,
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Ten kinds of help."""
    return kinds()


@hookimpl
def match_criteria() -> Iterable[Criterion]:
    """Place, rhythm and length."""
    yield Criterion(
        slug="time_bank.time", label=lazy("Time and place"), kinds=KINDS, score=services.time_fits
    )


@hookimpl
def settlement_methods() -> Iterable[SettlementMethod]:
    """Hours."""
    yield SettlementMethod(
        slug=services.TERMS,
        label=lazy("in hours"),
        quote=services.quote,
        ledger=services.ledger,
        offered=services.is_counted,
        unit="minutes",
    )


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """Time given."""
    yield ImpactMeasure(
        slug="time_bank.minutes",
        label=lazy("Time given"),
        unit="minutes",
        method=lazy(
            "Adds up the time that both sides agreed for every confirmed exchange, in hours or as a gift, "
            "once for each exchange."
        ),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy(
            "As precise as what both sides said. Exchanges without a duration count for nothing, so the "
            "figure is rather too low."
        ),
        kinds=KINDS,
        measure=services.minutes_given,
    )


@hookimpl
def exchange_advanced(session: Session, exchange: Exchange, was: State) -> None:
    """Note a confirmed exchange on the sheets of both, where each keeps their own."""
    sheets.exchange_noted(session, exchange, was)


@hookimpl
def panels() -> Iterable[Panel]:
    """Hours of a sub-network, hours of a member."""
    yield Panel(
        slug="time_bank.hours_here",
        title=lazy("Hours exchanged"),
        place="subnetwork",
        template="time_bank/hours_here.html",
        context=shown.hours_here,
    )
    yield Panel(
        slug="time_bank.my_hours",
        title=lazy("My hours"),
        place="member",
        template="time_bank/my_hours.html",
        context=shown.my_hours,
    )


@hookimpl
def notices() -> Iterable[Notice]:
    """Workshops, and time for the association."""
    return NOTICES


@hookimpl
def demo_data(session: Session, world: Any) -> None:
    """Workshops, time for the association, cheques on paper and a vote."""
    demonstration.build(session, world)

"""The twelve hooks. Each is documented in docs/plugins.md and has a test named after it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.kernel.contributions import (
    Criterion,
    DataFormat,
    ImpactMeasure,
    Job,
    Manifest,
    Notice,
    Panel,
    ResourceKind,
    SettlementMethod,
)
from app.kernel.markers import hookspec

if TYPE_CHECKING:
    from app.exchanges.models import Exchange, State


@hookspec
def manifest() -> Manifest:  # type: ignore[empty-body]
    """Say who the plugin is; exactly one per plugin."""


@hookspec
def resource_kinds() -> Iterable[ResourceKind]:  # type: ignore[empty-body]
    """Name what can be offered or requested."""


@hookspec
def match_criteria() -> Iterable[Criterion]:  # type: ignore[empty-body]
    """Say how well an offer fits a request."""


@hookspec
def settlement_methods() -> Iterable[SettlementMethod]:  # type: ignore[empty-body]
    """Name the ways in which an exchange can be settled."""


@hookspec
def impact_measures() -> Iterable[ImpactMeasure]:  # type: ignore[empty-body]
    """Measure what a confirmed exchange brought."""


@hookspec
def panels() -> Iterable[Panel]:  # type: ignore[empty-body]
    """Add blocks to the pages of a territory, a sub-network or a member."""


@hookspec
def data_formats() -> Iterable[DataFormat]:  # type: ignore[empty-body]
    """Name the formats of files that can be taken away or brought in."""


@hookspec
def jobs() -> Iterable[Job]:  # type: ignore[empty-body]
    """Name the work that is done again and again beside the requests."""


@hookspec
def notices() -> Iterable[Notice]:  # type: ignore[empty-body]
    """Name the kinds of messages that people may get."""


@hookspec
def exchange_objections(session: Session, exchange: "Exchange", to: "State") -> Iterable[str]:  # type: ignore[empty-body]
    """Give the reasons why ``exchange`` must not move to ``to``; asked where the plugin is switched on."""


@hookspec
def exchange_advanced(session: Session, exchange: "Exchange", was: "State") -> None:
    """Follow a move in the same transaction; an exception undoes the move."""


@hookspec
def demo_data(session: Session, world: Any) -> None:
    """Add the plugin's share to the demonstration territory."""

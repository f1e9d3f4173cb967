"""Questions about paper notes: series, places, stocks, what is out, and whether the ledger says the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Ledger
from plugins.local_currency import named_accounts
from plugins.local_currency.desk_models import Desk
from plugins.local_currency.notes_models import (
    NoteLine,
    NoteMove,
    NoteOperation,
    NotePlace,
    NoteSeries,
    NoteStock,
)


def operation_of(session: Session, subnetwork_id: UUID, key: str) -> NoteOperation | None:
    """Return the operation that a form made before, so that sent twice it happens once."""
    return session.scalar(
        sa.select(NoteOperation).where(NoteOperation.subnetwork_id == subnetwork_id, NoteOperation.key == key)
    )


def operation(session: Session, subnetwork_id: UUID, operation_id: UUID) -> NoteOperation | None:
    """Return an operation of a currency."""
    return session.scalar(
        sa.select(NoteOperation).where(
            NoteOperation.subnetwork_id == subnetwork_id, NoteOperation.id == operation_id
        )
    )


def series_of(session: Session, subnetwork_id: UUID) -> list[NoteSeries]:
    """Return the series of a currency, the smallest notes first."""
    return list(
        session.scalars(
            sa.select(NoteSeries)
            .where(NoteSeries.subnetwork_id == subnetwork_id)
            .order_by(NoteSeries.value, NoteSeries.printed_on, NoteSeries.name)
        )
    )


def values_of(session: Session, subnetwork_id: UUID) -> dict[UUID, int]:
    """Return the value of a note of each series."""
    return {series.id: series.value for series in series_of(session, subnetwork_id)}


def places_of(session: Session, subnetwork_id: UUID) -> list[NotePlace]:
    """Return where notes are kept, by name."""
    return list(
        session.scalars(
            sa.select(NotePlace).where(NotePlace.subnetwork_id == subnetwork_id).order_by(NotePlace.name)
        )
    )


def place(session: Session, subnetwork_id: UUID, place_id: UUID) -> NotePlace | None:
    """Return a place of a currency."""
    return session.scalar(
        sa.select(NotePlace).where(NotePlace.subnetwork_id == subnetwork_id, NotePlace.id == place_id)
    )


def place_of_desk(session: Session, desk_id: UUID) -> NotePlace | None:
    """Return the stock of a desk, ``None`` while it has none."""
    return session.scalar(sa.select(NotePlace).where(NotePlace.desk_id == desk_id))


def desks_without_stock(session: Session, subnetwork_id: UUID) -> list[Desk]:
    """Return the open desks that keep no notes yet, by name."""
    return list(
        session.scalars(
            sa.select(Desk)
            .where(
                Desk.subnetwork_id == subnetwork_id,
                Desk.closed_at.is_(None),
                ~sa.exists().where(NotePlace.desk_id == Desk.id),
            )
            .order_by(Desk.name)
        )
    )


def stock_of(session: Session, place_id: UUID) -> dict[UUID, int]:
    """Return how many notes of each series are in a place."""
    rows = session.execute(
        sa.select(NoteStock.series_id, NoteStock.quantity).where(NoteStock.place_id == place_id)
    )
    return {series_id: quantity for series_id, quantity in rows}  # noqa: C416  # rows are no pairs for mypy


def stocks(session: Session, subnetwork_id: UUID) -> dict[UUID, dict[UUID, int]]:
    """Return all stocks: quantities by series, by place."""
    rows = session.execute(
        sa.select(NoteStock.place_id, NoteStock.series_id, NoteStock.quantity)
        .join(NotePlace, NotePlace.id == NoteStock.place_id)
        .where(NotePlace.subnetwork_id == subnetwork_id)
    )
    found: dict[UUID, dict[UUID, int]] = {}
    for place_id, series_id, quantity in rows:
        found.setdefault(place_id, {})[series_id] = quantity
    return found


def moved(session: Session, subnetwork_id: UUID) -> dict[tuple[str, UUID], int]:
    """Return how many notes moved for each reason and series, what was undone taken off."""
    times = sa.case((NoteOperation.undoes_id.is_(None), NoteLine.quantity), else_=-NoteLine.quantity)
    rows = session.execute(
        sa.select(NoteOperation.kind, NoteLine.series_id, sa.func.sum(times))
        .join(NoteLine, NoteLine.operation_id == NoteOperation.id)
        .where(NoteOperation.subnetwork_id == subnetwork_id)
        .group_by(NoteOperation.kind, NoteLine.series_id)
    )
    return {(kind, series_id): int(quantity) for kind, series_id, quantity in rows}


def out(session: Session, subnetwork_id: UUID) -> dict[UUID, int]:
    """Return how many notes of each series are out: handed out and not brought back."""
    sums = moved(session, subnetwork_id)
    ids = {series_id for _kind, series_id in sums}
    return {one: sums.get((NoteMove.ISSUED, one), 0) - sums.get((NoteMove.RETURNED, one), 0) for one in ids}


@dataclass(frozen=True, kw_only=True)
class SeriesSum:
    """Where the notes of a series are."""

    series: NoteSeries
    printed: int
    kept: int
    out: int
    gone: int
    """Destroyed or lost."""
    counted: int
    """What counts found too much, less what they found missing."""

    @property
    def adds_up(self) -> bool:
        """Whether every note that was printed is somewhere."""
        return self.printed + self.counted == self.kept + self.out + self.gone


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is out on paper, by the notes and by the ledger."""

    lines: tuple[SeriesSum, ...]
    by_notes: int
    by_ledger: int

    @property
    def is_right(self) -> bool:
        """Whether notes and ledger say the same, and no note is unaccounted for."""
        return self.by_notes == self.by_ledger and all(line.adds_up for line in self.lines)


def paper(session: Session, subnetwork_id: UUID, ledger: Ledger | None) -> Paper:
    """Add up all notes of a currency, and compare them with the account of what is on paper."""
    sums = moved(session, subnetwork_id)
    kept: dict[UUID, int] = {}
    for by_series in stocks(session, subnetwork_id).values():
        for series_id, quantity in by_series.items():
            kept[series_id] = kept.get(series_id, 0) + quantity
    lines = []
    for series in series_of(session, subnetwork_id):
        of = {kind: sums.get((kind, series.id), 0) for kind in NoteMove}
        lines.append(
            SeriesSum(
                series=series,
                printed=of[NoteMove.PRINTED],
                kept=kept.get(series.id, 0),
                out=of[NoteMove.ISSUED] - of[NoteMove.RETURNED],
                gone=of[NoteMove.DESTROYED] + of[NoteMove.LOST],
                counted=of[NoteMove.COUNTED],
            )
        )
    account = None if ledger is None else named_accounts.find(session, ledger.id, named_accounts.PAPER)
    return Paper(
        lines=tuple(lines),
        by_notes=sum(line.out * line.series.value for line in lines),
        by_ledger=0 if account is None else account.balance,
    )


def lines_of(session: Session, operation_id: UUID) -> Sequence[NoteLine]:
    """Return the lines of an operation, in the order in which stocks are changed."""
    return session.scalars(
        sa.select(NoteLine).where(NoteLine.operation_id == operation_id).order_by(NoteLine.series_id)
    ).all()


def latest(
    session: Session, subnetwork_id: UUID, *, most: int, within: Collection[UUID] | None = None
) -> list[tuple[NoteOperation, list[NoteLine]]]:
    """Return the latest operations, each with its lines.

    Args:
        within: only those from or to these places; all when left out.
    """
    wanted = sa.select(NoteOperation).where(NoteOperation.subnetwork_id == subnetwork_id)
    if within is not None:
        wanted = wanted.where(sa.or_(NoteOperation.from_id.in_(within), NoteOperation.to_id.in_(within)))
    operations = session.scalars(
        wanted.order_by(NoteOperation.created_at.desc(), NoteOperation.id.desc()).limit(most)
    ).all()
    lines: dict[UUID, list[NoteLine]] = {}
    for line in session.scalars(
        sa.select(NoteLine).where(NoteLine.operation_id.in_([one.id for one in operations]))
    ):
        lines.setdefault(line.operation_id, []).append(line)
    return [(one, lines.get(one.id, [])) for one in operations]


def undone(session: Session, subnetwork_id: UUID) -> set[UUID]:
    """Return the ids of the operations that were undone."""
    rows = session.scalars(
        sa.select(NoteOperation.undoes_id).where(
            NoteOperation.subnetwork_id == subnetwork_id, NoteOperation.undoes_id.is_not(None)
        )
    )
    return {one for one in rows if one is not None}

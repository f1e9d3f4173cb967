"""The proof that issued = fund: each movement of both ledgers against its slip, the first fault named."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Account, AccountKind, Entry, Transfer, _, amount_in_words, find_ledger
from plugins.local_currency import fund, services
from plugins.local_currency.desk_models import Slip, SlipKind


@dataclass(frozen=True, kw_only=True)
class Check:
    """What both ledgers say, and the first thing on which they differ."""

    sums: fund.Sums
    difference: str = ""

    @property
    def is_right(self) -> bool:
        """Whether every unit has its euro, line by line."""
        return self.sums.is_equal and not self.difference


@dataclass(frozen=True, kw_only=True)
class _Movement:
    """How much a transfer added to what is out, or to the fund."""

    transfer_id: UUID
    reverses_id: UUID | None
    at: datetime
    amount: int


def check(session: Session, subnetwork_id: UUID) -> Check | None:
    """Go through every entry of both ledgers; ``None`` before the first issue."""
    sums = fund.sums(session, subnetwork_id)
    if sums is None:
        return None
    return Check(sums=sums, difference=_first_difference(session, subnetwork_id))


def _first_difference(session: Session, subnetwork_id: UUID) -> str:
    books = fund.find(session, subnetwork_id)
    if books is None:
        return _("Units are out and the fund was not opened yet: it opens with the next issue at a desk.")
    units = _movements(session, _issuance_id(session, subnetwork_id))
    euros = _movements(session, books.outside_id)
    slips = list(
        session.scalars(sa.select(Slip).where(Slip.subnetwork_id == subnetwork_id).order_by(Slip.number))
    )
    units = _since_the_fund(units, slips, euros)
    by_units = {slip.units_transfer_id: slip for slip in slips if slip.units_transfer_id}
    by_euros = {slip.euros_transfer_id: slip for slip in slips if slip.euros_transfer_id}
    alone = [one for one in units if _slip_of(one, by_units) is None]
    alone += [one for one in euros if _slip_of(one, by_euros) is None]
    found = [(one.at, _said_alone(one, one in units, subnetwork_id, session)) for one in alone]
    found += _unequal(slips, _by_slip(units, by_units), _by_slip(euros, by_euros))
    return min(found)[1] if found else ""


def _issuance_id(session: Session, subnetwork_id: UUID) -> UUID | None:
    ledger = find_ledger(session, subnetwork_id, services.SLUG)
    return session.scalar(
        sa.select(Account.id).where(
            Account.ledger_id == (ledger.id if ledger else None), Account.kind == AccountKind.ISSUANCE
        )
    )


def _movements(session: Session, account_id: UUID | None) -> list[_Movement]:
    rows = session.execute(
        sa.select(Entry.transfer_id, Transfer.reverses_id, Transfer.created_at, Entry.amount)
        .join(Transfer, Transfer.id == Entry.transfer_id)
        .where(Entry.account_id == account_id)
        .order_by(Entry.number)
    )
    return [
        _Movement(transfer_id=transfer_id, reverses_id=reverses_id, at=at, amount=-amount)
        for transfer_id, reverses_id, at, amount in rows
    ]


def _since_the_fund(units: list[_Movement], slips: list[Slip], euros: list[_Movement]) -> list[_Movement]:
    """Leave out what was issued before the fund was opened, as far as the opening entry answers for it."""
    opening = next((slip for slip in slips if slip.kind == SlipKind.OPENING), None)
    if opening is None or not euros:
        return units
    total = 0
    for place, one in enumerate(units):
        if one.at > euros[0].at:
            return units[place:] if total == opening.amount else units
        total += one.amount
    return [] if total == opening.amount else units


def _slip_of(one: _Movement, by_transfer: dict[UUID, Slip]) -> Slip | None:
    return by_transfer.get(one.transfer_id) or by_transfer.get(one.reverses_id or one.transfer_id)


def _by_slip(movements: Iterable[_Movement], by_transfer: dict[UUID, Slip]) -> dict[UUID, int]:
    """Add up what is left of each slip, after what was undone."""
    left: dict[UUID, int] = defaultdict(int)
    for one in movements:
        slip = _slip_of(one, by_transfer)
        if slip is not None:
            left[slip.id] += one.amount
    return left


def _unequal(
    slips: Iterable[Slip], units: dict[UUID, int], euros: dict[UUID, int]
) -> list[tuple[datetime, str]]:
    return [
        (
            slip.created_at,
            _(
                "Slip %(number)s: %(units)s of units against %(euros)s.",
                number=slip.number,
                units=amount_in_words(units.get(slip.id, 0), "", scale=services.SCALE).strip(),
                euros=services.euros_in_words(euros.get(slip.id, 0)),
            ),
        )
        for slip in slips
        if slip.kind in (SlipKind.ISSUE, SlipKind.RECONVERSION)
        and units.get(slip.id, 0) != euros.get(slip.id, 0)
    ]


def _said_alone(one: _Movement, is_units: bool, subnetwork_id: UUID, session: Session) -> str:
    if not is_units:
        euros = services.euros_in_words(one.amount)
        return _(
            "On %(day)s, %(euros)s moved in the fund without units.", day=f"{one.at:%Y-%m-%d}", euros=euros
        )
    amount = amount_in_words(one.amount, "", scale=services.SCALE).strip()
    return _(
        "On %(day)s, %(amount)s of units were issued or taken back without euros.",
        day=f"{one.at:%Y-%m-%d}",
        amount=amount,
    )

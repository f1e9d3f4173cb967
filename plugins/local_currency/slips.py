"""Slips: the numbered proof that units and euros moved together."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Account, Member, Refusal, Subnetwork, Transfer, _
from plugins.local_currency.desk_models import DeskDay, Slip, SlipKind
from plugins.local_currency.programme_models import Programme


def write(
    session: Session,
    subnetwork: Subnetwork,
    *,
    kind: SlipKind,
    key: str,
    amount: int,
    euros: Transfer | None = None,
    units: Transfer | None = None,
    day: DeskDay | None = None,
    means: str = "",
    account: Account | None = None,
    bonus: int = 0,
    programme: Programme | None = None,
    memo: str = "",
    by: Member | None = None,
) -> Slip:
    """Write the next slip of a currency; the fund must be locked."""
    last = session.scalar(sa.select(sa.func.max(Slip.number)).where(Slip.subnetwork_id == subnetwork.id))
    slip = Slip(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        number=(last or 0) + 1,
        kind=kind,
        key=key,
        desk_id=None if day is None else day.desk_id,
        day_id=None if day is None else day.id,
        means=means,
        amount=amount,
        bonus=bonus,
        programme_id=None if programme is None else programme.id,
        account_id=None if account is None else account.id,
        units_transfer_id=None if units is None else units.id,
        euros_transfer_id=None if euros is None else euros.id,
        memo=memo,
        by_id=None if by is None else by.id,
    )
    session.add(slip)
    session.flush()
    return slip


def written(
    session: Session,
    subnetwork: Subnetwork,
    key: str,
    *,
    kind: SlipKind,
    amount: int,
    account_id: UUID | None = None,
) -> Slip | None:
    """Return the slip that this form made before, so that sent twice it happens once.

    Raises:
        Refusal: the form came with other content the first time.
    """
    found = session.scalar(sa.select(Slip).where(Slip.subnetwork_id == subnetwork.id, Slip.key == key))
    if found is not None and (found.kind, found.amount, found.account_id) != (kind, amount, account_id):
        raise Refusal(_("This was already sent with another content. Load the page again, then retry."))
    return found


def find(session: Session, subnetwork_id: UUID, slip_id: UUID) -> Slip | None:
    """Return a slip of a currency."""
    return session.scalar(sa.select(Slip).where(Slip.subnetwork_id == subnetwork_id, Slip.id == slip_id))


def of_day(session: Session, day_id: UUID) -> list[Slip]:
    """Return the slips of a desk's day, those undone on it included, in order."""
    return list(
        session.scalars(
            sa.select(Slip)
            .where(sa.or_(Slip.day_id == day_id, Slip.undone_day_id == day_id))
            .order_by(Slip.number)
        )
    )


def people(session: Session, written: Iterable[Slip]) -> dict[UUID, Member]:
    """Return who entered slips and who undid them."""
    ids = {one for slip in written for one in (slip.by_id, slip.undone_by_id) if one is not None}
    return {member.id: member for member in session.scalars(sa.select(Member).where(Member.id.in_(ids)))}

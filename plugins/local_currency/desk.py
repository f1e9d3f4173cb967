"""Exchange desks and who holds them."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Account, Member, Refusal, Subnetwork, _, clock
from plugins.local_currency import fund
from plugins.local_currency.desk_models import Desk, DeskDay, Keeper


def found(session: Session, subnetwork: Subnetwork, *, name: str, place: str, opening_hours: str) -> Desk:
    """Found a desk, with an account for its cash in the fund.

    Raises:
        Refusal: there is one of that name.
    """
    _name_is_free(session, subnetwork, name, None)
    books = fund.locked(session, subnetwork)
    desk = Desk(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        name=name,
        place=place,
        opening_hours=opening_hours,
        cash_id=fund.cash_account(session, subnetwork, books, name).id,
    )
    session.add(desk)
    session.flush()
    return desk


def change(
    session: Session, subnetwork: Subnetwork, desk: Desk, *, name: str, place: str, opening_hours: str
) -> None:
    """Change the words of a desk.

    Raises:
        Refusal: there is another one of that name.
    """
    _name_is_free(session, subnetwork, name, desk.id)
    if name != desk.name:
        books = fund.locked(session, subnetwork)
        cash = session.get_one(Account, desk.cash_id)
        cash.name = fund.cash_title(session, subnetwork, books, name)
    desk.name, desk.place, desk.opening_hours = name, place, opening_hours
    session.flush()


def _name_is_free(session: Session, subnetwork: Subnetwork, name: str, own_id: UUID | None) -> None:
    taken = session.scalar(sa.select(Desk.id).where(Desk.subnetwork_id == subnetwork.id, Desk.name == name))
    if taken is not None and taken != own_id:
        raise Refusal(_("There is a desk of that name already."), field="name")


def close_for_good(session: Session, desk: Desk) -> None:
    """Close a desk for good, or take it up again.

    Raises:
        Refusal: its day is not closed, or cash is still there.
    """
    if desk.closed_at is not None:
        desk.closed_at = None
    elif open_day(session, desk.id) is not None:
        raise Refusal(_("Close the day first."))
    elif cash_of(session, desk):
        raise Refusal(_("Bring the cash to the bank first: the books say that some is left."))
    else:
        desk.closed_at = clock.now()
    session.flush()


def desks_of(session: Session, subnetwork_id: UUID) -> list[Desk]:
    """Return the desks of a currency that are in use, by name."""
    return list(
        session.scalars(
            sa.select(Desk)
            .where(Desk.subnetwork_id == subnetwork_id, Desk.closed_at.is_(None))
            .order_by(Desk.name)
        )
    )


def find(session: Session, subnetwork_id: UUID, desk_id: UUID) -> Desk | None:
    """Return a desk of a currency."""
    return session.scalar(sa.select(Desk).where(Desk.subnetwork_id == subnetwork_id, Desk.id == desk_id))


def kept_by(session: Session, subnetwork_id: UUID, member_id: UUID) -> list[Desk]:
    """Return the desks that a member holds."""
    return list(
        session.scalars(
            sa.select(Desk)
            .join(Keeper, Keeper.desk_id == Desk.id)
            .where(
                Desk.subnetwork_id == subnetwork_id, Desk.closed_at.is_(None), Keeper.member_id == member_id
            )
            .order_by(Desk.name)
        )
    )


def keeps(session: Session, desk: Desk, member_id: UUID) -> bool:
    """Tell whether a member holds a desk."""
    return session.get(Keeper, (desk.id, member_id)) is not None


def keepers_of(session: Session, desk_id: UUID) -> list[Member]:
    """Return who holds a desk."""
    rows = session.scalars(
        sa.select(Member).join(Keeper, Keeper.member_id == Member.id).where(Keeper.desk_id == desk_id)
    )
    return sorted(rows, key=lambda member: member.first_name.casefold())


def entrust(session: Session, desk: Desk, member: Member, *, by: Member) -> None:
    """Let a member hold a desk; again is no harm."""
    if not keeps(session, desk, member.id):
        session.add(
            Keeper(territory_id=desk.territory_id, desk_id=desk.id, member_id=member.id, given_by_id=by.id)
        )
        session.flush()


def relieve(session: Session, desk: Desk, member_id: UUID) -> None:
    """Take a desk from a member."""
    keeper = session.get(Keeper, (desk.id, member_id))
    if keeper is not None:
        session.delete(keeper)
        session.flush()


def cash_of(session: Session, desk: Desk) -> int:
    """Return the cash that the books know at a desk, in cents."""
    return session.get_one(Account, desk.cash_id, populate_existing=True).balance


def open_day(session: Session, desk_id: UUID) -> DeskDay | None:
    """Return the day of a desk that is not closed yet."""
    return session.scalar(sa.select(DeskDay).where(DeskDay.desk_id == desk_id, DeskDay.closed_at.is_(None)))

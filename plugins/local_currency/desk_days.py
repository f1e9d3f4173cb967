"""The days of exchange desks, from the first count to the last, and the differences that counts find."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Account, Member, Refusal, Subnetwork, Territory, _, clock, new_id, transfer
from plugins.local_currency import desk as desks
from plugins.local_currency import fund, services, slips
from plugins.local_currency.desk_models import Desk, DeskDay, Fund, Means, SlipKind


def find_day(session: Session, subnetwork_id: UUID, day_id: UUID) -> tuple[DeskDay, Desk] | None:
    """Return a day with its desk."""
    row = session.execute(
        sa.select(DeskDay, Desk)
        .join(Desk, Desk.id == DeskDay.desk_id)
        .where(DeskDay.id == day_id, Desk.subnetwork_id == subnetwork_id)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def days_of(session: Session, desk_id: UUID, *, most: int = 31) -> list[DeskDay]:
    """Return the last days of a desk, the latest first."""
    return list(
        session.scalars(
            sa.select(DeskDay)
            .where(DeskDay.desk_id == desk_id)
            .order_by(DeskDay.created_at.desc())
            .limit(most)
        )
    )


def begin(
    session: Session, subnetwork: Subnetwork, desk: Desk, *, count: int, note: str, by: Member
) -> DeskDay:
    """Open the day of a desk with a count of its cash, in cents.

    Raises:
        Refusal: it is open already, or the count is not what the books say and nobody says why.
    """
    books = fund.locked(session, subnetwork)
    if desk.closed_at is not None:
        raise Refusal(_("This desk is closed for good."))
    if desks.open_day(session, desk.id):
        raise Refusal(_("The desk is open already."))
    expected = desks.cash_of(session, desk)
    _explained(count, expected, note)
    zone = session.get_one(Territory, subnetwork.territory_id).time_zone
    day = DeskDay(
        id=new_id(),
        territory_id=desk.territory_id,
        desk_id=desk.id,
        day=clock.today(zone),
        opened_by_id=by.id,
        opening_count=count,
        opening_expected=expected,
        opening_note=note,
    )
    session.add(day)
    session.flush()
    _note_difference(session, subnetwork, books, desk, day, "open", count - expected, note, by)
    return day


def finish(
    session: Session, subnetwork: Subnetwork, desk: Desk, day: DeskDay, *, count: int, note: str, by: Member
) -> None:
    """Close the day of a desk with a count of its cash, in cents.

    Raises:
        Refusal: it is closed already, or the count is not what the books say and nobody says why.
    """
    books = fund.locked(session, subnetwork)
    session.refresh(day)
    if day.closed_at is not None:
        raise Refusal(_("This day is closed already."))
    expected = desks.cash_of(session, desk)
    _explained(count, expected, note)
    _note_difference(session, subnetwork, books, desk, day, "close", count - expected, note, by)
    day.closing_count, day.closing_expected, day.closing_note = count, expected, note
    day.closed_at, day.closed_by_id = clock.now(), by.id
    session.flush()


def _explained(count: int, expected: int, note: str) -> None:
    if count == expected or note:
        return
    raise Refusal(
        _(
            "The books say %(expected)s. Count once more; if it stays so, write a word on the difference.",
            expected=services.euros_in_words(expected),
        ),
        field="note",
    )


def _note_difference(
    session: Session,
    subnetwork: Subnetwork,
    books: Fund,
    desk: Desk,
    day: DeskDay,
    when: str,
    difference: int,
    note: str,
    by: Member,
) -> None:
    """Enter what a count found: it stands on the account of differences until it is made good."""
    if difference == 0:
        return
    key = f"difference:{when}:{day.id}"
    sides = (desk.cash_id, books.differences_id) if difference < 0 else (books.differences_id, desk.cash_id)
    euros = transfer(
        session,
        ledger=fund.ledger_of(session, books),
        payer_id=sides[0],
        payee_id=sides[1],
        amount=abs(difference),
        reason="difference",
        key=key,
        memo=note,
        entered_by_id=by.id,
    )
    slips.write(
        session,
        subnetwork,
        kind=SlipKind.DIFFERENCE,
        key=key,
        amount=abs(difference),
        euros=euros,
        day=day,
        memo=note,
        by=by,
    )


def make_good(session: Session, subnetwork: Subnetwork, *, note: str, key: str, by: Member) -> None:
    """Enter that the association paid in what was missing, or took out what was too much.

    Raises:
        Refusal: nothing is missing.
    """
    books = fund.locked(session, subnetwork)
    missing = session.get_one(Account, books.differences_id, populate_existing=True).balance
    if missing == 0:
        raise Refusal(_("Nothing is missing and nothing is too much."))
    sides = (books.differences_id, books.bank_id) if missing > 0 else (books.bank_id, books.differences_id)
    euros = transfer(
        session,
        ledger=fund.ledger_of(session, books),
        payer_id=sides[0],
        payee_id=sides[1],
        amount=abs(missing),
        reason="made_good",
        key=f"made_good:{key}",
        memo=note,
        entered_by_id=by.id,
    )
    slips.write(
        session,
        subnetwork,
        kind=SlipKind.MADE_GOOD,
        key=key,
        amount=abs(missing),
        euros=euros,
        memo=note,
        by=by,
    )


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What a day at a desk brought, in cents; cash alone explains the closing count."""

    cash_in: int = 0
    other_in: int = 0
    cash_out: int = 0
    other_out: int = 0
    deposited: int = 0


def totals(session: Session, day: DeskDay) -> Totals:
    """Add up the slips of a day: what was undone on it counts the other way."""
    sums = dict.fromkeys(("cash_in", "other_in", "cash_out", "other_out", "deposited"), 0)
    for slip in slips.of_day(session, day.id):
        name = {
            SlipKind.ISSUE: "cash_in" if slip.means == Means.CASH else "other_in",
            SlipKind.RECONVERSION: "cash_out" if slip.means == Means.CASH else "other_out",
            SlipKind.DEPOSIT: "deposited",
        }.get(SlipKind(slip.kind))
        if name is None:
            continue
        sums[name] += slip.amount if slip.day_id == day.id else 0
        sums[name] -= slip.amount if slip.undone_day_id == day.id else 0
    return Totals(**sums)


def people(session: Session, day: DeskDay) -> dict[UUID, Member]:
    """Return who opened and closed a day."""
    ids = [one for one in (day.opened_by_id, day.closed_by_id) if one is not None]
    return {member.id: member for member in session.scalars(sa.select(Member).where(Member.id.in_(ids)))}

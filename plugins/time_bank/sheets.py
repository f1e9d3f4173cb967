"""Declared sheets: where no central ledger is kept, each member notes what they gave and received."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Exchange,
    Refusal,
    State,
    Subnetwork,
    Territory,
    _,
    clock,
)
from plugins.time_bank.models import SheetLine
from plugins.time_bank.rules import Mode, Rules
from plugins.time_bank.services import TERMS, rules_of, time_in_words

A_DAY = 24 * 60
LONGEST_NAME = 100
LONGEST_WORDS = 200


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A member's own sheet in one sub-network, in minutes."""

    subnetwork: Subnetwork
    rules: Rules
    opening: int
    given: int
    received: int

    @property
    def stands_at(self) -> int:
        """What the sheet opened with, and what was given, less what was received."""
        return self.opening + self.given - self.received

    @property
    def words(self) -> str:
        """Where it stands, as the sub-network counts."""
        return time_in_words(self.rules, self.stands_at)


def are_kept(session: Session, subnetwork: Subnetwork) -> bool:
    """Tell whether sheets are what counts in a sub-network; otherwise they can only be read."""
    return rules_of(session, subnetwork).mode == Mode.DECLARED


def _refuse_unless_kept(session: Session, subnetwork: Subnetwork) -> None:
    if not are_kept(session, subnetwork):
        raise Refusal(_("This sub-network now counts differently. Your sheet stays as it was, to be read."))


def exchange_noted(session: Session, exchange: Exchange, was: State) -> None:
    """Note a confirmed exchange on the sheets of both, where sheets are what counts."""
    proposal = exchange.proposal
    if exchange.state != State.CONFIRMED or proposal.terms != TERMS or not proposal.quantity:
        return
    subnetwork = session.get_one(Subnetwork, exchange.subnetwork_id)
    if exchange.transfer_id is not None or not are_kept(session, subnetwork):
        return
    today = clock.today(session.get_one(Territory, subnetwork.territory_id).time_zone)
    sides = ((exchange.giver, exchange.receiver, 1), (exchange.receiver, exchange.giver, -1))
    for member, other, sign in sides:
        session.add(
            SheetLine(
                territory_id=exchange.territory_id,
                subnetwork_id=subnetwork.id,
                member_id=member.id,
                with_whom=other.first_name,
                exchange_id=exchange.id,
                minutes=sign * proposal.quantity,
                what=proposal.what or exchange.listing.title,
                day=today,
            )
        )
    session.flush()


def note(
    session: Session,
    *,
    subnetwork: Subnetwork,
    member_id: UUID,
    line_id: UUID,
    with_whom: str,
    minutes: int,
    what: str,
    day: date,
) -> SheetLine:
    """Note by hand what was given (positive) or received (negative), once for each ``line_id``.

    Raises:
        Refusal: sheets are not kept, nobody is named, nothing, more than a day, a day to come, or another
            line was noted under this id.
    """
    _refuse_unless_kept(session, subnetwork)
    with_whom = with_whom.strip()
    if not with_whom:
        raise Refusal(_("Write a name."), field="with_whom")
    if not 0 < abs(minutes) <= A_DAY:
        raise Refusal(_("Between one minute and 24 h."), field="minutes")
    if day > clock.today(session.get_one(Territory, subnetwork.territory_id).time_zone):
        raise Refusal(_("This day is still to come."), field="day")
    found = session.get(SheetLine, line_id)
    what = what.strip()
    if found is not None:
        before = (found.subnetwork_id, found.member_id, found.with_whom, found.minutes, found.what, found.day)
        if before != (subnetwork.id, member_id, with_whom, minutes, what, day):
            raise Refusal(_("This was already sent with another content. Load the page again, then retry."))
        return found
    line = SheetLine(
        id=line_id,
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        member_id=member_id,
        with_whom=with_whom,
        minutes=minutes,
        what=what,
        day=day,
    )
    session.add(line)
    session.flush()
    return line


def strike(session: Session, *, subnetwork: Subnetwork, member_id: UUID, line_id: UUID) -> None:
    """Take a line that was noted by hand off one's own sheet; again is no harm.

    Raises:
        Refusal: an exchange noted it, and the other side has it too; or sheets are no longer kept.
    """
    line = session.get(SheetLine, line_id)
    if line is None or (line.member_id, line.subnetwork_id) != (member_id, subnetwork.id):
        return
    _refuse_unless_kept(session, subnetwork)
    if line.exchange_id is not None:
        raise Refusal(_("You both confirmed this exchange, and both sheets have it. It stays."))
    session.execute(sa.delete(SheetLine).where(SheetLine.id == line_id))  # the second of two finds it gone


def sheet_of(session: Session, subnetwork: Subnetwork, member_id: UUID) -> Sheet:
    """Add up a member's sheet in a sub-network."""
    given, received = session.execute(
        sa.select(_sum(SheetLine.minutes > 0, 1), _sum(SheetLine.minutes < 0, -1)).where(
            SheetLine.subnetwork_id == subnetwork.id, SheetLine.member_id == member_id
        )
    ).one()
    rules = rules_of(session, subnetwork)
    return Sheet(
        subnetwork=subnetwork,
        rules=rules,
        opening=rules.welcome_minutes,
        given=int(given),
        received=int(received),
    )


def _sum(which: sa.ColumnElement[bool], sign: int) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((which, sign * SheetLine.minutes), else_=0)), 0)


def lines(subnetwork_id: UUID, member_id: UUID) -> sa.Select[SheetLine]:
    """Select the lines of a sheet."""
    return sa.select(SheetLine).where(
        SheetLine.subnetwork_id == subnetwork_id, SheetLine.member_id == member_id
    )


def lines_of(session: Session, subnetwork_id: UUID, member_id: UUID) -> list[SheetLine]:
    """Return the lines of a sheet, the newest first."""
    found = lines(subnetwork_id, member_id).order_by(SheetLine.day.desc(), SheetLine.id.desc())
    return list(session.scalars(found))


def sheets_of(session: Session, member_id: UUID) -> list[Sheet]:
    """Return the sheets on which a member has noted something, by the name of the sub-network."""
    found = session.scalars(
        sa.select(Subnetwork)
        .where(Subnetwork.id.in_(sa.select(SheetLine.subnetwork_id).where(SheetLine.member_id == member_id)))
        .order_by(Subnetwork.name)
    )
    return [sheet_of(session, subnetwork, member_id) for subnetwork in found]

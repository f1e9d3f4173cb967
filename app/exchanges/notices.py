"""Telling the people of an exchange, and its coordinators, what happened in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from babel import dates
from sqlalchemy.orm import Session

from app import clock, text
from app.exchanges.models import Exchange
from app.exchanges.queries import ADMINISTRATOR
from app.members.models import Member, MemberRole
from app.notifications.services import notify
from app.subnetworks.queries import coordinator_ids
from app.territories.models import Territory


def tell(
    session: Session,
    exchange: Exchange,
    *,
    to: Member,
    kind: str,
    day: datetime | None = None,
    **values: Any,
) -> None:
    """Tell one side; the sentence names the other side and the listing."""
    territory = session.get_one(Territory, exchange.territory_id)
    other = exchange.owner if to.id == exchange.asker_id else exchange.asker
    filled = {"name": other.first_name, "title": exchange.listing.title, **values}
    if day is not None:
        filled["day"] = _day(day, territory, to.person.language)
    notify(
        session,
        person_id=to.person_id,
        kind=f"exchange.{kind}",
        path=f"/t/{territory.slug}/exchanges/{exchange.id}",
        territory_id=territory.id,
        values=filled,
    )


def tell_other(session: Session, exchange: Exchange, *, by: Member, kind: str, **values: Any) -> None:
    """Tell the side that did not do it."""
    to = exchange.owner if by.id == exchange.asker_id else exchange.asker
    tell(session, exchange, to=to, kind=kind, **values)


def tell_both(session: Session, exchange: Exchange, *, kind: str, **values: Any) -> None:
    """Tell both sides."""
    for member in (exchange.asker, exchange.owner):
        tell(session, exchange, to=member, kind=kind, **values)


def tell_coordinators(session: Session, exchange: Exchange, *, by: Member) -> None:
    """Tell those who can settle a disagreement that one waits: coordinators, or else administrators."""
    territory = session.get_one(Territory, exchange.territory_id)
    sides = {exchange.asker_id, exchange.owner_id}
    coordinators = set(coordinator_ids(session, exchange.subnetwork_id)) - sides
    settlers = coordinators or _administrator_ids(session, territory.id) - sides
    for member in _members(session, settlers):
        notify(
            session,
            person_id=member.person_id,
            kind="exchange.to_settle",
            path=f"/t/{territory.slug}/exchanges/disputes/{exchange.id}",
            territory_id=territory.id,
            values={"name": by.first_name, "title": exchange.listing.title},
        )


def _administrator_ids(session: Session, territory_id: UUID) -> set[UUID]:
    return set(
        session.scalars(
            sa.select(MemberRole.member_id).where(
                MemberRole.territory_id == territory_id, MemberRole.role == ADMINISTRATOR
            )
        )
    )


def _members(session: Session, ids: Iterable[UUID]) -> Iterable[Member]:
    return session.scalars(sa.select(Member).where(Member.id.in_(ids)).order_by(Member.id))


def _day(day: datetime, territory: Territory, language: str) -> str:
    with text.speaking(language):
        there = clock.local(day, territory.time_zone)
        return str(dates.format_date(there.date(), "long", locale=text.locale()))

"""What every page of the paper desk begins with: the sub-network, its ledger, and its members by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from flask import abort

from app.plugin_api import Ledger, Member, Subnetwork, active_members, clock, find_ledger
from app.plugin_web import coordinated, db, enabled_or_404, looks_after, the_member, the_territory
from plugins.time_bank import services
from plugins.time_bank.parties import Parties, parties_of
from plugins.time_bank.rules import Mode


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A sub-network that counts time centrally, with its ledger."""

    subnetwork: Subnetwork
    ledger: Ledger


def desk(slug: str) -> Desk:
    """Return the desk of a sub-network to its coordinator; where nothing is counted it is not found.

    A page that is only read may get a ledger that will be opened by the first page that writes.
    """
    subnetwork = coordinated(slug)
    enabled_or_404(subnetwork, services.SLUG)
    ledger = services.ledger(db.session, subnetwork)
    return Desk(subnetwork=subnetwork, ledger=ledger) if ledger is not None else abort(404)


def here_or_404(slug: str) -> Subnetwork:
    """Return a sub-network in which the time bank is on, to every member."""
    found = db.session.scalar(sa.select(Subnetwork).where(Subnetwork.slug == slug)) or abort(404)
    enabled_or_404(found, services.SLUG)
    return found


def ledger_of(subnetwork: Subnetwork) -> Ledger | None:
    """Return the ledger of a sub-network where it was opened and is in use."""
    if services.rules_of(db.session, subnetwork).mode != Mode.CENTRAL:
        return None
    return find_ledger(db.session, subnetwork.id, services.SLUG)


def enters_for(subnetwork: Subnetwork) -> Sequence[Member]:
    """Return for whom the reader may enter something: themself first; who coordinates, for any member."""
    me = the_member()
    others = active_members(db.session) if looks_after(subnetwork) else []
    return [me, *(member for member in others if member.id != me.id)]


def parties() -> Parties:
    """Return everybody whom a cheque can name."""
    return parties_of(db.session, the_territory().id)


def today() -> date:
    """Return the day on the clocks of the territory."""
    return clock.today(the_territory().time_zone)


def key_as_id(key: str | None) -> UUID:
    """Read the key of a form as the id of what it makes; another is no form of ours."""
    try:
        return UUID(key or "")
    except ValueError:
        abort(400)

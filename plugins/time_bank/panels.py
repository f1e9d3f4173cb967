"""What the time bank adds to the pages of a sub-network and of a member."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.plugin_api import Member, Subnetwork, accounts_of_member, clock, find_ledger, moved
from plugins.time_bank.services import SLUG, rules_of

A_MONTH = timedelta(days=30)


def hours_here(session: Session, subnetwork: Subnetwork, reader: Member | None) -> Mapping[str, Any]:
    """Show how many hours went round, and the rules of the hours."""
    ledger = find_ledger(session, subnetwork.id, SLUG)
    nothing = ledger is None
    return {
        "subnetwork": subnetwork,
        "rules": rules_of(session, subnetwork),
        "always": None if nothing or ledger is None else moved(session, ledger.id),
        "lately": None
        if nothing or ledger is None
        else moved(session, ledger.id, since=clock.now() - A_MONTH),
    }


def my_hours(session: Session, subject: Member, reader: Member | None) -> Mapping[str, Any] | None:
    """Show a member's hours to themself alone."""
    if reader is None or reader.id != subject.id:
        return None
    views = [view for view in accounts_of_member(session, subject.id) if view.ledger.plugin == SLUG]
    return {"views": views} if views else None

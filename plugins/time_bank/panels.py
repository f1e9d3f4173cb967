"""What the time bank adds to the pages of a sub-network and of a member."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.plugin_api import Member, Subnetwork, accounts_of_member, clock, find_ledger, moved
from plugins.time_bank.care import kind_word
from plugins.time_bank.rules import Mode
from plugins.time_bank.services import SLUG, rules_of, time_in_words
from plugins.time_bank.sheets import sheets_of

A_MONTH = timedelta(days=30)


def hours_here(session: Session, subnetwork: Subnetwork, reader: Member | None) -> Mapping[str, Any]:
    """Show how many hours went round, and the rules of the hours."""
    ledger, rules = find_ledger(session, subnetwork.id, SLUG), rules_of(session, subnetwork)

    def said(minutes: int | None) -> str:
        return "" if not minutes else time_in_words(rules, minutes)

    central = rules.mode == Mode.CENTRAL
    return {
        "subnetwork": subnetwork,
        "rules": rules,
        "ledger": ledger,
        "reader": reader,
        "welcome": said(rules.welcome_minutes) if central else "",
        "lowest": said(rules.lowest_balance_minutes) if central else "",
        "always": moved(session, ledger.id) if ledger is not None else None,
        "lately": moved(session, ledger.id, since=clock.now() - A_MONTH) if ledger is not None else None,
    }


def my_hours(session: Session, subject: Member, reader: Member | None) -> Mapping[str, Any] | None:
    """Show a member's hours to themself alone."""
    if reader is None or reader.id != subject.id:
        return None
    views = [view for view in accounts_of_member(session, subject.id) if view.ledger.plugin == SLUG]
    sheets = sheets_of(session, subject.id)
    kind_words = {view.account.id: kind_word(view.account) for view in views}
    return {"views": views, "sheets": sheets, "kind_words": kind_words} if views or sheets else None

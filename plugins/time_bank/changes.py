"""What happens when a coordinator changes the rules of the hours: what was counted keeps its meaning."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Exchange,
    Ledger,
    Proposal,
    Refusal,
    State,
    Subnetwork,
    Transfer,
    _,
    find_ledger,
    ngettext,
)
from plugins.time_bank.rules import Mode, Rules, rules_from
from plugins.time_bank.services import SLUG, TERMS, central_ledger, rules_of

SETTLED_OR_OVER = (State.CONFIRMED, State.CANCELLED, State.DECLINED)


def settings_changed(session: Session, subnetwork: Subnetwork, former: Mapping[str, Any]) -> None:
    """Bring the ledger to the new rules; its history and its accounts stay, whatever the mode.

    Raises:
        Refusal: the unit would change under amounts that were counted or agreed in it.
    """
    was, now = rules_from(former), rules_of(session, subnetwork)
    found = find_ledger(session, subnetwork.id, SLUG)
    if former and _measure(was) != _measure(now):
        _refuse_open_exchanges(session, subnetwork, was)
    if found is not None and _unit(found, was) != (now.unit, now.units_in_an_hour):
        _change_unit(session, found, now)
    if found is not None and now.mode == Mode.CENTRAL:
        central_ledger(session, subnetwork, now)


def _unit(ledger: Ledger, was: Rules) -> tuple[str, int]:
    return ledger.unit, was.units_in_an_hour


def _measure(rules: Rules) -> tuple[str, int] | None:
    """Return in what the amounts of new proposals are counted; ``None`` when they are not."""
    if rules.mode == Mode.NONE:
        return None
    return ("minutes", 60) if rules.mode == Mode.DECLARED else (rules.unit, rules.units_in_an_hour)


def _change_unit(session: Session, ledger: Ledger, now: Rules) -> None:
    if session.scalar(sa.select(Transfer.id).where(Transfer.ledger_id == ledger.id).limit(1)) is not None:
        raise Refusal(
            _(
                "Hours have already been given here, and they are counted as they were given: the unit and "
                "what an hour is can no longer change. Found another sub-network if you want to count "
                "differently."
            ),
            field="unit_name",
        )
    ledger.unit = now.unit
    session.flush()


def _refuse_open_exchanges(session: Session, subnetwork: Subnetwork, was: Rules) -> None:
    """Let what is being agreed be finished first: its amounts were said in the former measure."""
    if _measure(was) is None:
        return
    waiting = session.scalar(
        sa.select(sa.func.count(sa.distinct(Exchange.id)))
        .join(Proposal, Proposal.exchange_id == Exchange.id)
        .where(
            Exchange.subnetwork_id == subnetwork.id,
            Exchange.state.not_in(SETTLED_OR_OVER),
            Proposal.terms == TERMS,
            Proposal.amount > 0,
        )
    )
    if waiting:
        raise Refusal(
            ngettext(
                "One exchange was asked or agreed in the present way of counting. Let it be finished or "
                "cancelled first, then change it.",
                "%(num)s exchanges were asked or agreed in the present way of counting. Let them be finished "
                "or cancelled first, then change it.",
                waiting,
            ),
            field="mode",
        )

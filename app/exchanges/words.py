"""Proposals, terms and settlements in words, with what changed from one proposal to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel import dates
from sqlalchemy.orm import Session

from app import clock, text
from app.exchanges.models import GIFT, Exchange, Proposal, State
from app.exchanges.quantities import amount_in_words, quantity_in_words
from app.exchanges.settlement import ledger_of
from app.kernel.contributions import ResourceKind
from app.kernel.registry import Plugins
from app.ledgers.models import Hold, Ledger, Transfer
from app.text import _


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that a proposal says."""

    label: str
    text: str
    before: str | None = None
    """What the former proposal said, when it was something else."""


@dataclass(frozen=True, kw_only=True)
class Money:
    """How amounts of some terms are written."""

    unit: str
    scale: int
    moves: bool
    """Whether a ledger settles it; otherwise the two settle it between them."""


def when_in_words(proposal: Proposal, zone: str) -> str:
    """Write when a proposal would take place, on the clocks of ``zone``."""
    if proposal.starts_at is None:
        return ""
    start = clock.local(proposal.starts_at, zone)
    end = clock.local(proposal.ends_at, zone) if proposal.ends_at else None
    if proposal.whole_day:
        if end is None or end.date() == start.date():
            return _day(start)
        return _("from %(first)s to %(last)s", first=_day(start), last=_day(end))
    values = {"day": _day(start), "time": _time(start)}
    if end is None or end == start:
        return _("%(day)s at %(time)s", **values)
    if end.date() == start.date():
        return _("%(day)s from %(time)s to %(end)s", **values, end=_time(end))
    return _("from %(day)s at %(time)s to %(last)s at %(end)s", **values, last=_day(end), end=_time(end))


def _day(there: datetime) -> str:
    this_year = there.year == clock.local(clock.now(), str(there.tzinfo)).year
    return text.by_skeleton("MMMMEEEEd" if this_year else "yMMMMEEEEd", there)


def _time(there: datetime) -> str:
    return str(dates.format_time(there, "short", locale=text.locale()))


def terms_in_words(plugins: Plugins, terms: str) -> str:
    """Name the terms as a person says them: "as a gift", "in hours"."""
    if terms == GIFT:
        return _("as a gift")
    method = plugins.settlements.get(terms)
    return str(method.label) if method else _("on terms that are no longer used here")


def money_of(session: Session, plugins: Plugins, exchange: Exchange, terms: str) -> Money | None:
    """Return how amounts of ``terms`` are written in the exchange's sub-network; ``None`` for a gift."""
    method = plugins.settlements.get(terms)
    if method is None:
        return None
    ledger = ledger_of(session, plugins, exchange, terms) or _where_it_moved(session, exchange, terms)
    if ledger is None:
        return Money(unit=method.unit, scale=0, moves=False)
    return Money(unit=ledger.unit or method.unit, scale=ledger.scale, moves=True)


def _where_it_moved(session: Session, exchange: Exchange, terms: str) -> Ledger | None:
    """Return the ledger in which an exchange was held or settled, where its terms move nothing any more."""
    if terms != exchange.proposal.terms:
        return None
    if exchange.transfer_id is not None:
        return session.get_one(Ledger, session.get_one(Transfer, exchange.transfer_id).ledger_id)
    if exchange.hold_id is not None:
        return session.get_one(Ledger, session.get_one(Hold, exchange.hold_id).ledger_id)
    return None


def amount_of(amount: int, money: Money) -> str:
    """Write an amount."""
    return amount_in_words(amount, money.unit, scale=money.scale)


def facts_of(
    plugins: Plugins, exchange: Exchange, proposal: Proposal, zone: str, monies: dict[str, Money | None]
) -> Sequence[Fact]:
    """Return what a proposal says, line by line, beside what the former one said."""
    former = former_of(exchange, proposal)
    rows = zip(
        (_("What"), _("When"), _("How much"), _("Terms")),
        _texts(plugins, exchange, proposal, zone, monies),
        _texts(plugins, exchange, former, zone, monies) if former else (None,) * 4,
        strict=True,
    )
    nothing = _("not said")
    return [
        Fact(label=label, text=now or nothing, before=None if was in (None, now) else was or nothing)
        for label, now, was in rows
        if now or was
    ]


def former_of(exchange: Exchange, proposal: Proposal) -> Proposal | None:
    """Return the proposal that ``proposal`` would replace: the agreed one, or the one before."""
    agreed = exchange.agreed
    if agreed is not None and agreed.number < proposal.number:
        return agreed
    return exchange.proposals[proposal.number - 2] if proposal.number > 1 and agreed is None else None


def _texts(
    plugins: Plugins, exchange: Exchange, proposal: Proposal, zone: str, monies: dict[str, Money | None]
) -> tuple[str, str, str, str]:
    kind = plugins.kinds.get(exchange.kind)
    terms = terms_in_words(plugins, proposal.terms)
    money = monies.get(proposal.terms)
    quantity = _quantity(kind, proposal.quantity)
    amount = amount_of(proposal.amount, money) if money is not None and proposal.amount else ""
    if amount not in ("", quantity):  # an hour of help for an hour is said once
        terms = _("%(terms)s: %(amount)s", terms=terms, amount=amount)
    return proposal.what, when_in_words(proposal, zone), quantity, terms


def _quantity(kind: ResourceKind | None, quantity: int | None) -> str:
    if kind is not None and kind.in_words is not None and quantity is not None:
        return kind.in_words(quantity)
    return quantity_in_words(quantity, kind.unit if kind else "")


def settlement_in_words(
    session: Session, exchange: Exchange, proposal: Proposal, monies: dict[str, Money | None]
) -> str:
    """Say what goes from whom to whom, or went."""
    names = {"payer": exchange.receiver.first_name, "payee": exchange.giver.first_name}
    state = State(exchange.state)
    if state in (State.CANCELLED, State.DECLINED):
        return _("Nothing was counted.")
    money = monies.get(proposal.terms)
    if money is None or not proposal.amount:
        return _("A gift from %(payee)s to %(payer)s: nothing is counted.", **names)
    amount = amount_of(proposal.amount, money)
    if not money.moves:
        return _("%(amount)s from %(payer)s to %(payee)s, directly between you.", amount=amount, **names)
    if state is State.CONFIRMED:
        return _settled(session, exchange, money, names)
    is_held = exchange.hold_id is not None and proposal.number == exchange.agreed_number
    if is_held:
        return _(
            "%(amount)s from %(payer)s to %(payee)s: set aside now, given once you both say that it is done.",
            amount=amount,
            **names,
        )
    return _(
        "%(amount)s from %(payer)s to %(payee)s, once you both say that it is done.", amount=amount, **names
    )


def _settled(session: Session, exchange: Exchange, money: Money, names: dict[str, str]) -> str:
    transfer = session.get(Transfer, exchange.transfer_id) if exchange.transfer_id else None
    if transfer is None:
        return _("Nothing was counted.")
    return _(
        "%(amount)s went from %(payer)s to %(payee)s.", amount=amount_of(transfer.amount, money), **names
    )

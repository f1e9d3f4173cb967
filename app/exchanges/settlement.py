"""How an exchange is settled: the terms that can be chosen, their price, and the hold in a ledger.

Plugins quote; only the services of the ledgers move amounts.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import Refusal
from app.exchanges.models import GIFT, Exchange, Proposal
from app.exchanges.quantities import amount_in_words
from app.kernel.contributions import Quote
from app.kernel.registry import Plugins
from app.ledgers import services as ledgers
from app.ledgers.models import Ledger
from app.listings.models import Listing
from app.subnetworks.models import Subnetwork
from app.text import _


def gives_nothing(terms: str) -> bool:
    """Tell whether nothing is given back: a gift."""
    return terms == GIFT


def terms_here(session: Session, plugins: Plugins, listing: Listing, enabled: Collection[str]) -> list[str]:
    """Return the terms of a listing that can be chosen where the plugins ``enabled`` are switched on.

    What a sub-network's settings no longer count is a gift.
    """
    methods = plugins.of(plugins.settlements, enabled)
    subnetwork = session.get_one(Subnetwork, listing.subnetwork_id)
    found: list[str] = []
    for terms in listing.terms or [GIFT]:
        if gives_nothing(terms):
            found.append(terms)
        elif terms in methods:
            offered = methods[terms].offered
            found.append(terms if offered is None or offered(session, subnetwork) else GIFT)
    return list(dict.fromkeys(found))


def price(session: Session, plugins: Plugins, subnetwork: Subnetwork, proposal: Proposal) -> Quote:
    """Quote what a proposal costs its receiver.

    Raises:
        Refusal: the terms are unknown here, or more was asked than a rule allows.
    """
    if gives_nothing(proposal.terms):
        return Quote(amount=0, text=_("a gift"))
    method = plugins.settlements.get(proposal.terms)
    if method is None:
        raise Refusal(_("These terms are no longer available. Choose others."), field="terms")
    asked = proposal.amount
    quote = method.quote(session, subnetwork, proposal)
    if quote.ceiling is not None and max(asked, quote.amount) > quote.ceiling:
        most = amount_in_words(quote.ceiling, method.unit)
        raise Refusal(_("At most %(most)s may be asked for this.", most=most), field="amount")
    return quote


def ledger_of(session: Session, plugins: Plugins, exchange: Exchange, terms: str) -> Ledger | None:
    """Return the ledger that ``terms`` settle in, ``None`` when nothing moves."""
    method = plugins.settlements.get(terms)
    if method is None or method.ledger is None:
        return None
    return method.ledger(session, session.get_one(Subnetwork, exchange.subnetwork_id))


def set_aside(session: Session, plugins: Plugins, exchange: Exchange) -> None:
    """Hold the agreed amount on the receiver's account, in place of what was held before.

    Raises:
        Refusal: the receiver's account does not allow it.
    """
    release(session, exchange)
    proposal = exchange.proposal
    ledger = ledger_of(session, plugins, exchange, proposal.terms)
    if ledger is None or proposal.amount == 0:
        return
    payer = ledgers.account_of(session, ledger, exchange.receiver_id)
    payee = ledgers.account_of(session, ledger, exchange.giver_id)
    hold = ledgers.hold(
        session,
        ledger=ledger,
        payer_id=payer.id,
        payee_id=payee.id,
        amount=proposal.amount,
        key=f"exchange:{exchange.id}:{proposal.number}",
        exchange_id=exchange.id,
    )
    exchange.hold_id = hold.id


def release(session: Session, exchange: Exchange) -> None:
    """Give back what is held for the exchange."""
    if exchange.hold_id is not None:
        ledgers.void_hold(session, exchange.hold_id)
        exchange.hold_id = None


def settle(
    session: Session, exchange: Exchange, *, amount: int | None = None, entered_by_id: UUID | None = None
) -> None:
    """Let the receiver pay the giver what is held, or another ``amount`` that a coordinator decided.

    Raises:
        Refusal: the account does not allow it, or there is nothing to pay with.
    """
    if exchange.hold_id is None:
        if amount:
            raise Refusal(_("Nothing was set aside for this exchange, so there is no amount to decide."))
        return
    if amount == 0:
        release(session, exchange)
        return
    transfer = ledgers.post_hold(
        session,
        exchange.hold_id,
        key=f"exchange:{exchange.id}:settled",
        amount=amount,
        memo=exchange.listing.title,
        entered_by_id=entered_by_id,
    )
    exchange.transfer_id = transfer.id

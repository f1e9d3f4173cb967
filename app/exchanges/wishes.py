"""What one side proposes, and the rules that every proposal keeps."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.exchanges.models import Exchange, Proposal
from app.exchanges.quantities import MOST
from app.exchanges.settlement import gives_nothing, price, terms_here
from app.kernel.registry import Plugins
from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import enabled_plugins
from app.text import _

LONGEST_WHAT = 1000


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What, when, how much, on which terms."""

    what: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    whole_day: bool = False
    """Only days were said: the instants are midnights of the territory, and the last day counts."""
    quantity: int | None = None
    """In the unit of the kind."""
    terms: str = "gift"
    amount: int = 0
    """In the smallest unit of the settlement method; only where it asks for one."""


def add_proposal(
    session: Session, plugins: Plugins, exchange: Exchange, *, by_id: object, wish: Wish
) -> Proposal:
    """Write the next proposal down, priced by its settlement method.

    Raises:
        Refusal: it cannot be meant so; the field is named.
    """
    _check(wish)
    _check_terms(session, plugins, exchange, wish)
    proposal = Proposal(
        territory_id=exchange.territory_id,
        exchange_id=exchange.id,
        number=len(exchange.proposals) + 1,
        made_by_id=by_id,
        created_at=clock.now(),
        what=wish.what.strip(),
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        whole_day=wish.whole_day,
        quantity=wish.quantity,
        terms=wish.terms,
        amount=wish.amount,
    )
    exchange.proposals.append(proposal)
    subnetwork = session.get_one(Subnetwork, exchange.subnetwork_id)
    proposal.amount = price(session, plugins, subnetwork, proposal).amount
    return proposal


def same(wish: Wish, proposal: Proposal) -> bool:
    """Tell whether a proposal says what the wish says."""
    return (
        (wish.what.strip(), wish.starts_at, wish.ends_at, wish.whole_day, wish.quantity, wish.terms)
        == (proposal.what, proposal.starts_at, proposal.ends_at, proposal.whole_day, proposal.quantity,
            proposal.terms)
        and wish.amount in (0, proposal.amount)
    )  # fmt: skip


def _check(wish: Wish) -> None:
    if len(wish.what) > LONGEST_WHAT:
        sentence = _("This is too long: at most %(most)s characters. The rest fits into a message.",
                     most=LONGEST_WHAT)  # fmt: skip
        raise Refusal(sentence, field="what")
    if wish.starts_at is not None and wish.ends_at is not None and wish.ends_at < wish.starts_at:
        raise Refusal(_("The end is before the beginning."), field="ends_at")
    if wish.quantity is not None and not 0 < wish.quantity <= MOST:
        raise Refusal(_("This must be more than nothing."), field="quantity")
    if not 0 <= wish.amount <= MOST:
        raise Refusal(_("This amount cannot be used."), field="amount")


def _check_terms(session: Session, plugins: Plugins, exchange: Exchange, wish: Wish) -> None:
    enabled = enabled_plugins(session, exchange.subnetwork_id)
    if wish.terms not in terms_here(session, plugins, exchange.listing, enabled):
        raise Refusal(_("These terms are not among those of this listing."), field="terms")
    method = plugins.settlements.get(wish.terms)
    if gives_nothing(wish.terms) or method is None or method.asks_amount:
        return
    if wish.quantity is None:
        raise Refusal(_("Say how much, so that it can be counted."), field="quantity")

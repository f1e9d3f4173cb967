"""What one side proposes, and the rules that every proposal keeps."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.exchanges.models import Exchange, Proposal
from app.exchanges.quantities import MOST
from app.exchanges.settlement import gives_nothing, price, terms_here
from app.kernel.registry import Plugins
from app.subnetworks.models import Subnetwork
from app.subnetworks.queries import enabled_plugins
from app.territories.models import Territory
from app.text import _

LONGEST_WHAT = 1000
FURTHEST = timedelta(days=2 * 366)
LONGEST_AGO = timedelta(days=92)


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
    kind = plugins.kinds.get(exchange.kind)
    zone = session.get_one(Territory, exchange.territory_id).time_zone
    _check(wish, kind.unit if kind is not None else "", zone)
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


def likely_days(zone: str) -> tuple[date, date]:
    """Return the first and the last day that nobody would take for a slip of the pen in the year."""
    today = clock.today(zone)
    return today - LONGEST_AGO, today + FURTHEST


def filled_in(wish: Wish, unit: str, zone: str) -> Wish:
    """Return a wish with what follows from the rest: its nights from its days, its end from its duration."""
    if wish.quantity is None:
        wish = replace(wish, quantity=_nights(wish, unit, zone))
    starts_at, minutes = wish.starts_at, wish.quantity or 0
    open_end = wish.ends_at is None and not wish.whole_day
    if unit == "minutes" and starts_at is not None and open_end and 0 < minutes <= MOST:
        wish = replace(wish, ends_at=starts_at + timedelta(minutes=minutes))
    return wish


def _nights(wish: Wish, unit: str, zone: str) -> int | None:
    if unit != "nights" or wish.starts_at is None or wish.ends_at is None:
        return None
    first, last = (clock.local(instant, zone).date() for instant in (wish.starts_at, wish.ends_at))
    return (last - first).days or None


def _check_days(wish: Wish, unit: str, zone: str) -> None:
    earliest, latest = likely_days(zone)
    starts_at, ends_at = wish.starts_at, wish.ends_at
    if starts_at is not None and not earliest <= clock.local(starts_at, zone).date() <= latest:
        raise Refusal(_("Is the year right?"), field="starts_at")
    if ends_at is not None and clock.local(ends_at, zone).date() > latest:
        raise Refusal(_("Is the year right?"), field="ends_at")
    nights = _nights(wish, unit, zone)
    if nights is not None and wish.quantity not in (None, nights):
        raise Refusal(_("Between these two days it is %(nights)s.", nights=nights), field="quantity")


def _check(wish: Wish, unit: str, zone: str) -> None:
    if len(wish.what) > LONGEST_WHAT:
        sentence = _("This is too long: at most %(most)s characters. The rest fits into a message.",
                     most=LONGEST_WHAT)  # fmt: skip
        raise Refusal(sentence, field="what")
    if wish.starts_at is not None and wish.ends_at is not None and wish.ends_at < wish.starts_at:
        raise Refusal(_("The end is before the beginning."), field="ends_at")
    _check_days(wish, unit, zone)
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

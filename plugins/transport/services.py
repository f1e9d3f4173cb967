"""What the core asks about rides."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from app.plugin_api import (
    Exchange,
    Listing,
    Match,
    Proposal,
    Quote,
    State,
    Subnetwork,
    _,
    amount_in_words,
    ngettext,
    settings_of,
)
from plugins.transport.models import Ride
from plugins.transport.words import WEEKDAYS

COST_PER_KM = 636
"""Thousandths of a euro: tax mileage scale 2025, 5 CV, up to 5,000 km (unchanged since 2023)."""
TERMS = "transport.shared_costs"


def card(ride: Ride) -> list[str]:
    """Return the short facts of a ride."""
    facts = [_("%(origin)s to %(destination)s", origin=ride.origin, destination=ride.destination)]
    if ride.departs:
        facts.append(ride.departs)
    facts.append(ngettext("%(num)s seat", "%(num)s seats", ride.seats))
    return facts


def facts(ride: Ride) -> list[tuple[str, str]]:
    """Return every fact of a ride with its name."""
    found = [(_("Leaving from"), ride.origin), (_("Going to"), ride.destination)]
    if ride.departs:
        found.append((_("Leaves at"), ride.departs))
    if ride.weekdays:
        days = [str(label) for name, label in WEEKDAYS if name in ride.weekdays]
        found.append((_("Every week on"), ", ".join(days)))
    found.append((_("Seats"), str(ride.seats)))
    if ride.kilometres:
        found.append((_("Distance"), _("about %(km)s km", km=ride.kilometres)))
    if ride.detour_minutes:
        detour = ngettext("up to %(num)s minute", "up to %(num)s minutes", ride.detour_minutes)
        found.append((_("Detour that is no trouble"), detour))
    return found


def kilometres(session: Session, exchange: Exchange) -> int | None:
    """Return the passenger-kilometres of a ride: as agreed, else the length the driver gave."""
    if exchange.proposal.quantity:
        return exchange.proposal.quantity
    ride = session.get(Ride, exchange.listing_id)
    return ride.kilometres if ride is not None else None


def suggest(listing: Listing, ride: Ride) -> int | None:
    """Propose the length of the ride."""
    return ride.kilometres


def kilometres_in_words(kilometres: int) -> str:
    """Write a length: ``12 km``."""
    return amount_in_words(kilometres, "km")


def cost_per_km(session: Session, subnetwork_id: UUID) -> int:
    """Return what a kilometre costs in a sub-network, in thousandths of a euro."""
    chosen: int | None = settings_of(session, subnetwork_id, "transport").get("cost_per_km")
    return chosen or COST_PER_KM


def ceiling(cost_per_km: int, km: int, on_board: int = 2) -> int:
    """Return the most a passenger may pay, in cents: the cost of the way shared by all on board.

    Shared costs are no income as long as the driver bears a share of their own.
    """
    return cost_per_km * km // (10 * on_board)


def quote(session: Session, subnetwork: Subnetwork, proposal: Proposal) -> Quote:
    """Quote what was asked, with the ceiling of shared costs."""
    most = ceiling(cost_per_km(session, subnetwork.id), proposal.quantity) if proposal.quantity else None
    return Quote(amount=proposal.amount, text=amount_in_words(proposal.amount, "cents"), ceiling=most)


def too_dear(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Object to an amount above the shared costs: the driver would earn."""
    proposal = exchange.proposal
    if to is not State.AGREED or proposal.terms != TERMS:
        return
    km = kilometres(session, exchange)
    if not km:
        yield _("Say how many kilometres, so that the shared costs can be checked.")
        return
    most = ceiling(cost_per_km(session, exchange.subnetwork_id), km)
    if proposal.amount > most:
        yield _(
            "For %(km)s km a passenger may share at most %(most)s: costs are shared, nobody earns.",
            km=km,
            most=amount_in_words(most, "cents"),
        )


def same_way(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score whether a ride goes where somebody needs to go."""
    there, wanted = session.get(Ride, offer.id), session.get(Ride, request.id)
    if there is None or wanted is None:
        return None
    ends = [
        left.strip().casefold() == right.strip().casefold()
        for left, right in ((there.origin, wanted.origin), (there.destination, wanted.destination))
    ]
    if not any(ends):
        return None
    same_days = not there.weekdays or not wanted.weekdays or bool(set(there.weekdays) & set(wanted.weekdays))
    score = 0.5 * sum(ends) * (1.0 if same_days else 0.5)
    if all(ends):
        reason = _("the same way, to %(place)s", place=there.destination)
    else:
        reason = _("part of the way is the same")
    return Match(score=score, reason=reason)

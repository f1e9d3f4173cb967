"""What the core asks about umbrellas."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Exchange,
    Listing,
    Match,
    Member,
    Proposal,
    Quote,
    State,
    Subnetwork,
    _,
    ngettext,
    notify,
    settings_of,
)
from umbrellas.models import Umbrella


def card(umbrella: Umbrella) -> list[str]:
    """Return the short facts of an umbrella."""
    return [umbrella.colour, ngettext("%(num)s person", "%(num)s people", umbrella.people)]


def facts(umbrella: Umbrella) -> list[tuple[str, str]]:
    """Return every fact of an umbrella with its name."""
    return [(_("Colour"), umbrella.colour), (_("People who stay dry"), str(umbrella.people))]


def large_enough(session: Session, offer: Listing, request: Listing) -> Match | None:
    """Score whether everybody stays dry."""
    there, wanted = session.get(Umbrella, offer.id), session.get(Umbrella, request.id)
    if there is None or wanted is None:
        return None
    dry = min(1.0, there.people / wanted.people)
    return Match(score=dry, reason=_("keeps %(people)s people dry", people=there.people))


def smile(session: Session, subnetwork: Subnetwork, proposal: Proposal) -> Quote:
    """Quote a smile, which costs nothing."""
    return Quote(amount=0, text=_("a smile"))


def too_many(session: Session, exchange: Exchange, to: State) -> Iterable[str]:
    """Object to more umbrellas at once than the sub-network allows."""
    most = settings_of(session, exchange.subnetwork_id, "umbrellas").get("most")
    if exchange.kind == "umbrellas.umbrella" and most and (exchange.proposal.quantity or 1) > most:
        yield ngettext("At most %(num)s umbrella at once.", "At most %(num)s umbrellas at once.", most)


def note_colour(session: Session, exchange: Exchange, was: State) -> None:
    """Bleach an umbrella a little each time it comes back from the rain."""
    umbrella = session.get(Umbrella, exchange.listing_id)
    if umbrella is not None and exchange.state == State.CONFIRMED:
        umbrella.colour = _("faded %(colour)s", colour=umbrella.colour.split()[-1])
        notify(
            session,
            person_id=exchange.giver.person_id,
            kind="umbrellas.faded",
            path=f"/t/{exchange.listing.territory.slug}/me",
            territory_id=exchange.territory_id,
            values={"colour": umbrella.colour},
        )


def tidy(session: Session) -> None:
    """Take for an umbrella of one what keeps nobody dry; done twice, it changes nothing more."""
    session.execute(sa.update(Umbrella).where(Umbrella.people < 1).values(people=1))


def shelf(session: Session, subnetwork: Subnetwork, reader: Member | None) -> Mapping[str, Any]:
    """Return what the block on the sub-network's page shows: its umbrellas."""
    umbrellas = session.scalars(
        sa.select(Umbrella)
        .join(Listing, Listing.id == Umbrella.listing_id)
        .where(Listing.subnetwork_id == subnetwork.id)
    ).all()
    return {"umbrellas": umbrellas, "subnetwork": subnetwork}


def as_lines(session: Session, subnetwork: Subnetwork) -> bytes:
    """Write the shelf as text, one umbrella a line."""
    lines = [
        f"{umbrella.colour};{umbrella.people}" for umbrella in shelf(session, subnetwork, None)["umbrellas"]
    ]
    return "\n".join(lines).encode()

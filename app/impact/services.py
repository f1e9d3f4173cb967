"""Writes down what confirmed exchanges brought, and what people felt. They flush; the caller commits."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.errors import Refusal
from app.exchanges.models import Exchange, State
from app.impact.models import Degree, Feedback, ImpactEntry, MeasureEntry
from app.kernel.registry import Plugins
from app.listings.models import ListingComponent
from app.members.models import Member
from app.subnetworks.queries import enabled_plugins
from app.territories.models import Territory
from app.text import _
from app.wellbeing.queries import current

LOWEST, HIGHEST = -2, 2
LONGEST_SENTENCE = 600


def record(session: Session, plugins: Plugins, exchange: Exchange, was: State) -> None:
    """When an exchange is confirmed, note what it was meant and intended to serve, and measure it."""
    if exchange.state != State.CONFIRMED:
        return
    territory = session.get_one(Territory, exchange.territory_id)
    day = clock.local(exchange.confirmed_at or clock.now(), territory.time_zone).date()
    common = {
        "territory_id": exchange.territory_id,
        "exchange_id": exchange.id,
        "subnetwork_id": exchange.subnetwork_id,
        "day": day,
    }
    kind = plugins.kinds.get(exchange.kind)
    hoped = session.scalars(
        sa.select(ListingComponent.code).where(ListingComponent.listing_id == exchange.listing_id)
    )
    for degree, codes in ((Degree.MEANT, kind.components if kind else ()), (Degree.INTENDED, hoped)):
        for code in codes:
            session.add(ImpactEntry(**common, degree=degree, code=code, letter=code[0]))
    # The kind's own plugin measures even when it was switched off meanwhile: open exchanges still count.
    asked = enabled_plugins(session, exchange.subnetwork_id) | {exchange.kind.split(".")[0]}
    measures = plugins.of(plugins.measures, asked)
    for slug, measure in measures.items():
        quantity = measure.measure(session, exchange) if exchange.kind in measure.kinds else None
        if quantity:
            sides = {"giver_id": exchange.giver_id, "receiver_id": exchange.receiver_id}
            session.add(MeasureEntry(**common, **sides, measure=slug, quantity=quantity))
    session.flush()


def feel(
    session: Session,
    exchange: Exchange,
    member: Member,
    *,
    felt: Mapping[str, int],
    sentence: str = "",
    language: str = "fr",
    public: bool = False,
) -> None:
    """Note which components a side says the exchange touched, and how; said again, it replaces what was said.

    Args:
        felt: level from -2 to +2 by code of a component of the typology in use.
        public: whether the territory may show the sentence, without the name.

    Raises:
        Refusal: the exchange is not confirmed, or a code or level is none.
    """
    if exchange.state != State.CONFIRMED:
        raise Refusal(_("First both of you confirm that it is done."))
    known = current(session).components
    if any(code not in known or not LOWEST <= level <= HIGHEST for code, level in felt.items()):
        raise Refusal(_("Choose from the list what it touched, and how."))
    if len(sentence) > LONGEST_SENTENCE:
        raise Refusal(_("Your sentence is too long; 600 characters are enough."), field="sentence")
    mine = sa.and_(
        ImpactEntry.exchange_id == exchange.id,
        ImpactEntry.degree == Degree.FELT,
        ImpactEntry.member_id == member.id,
    )
    session.execute(sa.delete(ImpactEntry).where(mine))
    session.execute(
        sa.delete(Feedback).where(Feedback.exchange_id == exchange.id, Feedback.member_id == member.id)
    )
    territory = session.get_one(Territory, exchange.territory_id)
    day = clock.local(exchange.confirmed_at or clock.now(), territory.time_zone).date()
    for code, level in felt.items():
        session.add(
            ImpactEntry(
                territory_id=exchange.territory_id,
                exchange_id=exchange.id,
                subnetwork_id=exchange.subnetwork_id,
                day=day,
                degree=Degree.FELT,
                code=code,
                letter=code[0],
                member_id=member.id,
                level=level,
            )
        )
    session.add(
        Feedback(
            territory_id=exchange.territory_id,
            exchange_id=exchange.id,
            member_id=member.id,
            text=sentence.strip(),
            language=language,
            public=public and bool(sentence.strip()),
        )
    )
    session.flush()

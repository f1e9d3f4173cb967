"""Offers that fit what a member needs."""

from sqlalchemy.orm import Session

from app.listings.models import Direction, ListingStatus
from app.matching.queries import fitting
from app.testing import factories
from plugins.skills.models import Lesson


def lesson(session: Session, author, network, subject: str, direction: Direction):
    made = factories.listing(
        session, author, network, f"{direction} {subject}", kind="skills.lesson", direction=direction,
        status=ListingStatus.ACTIVE,
    )  # fmt: skip
    session.add(Lesson(territory_id=made.territory_id, listing_id=made.id, subject=subject))
    session.flush()
    return made


def test_an_offer_of_the_same_subject_fits_and_says_why(app, session):
    place = factories.territory(session)
    network = factories.subnetwork(session, place, plugins=("skills",))
    ana, bilal, carla = (
        factories.member(session, place, first_name=name) for name in ("Ana", "Bilal", "Carla")
    )
    lesson(session, ana, network, "bread", Direction.REQUEST)
    wanted = lesson(session, bilal, network, "Bread", Direction.OFFER)
    lesson(session, carla, network, "guitar", Direction.OFFER)
    lesson(session, carla, network, "bread", Direction.REQUEST)

    found = fitting(session, app.extensions["together_plugins"], ana, slug="bordeaux", zone="Europe/Paris")

    assert [fit.card.id for fit in found] == [wanted.id]
    assert found[0].reasons == ("the same subject: Bread",)


def test_nothing_fits_where_the_plugin_is_off(app, session):
    place = factories.territory(session)
    network = factories.subnetwork(session, place, plugins=("time_bank",))
    ana, bilal = (factories.member(session, place, first_name=name) for name in ("Ana", "Bilal"))
    lesson(session, ana, network, "bread", Direction.REQUEST)
    lesson(session, bilal, network, "bread", Direction.OFFER)

    found = fitting(session, app.extensions["together_plugins"], ana, slug="bordeaux", zone="Europe/Paris")

    assert found == []

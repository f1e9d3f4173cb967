"""Listings end by themselves, after a word to their authors, each by the day of its own territory."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.errors import Refusal
from app.listings import queries, services
from app.listings.models import Listing, ListingStatus
from app.notifications.models import Notification
from app.testing import factories
from tests.listings.conftest import Town


def kinds_told(town: Town) -> list[str]:
    return list(town.session.scalars(sa.select(Notification.kind).order_by(Notification.created_at)))


def test_authors_are_told_a_week_before_once(town: Town) -> None:
    today = clock.today(town.territory.time_zone)
    soon = town.listing("Soon", expires_on=today + timedelta(days=7))
    later = town.listing("Later", expires_on=today + timedelta(days=8))
    never = town.listing("Never")

    first, second = services.expire(town.session), services.expire(town.session)

    assert (first, second) == (1, 0)
    assert kinds_told(town) == ["listing.ending"]
    assert [item.warned_at is not None for item in (soon, later, never)] == [True, False, False]


def test_what_is_over_is_ended_and_said(town: Town) -> None:
    today = clock.today(town.territory.time_zone)
    over = town.listing("Over", expires_on=today - timedelta(days=1))
    last = town.listing("Last day", expires_on=today, warned_at=clock.now())

    services.expire(town.session)

    assert (over.status, last.status) == (ListingStatus.ENDED, ListingStatus.ACTIVE)
    assert kinds_told(town) == ["listing.ended"]


def test_each_territory_has_its_own_day(town: Town) -> None:
    far = factories.territory(town.session, "far", time_zone="Pacific/Kiritimati")
    west = factories.territory(town.session, "west", time_zone="Pacific/Pago_Pago")
    listings = {}
    day = clock.today("Pacific/Pago_Pago")
    for territory in (far, west):
        author = factories.member(town.session, territory)
        place = factories.subnetwork(town.session, territory, "net", plugins=("goods",))
        listings[territory.slug] = town.listing(
            territory.slug or "", author, subnetwork=place, expires_on=day, warned_at=clock.now()
        )

    services.expire(town.session)

    # Kiritimati is a day ahead of Pago Pago at every moment (UTC+14 and UTC-11).
    assert listings["far"].status == ListingStatus.ENDED
    assert listings["west"].status == ListingStatus.ACTIVE


def test_renewing_asks_for_another_warning(town: Town) -> None:
    listing = town.listing("A ladder", expires_on=clock.today(), warned_at=clock.now())

    day = services.renew(town.session, listing)

    assert (listing.expires_on, listing.warned_at) == (day, None)
    assert day == clock.today(town.territory.time_zone) + services.RENEWED_FOR


def test_a_listing_goes_on_the_board_with_its_authors_public_point(town: Town) -> None:
    listing = town.listing("A ladder", status=ListingStatus.DRAFT, public_lat=None, public_lon=None, place="")

    services.publish(town.session, listing)

    assert (listing.public_lat, listing.public_lon) == (town.omar.public_lat, town.omar.public_lon)
    assert listing.place == town.omar.place


def unsaved(town: Town, **values: object) -> Listing:
    return Listing(
        **{
            "territory_id": town.territory.id,
            "member_id": town.omar.id,
            "subnetwork_id": town.sharing.id,
            "kind": "goods.thing",
            "direction": "offer",
            "title": "A ladder",
            "terms": ["gift"],
        }
        | values
    )


def test_a_kind_is_refused_where_its_plugin_is_not_switched_on(town: Town) -> None:
    listing = unsaved(town, subnetwork_id=town.learning.id)

    with pytest.raises(Refusal) as refused:
        services.save(town.session, town.plugins, listing=listing, detail=None, components=(), pictures=())

    assert refused.value.field == "subnetwork_id"


@pytest.mark.parametrize(("terms", "said"), [([], "Choose how"), (["time_bank.hours"], "not possible")])
def test_terms_have_to_be_possible_there(town: Town, terms: list[str], said: str) -> None:
    from app.text import speaking

    with pytest.raises(Refusal, match=said), speaking("en"):
        services.save(
            town.session,
            town.plugins,
            listing=unsaved(town, terms=terms),
            detail=None,
            components=(),
            pictures=(),
        )


def test_terms_that_were_possible_once_can_be_kept_when_a_word_is_corrected(town: Town) -> None:
    listing = town.listing("A lader", terms=["gift", "gone.coins"])
    town.session.commit()
    listing.title = "A ladder"

    services.save(town.session, town.plugins, listing=listing, detail=None, components=(), pictures=())

    assert listing.terms == ["gift", "gone.coins"]


def test_unknown_components_are_left_out(town: Town) -> None:
    from app.listings.models import ListingComponent

    listing = unsaved(town)

    services.save(
        town.session,
        town.plugins,
        listing=listing,
        detail=None,
        components=("A08", "Z99", "A08"),
        pictures=(),
    )

    assert town.session.scalars(sa.select(ListingComponent.code)).all() == ["A08"]


def test_cards_of_a_member_are_those_on_the_board(town: Town) -> None:
    town.listing("On")
    town.listing("Off", status=ListingStatus.PAUSED)

    cards = queries.of_member(town.session, town.plugins, town.omar.id, slug="bordeaux")

    assert [card.title for card in cards] == ["On"]

"""The page of a listing: who reads it, what its author and a coordinator do, what is never told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.geo.cells import PublicPlace, cell_at
from app.geo.point import Point
from app.listings import services
from app.listings.models import Direction, Listing, ListingComponent, ListingStatus
from app.members.models import MemberStatus
from app.notifications.models import Notification
from app.testing import factories
from tests.listings.conftest import Town, statements

HOME = Point(44.83721, -0.57316)


def address(listing: Listing, more: str = "") -> str:
    return f"/t/bordeaux/listings/{listing.id}{more}"


def test_a_listing_says_what_who_where_and_on_which_terms(town: Town) -> None:
    listing = town.thing("A ladder", text="**Three** metres", when_text="Saturdays", place="Saint-Michel")
    town.session.add(ListingComponent(territory_id=listing.territory_id, listing_id=listing.id, code="A08"))

    page = town.client(town.ana).get(address(listing)).text

    for words in (
        "<strong>Three</strong>",
        "Saturdays",
        "as a gift",
        "Somewhere around Saint-Michel",
        "Ask Omar",
    ):
        assert words in page
    assert f'href="/t/bordeaux/listings/{listing.id}/ask"' in page
    assert "Lend, and get it back" in page
    assert "What Omar hopes it brings" in page


def test_a_request_is_answered(town: Town) -> None:
    listing = town.thing("A saw", direction=Direction.REQUEST)

    assert "Answer Omar" in town.client(town.ana).get(address(listing)).text


def test_words_of_people_cannot_become_scripts(town: Town) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    listing = town.thing(evil, text=f"{evil} [x](javascript:alert(1))", place=evil, when_text=evil)

    page = town.client(town.ana).get(address(listing)).text + town.client().get("/t/bordeaux/search").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_a_kind_whose_plugin_is_gone_is_still_readable(town: Town) -> None:
    listing = town.listing("A zeppelin", kind="sky.zeppelin", terms=["sky.coins"])

    page = town.client(town.ana).get(address(listing))
    board = town.client().get("/t/bordeaux/search")

    assert "A zeppelin" in page.text
    assert "coins" in page.text
    assert "A zeppelin" in board.text


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        # author, coordinator, neighbour, visitor
        (ListingStatus.ACTIVE, [200, 200, 200, 200]),
        (ListingStatus.PAUSED, [200, 200, 200, 404]),
        (ListingStatus.ENDED, [200, 200, 200, 404]),
        (ListingStatus.HIDDEN, [200, 200, 404, 404]),
        (ListingStatus.DRAFT, [200, 404, 404, 404]),
    ],
)
def test_who_may_read_a_listing(town: Town, status: str, expected: list[int]) -> None:
    listing = town.thing("A ladder", status=status)

    seen = [
        town.client(who).get(address(listing)).status_code for who in (town.omar, town.chloe, town.ana, None)
    ]
    circles = [
        town.client(who).get(address(listing, "/around")).status_code
        for who in (town.omar, town.chloe, town.ana, None)
    ]

    assert seen == expected
    assert circles == expected


def test_what_is_off_the_board_cannot_be_asked_for(town: Town) -> None:
    listing = town.thing("A ladder", status=ListingStatus.PAUSED)

    page = town.client(town.ana).get(address(listing)).text

    assert "Omar has taken this off the board for now." in page
    assert "/ask" not in page


def test_listings_of_another_territory_or_of_who_left_are_not_found(town: Town) -> None:
    elsewhere = factories.territory(town.session, "lyon")
    stranger = factories.member(town.session, elsewhere, first_name="Zoe")
    there = factories.subnetwork(town.session, elsewhere, "there", plugins=("goods",))
    foreign = town.listing("There", stranger, subnetwork=there)
    left = town.listing("Left", factories.member(town.session, town.territory, status=MemberStatus.LEFT))

    client = town.client(town.ana)

    assert [client.get(address(item)).status_code for item in (foreign, left)] == [404, 404]
    assert client.get("/t/bordeaux/listings/00000000-0000-7000-8000-000000000000").status_code == 404


def test_the_author_pauses_resumes_renews_and_ends(town: Town) -> None:
    today = clock.today(town.territory.time_zone)
    listing = town.thing("A ladder", expires_on=today + timedelta(days=2), warned_at=clock.now())
    client = town.client(town.omar)

    states = []
    for move in ("pause", "resume", "renew", "keep", "end"):
        factories.post(client, address(listing, f"/{move}"))
        fresh = town.fresh(listing)
        states.append((move, fresh.status, fresh.expires_on))

    assert states == [
        ("pause", ListingStatus.PAUSED, today + timedelta(days=2)),
        ("resume", ListingStatus.ACTIVE, today + timedelta(days=2)),
        ("renew", ListingStatus.ACTIVE, today + timedelta(days=90)),
        ("keep", ListingStatus.ACTIVE, None),
        ("end", ListingStatus.ENDED, None),
    ]


def test_an_ended_listing_comes_back_with_a_new_last_day(town: Town) -> None:
    today = clock.today(town.territory.time_zone)
    listing = town.thing("A ladder", status=ListingStatus.ENDED, expires_on=today - timedelta(days=9))

    factories.post(town.client(town.omar), address(listing, "/resume"))

    fresh = town.fresh(listing)
    assert (fresh.status, fresh.expires_on) == (ListingStatus.ACTIVE, today + timedelta(days=90))


def test_a_listing_does_not_come_back_where_its_plugin_was_switched_off(town: Town) -> None:
    from app.subnetworks.models import Installation

    listing = town.thing("A ladder", status=ListingStatus.PAUSED)
    town.session.execute(sa.update(Installation).values(enabled=False))

    factories.post(town.client(town.omar), address(listing, "/resume"))

    assert town.fresh(listing).status == ListingStatus.PAUSED


@pytest.mark.parametrize("move", ["pause", "renew", "keep", "end", "resume"])
def test_nobody_else_moves_a_listing(town: Town, move: str) -> None:
    listing = town.thing("A ladder")
    before = listing.status, listing.expires_on

    answers = [
        factories.post(town.client(who), address(listing, f"/{move}")) for who in (town.ana, town.chloe)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    fresh = town.fresh(listing)
    assert (fresh.status, fresh.expires_on) == before


@pytest.mark.parametrize("move", ["resume", "renew", "end", "pause"])
def test_an_author_does_not_undo_a_coordinators_decision(town: Town, move: str) -> None:
    listing = town.thing("A ladder", status=ListingStatus.HIDDEN, hidden_reason="An advertisement")

    factories.post(town.client(town.omar), address(listing, f"/{move}"))

    assert town.fresh(listing).status == ListingStatus.HIDDEN


def test_a_coordinator_hides_with_a_reason_and_shows_again(town: Town) -> None:
    listing = town.thing("A ladder")
    client = town.client(town.chloe)

    without = factories.post(client, address(listing, "/hide"), reason="  ")
    still = town.fresh(listing).status
    factories.post(client, address(listing, "/hide"), reason="This is an advertisement")
    hidden = town.fresh(listing)
    told = town.session.scalars(sa.select(Notification)).one()
    town.session.commit()

    assert (without.status_code, still) == (422, ListingStatus.ACTIVE)
    assert (hidden.status, hidden.hidden_reason) == (ListingStatus.HIDDEN, "This is an advertisement")
    assert (told.kind, told.person_id) == ("listing.hidden", town.omar.person_id)
    assert "This is an advertisement" in town.client(town.omar).get(address(listing)).text

    factories.post(client, address(listing, "/show-again"))

    assert town.fresh(listing).status == ListingStatus.ACTIVE


def test_a_coordinator_of_another_sub_network_hides_nothing(town: Town) -> None:
    factories.takes_part(town.session, town.learning, town.ana, coordinates=True)
    listing = town.thing("A ladder")

    answer = factories.post(town.client(town.ana), address(listing, "/hide"), reason="No")

    assert answer.status_code == 404
    assert town.fresh(listing).status == ListingStatus.ACTIVE


def test_my_listings_stand_under_their_status(town: Town) -> None:
    import re

    for status in ListingStatus:
        town.thing(f"My {status} thing", status=status)
    town.thing("Over", expires_on=clock.today() - timedelta(days=3))
    town.thing("Not mine", member=town.ana)

    page = town.client(town.omar).get("/t/bordeaux/listings/mine").text

    headings = re.findall(r'<h2 id="status-(\w+)">', page)
    assert headings == ["active", "draft", "paused", "hidden", "ended"]
    assert page.index("Over") > page.index('id="status-ended"')
    assert "Not mine" not in page


def test_my_listings_ask_the_database_the_same_whatever_their_number(town: Town) -> None:
    counts = []
    for number in range(60):
        town.thing(f"Thing {number}")
        if number in (4, 59):
            client = town.client(town.omar)
            client.get("/t/bordeaux/listings/mine")
            with statements(town.app) as seen:
                client.get("/t/bordeaux/listings/mine")
            counts.append(len(seen))

    assert counts[0] == counts[1]


def test_only_the_public_point_is_ever_told(town: Town) -> None:
    place = PublicPlace(cell_at(HOME, 7))
    omar = town.omar
    omar.public_cell, omar.public_lat, omar.public_lon = place.cell, place.point.lat, place.point.lon
    omar.address_sealed = b"sealed 12 rue des Faures"
    listing = town.thing("A ladder", status=ListingStatus.DRAFT)
    services.publish(town.session, listing)

    answers = [
        town.client(who).get(path)
        for who in (None, town.ana, town.omar)
        for path in (
            "/t/bordeaux/search?within=20&order=nearest",
            "/t/bordeaux/search/points",
            address(listing),
            address(listing, "/around"),
        )
    ]

    told = "".join(answer.text for answer in answers)
    circle = answers[3].json
    assert circle is not None
    assert circle["circle"] == {"lat": place.point.lat, "lon": place.point.lon, "radius": place.radius}
    for secret in (
        "44.8372",
        "0.5731",
        "rue des Faures",
        str(place.cell),
        hex(place.cell)[2:],
        omar.person.email,
    ):
        assert secret not in told

"""The search page: every filter, order, paging, what is not shown, and how little it asks the database."""

import json
from datetime import timedelta

import pytest

from app import clock
from app.listings.models import Direction, ListingComponent, ListingStatus
from app.members.models import MemberStatus
from app.testing import factories
from tests.listings.conftest import Town, statements


def titles(town: Town, address: str = "", member: object = None) -> list[str]:
    import re

    page = town.client(member).get(f"/t/bordeaux/search{address}")  # type: ignore[arg-type]
    assert page.status_code == 200
    return re.findall(r'class="notice-title"><a href="[^"]+">([^<]+)</a>', page.text)


def test_offers_and_requests_are_told_apart(town: Town) -> None:
    town.listing("A ladder")
    town.listing("A hammer", direction=Direction.REQUEST)

    assert titles(town, "?direction=offer") == ["A ladder"]
    assert titles(town, "?direction=request") == ["A hammer"]


def test_a_kind_is_chosen_and_a_plugin_stands_for_all_of_its_kinds(town: Town) -> None:
    town.listing("A ladder")
    town.listing("Bread", kind="skills.lesson", subnetwork=town.learning)

    assert titles(town, "?kind=skills.lesson") == ["Bread"]
    assert titles(town, "?kind=goods") == ["A ladder"]


def test_a_subnetwork_is_chosen_by_its_slug(town: Town) -> None:
    town.listing("A ladder")
    town.listing("Bread", kind="skills.lesson", subnetwork=town.learning)

    assert titles(town, "?subnetwork=learning") == ["Bread"]


def test_terms_are_chosen(town: Town) -> None:
    town.listing("Given", terms=["gift"])
    town.listing("Shared", kind="transport.ride", terms=["transport.shared_costs"])

    assert titles(town, "?terms=transport.shared_costs") == ["Shared"]
    assert titles(town, "?terms=gift") == ["Given"]


def test_a_dimension_is_chosen_by_its_letter(town: Town) -> None:
    served, other = town.listing("Served"), town.listing("Other")
    for listing, code in ((served, "D03"), (other, "A08")):
        town.session.add(
            ListingComponent(territory_id=listing.territory_id, listing_id=listing.id, code=code)
        )

    assert titles(town, "?dimension=D") == ["Served"]


def test_a_filter_of_the_chosen_kind_is_asked(town: Town) -> None:
    town.thing("Lent", mode="lend")
    town.thing("Given", mode="give")

    page = town.client().get("/t/bordeaux/search?kind=goods.thing")

    assert 'name="f-mode"' in page.text
    assert titles(town, "?kind=goods.thing&f-mode=give") == ["Given"]


def test_what_is_not_understood_is_left_out(town: Town) -> None:
    town.thing("A ladder")

    address = "?direction=up&subnetwork=nope&terms=gold&dimension=Q&within=ten&order=random&page=x&f-mode=eat"

    assert titles(town, address) == ["A ladder"]


def test_distance_counts_from_the_readers_public_point(town: Town) -> None:
    town.listing("Near", public_lat=44.84, public_lon=-0.58)
    town.listing("Far", public_lat=44.60, public_lon=-0.58)
    town.listing("Nowhere", public_lat=None, public_lon=None)

    page = town.client(town.ana).get("/t/bordeaux/search?within=5")

    assert "Near" in page.text
    assert "Far<" not in page.text
    assert "less than 1 km" in page.text


def test_distance_counts_from_a_place_that_was_typed(town: Town) -> None:
    town.session.add_all(
        [
            factories.Territory(name="Arcachon", name_key="arcachon", level="commune", lat=44.66, lon=-1.17),
        ]
    )
    town.listing("At home")
    town.listing("At the sea", public_lat=44.65, public_lon=-1.16)

    page = town.client(town.ana).get("/t/bordeaux/search?near=Arcachon&within=10")

    assert "At the sea" in page.text
    assert "At home" not in page.text
    assert "around Arcachon" in page.text


def test_an_unknown_place_is_said_and_the_rest_is_shown(town: Town) -> None:
    town.listing("A ladder")

    page = town.client().get("/t/bordeaux/search?near=Atlantis")

    assert "We do not know a place called “Atlantis”" in page.text
    assert "A ladder" in page.text


def test_the_nearest_comes_first_when_asked(town: Town) -> None:
    town.listing("Third", public_lat=None, public_lon=None)
    town.listing("First", public_lat=44.84, public_lon=-0.58)
    town.listing("Second", public_lat=44.90, public_lon=-0.58)

    assert titles(town, "?order=nearest", town.ana) == ["First", "Second", "Third"]


def test_the_newest_comes_first_otherwise(town: Town) -> None:
    town.listing("Old", published_at=clock.now() - timedelta(days=3))
    town.listing("New")

    assert titles(town) == ["New", "Old"]
    assert "3 days ago" in town.client().get("/t/bordeaux/search?lang=en").text


def test_pages_follow_each_other_and_keep_the_filters(town: Town) -> None:
    for number in range(45):
        town.listing(f"Thing {number:02}", published_at=clock.now() - timedelta(minutes=number))

    first = town.client().get("/t/bordeaux/search?direction=offer")

    assert "45 listings" in first.text
    assert 'href="/t/bordeaux/search?direction=offer&amp;page=2"' in first.text
    assert titles(town, "?page=3") == [f"Thing {number:02}" for number in range(40, 45)]
    assert titles(town, "?page=99") == titles(town)


@pytest.mark.parametrize(
    "values",
    [
        {"status": ListingStatus.DRAFT},
        {"status": ListingStatus.PAUSED},
        {"status": ListingStatus.ENDED},
        {"status": ListingStatus.HIDDEN},
        {"expires_on": clock.today() - timedelta(days=2)},
    ],
)
def test_what_is_not_on_the_board_is_not_found(town: Town, values: dict[str, object]) -> None:
    town.listing("Seen")
    town.listing("Unseen", **values)

    assert titles(town) == ["Seen"]


def test_a_listing_is_shown_to_the_end_of_its_last_day(town: Town) -> None:
    town.listing("Today", expires_on=clock.today(town.territory.time_zone))

    assert titles(town) == ["Today"]


def test_listings_of_who_left_are_not_found(town: Town) -> None:
    town.listing("Left behind")
    town.omar.status = MemberStatus.LEFT

    assert titles(town) == []


def test_another_territorys_listings_are_not_found(town: Town) -> None:
    elsewhere = factories.territory(town.session, "lyon")
    stranger = factories.member(town.session, elsewhere, first_name="Zoe")
    there = factories.subnetwork(town.session, elsewhere, "there", plugins=("goods",))
    town.listing("Here")
    town.listing("There", stranger, subnetwork=there)

    assert titles(town, "?q=there") == []
    assert titles(town) == ["Here"]


def test_each_filter_in_use_can_be_taken_off(town: Town) -> None:
    page = town.client().get("/t/bordeaux/search?q=velo&direction=offer&lang=en")

    assert 'href="/t/bordeaux/search?direction=offer" title="Take this filter off"' in page.text
    assert 'href="/t/bordeaux/search?q=velo" title="Take this filter off"' in page.text


def test_nothing_found_invites_to_ask_for_it(town: Town) -> None:
    page = town.client().get("/t/bordeaux/search?q=zeppelin&lang=en")

    assert "Nothing fits yet" in page.text
    assert "/t/bordeaux/listings/new?direction=request&amp;title=zeppelin" in page.text


def test_sixty_listings_ask_the_database_no_more_than_five(town: Town) -> None:
    counts = []
    for number in range(60):
        made = town.thing(f"Thing {number}")
        town.session.add(ListingComponent(territory_id=made.territory_id, listing_id=made.id, code="A08"))
        if number in (4, 59):
            client = town.client(town.ana)
            client.get("/t/bordeaux/search")
            with statements(town.app) as seen:
                client.get("/t/bordeaux/search?within=50")
            counts.append(len(seen))

    assert counts[0] == counts[1]
    assert counts[1] <= 15


def test_the_map_gets_public_points_grouped_with_their_listings(town: Town) -> None:
    for number in range(8):
        town.listing(f"Thing {number}", published_at=clock.now() - timedelta(minutes=number))
    town.listing("Elsewhere", public_lat=44.9, public_lon=-0.5, direction=Direction.REQUEST)
    town.listing("Nowhere", public_lat=None, public_lon=None)

    answer = town.client().get("/t/bordeaux/search/points?lang=en").json

    assert answer is not None
    points = {point["count"]: point for point in answer["points"]}
    assert sorted(points) == [1, 8]
    assert [item["title"] for item in points[8]["listings"]] == [f"Thing {number}" for number in range(6)]
    assert points[8]["more"] == "and 2 more"
    assert points[1]["requests"] == 1
    assert answer["places"][0]["name"] == "Bordeaux"


def test_the_map_obeys_the_filters(town: Town) -> None:
    town.listing("A ladder")
    town.listing("A hammer", direction=Direction.REQUEST)

    answer = town.client().get("/t/bordeaux/search/points?direction=request").text

    assert "A hammer" in answer
    assert "A ladder" not in answer


def test_the_page_comes_from_this_host_alone(town: Town) -> None:
    import re

    town.listing("A ladder")

    page = town.client().get("/t/bordeaux/search").text

    assert re.findall(r'(?:src|href|data-map\w*)="(?:https?:)?//[^"]+"', page) == []
    assert " style=" not in page
    assert json.loads(re.findall(r'data-map-words="([^"]*)"', page)[0].replace("&#34;", '"'))["close"]

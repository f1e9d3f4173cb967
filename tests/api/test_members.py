"""Members: joining, seeing one another as on pages, one's own membership, and what administrators decide."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api.scopes import Scope
from app.listings.models import Listing, ListingStatus
from app.members.models import Member, MemberStatus
from app.notifications.models import Notification
from app.roles import Role
from app.territories.models import Joining, Level
from app.testing import factories


@pytest.fixture
def place(session):
    return factories.territory(session)


@pytest.fixture
def ana(session, place):
    member = factories.member(session, place, about="I like bread.", address_sealed=b"sealed")
    member.person.last_name = "Sarr"
    session.commit()
    return member


@pytest.fixture
def ada(session, place):
    member = factories.member(session, place, first_name="Ada", roles=[Role.ADMINISTRATOR])
    session.commit()
    return member


@pytest.fixture
def asking(session, place):
    """Somebody who is no member yet, at a place that asks two questions."""
    place.joining, place.questions = Joining.APPROVAL, ["Why here?", "Since when?"]
    person = factories.person(session, "Zoé")
    session.commit()
    return person


def now_of(session, model, key):
    with Session(session.get_bind(), expire_on_commit=False) as own:
        return own.get(model, key)


def test_members_see_of_one_another_what_the_page_shows_and_no_more(session, place, ana, program):
    bo = factories.member(session, place, first_name="Bo")
    session.commit()

    shown = program(bo, Scope.READ).get(f"/bordeaux/members/{ana.id}")

    assert shown.json == {
        "id": str(ana.id),
        "first_name": "Ana",
        "place": "Bordeaux",
        "about": "I like bread.",
        "roles": [],
        "joined_at": ana.joined_at.isoformat(),
    }


@pytest.mark.parametrize("status", [MemberStatus.PENDING, MemberStatus.LEFT, MemberStatus.SUSPENDED])
def test_who_is_not_active_is_not_found(session, place, ana, program, status):
    bo = factories.member(session, place, first_name="Bo", status=status)
    session.commit()

    assert program(ana).get(f"/bordeaux/members/{bo.id}").status_code == 404


def test_the_list_names_those_whom_the_pages_of_sub_networks_name(session, place, ana, program):
    hours, gardens = (factories.subnetwork(session, place, slug) for slug in ("hours", "gardens"))
    bo, cem, gone = (factories.member(session, place, first_name=name) for name in ("Bo", "Cem", "Gone"))
    for network, member in ((hours, ana), (hours, bo), (gardens, bo), (gardens, gone)):
        factories.takes_part(session, network, member)
    gone.status = MemberStatus.SUSPENDED
    session.commit()
    mine = program(ana)

    def names(query=""):
        return [line["first_name"] for line in mine.get(f"/bordeaux/members{query}").json["items"]]

    assert names() == ["Ana", "Bo"]
    assert names("?subnetwork=gardens") == ["Bo"]
    assert names("?subnetwork=none") == []
    assert cem.first_name not in names()


def test_an_open_territory_is_joined_at_once_and_only_once(session, place, program):
    person = factories.person(session, "Zoé")
    session.commit()
    mine = program(person)

    joined = mine.post("/bordeaux/members", json={"agree": True})
    again = mine.post("/bordeaux/members", json={"agree": True})

    assert (joined.status_code, again.status_code) == (201, 201)
    assert joined.json["status"] == "active"
    assert again.json["member_id"] == joined.json["member_id"]
    assert mine.get("/bordeaux/me").json == joined.json
    assert [line["territory"] for line in mine.get("/me/memberships").json["items"]] == ["bordeaux"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"agree": False}, 422),
        ({"agree": "yes"}, 422),
        ({"agree": True}, 409),
        ({"agree": True, "answers": ["A garden."]}, 409),
        ({"agree": True, "answers": ["A garden.", "  "]}, 409),
        ({"agree": True, "answers": ["A garden.", "x" * 2001]}, 422),
        ({"agree": True, "answers": "A garden."}, 422),
        ({"agree": True, "answers": ["A garden.", "May."], "status": "active"}, 422),
    ],
)
def test_every_question_is_to_be_answered(session, asking, program, body, status):
    answer = program(asking).post("/bordeaux/members", json=body)

    assert answer.status_code == status
    with Session(session.get_bind()) as own:
        assert own.scalars(sa.select(Member)).unique().all() == []


def test_asking_waiting_and_being_welcomed(session, asking, ada, program):
    mine, hers = program(asking), program(ada)

    asked = mine.post("/bordeaux/members", json={"agree": True, "answers": ["A garden.", "May."]})
    inside = mine.get("/bordeaux/me").status_code
    [waiting] = hers.get("/bordeaux/memberships?status=pending").json["items"]
    welcomed = hers.post(f"/bordeaux/memberships/{waiting['member_id']}/approve", key="one")
    again = hers.post(f"/bordeaux/memberships/{waiting['member_id']}/approve")

    assert asked.json["status"] == "pending"
    assert inside == 403
    assert waiting["answers"] == [
        {"question": "Why here?", "answer": "A garden."},
        {"question": "Since when?", "answer": "May."},
    ]
    assert waiting["email"] == asking.email
    assert welcomed.json["status"] == "active"
    assert again.status_code == 409
    assert mine.get("/bordeaux/me").json["status"] == "active"
    with Session(session.get_bind()) as own:
        told = own.scalars(sa.select(Notification.kind).where(Notification.person_id == asking.id)).all()
    assert told == ["membership.approved"]


def test_a_refusal_gives_its_reason(asking, ada, program):
    mine, hers = program(asking), program(ada)
    asked = mine.post("/bordeaux/members", json={"agree": True, "answers": ["A garden.", "May."]}).json
    path = f"/bordeaux/memberships/{asked['member_id']}/refuse"

    empty = [
        hers.post(path, json={"reason": reason}).status_code for reason in ("", "no", "   .", "\t\t\t\t")
    ]
    refused = hers.post(path, json={"reason": " Please come and meet us first. "})

    assert empty == [422, 422, 422, 422]
    assert refused.json["status"] == "refused"
    assert refused.json["reason"] == "Please come and meet us first."


def test_who_is_suspended_is_out_reads_why_and_may_come_back(session, ana, ada, program):
    mine, hers = program(ana), program(ada)
    path = f"/bordeaux/memberships/{ana.id}"

    suspended = hers.post(f"{path}/suspend", json={"reason": "Until we have talked."})
    outside = mine.get("/bordeaux/me").status_code
    [told] = mine.get("/me/memberships").json["items"]
    rejoined = mine.post("/bordeaux/members", json={"agree": True})
    back = hers.post(f"{path}/reinstate")

    assert suspended.json["status"] == "suspended"
    assert outside == 403
    assert (told["status"], told["reason"]) == ("suspended", "Until we have talked.")
    assert rejoined.status_code == 409
    assert back.json["status"] == "active"
    assert mine.get("/bordeaux/me").status_code == 200


def test_roles_are_given_and_taken_as_a_whole_and_an_administrator_stays(ana, ada, program):
    hers = program(ada)

    def put(member, *roles):
        return hers.put(f"/bordeaux/memberships/{member.id}/roles", json={"roles": list(roles)})

    given = put(ana, "facilitator", "researcher")
    fewer = put(ana, "facilitator", "facilitator")
    nobody = put(ada)
    unknown = put(ana, "operator")

    assert given.json["roles"] == ["facilitator", "researcher"]
    assert fewer.json["roles"] == ["facilitator"]
    assert nobody.status_code == 409
    assert unknown.status_code == 422
    assert hers.get(f"/bordeaux/memberships/{ada.id}").json["roles"] == ["administrator"]


def test_administrators_find_people_by_parts_of_their_names(session, ana, ada, program):
    mine = program(ada)

    def found(**query):
        answer = mine.get("/bordeaux/memberships", query_string=query)
        return sorted(line["first_name"] for line in answer.json["items"])

    assert found() == ["Ada", "Ana"]
    assert found(q="sar") == ["Ana"]
    assert found(q="100%") == []
    assert found(status="left") == []


def test_an_administrator_of_elsewhere_finds_nobody_here(session, ana, ada, program):
    lyon = factories.territory(session, "lyon")
    other = factories.member(session, lyon, first_name="Max", roles=[Role.ADMINISTRATOR])
    session.commit()
    his = program(other)

    assert his.get(f"/bordeaux/memberships/{ana.id}").status_code == 403
    assert his.get(f"/lyon/memberships/{ana.id}").status_code == 404
    assert his.post(f"/lyon/memberships/{ana.id}/suspend", json={"reason": "I can."}).status_code == 404
    assert his.get(f"/lyon/members/{ana.id}").status_code == 404


def test_one_writes_about_oneself(session, ana, program):
    mine = program(ana)

    changed = mine.patch("/bordeaux/me", json={"about": "  I bake on Saturdays. "})
    nothing = mine.patch("/bordeaux/me", json={})
    too_long = mine.patch("/bordeaux/me", json={"about": "x" * 2001})

    assert changed.json["about"] == nothing.json["about"] == "I bake on Saturdays."
    assert too_long.status_code == 422


def test_a_place_is_found_chosen_and_blurred_and_listings_follow(session, place, ana, program):
    east = factories.territory(
        session,
        "bastide",
        name="Bastide",
        level=Level.NEIGHBOURHOOD,
        parent_id=place.id,
        lat=44.85,
        lon=-0.55,
    )
    network = factories.subnetwork(session, place)
    listing = factories.listing(session, ana, network)
    session.commit()
    mine = program(ana)

    [offered] = mine.get("/bordeaux/places").json["items"]
    [found] = mine.get("/bordeaux/places?name=bast").json["items"]
    chosen = mine.put("/bordeaux/me/place", json={"place": offered["key"]})
    wrong = [
        mine.put("/bordeaux/me/place", json={"place": key}).status_code
        for key in ("territory:none", "place:99999999999999999999", "x", f"territory:{ana.id}")
    ]

    member, moved = now_of(session, Member, ana.id), now_of(session, Listing, listing.id)
    assert offered == found == {"key": f"territory:{east.id}", "name": "Bastide", "more": "FR"}
    assert chosen.json["place"] == "Bastide"
    assert wrong == [422, 422, 422, 422]
    assert (member.public_lat, member.public_lon) != (44.85, -0.55)
    assert (moved.public_lat, moved.public_lon) == (member.public_lat, member.public_lon)


def test_an_address_goes_under_lock_and_no_program_reads_it(session, ana, program):
    mine = program(ana)

    kept = mine.put("/bordeaux/me/address", json={"address": "3 rue des Lilas"})
    sealed = now_of(session, Member, ana.id).address_sealed
    mine.put("/bordeaux/me/address", json={"address": ""})

    assert kept.status_code == 204
    assert b"Lilas" not in sealed
    assert "Lilas" not in mine.get("/bordeaux/me").text
    assert now_of(session, Member, ana.id).address_sealed is None


def test_who_leaves_takes_their_listings_off_and_the_last_administrator_stays(
    session, place, ana, ada, program
):
    listing = factories.listing(session, ana, factories.subnetwork(session, place))
    session.commit()
    mine = program(ana)

    left = mine.delete("/bordeaux/me")
    stays = program(ada).delete("/bordeaux/me")

    assert left.status_code == 204
    assert mine.get("/bordeaux/me").status_code == 403
    assert now_of(session, Listing, listing.id).status == ListingStatus.ENDED
    assert stays.status_code == 409
    assert now_of(session, Member, ada.id).status == MemberStatus.ACTIVE


def test_a_person_changes_their_name_and_language_and_nothing_else(session, ana, program):
    mine = program(ana)

    changed = mine.patch("/me", json={"first_name": "  Ana   Lou ", "language": "fr", "theme": "dark"})
    refused = [
        mine.patch("/me", json=body).status_code
        for body in (
            {"first_name": "  "},
            {"email": "x@example.org"},
            {"is_operator": True},
            {"language": "tlh"},
        )
    ]

    assert (changed.json["first_name"], changed.json["last_name"]) == ("Ana Lou", "Sarr")
    assert (changed.json["language"], changed.json["theme"]) == ("fr", "dark")
    assert refused == [422, 422, 422, 422]
    assert mine.get("/me").json == changed.json

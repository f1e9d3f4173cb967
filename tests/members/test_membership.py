"""Joining, waiting, being answered, leaving; and what others see of a member."""

import pytest
import sqlalchemy as sa

from app.listings.models import Listing, ListingStatus
from app.members.models import Member
from app.territories.models import Joining
from app.testing import factories
from app.testing.factories import post, sign_in
from tests.members.conftest import look, words

QUESTIONS = ["What brings you here?", "Where do you live?"]


@pytest.fixture
def place(session):
    made = factories.territory(session, "saint-girons")
    session.commit()
    return made


def status_of(session, member_or_person):
    return look(session, sa.select(Member.status).where(Member.person_id == member_or_person.id))[0]


def test_everybody_joins_an_open_territory_at_once(session, client, place):
    ana = factories.person(session, "Ana")
    session.commit()
    sign_in(client, ana)

    before = client.get("/t/saint-girons/join")
    without_yes = post(client, "/t/saint-girons/join")
    joined = post(client, "/t/saint-girons/join", agree="y")

    assert "Join" in words(before)
    assert without_yes.status_code == 422
    assert joined.location == "/t/saint-girons/me/place"
    assert status_of(session, ana) == "active"


def test_a_new_member_is_found_at_the_centre_of_the_territory(session, client, place):
    ana = factories.person(session, "Ana")
    session.commit()
    sign_in(client, ana)

    post(client, "/t/saint-girons/join", agree="y")

    member = session.scalars(sa.select(Member)).one()
    assert member.place == "Saint Girons"
    assert abs(member.public_lat - place.lat) < 0.2
    assert member.public_cell is not None


def test_asking_with_answers_being_welcomed_and_told(app, session, place, mails):
    place.joining, place.questions = Joining.APPROVAL, QUESTIONS
    lou = factories.member(session, place, first_name="Lou", roles=["administrator"]).person
    ana = factories.person(session, "Ana")
    session.commit()
    asker, administrator = app.test_client(), app.test_client()
    sign_in(asker, ana)
    sign_in(administrator, lou)

    half = post(asker, "/t/saint-girons/join", agree="y", answer_0="Bees")
    post(asker, "/t/saint-girons/join", agree="y", answer_0="Bees", answer_1="Up the hill")
    waiting = asker.get("/t/saint-girons/join")
    outside = asker.get("/t/saint-girons/me/about")
    page = administrator.get("/t/saint-girons/members")
    [member_id] = look(session, sa.select(Member.id).where(Member.person_id == ana.id))
    post(administrator, f"/t/saint-girons/members/{member_id}/approve")

    assert half.status_code == 422
    assert "Bees" in words(waiting)
    assert outside.location == "/t/saint-girons/join"
    assert "Up the hill" in words(page)
    assert status_of(session, ana) == "active"
    assert [(mail.kind, mail.recipient) for mail in mails()] == [
        ("membership.asked", lou.email), ("membership.approved", ana.email)
    ]  # fmt: skip


def test_a_refusal_gives_the_reason_and_one_may_ask_again(app, session, place, mails):
    place.joining, place.questions = Joining.APPROVAL, QUESTIONS[:1]
    lou = factories.member(session, place, first_name="Lou", roles=["administrator"])
    asking = factories.member(session, place, first_name="Ana", status="pending", answers=["Selling carpets"])
    session.commit()
    asker, administrator = app.test_client(), app.test_client()
    sign_in(asker, asking.person)
    sign_in(administrator, lou.person)

    post(administrator, f"/t/saint-girons/members/{asking.id}/refuse", reason="")
    without_reason = status_of(session, asking.person)
    post(administrator, f"/t/saint-girons/members/{asking.id}/refuse", reason="No trade here.")
    page = asker.get("/t/saint-girons/join")

    assert without_reason == "pending"
    assert status_of(session, asking.person) == "refused"
    assert "No trade here." in words(page)
    assert "No trade here." in mails()[-1].text


def test_a_suspended_member_is_out_at_once_and_reads_why(app, session, place, mails):
    lou = factories.member(session, place, first_name="Lou", roles=["administrator"])
    ana = factories.member(session, place, first_name="Ana")
    session.commit()
    hers, administrator = app.test_client(), app.test_client()
    sign_in(hers, ana.person)
    sign_in(administrator, lou.person)

    inside = hers.get("/t/saint-girons/me/about").status_code
    post(administrator, f"/t/saint-girons/members/{ana.id}/suspend", reason="Insults, twice.")
    outside = hers.get("/t/saint-girons/me/about")
    told = hers.get("/t/saint-girons/join")
    back_in = post(hers, "/t/saint-girons/join", agree="y")
    still = status_of(session, ana.person)
    post(administrator, f"/t/saint-girons/members/{ana.id}/reinstate")

    assert inside == 200
    assert outside.location == "/t/saint-girons/join"
    assert "Insults, twice." in words(told)
    assert back_in.status_code == 200
    assert still == "suspended"
    assert hers.get("/t/saint-girons/me/about").status_code == 200
    assert [mail.kind for mail in mails()] == ["membership.suspended", "membership.reinstated"]


def test_others_see_a_first_name_and_nothing_else_of_a_person(app, session, client, place):
    ana = factories.member(session, place, first_name="Ana", about="I keep **bees**.")
    ana.person.last_name, ana.person.email = "Secretname", "secret@example.org"
    bea = factories.member(session, place, first_name="Béa")
    session.commit()
    sign_in(client, bea.person)

    page = client.get(f"/t/saint-girons/people/{ana.id}")

    assert "Ana" in words(page)
    assert "<strong>bees</strong>" in page.text
    assert "Secretname" not in page.text
    assert "secret@" not in page.text


@pytest.mark.parametrize("status", ["pending", "suspended", "left", "refused"])
def test_only_active_members_have_a_page(session, client, place, status):
    hidden = factories.member(session, place, first_name="Ana", status=status)
    bea = factories.member(session, place, first_name="Béa")
    session.commit()
    sign_in(client, bea.person)

    assert client.get(f"/t/saint-girons/people/{hidden.id}").status_code == 404


def test_a_member_of_another_territory_is_not_found(session, client, place):
    elsewhere = factories.territory(session, "bordeaux")
    far = factories.member(session, elsewhere, first_name="Far")
    bea = factories.member(session, place, first_name="Béa", roles=["administrator"])
    session.commit()
    sign_in(client, bea.person)

    assert client.get(f"/t/saint-girons/people/{far.id}").status_code == 404
    assert client.get(f"/t/saint-girons/members/{far.id}").status_code == 404
    assert post(client, f"/t/saint-girons/members/{far.id}/suspend", reason="I say so").status_code == 404
    assert client.get(f"/t/bordeaux/people/{far.id}").location == "/t/bordeaux/join"


def test_leaving_ends_listings_and_roles_and_one_may_come_back(app, session, client, place):
    factories.member(session, place, first_name="Lou", roles=["administrator"])
    ana = factories.member(session, place, first_name="Ana", roles=["facilitator"])
    bank = factories.subnetwork(session, place)
    factories.takes_part(session, bank, ana)
    factories.listing(session, ana, bank)
    session.commit()
    sign_in(client, ana.person)

    left = post(client, "/t/saint-girons/leave")
    state = status_of(session, ana.person), look(session, sa.select(Listing.status))[0]
    post(client, "/t/saint-girons/join", agree="y")

    assert left.location == "/"
    assert state == ("left", ListingStatus.ENDED)
    session.expire_all()
    member = session.get_one(Member, ana.id)
    assert (member.status, member.roles) == ("active", frozenset())


def test_the_last_administrator_can_neither_leave_nor_lay_the_role_down(app, session, client, place):
    lou = factories.member(session, place, first_name="Lou", roles=["administrator"])
    factories.member(session, place, first_name="Ana")
    session.commit()
    sign_in(client, lou.person)

    post(client, "/t/saint-girons/leave")
    post(client, f"/t/saint-girons/members/{lou.id}/roles")
    said = words(client.get("/settings"))

    session.rollback()
    session.expire_all()
    member = session.get_one(Member, lou.id)
    assert (member.status, member.roles) == ("active", {"administrator"})
    assert "A territory needs an administrator" in said


def test_roles_are_given_told_and_taken_back(app, session, place, mails):
    lou = factories.member(session, place, first_name="Lou", roles=["administrator"])
    ana = factories.member(session, place, first_name="Ana")
    session.commit()
    hers, administrator = app.test_client(), app.test_client()
    sign_in(hers, ana.person)
    sign_in(administrator, lou.person)

    before = hers.get("/t/saint-girons/members").status_code
    post(
        administrator,
        f"/t/saint-girons/members/{ana.id}/roles",
        role=["administrator", "researcher", "operator"],
    )
    during = hers.get("/t/saint-girons/members").status_code
    given = look(session, sa.select(Member).where(Member.id == ana.id))[0].roles
    post(hers, f"/t/saint-girons/members/{lou.id}/roles")
    after = administrator.get("/t/saint-girons/members").status_code

    assert (before, during, after) == (404, 200, 404)
    assert given == {"administrator", "researcher"}
    assert [mail.kind for mail in mails()] == ["role.given", "role.given"]


def test_people_are_found_by_a_part_of_their_name_or_mail(session, client, place):
    lou = factories.member(session, place, first_name="Lou", roles=["administrator"])
    factories.member(session, place, first_name="Anastasia")
    factories.member(session, place, first_name="100%")
    session.commit()
    sign_in(client, lou.person)

    by_name = words(client.get("/t/saint-girons/members?q=nastas"))
    by_sign = words(client.get("/t/saint-girons/members?q=%25"))

    assert "Anastasia" in by_name
    assert "100%" not in by_name
    assert "100%" in by_sign
    assert "Anastasia" not in by_sign


def test_an_exact_address_is_kept_sealed_and_shown_to_its_owner_alone(app, session, client, place):
    ana = factories.member(session, place, first_name="Ana")
    bea = factories.member(session, place, first_name="Béa", roles=["administrator"])
    session.commit()
    sign_in(client, ana.person)
    other = app.test_client()
    sign_in(other, bea.person)

    post(client, "/t/saint-girons/me/address", address="12 rue du Pont")
    mine = client.get("/t/saint-girons/me/place").text
    [sealed] = look(session, sa.select(Member.address_sealed).where(Member.id == ana.id))
    theirs = (
        other.get(f"/t/saint-girons/members/{ana.id}").text
        + other.get(f"/t/saint-girons/people/{ana.id}").text
    )

    assert "12 rue du Pont" in mine
    assert b"rue du Pont" not in sealed
    assert "rue du Pont" not in theirs


def test_choosing_a_place_keeps_its_public_point_and_listings_follow(app, session, client, place):
    (app.extensions["together_settings"].data_dir / "gazetteer.sqlite3").unlink(missing_ok=True)
    near = factories.territory(
        session, "foix", active=False, lat=42.9659, lon=1.6078, name="Foix", name_key="foix"
    )
    ana = factories.member(session, place, first_name="Ana")
    offer = factories.listing(session, ana, factories.subnetwork(session, place))
    session.commit()
    sign_in(client, ana.person)

    found = client.get("/t/saint-girons/me/place?q=fo").text
    post(client, "/t/saint-girons/me/place", place=f"territory:{near.id}")
    unknown = post(client, "/t/saint-girons/me/place", place="territory:nonsense")

    session.expire_all()
    member, listing = session.get_one(Member, ana.id), session.get_one(Listing, offer.id)
    assert f"territory:{near.id}" in found
    assert member.place == "Foix"
    assert 0 < abs(member.public_lat - near.lat) < 0.2  # near it, and not it
    assert (listing.public_lat, listing.public_lon) == (member.public_lat, member.public_lon)
    assert unknown.location == "/t/saint-girons/me/place"

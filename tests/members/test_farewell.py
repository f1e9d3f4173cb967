"""Deleting an account, and taking one's data along."""

import json

import pytest
import sqlalchemy as sa

from app.exchanges.models import Exchange
from app.ledgers.models import Entry
from app.listings.models import Listing
from app.members.models import Member, Person, SignIn
from app.notifications.models import Notification, OutgoingMail
from app.testing import factories
from app.testing.factories import PASSWORD, post, sign_in
from tests.members.conftest import look


@pytest.fixture
def world(session):
    place = factories.territory(session, "saint-girons")
    lou = factories.member(session, place, first_name="Lou", roles=["administrator"])
    ana = factories.member(session, place, first_name="Ana", about="I keep bees")
    ana.person.last_name, ana.person.email = "Secretname", "ana@example.org"
    bank = factories.subnetwork(session, place)
    factories.takes_part(session, bank, ana)
    factories.listing(session, ana, bank, title="Honey lessons")
    session.commit()
    return place, lou, ana


def test_deleting_takes_the_password_and_a_tick(session, client, world):
    _place, _lou, ana = world
    sign_in(client, ana.person)

    wrong = post(client, "/settings/delete", password="wrong wrong", sure="y")
    unsure = post(client, "/settings/delete", password=PASSWORD)

    session.rollback()
    assert (wrong.status_code, unsure.status_code) == (422, 422)
    assert session.get_one(Person, ana.person_id, populate_existing=True).erased_at is None


def test_after_deleting_nothing_tells_who_it_was(app, session, client, world):
    place, lou, ana = world
    other = app.test_client()
    sign_in(client, ana.person)
    sign_in(other, lou.person)

    gone = post(client, "/settings/delete", password=PASSWORD, sure="y")

    session.rollback()
    session.expire_all()
    person, member = session.get_one(Person, ana.person_id), session.get_one(Member, ana.id)
    everything = json.dumps([str(getattr(row, column.key)) for row in (person, member)
                             for column in sa.inspect(type(row)).columns])  # fmt: skip
    assert gone.location == "/"
    assert person.erased_at is not None
    assert not person.active
    for trace in ("Secretname", "ana@example.org", "bees", "Ana"):
        assert trace not in everything
    assert member.status == "left"
    assert member.first_name == "Former member"
    assert session.scalars(sa.select(Listing.status)).all() == ["ended"]
    assert (
        session.scalar(sa.select(sa.func.count()).select_from(SignIn).where(SignIn.person_id == person.id))
        == 0
    )
    session.rollback()
    assert client.get("/settings").location.startswith("/sign-in")
    assert other.get(f"/t/saint-girons/people/{ana.id}").status_code == 404
    assert other.get(f"/t/saint-girons/members/{ana.id}").status_code == 404


def test_the_address_of_who_left_can_be_used_again(app, session, client, world):
    _place, _lou, ana = world
    sign_in(client, ana.person)
    post(client, "/settings/delete", password=PASSWORD, sure="y")
    again = app.test_client()

    post(again, "/sign-up", first_name="Ana", email="ana@example.org", password="chez mamie le dimanche")

    session.rollback()
    assert (
        session.scalar(
            sa.select(sa.func.count()).select_from(Person).where(Person.email == "ana@example.org")
        )
        == 1
    )
    assert session.scalars(sa.select(OutgoingMail.kind)).all() == ["account.welcome"]


def test_the_only_administrator_of_others_names_another_first(session, client, world):
    _place, lou, _ana = world
    sign_in(client, lou.person)

    post(client, "/settings/delete", password=PASSWORD, sure="y")

    session.rollback()
    assert session.get_one(Person, lou.person_id, populate_existing=True).erased_at is None


def test_who_asked_for_something_withdraws_by_leaving_and_the_other_is_told(app, session, client, world):
    from datetime import timedelta

    from app import clock

    place, lou, ana = world
    [listing] = look(session, sa.select(Listing))
    asker = app.test_client()
    sign_in(asker, lou.person)
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    asked = post(asker, f"/t/saint-girons/listings/{listing.id}/ask", text="May I?", terms="gift", day=day,
                 starts_on=day, amount="0", what="One lesson")  # fmt: skip
    if not look(session, sa.select(Exchange)):
        pytest.fail(f"the request was not taken: {asked.status_code} {asked.text[-3000:]}")
    sign_in(client, ana.person)

    post(client, "/settings/delete", password=PASSWORD, sure="y")

    session.rollback()
    session.expire_all()
    assert session.scalars(sa.select(Exchange.state)).all() == ["declined"]
    kinds = session.scalars(sa.select(Notification.kind).where(Notification.person_id == lou.person_id)).all()
    assert any(kind.startswith("exchange") for kind in kinds)
    assert session.scalar(sa.select(sa.func.coalesce(sa.func.sum(Entry.amount), 0))) == 0


def test_the_file_of_ones_data_holds_all_of_it_and_no_secret(session, client, world):
    _place, _lou, ana = world
    sign_in(client, ana.person)

    answer = client.get("/settings/my-data.json")
    told = answer.get_json()

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert told["person"]["email"] == "ana@example.org"
    [membership] = told["memberships"]
    assert membership["about"] == "I keep bees"
    assert [listing["title"] for listing in membership["listings"]] == ["Honey lessons"]
    assert membership["subnetworks"] == ["Time bank"]
    text = answer.get_data(as_text=True)
    assert "argon2" not in text
    assert ana.person.fs_uniquifier not in text


def test_the_file_holds_nothing_of_others(session, client, world):
    _place, lou, ana = world
    sign_in(client, ana.person)

    text = client.get("/settings/my-data.json").get_data(as_text=True)

    assert lou.person.email not in text

"""Sub-networks on their pages: founding, plugins on and off, who may look after them."""

import pytest
import sqlalchemy as sa
from wtforms import Form, IntegerField
from wtforms.validators import NumberRange

from app.kernel.contributions import Manifest, Panel, ResourceKind
from app.kernel.markers import hookimpl
from app.listings.models import ListingStatus
from app.roles import Role
from app.subnetworks.models import Installation, Subnetwork, SubnetworkMember
from app.testing import factories
from app.testing.factories import post, sign_in


class Settings(Form):
    """Settings with one number."""

    most = IntegerField("Most boats", validators=[NumberRange(1, 5, "Between 1 and 5 boats.")])


class Boats:
    """A plugin with a kind, settings and a panel that fails when told to."""

    fails = False

    @hookimpl
    def manifest(self):
        return Manifest(
            slug="boats",
            title="Boats",
            summary="Boats on the river",
            author="Somebody",
            settings_form=Settings,
        )

    @hookimpl
    def resource_kinds(self):
        yield ResourceKind(
            slug="boats.boat", label="Boat", offer_label="I lend a boat", request_label="I need a boat",
            icon="box", unit="things", components=("A10",), terms=("gift",),
        )  # fmt: skip

    @hookimpl
    def panels(self):
        yield Panel(
            slug="boats.panel", title="On the river", place="subnetwork",
            template="errors/page.html", context=self.context,
        )  # fmt: skip

    def context(self, session, subject, reader):
        if self.fails:
            raise RuntimeError("the river is dry")


@pytest.fixture
def world(make_app, database):
    app = make_app([Boats()])
    from sqlalchemy.orm import Session

    from app.web.database import db

    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as session:
        place = factories.territory(session)
        claire = factories.member(session, place, first_name="Claire", roles=[Role.ADMINISTRATOR])
        odile = factories.member(session, place, first_name="Odile")
        session.commit()
        yield app, session, place, claire, odile
        session.rollback()


def founded(app, session, claire, odile):
    client = app.test_client()
    sign_in(client, claire.person)
    post(
        client, "/t/bordeaux/networks/new", theme="mobility", name="Sur l'eau", description="", rules="",
        coordinator=str(odile.id),
    )  # fmt: skip
    session.rollback()
    network = session.scalars(sa.select(Subnetwork)).one()
    session.commit()  # an open transaction would keep the client waiting
    return network


def test_an_administrator_founds_a_subnetwork_and_its_coordinator_is_told(world):
    app, session, _place, claire, odile = world

    network = founded(app, session, claire, odile)

    part = session.scalars(sa.select(SubnetworkMember)).one()
    mail = session.execute(sa.text("SELECT recipient, kind FROM outgoing_mail")).one()
    assert (network.name, network.slug, network.theme) == ("Sur l'eau", "sur-l-eau", "mobility")
    assert (part.member_id, part.coordinates) == (odile.id, True)
    assert tuple(mail) == (odile.person.email, "role.given")


def test_wrong_settings_are_said_beside_the_field_and_kept(world):
    app, session, _place, claire, odile = world
    founded(app, session, claire, odile)
    client = app.test_client()
    sign_in(client, odile.person)

    answer = post(client, "/t/bordeaux/networks/sur-l-eau/plugins/boats", **{"settings-most": "9"})

    assert answer.status_code == 422
    assert "Between 1 and 5 boats." in answer.text
    assert 'value="9"' in answer.text
    assert session.scalars(sa.select(Installation)).all() == []


def test_a_plugin_is_there_at_once_and_off_again_loses_nothing(world):
    app, session, _place, claire, odile = world
    network = founded(app, session, claire, odile)
    client = app.test_client()
    sign_in(client, odile.person)

    post(client, "/t/bordeaux/networks/sur-l-eau/plugins/boats", **{"settings-most": "3"})
    while_on = client.get("/t/bordeaux/listings/new").text
    session.rollback()
    listing = factories.listing(
        session,
        odile,
        network,
        "A green boat",
        kind="boats.boat",
        terms=["gift"],
        status=ListingStatus.ACTIVE,
    )
    session.commit()
    post(client, "/t/bordeaux/networks/sur-l-eau/plugins/boats/off")
    while_off = client.get("/t/bordeaux/listings/new").text

    session.rollback()
    installation = session.scalars(sa.select(Installation)).one()
    assert "Boat" in while_on
    assert "Boat" not in while_off
    assert (installation.enabled, installation.settings) == (False, {"most": 3})
    assert "A green boat" in client.get(f"/t/bordeaux/listings/{listing.id}").text


def test_a_failing_panel_says_so_and_the_page_stands(world, monkeypatch):
    app, session, _place, claire, odile = world
    founded(app, session, claire, odile)
    client = app.test_client()
    sign_in(client, odile.person)
    post(client, "/t/bordeaux/networks/sur-l-eau/plugins/boats", **{"settings-most": "3"})
    monkeypatch.setattr(Boats, "fails", True)

    with pytest.raises(RuntimeError, match="the river is dry"):
        client.get("/t/bordeaux/networks/sur-l-eau")
    app.testing = False
    try:
        shown = client.get("/t/bordeaux/networks/sur-l-eau")
    finally:
        app.testing = True

    assert shown.status_code == 200
    assert "On the river" in shown.text
    assert "This part is unavailable just now." in shown.text


def test_the_last_coordinator_cannot_step_down(world):
    app, session, _place, claire, odile = world
    founded(app, session, claire, odile)
    client = app.test_client()
    sign_in(client, claire.person)

    post(client, f"/t/bordeaux/networks/sur-l-eau/coordinators/{odile.id}/step-down")

    session.rollback()
    assert session.scalars(sa.select(SubnetworkMember.coordinates)).all() == [True]

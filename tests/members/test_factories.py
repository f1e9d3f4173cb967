"""The makers of rows give people who can really sign in."""

import sqlalchemy as sa

from app.members.models import Person
from app.testing import factories


def test_a_person_of_the_factory_can_sign_in_with_the_password(app, session):
    from flask_security import verify_and_update_password

    from app.web.database import db

    person = factories.person(session)
    session.commit()

    with app.test_request_context():
        found = db.session.scalar(sa.select(Person).where(Person.id == person.id))
        before = found.password

        assert verify_and_update_password(factories.PASSWORD, found)
        assert not verify_and_update_password("correct horse batters", found)
        assert found.password == before


def test_a_client_is_signed_in_without_the_password(session, client):
    person = factories.person(session, "Zoé")
    session.commit()

    factories.sign_in(client, person)
    answer = factories.post(client, "/theme", theme="dark", next="/")
    session.refresh(person)

    assert answer.location == "/"
    assert person.theme == "dark"


def test_the_factories_make_a_little_world(session):
    bordeaux = factories.territory(session)
    lou = factories.member(session, bordeaux, first_name="Lou", roles=["administrator"])
    bank = factories.subnetwork(session, bordeaux)
    factories.takes_part(session, bank, lou, coordinates=True)
    offer = factories.listing(session, lou, bank)
    session.commit()

    assert offer.territory_id == bordeaux.id
    assert [grant.role for grant in lou.grants] == ["administrator"]

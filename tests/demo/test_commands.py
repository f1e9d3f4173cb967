"""``together demo`` from the command line: builds once, refuses other people's data, names the sign-ins."""

import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.demo.accounts import PASSWORD, SIGN_INS
from app.demo.build import Wanted
from app.demo.commands import FEWEST, group
from app.exchanges.models import Exchange
from app.geo.gazetteer import Gazetteer
from app.members.models import Person, SignIn
from app.members.passwords import Passwords
from app.testing.factories import person, post


@pytest.fixture
def ready(app: Flask, wanted: Wanted, places: Gazetteer) -> Flask:
    """An application whose data folder has the gazetteer, and the pictures that other tests prepared."""
    data_dir: Path = app.extensions["together_settings"].data_dir
    shutil.copyfile(places.path, data_dir / "gazetteer.sqlite3")
    if (wanted.data_dir / "uploads").exists():
        shutil.copytree(wanted.data_dir / "uploads", data_dir / "uploads", dirs_exist_ok=True)
    return app


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(group, list(words))


def test_it_is_built_once_and_says_each_time_how_to_sign_in(ready: Flask, session: Session) -> None:
    first = run(ready, "build", "--members", str(FEWEST))
    people = set(session.scalars(sa.select(Person.id)))
    session.commit()

    again = run(ready, "build", "--members", "200")

    assert (first.exception, again.exception) == (None, None)
    assert "The demonstration is there already." not in first.output
    assert "The demonstration is there already." in again.output
    assert set(session.scalars(sa.select(Person.id))) == people
    for output in (first.output, again.output):
        assert f"Password of all of them: {PASSWORD}" in output
        assert "Address: http://localhost" in output
        for one in SIGN_INS:
            assert one.email in output


def test_the_named_accounts_sign_in(ready: Flask, session: Session, client: FlaskClient) -> None:
    run(ready, "build", "--members", str(FEWEST))

    found = json.loads(run(ready, "accounts", "--json").output)

    assert [one["role"] for one in found] == [
        "inhabitant",
        "coordinator",
        "facilitator",
        "administrator",
        "operator",
        "inhabitant",
    ]
    assert {one["language"] for one in found} == {"fr", "en"}
    for one in found:
        answer = post(ready.test_client(), "/sign-in", email=one["email"], password=one["password"])
        name, count = session.execute(
            sa.select(Person.first_name, sa.func.count(SignIn.id))
            .join(SignIn, SignIn.person_id == Person.id)
            .where(Person.email == one["email"])
            .group_by(Person.first_name)
        ).one()
        session.commit()
        assert (answer.status_code, name, count) == (302, one["first_name"], 1)
    nobody = session.scalar(
        sa.select(sa.func.count())
        .select_from(Person)
        .where(Person.password.is_not(None), Person.email.not_in([one["email"] for one in found]))
    )
    assert nobody == 0


def test_there_are_no_accounts_before_it_is_built(app: Flask) -> None:
    assert json.loads(run(app, "accounts", "--json").output) == []


def test_a_database_with_people_of_its_own_is_left_alone(ready: Flask, session: Session) -> None:
    person(session, "Ana")
    session.commit()

    refused = run(ready, "build", "--members", str(FEWEST))

    assert "holds people or territories of its own" in str(refused.exception)
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Exchange)) == 0


def test_the_password_is_one_that_people_could_choose(app: Flask) -> None:
    with app.app_context():
        refused, _password = Passwords(app).validate(PASSWORD, is_register=True)

    assert refused is None

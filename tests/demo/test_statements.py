"""No page of the demonstration asks the database more than thirty times, however many rows it shows."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.demo.accounts import SIGN_INS
from app.members.models import Person
from app.testing.factories import sign_in
from app.testing.queries import count_queries
from app.web.database import db
from tests.demo.conftest import Built

MOST = 30
SKIPPED = {
    "static": "a file",
    "web.service_worker": "a file",
    "web.manifest": "a file",
    "media.picture": "a file",
    "media.staged": "a file",
    "members.download": "everything about one person, in one file made on demand",
}
LATEST = {
    "listing_id": "SELECT id FROM listing WHERE territory_id = :t AND status = 'active' ORDER BY id DESC",
    "exchange_id": "SELECT id FROM exchange WHERE territory_id = :t AND :m IN (asker_id, owner_id)",
    "conversation_id": "SELECT conversation_id FROM conversation_participant WHERE member_id = :m",
    "account_id": "SELECT id FROM account WHERE member_id = :m",
    "member_id": "SELECT id FROM member WHERE territory_id = :t AND status = 'active' ORDER BY id DESC",
    "slug": "SELECT slug FROM subnetwork WHERE territory_id = :t ORDER BY slug",
    "territory_id": "SELECT id FROM territory WHERE active",
}
FIXED = {"letter": "A", "code": "A03", "plugin": "time_bank", "territory": "bordeaux"}


@pytest.mark.parametrize("email", [account.email for account in SIGN_INS])
def test_every_page_asks_at_most_thirty_times(built: Built, email: str) -> None:
    app = built.app
    with app.app_context(), Session(db.engine) as session:
        person = session.scalars(sa.select(Person).where(Person.email == email)).one()
        addresses = _addresses(app, session, person)
    client = app.test_client()
    sign_in(client, person)
    counts: dict[str, int] = {}

    with app.app_context():
        engine = db.engine
    for address in addresses:
        with count_queries(engine) as asked:
            answer = client.get(address)
        if answer.status_code == 200:
            counts[address] = len(asked)

    assert {address: count for address, count in counts.items() if count > MOST} == {}
    assert len(counts) > 15


def _addresses(app: Flask, session: Session, person: Person) -> list[str]:
    """Return the address of every page that can be read, with rows that this person has."""
    territory = session.execute(sa.text("SELECT id FROM territory WHERE slug = 'bordeaux'")).scalar_one()
    member = session.execute(
        sa.text("SELECT id FROM member WHERE territory_id = :t AND person_id = :p"),
        {"t": territory, "p": person.id.hex if _is_sqlite(session) else person.id},
    ).scalar()
    values: dict[str, object] = dict(FIXED)
    for name, query in LATEST.items():
        found = session.execute(sa.text(f"{query} LIMIT 1"), {"t": territory, "m": member}).scalar()
        if found is not None:
            values[name] = found
    adapter = app.url_map.bind("localhost")
    made = {
        adapter.build(rule.endpoint, {name: _typed(values[name]) for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in SKIPPED and rule.arguments <= values.keys()
    }
    return sorted(made)


def _typed(value: object) -> object:
    try:
        return UUID(str(value))
    except ValueError:
        return value


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"

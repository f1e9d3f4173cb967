"""Small makers of rows for tests: a territory, its people, a sub-network, a listing.

They flush and do not commit; commit before a client looks.
"""

import hashlib
import secrets
import time
from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.listings.models import Direction, Listing, ListingStatus
from app.members.models import Member, MemberRole, MemberStatus, Person, SignIn
from app.members.security import ARGON2, SESSION_KEY, SIGN_IN_LASTS
from app.roles import Role
from app.subnetworks.models import Installation, Subnetwork, SubnetworkMember
from app.territories.models import Level, Territory, TerritoryAncestor

__all__ = [
    "PASSWORD",
    "csrf",
    "grant",
    "listing",
    "member",
    "person",
    "post",
    "sign_in",
    "subnetwork",
    "takes_part",
    "territory",
]

PASSWORD = "correct horse battery"  # noqa: S105  # of every person made here


def territory(session: Session, slug: str = "bordeaux", **values: Any) -> Territory:
    """Make an active territory, with its row of ancestry."""
    defaults: dict[str, Any] = {
        "name": slug.replace("-", " ").title(),
        "name_key": slug.replace("-", " "),
        "level": Level.COMMUNE,
        "active": True,
        "lat": 44.8378,
        "lon": -0.5792,
    }
    made = Territory(slug=slug, **(defaults | values))
    session.add(made)
    session.flush()
    session.add(TerritoryAncestor(ancestor_id=made.id, territory_id=made.id, depth=0))
    session.flush()
    return made


def person(session: Session, first_name: str = "Ana", *, confirmed: bool = True, **values: Any) -> Person:
    """Make a person with the password ``PASSWORD`` and an address of their own."""
    defaults: dict[str, Any] = {
        "email": f"{first_name.lower()}.{secrets.token_hex(4)}@example.org",
        "language": "en",
        "password": _hashed(),
        "fs_uniquifier": secrets.token_hex(32),
        "fs_webauthn_user_handle": secrets.token_hex(32),
        "confirmed_at": clock.now() if confirmed else None,
    }
    made = Person(first_name=first_name, **(defaults | values))
    session.add(made)
    session.flush()
    return made


_person = person  # where an argument has the same name


@cache
def _hashed() -> str:
    """Hash ``PASSWORD`` as sign-up does, once: argon2 is slow on purpose."""
    from argon2 import PasswordHasher

    return PasswordHasher(
        time_cost=ARGON2["time_cost"], memory_cost=ARGON2["memory_cost"], parallelism=ARGON2["parallelism"]
    ).hash(PASSWORD)


def member(
    session: Session,
    territory: Territory,
    person: Person | None = None,
    *,
    first_name: str = "Ana",
    roles: Iterable[Role | str] = (),
    **values: Any,
) -> Member:
    """Make an active member of ``territory``, with a new person unless one is given."""
    if person is None:
        person = _person(session, first_name)
    defaults: dict[str, Any] = {
        "status": MemberStatus.ACTIVE,
        "place": territory.name,
        "public_lat": territory.lat,
        "public_lon": territory.lon,
        "joined_at": clock.now(),
    }
    made = Member(territory_id=territory.id, person=person, **(defaults | values))
    session.add(made)
    session.flush()
    for role in roles:
        grant(session, made, role)
    return made


def grant(session: Session, member: Member, role: Role | str) -> MemberRole:
    """Give ``member`` a role of the territory: facilitator, researcher or administrator."""
    made = MemberRole(territory_id=member.territory_id, member=member, role=str(role))
    session.add(made)
    session.flush()
    return made


def subnetwork(
    session: Session,
    territory: Territory,
    slug: str = "time-bank",
    *,
    plugins: Iterable[str] = ("time_bank",),
    settings: dict[str, dict[str, Any]] | None = None,
    **values: Any,
) -> Subnetwork:
    """Make a sub-network with ``plugins`` switched on, each with its part of ``settings``."""
    defaults: dict[str, Any] = {"name": slug.replace("-", " ").capitalize(), "theme": "exchange_systems"}
    made = Subnetwork(territory_id=territory.id, slug=slug, **(defaults | values))
    session.add(made)
    session.flush()
    for plugin in plugins:
        session.add(
            Installation(
                territory_id=territory.id,
                subnetwork_id=made.id,
                plugin=plugin,
                settings=(settings or {}).get(plugin, {}),
            )
        )
    session.flush()
    return made


def takes_part(
    session: Session, subnetwork: Subnetwork, member: Member, *, coordinates: bool = False
) -> SubnetworkMember:
    """Let ``member`` take part in ``subnetwork``, or coordinate it."""
    made = SubnetworkMember(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        member_id=member.id,
        coordinates=coordinates,
    )
    session.add(made)
    session.flush()
    return made


def listing(
    session: Session,
    member: Member,
    subnetwork: Subnetwork,
    title: str = "I mend bicycles",
    *,
    kind: str = "time_bank.repairs",
    direction: Direction = Direction.OFFER,
    **values: Any,
) -> Listing:
    """Make a published listing, without the details of its kind."""
    defaults: dict[str, Any] = {
        "status": ListingStatus.ACTIVE,
        "text": "Brakes, gears and tyres; we do it together.",
        "language": "en",
        "terms": ["gift"],
        "place": member.place,
        "public_lat": member.public_lat,
        "public_lon": member.public_lon,
        "published_at": clock.now(),
    }
    made = Listing(
        territory_id=member.territory_id,
        member_id=member.id,
        subnetwork_id=subnetwork.id,
        kind=kind,
        direction=direction,
        title=title,
        **(defaults | values),
    )
    session.add(made)
    session.flush()
    return made


def sign_in(client: FlaskClient, person: Person) -> UUID:
    """Sign ``person`` in on ``client`` without the slow password; the person must be committed.

    Returns:
        The id of the sign-in, by which it can be ended.
    """
    from app.web.database import db

    token = secrets.token_urlsafe(32)
    with client.application.app_context(), Session(db.engine) as session:
        made = SignIn(
            person_id=person.id,
            token_digest=hashlib.sha256(token.encode()).digest(),
            device="A browser of the tests",
            seen_on=clock.today(),
            expires_at=clock.now() + SIGN_IN_LASTS,
        )
        session.add(made)
        session.commit()
        sign_in_id = made.id
    with client.session_transaction() as cookie:
        cookie["_user_id"] = person.fs_uniquifier
        cookie["_fresh"] = True
        cookie["fs_paa"] = time.time()
        cookie["fs_cc"] = "set"
        cookie[SESSION_KEY] = token
    return sign_in_id


def csrf(client: FlaskClient) -> str:
    """Return a form token that this client's session accepts."""
    with client.session_transaction() as cookie:
        seed = cookie.setdefault("csrf_token", secrets.token_hex(20))
    key = client.application.config["SECRET_KEY"]
    return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(seed))


def post(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    """Send a form with a good token; a list is sent as several values of one name."""
    return client.post(path, data={**values, "csrf_token": csrf(client)})

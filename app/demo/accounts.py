"""Whom one can sign in as in the demonstration."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.members.models import Person

PASSWORD = "mascaret-remonte-la-garonne"  # noqa: S105  # printed for everybody who builds the demonstration


@dataclass(frozen=True, kw_only=True)
class SignInAs:
    """One person of the demonstration with a known password."""

    email: str
    role: str
    territory: str = "bordeaux"
    voice: str
    age: str
    tradition: str = "french"
    language: str = "fr"
    roles: tuple[str, ...] = ()
    operator: bool = False
    activity: float = 1.0


SIGN_INS = (
    SignInAs(email="inhabitant@example.org", role="inhabitant", voice="woman", age="adult", activity=5.0),
    SignInAs(email="coordinator@example.org", role="coordinator", voice="man", age="elder", activity=2.0),
    SignInAs(
        email="facilitator@example.org",
        role="facilitator",
        voice="woman",
        age="adult",
        tradition="west_africa",
        roles=("facilitator",),
    ),
    SignInAs(
        email="administrator@example.org",
        role="administrator",
        voice="man",
        age="adult",
        tradition="maghreb",
        roles=("administrator",),
    ),
    SignInAs(
        email="operator@example.org",
        role="operator",
        voice="woman",
        age="adult",
        tradition="portugal",
        operator=True,
        activity=0.3,
    ),
    SignInAs(
        email="neighbour@example.org",
        role="inhabitant",
        voice="woman",
        age="adult",
        tradition="britain",
        language="en",
        activity=3.0,
    ),
)


def accounts(session: Session) -> list[dict[str, str]]:
    """Return the sign-ins of the demonstration, with the password they share."""
    addresses = [one.email for one in SIGN_INS]
    found = session.execute(sa.select(Person.email, Person.first_name).where(Person.email.in_(addresses)))
    names = {row.email: row.first_name for row in found}
    return [
        {
            "email": one.email,
            "password": PASSWORD,
            "role": one.role,
            "territory": one.territory,
            "first_name": names[one.email],
            "language": one.language,
        }
        for one in SIGN_INS
        if one.email in names
    ]

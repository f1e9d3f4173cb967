"""Neighbours with programs: a town with a time bank, and what their programs send."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.kernel.registry import Plugins
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories
from tests.api.conftest import Program

HOURS = "time_bank.hours"


@dataclass
class Town:
    """Ana and Bilal live there, Chloé coordinates the time bank, Dora administers the town."""

    app: Flask
    session: Session
    territory: Territory
    network: Subnetwork
    ana: Member
    bilal: Member
    chloe: Member
    dora: Member
    program: Callable[..., Program]

    def __post_init__(self) -> None:
        self.of_ana, self.of_bilal = self.program(self.ana), self.program(self.bilal)
        self.of_chloe, self.of_dora = self.program(self.chloe), self.program(self.dora)

    @property
    def plugins(self) -> Plugins:
        """The installed plugins."""
        found: Plugins = self.app.extensions["together_plugins"]
        return found

    def path(self, rest: str) -> str:
        """Return the path of something of the town."""
        return f"/{self.territory.slug}/{rest}"

    def lists(self, **values: Any) -> TestResponse:
        """Let Ana ask for help in the garden."""
        return self.of_ana.post(self.path("listings"), request_for_help(**values))

    def asks(self, listing_id: UUID | str, program: Program | None = None, **values: Any) -> TestResponse:
        """Let Bilal answer a listing with an hour, in hours."""
        sent = {"text": "Hello Ana, I have shears.", "quantity": 60, "terms": HOURS, **values}
        return (program or self.of_bilal).post(self.path(f"listings/{listing_id}/exchanges"), sent)

    def moves(self, exchange_id: str, program: Program, do: str, **values: Any) -> TestResponse:
        """Let somebody move an exchange."""
        return program.post(self.path(f"exchanges/{exchange_id}/moves"), {"do": do, **values})


def request_for_help(**values: Any) -> dict[str, Any]:
    """Return a request for help in the garden, as a program sends it."""
    return {
        "direction": "request",
        "kind": "time_bank.garden",
        "title": "A hand with the hedge",
        "terms": [HOURS],
        **values,
    }


def town(app: Flask, session: Session, program: Callable[..., Program], slug: str = "talence") -> Town:
    """Make a town with its people and their programs; everything is committed."""
    territory = factories.territory(session, slug)
    network = factories.subnetwork(session, territory, "hours")
    people = [
        factories.member(session, territory, first_name=name, roles=roles)
        for name, roles in (("Ana", ()), ("Bilal", ()), ("Chloé", ()), ("Dora", ("administrator",)))
    ]
    factories.takes_part(session, network, people[2], coordinates=True)
    session.commit()
    return Town(app, session, territory, network, *people, program=program)


def wrong(response: TestResponse) -> dict[str, list[str]]:
    """Return the sentences of a problem by the place they are about."""
    found: dict[str, list[str]] = {}
    for error in (response.json or {}).get("errors", ()):
        found.setdefault(error.get("pointer") or error["parameter"], []).append(error["detail"])
    return found

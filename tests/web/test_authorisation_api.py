"""Who may use what of the interface for programs: every route by role, scope and territory."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.api import tokens
from app.api.operations import scope_of
from app.api.scopes import Scope
from app.testing.fixtures import Workbench
from app.web.access import May, required
from app.web.database import db
from tests.web.test_authorisation import (
    ELSEWHERE,
    OWN_TERRITORY,
    PRIVATE,
    contents,
    is_of_another,
    path_of,
    reached,
)
from tests.web.world import PERSONAS, Place, World

pytestmark = pytest.mark.xdist_group("authorisation of programs")

REACHED = 299
OPEN = (May.LOOK, May.SIGN_IN)


class Programs:
    """A program of every persona of Bordeaux, with tokens of any scopes."""

    def __init__(self, world: World) -> None:
        self.world, self.app = world, world.app
        self._texts: dict[tuple[str, frozenset[Scope], Any], str] = {}

    def ask(
        self,
        persona: str,
        method: str,
        path: str,
        *,
        scopes: frozenset[Scope] = frozenset(Scope),
        only: Place | None = None,
    ) -> TestResponse:
        headers = {}
        if persona != "visitor":
            headers["Authorization"] = f"Bearer {self._token(persona, scopes, only)}"
        return self.app.test_client().open(path, method=method, headers=headers, buffered=True)

    def _token(self, persona: str, scopes: frozenset[Scope], only: Place | None) -> str:
        place_id = only.territory.id if only else None
        if (persona, scopes, place_id) not in self._texts:
            with self.app.app_context(), Session(db.engine) as session:
                person = session.merge(self.world.people[persona], load=False)
                _, text = tokens.create(
                    session,
                    person,
                    name="A test",
                    scopes=scopes,
                    lasts=timedelta(days=1),
                    territory_id=place_id,
                )
                session.commit()
            self._texts[persona, scopes, place_id] = text
        return self._texts[persona, scopes, place_id]


@pytest.fixture(scope="module")
def programs(workbench: Workbench) -> Programs:
    """The two territories and their programs, once for all tests of this file."""
    return Programs(World(workbench.own_app("authorisation_programs")))


@pytest.fixture
def without_handlers(programs: Programs) -> Iterator[Flask]:
    """The application with every handler replaced by one that only says that it was reached."""
    app, views = programs.app, dict(programs.app.view_functions)
    for endpoint, view in views.items():
        app.view_functions[endpoint] = reached(view)
    yield app
    app.view_functions.update(views)


def routes(app: Flask) -> list[tuple[Rule, str, May]]:
    found = []
    for rule in app.url_map.iter_rules():
        may = required(app, rule.endpoint)
        if rule.endpoint.startswith("api_") and may is not None:
            found += [(rule, method, may) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


@pytest.mark.parametrize("where", ["own territory", "foreign territory"])
def test_every_route_lets_in_the_programs_of_whom_it_should(
    programs: Programs, without_handlers: Flask, where: str
) -> None:
    place = programs.world.here if where == "own territory" else programs.world.there
    wrong = []
    for rule, method, may in routes(without_handlers):
        in_territory = "territory" in rule.arguments
        table = OWN_TERRITORY if in_territory and where == "own territory" else ELSEWHERE
        for persona in PERSONAS:
            path = path_of(without_handlers, rule, place.values[persona])
            found = programs.ask(persona, method, path).status_code
            wanted = REACHED if persona in table[may] else 401 if persona == "visitor" else 403
            if found != wanted:
                wrong.append(f"{method} {path} ({may}) answers {found} to a {persona}, not {wanted}")

    assert wrong == []


def test_no_route_is_used_without_its_scope(programs: Programs) -> None:
    personas = {May.OPERATE: "operator", May.STUDY: "researcher"}
    asked = [
        (rule, method, personas.get(may, "administrator"), scope_of(programs.app, rule.endpoint))
        for rule, method, may in routes(programs.app)
    ]
    for persona, scope in {(persona, scope) for _, _, persona, scope in asked}:  # the first use is noted
        programs.ask(persona, "GET", "/api/v1/territories", scopes=frozenset(Scope) - {scope})
    before = contents(programs.app)
    wrong = []
    for rule, method, persona, scope in asked:
        path = path_of(programs.app, rule, programs.world.here.values[persona])
        everything_else = frozenset(Scope) - {scope}
        response = programs.ask(persona, method, path, scopes=everything_else)

        if response.status_code != 403 or f"“{scope}”" not in str((response.json or {}).get("detail")):
            wrong.append(f"{method} {path} answers {response.status_code} without the scope {scope}")

    assert wrong == []
    assert contents(programs.app) == before


def test_readers_see_nothing_of_another_territory(programs: Programs) -> None:
    wrong = []
    for rule, method, may in routes(programs.app):
        if method != "GET":
            continue
        in_territory = "territory" in rule.arguments
        table = OWN_TERRITORY if in_territory else ELSEWHERE
        for persona in PERSONAS:
            if persona not in table[may] or is_of_another(rule, may, persona):
                continue
            path = path_of(programs.app, rule, programs.world.here.values[persona])
            response = programs.ask(persona, method, path)
            if response.status_code >= 500:
                wrong.append(f"{path} answers {response.status_code} to a {persona}")
            if in_territory and b"Canary" in response.get_data():
                wrong.append(f"{path} shows a {persona} something of another territory")

    assert wrong == []


def test_a_token_of_one_territory_is_worth_nothing_in_another(programs: Programs) -> None:
    """What it gets there is what the public gets, and where the public gets nothing it gets nothing."""
    here, there = programs.world.here, programs.world.there
    wrong = []
    for rule, method, may in routes(programs.app):
        if "territory" not in rule.arguments or (may in OPEN and method != "GET"):
            continue
        for persona in ("inhabitant", "coordinator", "administrator"):
            path = path_of(programs.app, rule, there.values[persona])
            as_public = programs.ask("visitor", method, path)
            bound = programs.ask(persona, method, path, only=here)
            if may in OPEN and (bound.status_code, bound.data) != (as_public.status_code, as_public.data):
                wrong.append(f"{method} {path} shows a {persona} of elsewhere more than the public")
            if may not in OPEN and bound.status_code != 403:
                wrong.append(f"{method} {path} answers {bound.status_code} to a {persona} of elsewhere")

    assert wrong == []


def test_a_third_member_finds_nothing_of_what_two_others_share(programs: Programs) -> None:
    values = programs.world.here.values["inhabitant"]
    found = {}
    for rule, method, may in routes(programs.app):
        if rule.arguments & PRIVATE and may in (May.TAKE_PART, May.OWN_ACCOUNT) and method == "GET":
            path = path_of(programs.app, rule, values)
            found[f"{method} {path}"] = programs.ask("researcher", method, path).status_code

    assert {path: status for path, status in found.items() if status != 404} == {}


def test_a_sign_in_in_a_browser_opens_nothing_of_the_interface(programs: Programs) -> None:
    browser = programs.world.client("administrator")
    opened = []
    for rule, method, may in routes(programs.app):
        path = path_of(programs.app, rule, programs.world.here.values["administrator"])
        if may not in OPEN and browser.open(path, method=method).status_code != 401:
            opened.append(f"{method} {path}")

    assert opened == []

"""Who may use what: every route, asked by everybody, in their own territory and in a foreign one."""

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.errors import Misconfiguration
from app.plugin_api import Manifest, hookimpl
from app.testing import factories
from app.testing.fixtures import Workbench
from app.web.access import May, required
from app.web.database import db
from tests.web.world import MEMBERS, PERSONAS, World

pytestmark = pytest.mark.xdist_group("authorisation")

LETS_IN, SIGN_IN, JOIN, NOTHING = "lets in", "asks to sign in", "asks to join", "knows of nothing"

EVERYBODY = frozenset(PERSONAS)
SIGNED_IN = EVERYBODY - {"visitor"}
COORDINATORS = frozenset({"coordinator", "coordinator of another"})

# What a route lets people do, and who of their own territory is let in. Everybody else is sent away.
OWN_TERRITORY: dict[May, frozenset[str]] = {
    May.LOOK: EVERYBODY,
    May.SIGN_IN: EVERYBODY,
    May.OWN_ACCOUNT: SIGNED_IN,
    May.TAKE_PART: frozenset(MEMBERS),
    May.COORDINATE: COORDINATORS | {"administrator"},
    May.FACILITATE: frozenset({"facilitator", "administrator"}),
    May.STUDY: frozenset({"researcher", "administrator"}),
    May.ADMINISTER: frozenset({"administrator"}),
    May.OPERATE: frozenset({"operator"}),
}
# In a territory that is not theirs, and on pages of no territory, only the operator's role counts.
ELSEWHERE: dict[May, frozenset[str]] = {
    **dict.fromkeys(May, frozenset()),
    May.LOOK: EVERYBODY,
    May.SIGN_IN: EVERYBODY,
    May.OWN_ACCOUNT: SIGNED_IN,
    May.OPERATE: frozenset({"operator"}),
}

# Things that belong to the two sides of an exchange, or to one person: nobody else is told that they exist.
PRIVATE = {
    "exchange_id",
    "conversation_id",
    "account_id",
    "debt_id",
    "round_id",
    "notification_id",
    "sign_in_id",
    "token_id",
    "transfer_id",
    "request_id",
    "order_id",
    "desk_id",
    "day_id",
    "slip_id",
    "organisation_id",
    "reconversion_id",
    "asked_id",
    "note_place_id",
}
PRIVATE_LISTINGS = {"listings.edit", "listings.move"}

# The accounts of members are for the coordinators of their sub-network; not even an administrator looks in.
ACCOUNTS_OF_OTHERS = {
    "clearing.take_back",
    "ledgers.limits",
    "ledgers.correct",
    "ledgers.journal",
    "ledgers.entrust",
    "ledgers.group_list",
    "ledgers.group",
    "ledgers.put",
    "ledgers.levy_list",
    "ledgers.end_levy",
    "ledgers.suggestions",
}

# The community's own accounts: everybody may look into them, members may print them.
COMMON_ACCOUNTS = {"ledgers.common", "ledgers.common_download", "ledgers.common_printed"}

# Pages that have nothing to show with the example values.
NOT_WALKED = {
    "media.picture": "there is no such picture",
    "media.staged": "nothing is staged",
    "members.change_mail": "the token is none",
    "local_currency.poster": "is no text; tried in tests/plugins/local_currency",
    "local_currency.share_print": "is no text; tried in tests/plugins/local_currency",
    "local_currency.day_pdf": "is no text; tried in tests/plugins/local_currency",
    "local_currency.slip_pdf": "is no text; tried in tests/plugins/local_currency",
    "local_currency.reconversion_pdf": "is no text; tried in tests/plugins/local_currency",
    "time_bank.book_pdf": "is no text; tried in tests/plugins/time_bank",
    "ledgers.printed": "is no text; tried in tests/ledgers",
    "ledgers.common_printed": "is no text; tried in tests/ledgers",
    "members.download": "takes the whole account away; tried in tests/members",
}


@pytest.fixture(scope="module")
def world(workbench: Workbench) -> World:
    """The two territories, once for all tests of this file."""
    return World(workbench.own_app("authorisation"))


@pytest.fixture
def without_views(world: World) -> Iterator[Flask]:
    """The application with every view replaced by one that only says that it was reached."""
    app, views = world.app, dict(world.app.view_functions)
    for endpoint, view in views.items():
        app.view_functions[endpoint] = reached(view)
    yield app
    app.view_functions.update(views)


def reached(view: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(view)
    def say_so(**values: Any) -> tuple[str, int]:
        return "reached", 299

    return say_so


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Those of pages; test_authorisation_api.py asks those of programs."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith("api_")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def path_of(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    given = {name: values[name] for name in rule.arguments}
    if rule.endpoint == "impact.feel":
        given["exchange_id"] = values["confirmed_id"]
    if rule.endpoint in ("exchanges.settle", "exchanges.send_settlement"):
        given["exchange_id"] = values["disputed_id"]
    if rule.endpoint == "ledgers.limits":  # not of one's own account
        given["account_id"] = values["neighbour_account_id"]
    if rule.endpoint in COMMON_ACCOUNTS:
        given["account_id"] = values["common_account_id"]
    built = rule.build(given)
    assert built is not None
    return str(built[1])


def ask(world: World, persona: str, method: str, path: str) -> TestResponse:
    client = world.client(persona)
    if method == "GET":
        return client.get(path, buffered=True)
    return client.open(path, method=method, data={"csrf_token": factories.csrf(client)})


def answer(response: TestResponse) -> str:
    if response.status_code == 404:
        return NOTHING
    location = response.headers.get("Location", "")
    if location.startswith("/sign-in?next="):
        return SIGN_IN
    if response.status_code == 302 and location.endswith("/join"):
        return JOIN
    return LETS_IN


def expected(may: May, persona: str, *, table: dict[May, frozenset[str]], in_territory: bool) -> str:
    if persona in table[may]:
        return LETS_IN
    if persona == "visitor":
        return SIGN_IN
    return JOIN if may is May.TAKE_PART and in_territory else NOTHING


@pytest.mark.parametrize("where", ["own territory", "foreign territory"])
def test_every_route_lets_in_whom_it_should_and_nobody_else(
    world: World, without_views: Flask, where: str
) -> None:
    place = world.here if where == "own territory" else world.there
    wrong = []
    for rule, method in routes(without_views):
        may = required(without_views, rule.endpoint)
        assert may is not None
        in_territory = "territory" in rule.arguments
        table = OWN_TERRITORY if in_territory and where == "own territory" else ELSEWHERE
        for persona in PERSONAS:
            path = path_of(without_views, rule, place.values[persona])
            found = answer(ask(world, persona, method, path))
            wanted = expected(may, persona, table=table, in_territory=in_territory)
            if found != wanted:
                wrong.append(f"{method} {path} ({may}) {found} a {persona}, but {wanted} was expected")

    assert wrong == []


def test_pages_open_for_those_who_may_and_show_nothing_of_another_territory(world: World) -> None:
    before = contents(world.app)
    wrong = []
    for rule, method in routes(world.app):
        may = required(world.app, rule.endpoint)
        if method != "GET" or rule.endpoint in NOT_WALKED or rule.endpoint.startswith("security."):
            continue
        in_territory = "territory" in rule.arguments
        table = OWN_TERRITORY if in_territory else ELSEWHERE
        for persona in PERSONAS:
            if persona not in table[may or May.OPERATE] or is_of_another(rule, may, persona):
                continue
            path = path_of(world.app, rule, world.here.values[persona])
            response = ask(world, persona, method, path)
            if response.status_code not in (200, 302, 303, 304) or answer(response) != LETS_IN:
                wrong.append(f"{path} answers {response.status_code} to a {persona}")
            if in_territory and "Canary" in response.get_data(as_text=True):
                wrong.append(f"{path} shows a {persona} something of another territory")

    assert wrong == []
    assert contents(world.app) == before


def is_of_another(rule: Rule, may: May | None, persona: str) -> bool:
    """Whether the route names one thing of a sub-network that this persona does not look after."""
    if rule.endpoint in ACCOUNTS_OF_OTHERS:
        return persona != "coordinator"
    names_one = rule.arguments & {"slug", "exchange_id", "account_id", "ledger_id", "listing_id"}
    return persona == "coordinator of another" and may is May.COORDINATE and bool(names_one)


@pytest.mark.parametrize(("persona", "most"), [("coordinator of another", 10), ("administrator", 3)])
def test_nobody_finds_what_the_coordinators_of_another_sub_network_look_after(
    world: World, persona: str, most: int
) -> None:
    values = world.here.values[persona]
    found = {}
    for rule, method in routes(world.app):
        if is_of_another(rule, required(world.app, rule.endpoint), persona):
            path = path_of(world.app, rule, values)
            found[f"{method} {path}"] = answer(ask(world, persona, method, path))

    assert len(found) > most
    assert {path: result for path, result in found.items() if result != NOTHING} == {}


def test_a_third_member_finds_nothing_of_what_two_others_share(world: World) -> None:
    """The exchange, conversation, account and notifications are the inhabitant's and a neighbour's."""
    before = contents(world.app)
    found = {}
    for rule, method in routes(world.app):
        may = required(world.app, rule.endpoint)
        private = rule.arguments & PRIVATE or rule.endpoint in PRIVATE_LISTINGS
        private = private and rule.endpoint not in COMMON_ACCOUNTS
        if not private or may not in (May.TAKE_PART, May.OWN_ACCOUNT):
            continue
        path = path_of(world.app, rule, world.here.values["inhabitant"])
        found[f"{method} {path}"] = answer(ask(world, "researcher", method, path))

    assert len(found) > 12
    assert {path: result for path, result in found.items() if result != NOTHING} == {}
    assert contents(world.app) == before


def test_things_of_another_territory_are_not_found_below_ones_own(world: World) -> None:
    before = contents(world.app)
    found = {}
    ids = {
        "listing_id",
        "member_id",
        "payee_id",
        "programme_id",
        "statement_id",
        "bank_line_id",
        "note_operation_id",
        "melting_rule_id",
        "webhook_id",
        *PRIVATE,
    }
    for rule, method in routes(world.app):
        if "territory" not in rule.arguments or not rule.arguments & ids:
            continue
        values = world.there.values["administrator"] | {
            "territory": "bordeaux",
            "slug": world.here.network.slug,
        }
        path = path_of(world.app, rule, values)
        found[f"{method} {path}"] = answer(ask(world, "administrator", method, path))

    assert len(found) > 25
    assert {path: result for path, result in found.items() if result != NOTHING} == {}
    assert contents(world.app) == before


def test_what_is_forbidden_and_what_is_not_there_look_alike(world: World) -> None:
    client = world.client("researcher")
    values = world.here.values["inhabitant"]
    forbidden = client.get(f"/t/bordeaux/exchanges/{values['exchange_id']}")
    unknown = client.get("/t/bordeaux/exchanges/01900000-0000-7000-8000-000000000000")
    nonsense = client.get("/t/bordeaux/no-such-page")
    not_allowed = client.get("/t/bordeaux/members")

    pages = {without_nonce(page) for page in (forbidden, unknown, not_allowed)}
    assert len(pages) == 1
    assert "There is nothing here" in pages.pop()
    assert {page.status_code for page in (forbidden, unknown, nonsense, not_allowed)} == {404}


def without_nonce(page: TestResponse) -> str:
    text = re.sub(r'nonce="[^"]*"', "", page.get_data(as_text=True))
    text = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", text)
    return re.sub(
        r'(next|action|content|value|href)="[^"]*(exchanges/[0-9a-f-]*|no-such-page|members)[^"]*"', "", text
    )


def test_no_form_is_taken_without_its_token(world: World) -> None:
    before = contents(world.app)
    taken = []
    for rule, method in routes(world.app):
        if method == "GET":
            continue
        for persona in ("visitor", "administrator", "operator"):
            path = path_of(world.app, rule, world.here.values[persona])
            for sent in ({}, {"csrf_token": "forged"}):
                response = world.client(persona).open(path, method=method, data=sent)
                page = response.get_data(as_text=True)
                if response.status_code != 400 or "This form has been open for too long" not in page:
                    taken.append(f"{method} {path} took {sent} from a {persona}: {response.status_code}")

    assert taken == []
    assert contents(world.app) == before


def contents(app: Flask) -> dict[str, int]:
    """A digest of every table, so that a test can say that nothing was written."""
    with app.app_context(), db.engine.connect() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        found = {}
        for name, table in tables.tables.items():
            if name.startswith("listing_words") or name in ("sign_in",):
                continue
            rows = connection.execute(sa.select(table)).all()
            found[name] = hash(frozenset(repr(tuple(row)) for row in rows))
        return found


def test_a_route_that_does_not_say_who_may_use_it_stops_the_start(make_app: Callable[..., Flask]) -> None:
    pages = Blueprint("silent", __name__)

    @pages.get("/hello")
    def hello() -> str:
        return "hello"

    class Silent:
        @hookimpl
        def manifest(self) -> Manifest:
            return Manifest(
                slug="silent", title="Silent", summary="Says nothing.", author="Tests", pages=pages
            )

    with pytest.raises(Misconfiguration, match=r"^These routes do not say who may use them: silent\.hello"):
        make_app([Silent()])

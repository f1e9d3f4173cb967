"""What surrounds every page: headers, the log line, language, theme, errors, health."""

import json
import re
from pathlib import Path

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.members.models import Person
from app.testing import factories
from app.web.access import required
from app.web.views import local_path

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "/%0d%0aSet-Cookie:a=b\r\n",
    "//localhost@evil.example",
    " //evil.example",
    "",
]


def addresses(app: Flask) -> list[str]:
    """An address for every route, with values that name nothing."""
    identity = "01900000-0000-7000-8000-000000000000"
    return sorted(
        {
            re.sub(r"<int:\w+>", "1", re.sub(r"<uuid:\w+>", identity, rule.rule))
            .replace("<territory>", "bordeaux")
            .replace("<path:filename>", "favicon.svg")
            for rule in app.url_map.iter_rules()
            if required(app, rule.endpoint) is not None
        }
    )


def test_every_answer_carries_the_headers_that_protect(app: Flask, session: Session) -> None:
    factories.territory(session)
    session.commit()
    client = app.test_client()
    bare = []
    for path in (re.sub(r"<[^>]+>", "nothing", path) for path in addresses(app)):
        for answer in (client.get(path, buffered=True), client.post(path, buffered=True)):
            policy = answer.headers.get("Content-Security-Policy", "")
            good = (
                all(answer.headers.get(name) == value for name, value in HEADERS.items())
                and "default-src 'none'" in policy
                and "frame-ancestors 'none'" in policy
                and "object-src 'none'" in policy
                and "unsafe" not in policy
                and "*" not in policy
            )
            if not good:
                bare.append((path, answer.status_code, policy))

    assert bare == []


def test_every_script_of_a_page_carries_the_nonce_of_its_answer(client: FlaskClient) -> None:
    answer = client.get("/")
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    again = client.get("/")

    assert nonce is not None
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert scripts != []
    assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    assert nonce[1] not in again.headers["Content-Security-Policy"]
    assert "style=" not in re.sub(r"<svg.*?</svg>", "", answer.text, flags=re.DOTALL)


def test_pages_of_people_are_kept_by_no_cache(client: FlaskClient, session: Session) -> None:
    ana = factories.person(session)
    session.commit()
    as_visitor = client.get("/")
    factories.sign_in(client, ana)
    as_ana = client.get("/settings")

    assert as_visitor.headers["Cache-Control"] == "private, no-cache"
    assert as_ana.headers["Cache-Control"] == "private, no-store"
    assert {"cookie", "accept-language"} <= {name.lower() for name in as_ana.vary}


def test_a_request_leaves_one_line_without_personal_data(client: FlaskClient, session: Session) -> None:
    place = factories.territory(session)
    ana = factories.member(session, place)
    session.commit()
    factories.sign_in(client, ana.person)
    with structlog.testing.capture_logs() as lines:
        client.get(
            f"/t/bordeaux/people/{ana.id}?q=a+secret+search", headers={"User-Agent": "Ana's own browser"}
        )

    assert [sorted(line) for line in lines] == [
        ["event", "log_level", "method", "milliseconds", "route", "status"]
    ]
    assert lines[0]["route"] == "/t/<territory>/people/<uuid:member_id>"
    assert (lines[0]["method"], lines[0]["status"]) == ("GET", 200)
    written = json.dumps(lines, default=str)
    for private in (str(ana.id), str(ana.person_id), ana.person.email, "secret", "own browser", "127.0.0.1"):
        assert private not in written


@pytest.mark.parametrize(("chosen", "spoken"), [("fr", "fr"), ("en", "en"), ("tlh", "en")])
def test_a_visitor_chooses_a_language(client: FlaskClient, chosen: str, spoken: str) -> None:
    answer = factories.post(client, "/language", language=chosen, next="/help")
    page = client.get("/help", headers={"Accept-Language": "en"})

    assert answer.location == "/help"
    assert f'<html lang="{spoken}"' in page.text


def test_a_choice_of_language_and_theme_goes_with_the_person(client: FlaskClient, session: Session) -> None:
    ana = factories.person(session, "Ana", language="en")
    session.commit()
    factories.sign_in(client, ana)
    factories.post(client, "/language", language="fr", next="/settings")
    factories.post(client, "/theme", theme="dark", next="/settings")
    factories.post(client, "/theme", theme="neon", next="/settings")
    page = client.get("/settings").text
    session.expire_all()
    kept = session.get_one(Person, ana.id)

    assert (kept.language, kept.theme) == ("fr", "dark")
    assert '<html lang="fr"' in page
    assert 'data-bs-theme="dark"' in page


@pytest.mark.parametrize("path", ["/language", "/theme"])
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_form_leads_to_another_site(client: FlaskClient, path: str, elsewhere: str) -> None:
    answer = factories.post(client, path, language="fr", theme="dark", next=elsewhere)

    assert answer.status_code == 302
    assert answer.location == "/"
    assert "evil" not in str(answer.headers)


def test_an_address_of_this_site_is_kept(app: Flask) -> None:
    with app.test_request_context():
        assert local_path("/t/bordeaux/search?q=bread&page=2") == "/t/bordeaux/search?q=bread&page=2"


@pytest.mark.parametrize("header", ["If-Modified-Since", "If-Unmodified-Since", "If-Range", "Date"])
@pytest.mark.parametrize("path", ["/", "/sw.js", "/static/manifest.webmanifest", "/api/v1/openapi.json"])
def test_a_date_that_no_calendar_has_is_as_none(client: FlaskClient, path: str, header: str) -> None:
    headers = {header: "Fri, 31 Dec 99999999999999999999 23:59:59 GMT", "Range": "bytes=0-3"}

    with client.get(path, headers=headers) as answer:
        status = answer.status_code

    assert status in (200, 206)


@pytest.mark.parametrize("path", ["/", "/login", "/sw.js"])
@pytest.mark.parametrize("host", ["a" * 5000, "9" * 500, "a..b"])
def test_a_host_that_is_none_is_refused_in_words(client: FlaskClient, path: str, host: str) -> None:
    answer = client.get(path, headers={"Host": host, "Accept-Language": "en"})

    assert answer.status_code == 400
    assert answer.text.startswith("We did not understand that")
    program = client.get("/api/v1/territories", headers={"Host": host})
    assert (program.status_code, program.mimetype) == (400, "application/problem+json")


def test_unknown_pages_of_all_sorts_look_alike(client: FlaskClient, session: Session) -> None:
    factories.territory(session)
    factories.territory(session, "asleep", active=False)
    session.commit()
    pages = [
        client.get(f"{path}?lang=en") for path in ("/no-such", "/t/nowhere/", "/t/asleep/", "/media/x/y.webp")
    ]

    assert {page.status_code for page in pages} == {404}
    assert all("There is nothing here" in page.text for page in pages)


def test_a_wrong_method_says_what_is_possible(client: FlaskClient) -> None:
    answer = client.get("/language?lang=en")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "That is not possible here" in answer.text


def test_a_crash_says_sorry_without_a_word_of_ours(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> str:
        raise LookupError("the secret is forty-two")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "home.help", _like(app.view_functions["home.help"], crash))
    answer = app.test_client().get("/help?lang=en")

    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "forty-two" not in answer.text
    assert "LookupError" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_database_out_of_reach_asks_to_come_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlalchemy as sa

    def lost() -> str:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("server closed the connection"))

    monkeypatch.setitem(app.view_functions, "home.help", _like(app.view_functions["home.help"], lost))
    answer = app.test_client().get("/help?lang=en")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "SELECT" not in answer.text


def _like(view: object, other: object) -> object:
    other.__dict__.update(view.__dict__)
    return other


def test_health_touches_nothing_and_readiness_looks(app: Flask, tmp_path: Path) -> None:
    from app.config import Settings, prepare
    from app.factory import create_app

    empty = create_app(
        prepare(Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}"))
    ).test_client()
    ready, unready = app.test_client().get("/readyz"), empty.get("/readyz")

    assert (ready.status_code, ready.text) == (200, "ready\n")
    assert empty.get("/healthz").text == "ok\n"
    assert unready.status_code == 503
    assert unready.text == "the database lacks migrations: run 'together db upgrade'\n"
    assert ready.headers["Cache-Control"] == "no-store"


def test_a_database_that_is_gone_is_said(tmp_path: Path) -> None:
    from app.config import Settings, prepare
    from app.factory import create_app

    url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    client = create_app(prepare(Settings(data_dir=tmp_path, database_url=url))).test_client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").text == "the database cannot be reached\n"


def test_forwarded_headers_are_believed_from_as_many_proxies_as_there_are(tmp_path: Path) -> None:
    from app.config import Settings, prepare
    from app.factory import create_app

    def is_secure(proxies: int) -> bool:
        url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
        app = create_app(prepare(Settings(data_dir=tmp_path, database_url=url, proxies=proxies)))
        answer = app.test_client().get("/healthz", headers={"X-Forwarded-Proto": "https"})
        return "Strict-Transport-Security" in answer.headers

    assert (is_secure(0), is_secure(1)) == (False, True)

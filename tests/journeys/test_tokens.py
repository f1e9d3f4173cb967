"""Somebody gives a program a token, the program acts for them, and is out once the token is revoked."""

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from app.testing import factories
from tests.journeys.conftest import NewContext
from tests.journeys.people import COMPUTER, LOCALES, TELEPHONE, Someone, without_complaints
from tests.journeys.sites import Site


@pytest.mark.parametrize(
    ("language", "device"),
    [
        pytest.param("en", {"viewport": COMPUTER}, id="in_english_on_a_computer"),
        pytest.param(
            "fr", {"viewport": TELEPHONE, "java_script_enabled": False}, id="in_french_without_javascript"
        ),
    ],
)
def test_a_program_acts_as_long_as_its_token_counts(
    empty_site: Site, new_context: NewContext, language: str, device: dict[str, Any]
) -> None:
    permissions = ["clipboard-read", "clipboard-write"] if language == "en" else []
    context = new_context(locale=LOCALES[language], permissions=permissions, **device)
    ana = Someone(empty_site, context, "Ana", language=language)
    with empty_site.session() as session:
        factories.person(session, "Ana", email=ana.email, language=language)

    with without_complaints(ana):
        ana.sign_in()
        token = make_a_token(ana)
        first_name = ask(ana, token)
        revoke_it(ana)

    assert first_name == "Ana"
    with pytest.raises(HTTPError, match="401"):
        ask(ana, token)


def make_a_token(ana: Someone) -> str:
    """Ana makes a token, takes it, and finds it only by its last letters afterwards; a mail tells her."""
    ana.go("/settings")
    ana.follow("Tokens of programs")
    ana.reads("No program acts for you")
    ana.follow("Make a token")
    ana.write("What is it for?", "Agenda")
    ana.choose("Read what I can read")
    ana.press("Make the token")
    ana.reads("Copy it now, into the program it is for. We show it this once and keep it nowhere.")
    token = ana.main.locator("#token").inner_text()
    copy = ana.main.get_by_role("button", name=ana.word("Copy it"))
    if ana.language == "en":
        copy.click()
        ana.reads("Copied")
        assert ana.page.evaluate("navigator.clipboard.readText()") == token
    else:
        expect(copy).to_be_hidden()
    ana.follow("I have copied it, back to my tokens")
    ana.reads("ends in %(letters)s", letters=token[-4:])
    expect(ana.main).not_to_contain_text(token)
    assert "Agenda" in ana.site.mailbox.wait(ana.email).as_string()
    return token


def ask(ana: Someone, token: str) -> str:
    """The program asks for whom it acts."""
    request = Request(f"{ana.site.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    with urlopen(request, timeout=30) as answer:  # noqa: S310  # our own server
        return str(json.load(answer)["first_name"])


def revoke_it(ana: Someone) -> None:
    """Ana opens the confirmation and says yes."""
    ana.go("/settings/tokens")
    ana.main.locator("details summary").click()
    ana.press("Yes, revoke it")
    ana.page.wait_for_url("**/settings/tokens")
    ana.reads("No program acts for you")

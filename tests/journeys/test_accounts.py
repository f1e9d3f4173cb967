"""Getting in by passkey, by code and by mail; getting out everywhere."""

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from app.testing import factories
from tests.journeys.conftest import NewContext
from tests.journeys.people import TELEPHONE, Someone, without_complaints
from tests.journeys.sites import Site, link_in

pytestmark = pytest.mark.xdist_group("empty site")
TOTP_STEP = 30  # seconds


@pytest.fixture
def ana(empty_site: Site, new_context: NewContext) -> Someone:
    """Somebody with an account, on a telephone."""
    ana = Someone(empty_site, new_context(viewport=TELEPHONE, locale="en-GB"), "Ana")
    with empty_site.session() as session:
        factories.person(session, "Ana", email=ana.email)
    return ana


@pytest.fixture
def same_person(empty_site: Site, new_context: NewContext) -> Callable[[Someone], Someone]:
    """``same_person(ana)``: she, on another device."""

    def elsewhere(person: Someone) -> Someone:
        other = Someone(empty_site, new_context(locale="en-GB"), person.first_name)
        other.email, other.password = person.email, person.password
        return other

    return elsewhere


def is_in(person: Someone) -> None:
    expect(person.page.locator("[data-menu] summary")).to_contain_text(person.first_name)


def is_out(person: Someone) -> None:
    person.go("/settings")
    expect(person.page).to_have_url(re.compile("/sign-in"))


def code_at(key: str, moment: float) -> str:
    """Return what an authenticator app shows for ``key`` (RFC 6238)."""
    secret = base64.b32decode(re.sub("[ -]", "", key).upper())
    digest = hmac.new(secret, int(moment // TOTP_STEP).to_bytes(8), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 10**6:06d}"


def test_a_passkey_takes_the_place_of_the_password(ana: Someone) -> None:
    devtools = ana.context.new_cdp_session(ana.page)
    devtools.send("WebAuthn.enable")
    telephone = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": telephone})

    with without_complaints(ana):
        ana.sign_in()
        is_in(ana)
        ana.go("/settings/passkeys")
        ana.write("Its name", "my telephone")
        ana.press("Make it")
        ana.reads("The passkeys you have")
        ana.reads("my telephone")
        ana.sign_out()
        is_out(ana)
        ana.follow("Sign in with a passkey")
        ana.press("Use my passkey")
        is_in(ana)

    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})
    assert [passkey["rpId"] for passkey in kept["credentials"]] == ["localhost"]


def test_a_second_step_asks_for_the_code_of_an_app(ana: Someone) -> None:
    ana.sign_in()
    ana.go("/settings/two-steps")
    ana.choose("With an app that shows codes")
    ana.press("Go on")
    key = ana.main.locator("code").inner_text()
    now = time.time()
    ana.write("The code", code_at(key, now))
    ana.press("Switch it on")
    ana.go("/settings/two-steps")
    ana.reads("It is on.")
    ana.sign_out()

    ana.sign_in()
    ana.reads("The second step")
    is_out(ana)
    ana.sign_in()
    ana.write("The code", code_at(key, now))
    ana.press("Sign in")
    is_in(ana)
    ana.sign_out()

    ana.sign_in()
    ana.write("The code", code_at(key, now))
    ana.press("Sign in")
    expect(ana.main.locator("#errors")).to_be_visible()  # a code opens once
    ana.write("The code", code_at(key, time.time() + TOTP_STEP))
    ana.press("Sign in")
    is_in(ana)


def test_a_forgotten_password_is_replaced_by_mail(
    ana: Someone, same_person: Callable[[Someone], Someone]
) -> None:
    elsewhere = same_person(ana)
    elsewhere.sign_in()
    is_in(elsewhere)

    ana.go("/sign-in")
    ana.write("Mail address", ana.email)
    ana.go("/new-password")
    ana.write("Mail address", ana.email)
    ana.press("Send me the link")
    ana.go(link_in(ana.site.mailbox.wait(ana.email)))
    ana.password = "another long sentence to keep"
    ana.write("New password", ana.password)
    ana.press("Save my new password")
    ana.site.mailbox.wait(ana.email, number=2)

    is_out(elsewhere)
    elsewhere.sign_in()
    expect(elsewhere.main.locator("#errors")).to_be_visible()  # with the former password
    ana.sign_in()
    is_in(ana)


def test_a_new_mail_address_counts_once_it_is_confirmed(ana: Someone) -> None:
    former, new = ana.email, f"new.{ana.email}"
    ana.sign_in()
    ana.go("/settings/mail")
    ana.write("New mail address", new)
    ana.press("Send me the mail")
    mail = ana.site.mailbox.wait(new)
    ana.go("/settings")
    ana.reads(former)

    ana.go(link_in(mail))
    ana.main.get_by_role("button").click()
    ana.go("/settings")

    ana.reads(new)
    ana.sign_out()
    ana.email = new
    ana.sign_in()
    is_in(ana)


def test_signing_out_everywhere_leaves_one_device(
    ana: Someone, same_person: Callable[[Someone], Someone]
) -> None:
    at_work, at_the_library = same_person(ana), same_person(ana)
    for device in (ana, at_work, at_the_library):
        device.sign_in()
        is_in(device)

    ana.go("/settings/devices")
    expect(ana.main.get_by_role("listitem")).to_have_count(3)
    ana.press("Sign out all others")

    ana.reads("All other devices are signed out.")
    expect(ana.main.get_by_role("listitem")).to_have_count(1)
    is_out(at_work)
    is_out(at_the_library)
    ana.go("/settings")
    is_in(ana)

"""Without a network: what was last seen can still be read, and says that it is old."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import Demonstration, NewContext
from tests.journeys.people import TELEPHONE
from tests.journeys.sights import signed_in

pytestmark = pytest.mark.xdist_group("demonstration")


def with_service_worker(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload(wait_until="networkidle")
    return page


@pytest.mark.parametrize("who", [None, "inhabitant"])
def test_the_last_seen_page_opens_offline_and_says_so(
    who: str | None, demonstration: Demonstration, new_context: NewContext
) -> None:
    address = f"{demonstration.site.url}{demonstration.sights['home'].path}"
    context = new_context(
        storage_state=demonstration.cookies[who], viewport=TELEPHONE, locale="en-GB", service_workers="allow"
    )
    page = with_service_worker(context, address)
    title = page.get_by_role("heading", level=1).inner_text()
    expect(page.locator(".offline-notice")).to_be_hidden()

    context.set_offline(True)
    page.goto(address)

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".offline-notice")).to_be_visible()
    expect(page.locator("[data-offline-time]")).to_contain_text("20")


def test_a_page_that_was_never_seen_says_in_both_languages_that_there_is_no_network(
    demonstration: Demonstration, new_context: NewContext
) -> None:
    address = f"{demonstration.site.url}{demonstration.sights['home'].path}"
    context = new_context(viewport=TELEPHONE, service_workers="allow")
    page = with_service_worker(context, address)

    context.set_offline(True)
    page.goto(f"{demonstration.site.url}/help")

    expect(page.get_by_role("heading", name="Vous êtes hors connexion")).to_be_visible()
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()


def test_who_signs_out_leaves_no_page_behind(
    demonstration: Demonstration, new_context: NewContext, browser: Browser
) -> None:
    address = f"{demonstration.site.url}{demonstration.sights['home'].path}"
    cookies = signed_in(demonstration.site, browser, demonstration.accounts["inhabitant"])
    context = new_context(viewport=TELEPHONE, storage_state=cookies, service_workers="allow")
    page = with_service_worker(context, address)

    page.locator("[data-menu] summary").click()
    page.locator("[data-sign-out] button").click()
    expect(page.locator("[data-menu]")).to_have_count(0)
    context.set_offline(True)
    page.goto(address)

    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()

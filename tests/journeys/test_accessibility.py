"""Every main page for everybody: axe, keyboard, narrow screens, and a console without complaints."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Demonstration, NewContext
from tests.journeys.people import COMPUTER, TELEPHONE
from tests.journeys.sights import NAMES

pytestmark = pytest.mark.xdist_group("demonstration")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
ONLY_COLOURS: dict[str, Any] = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}
RUN = """async options => (await axe.run(options)).violations.map(
    one => [one.id, one.nodes.map(node => node.target + ": " + node.failureSummary)])"""


PAPER = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def contexts(demonstration: Demonstration, browser: Any) -> Any:
    """A browser context for each of those who look, into which axe may be put."""
    made = {
        who: browser.new_context(storage_state=state, bypass_csp=True, service_workers="block")
        for who, state in demonstration.cookies.items()
    }
    yield made
    for context in made.values():
        context.close()


def violations(page: Page, options: dict[str, Any]) -> dict[str, list[str]]:
    return dict(page.evaluate(RUN, options))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_violation(
    name: str, language: str, demonstration: Demonstration, contexts: dict[str | None, BrowserContext]
) -> None:
    sight = demonstration.sights[name]
    page = contexts[sight.who].new_page()
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(TELEPHONE)
    page.goto(f"{demonstration.site.url}{sight.path}?lang={language}")
    page.evaluate(AXE)

    found = {"telephone, light": violations(page, EVERYTHING)}
    by_day = page.evaluate(PAPER)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    by_night = page.evaluate(PAPER)
    found["telephone, dark"] = violations(page, ONLY_COLOURS)
    page.set_viewport_size(COMPUTER)
    found["computer, dark"] = violations(page, EVERYTHING)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found["computer, light"] = violations(page, ONLY_COLOURS)
    shown = page.locator("html").get_attribute("lang")
    page.close()

    assert shown == language
    assert by_day != by_night
    assert found == {look: {} for look in found}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_narrow_screen_and_obeys_its_own_policy(
    name: str, demonstration: Demonstration, new_context: NewContext
) -> None:
    sight = demonstration.sights[name]
    page = new_context(
        storage_state=demonstration.cookies_for(sight),
        viewport={"width": 320, "height": 640},
        service_workers="allow",
    ).new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{demonstration.site.url}{sight.path}", wait_until="networkidle")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(COMPUTER)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth")

    assert width == 320
    assert wide == COMPUTER["width"]
    assert complaints == []


def test_the_keyboard_goes_everywhere_and_is_seen(
    demonstration: Demonstration, new_context: NewContext
) -> None:
    sight = demonstration.sights["home"]
    context = new_context(
        storage_state=demonstration.cookies_for(sight), viewport=COMPUTER, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{demonstration.site.url}{sight.path}?lang=en")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    seen = []
    for _stop in range(25):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUS))
    invisible = [stop["words"] for stop in seen if not stop["outlined"]]

    assert invisible == []
    assert len({stop["words"] for stop in seen}) > 15


FOCUS = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const ringed = style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const looks = [getComputedStyle(one), getComputedStyle(one, "::after")];
    if (one.labels) looks.push(...[...one.labels].map(label => getComputedStyle(label)));
    const on_screen = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    const words = `${one.tagName} ${one.innerText || one.name || one.id}`;
    return {words, outlined: looks.some(ringed) && on_screen};
}"""


def test_the_skip_link_leads_to_the_content(demonstration: Demonstration, new_context: NewContext) -> None:
    sight = demonstration.sights["search"]
    page = new_context(storage_state=demonstration.cookies_for(sight), viewport=TELEPHONE).new_page()
    page.goto(f"{demonstration.site.url}{sight.path}")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_menu_opens_with_the_keyboard_and_closes_with_escape(
    demonstration: Demonstration, new_context: NewContext
) -> None:
    sight = demonstration.sights["home"]
    page = new_context(storage_state=demonstration.cookies_for(sight), viewport=TELEPHONE).new_page()
    page.goto(f"{demonstration.site.url}{sight.path}?lang=en")
    menu = page.locator("[data-menu]")
    opener = menu.locator("summary")

    opener.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Settings")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="My page")).to_be_focused()
    page.keyboard.press("Escape")

    expect(menu.get_by_role("link", name="Settings")).to_be_hidden()
    expect(opener).to_be_focused()

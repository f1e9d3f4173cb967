"""Servers and a browser for the journeys, each started once."""

import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState, expect, sync_playwright

from app.testing.databases import create_from
from tests.journeys.browsing import launch
from tests.journeys.sights import Sight, accounts, signed_in, twelve
from tests.journeys.sites import Site, site

NewContext = Callable[..., BrowserContext]
PATIENCE_OF_A_STEP = 40_000  # milliseconds
# A busy machine shows a page late, and it is right all the same.
expect.set_options(timeout=PATIENCE_OF_A_STEP)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a story failed, so that its last pages can be told."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def new_context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewContext]:
    """``new_context(...)``: a telephone or computer of its own; all are put away after the test.

    Without a service worker, unless ``service_workers="allow"`` is given: a story needs none.
    """
    made: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        context = browser.new_context(**({"service_workers": "block"} | options))
        context.set_default_timeout(PATIENCE_OF_A_STEP)
        made.append(context)
        return context

    yield new
    for context in made:
        if request.node.stash.get(FAILED, False):
            for page in context.pages:
                sys.stderr.write(f"\n{page.url}\n{page.locator('body').aria_snapshot()}\n")
        context.close()


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site on an empty SQLite database."""
    with site(tmp_path_factory.mktemp("empty_site")) as made:
        yield made


@pytest.fixture(scope="session")
def postgres_site(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[Site]:
    """A site on an empty PostgreSQL database."""
    url = create_from(postgres, "journeys", "template0")
    with site(tmp_path_factory.mktemp("postgres_site"), database_url=url) as made:
        yield made


@dataclass(frozen=True)
class Demonstration:
    """A demonstration being served, its main pages, and the cookies of who looks at them."""

    site: Site
    accounts: dict[str, dict[str, str]]
    """Sign-ins by role."""
    sights: dict[str, Sight]
    cookies: dict[str | None, StorageState | None]

    def cookies_for(self, sight: Sight) -> StorageState | None:
        """Return with which cookies a page is opened."""
        return self.cookies[sight.who]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Demonstration]:
    """A small demonstration territory."""
    folder = tmp_path_factory.mktemp("demonstration")
    with site(folder, prepare=("demo", "build", "--members", "60")) as made:
        people = accounts(made)
        cookies: dict[str | None, StorageState | None] = {None: None}
        for role in ("inhabitant", "coordinator"):
            cookies[role] = signed_in(made, browser, people[role])
        yield Demonstration(made, people, twelve(made, people), cookies)

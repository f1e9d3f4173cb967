"""What a page weighs on the line: a small proxy counts every byte, whoever in the browser asked for it."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.conftest import Demonstration, NewContext
from tests.journeys.people import TELEPHONE
from tests.journeys.sites import Site

pytestmark = pytest.mark.xdist_group("demonstration")
KILOBYTE = 1000
FIRST, REPEAT = 150 * KILOBYTE, 30 * KILOBYTE
NOT_WEIGHED = ["*/media/*", "*maplibre*", "*/search/points*"]
"""Photographs, and the map."""


class Scales(socketserver.ThreadingTCPServer):
    """Hands everything on to a site and adds up what it answers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), Passage)
        self.port = urlsplit(site.url).port
        self.answered = 0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Where a browser finds the site through the scales."""
        return f"http://localhost:{self.server_address[1]}"

    def add(self, size: int) -> None:
        """Count bytes that went to the browser."""
        with self.lock:
            self.answered += size

    def read(self) -> int:
        """Return what was answered since the last reading."""
        with self.lock:
            answered, self.answered = self.answered, 0
        return answered


class Passage(socketserver.BaseRequestHandler):
    """One connection from the browser to the site."""

    server: Scales

    def handle(self) -> None:
        """Copy in both directions until one side closes."""
        with socket.create_connection(("127.0.0.1", self.server.port)) as site:
            asking = threading.Thread(target=self._copy, args=(self.request, site, lambda size: None))
            asking.start()
            self._copy(site, self.request, self.server.add)
            asking.join()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket, count: Any) -> None:
        try:
            while some := source.recv(65_536):
                count(len(some))
                target.sendall(some)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return


@contextmanager
def weighed(site: Site) -> Iterator[Scales]:
    with Scales(site) as scales:
        thread = threading.Thread(target=scales.serve_forever)
        thread.start()
        yield scales
        scales.shutdown()
        thread.join()


def open_page(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setBlockedURLs", {"urls": NOT_WEIGHED})
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(500)  # the service worker fetches after the page is there
    page.close()


@pytest.mark.parametrize("name", ["home", "search"])
def test_a_page_is_light_the_first_time_and_lighter_afterwards(
    name: str, demonstration: Demonstration, new_context: NewContext
) -> None:
    path = demonstration.sights[name].path
    context = new_context(viewport=TELEPHONE, locale="fr-FR", service_workers="allow")

    with weighed(demonstration.site) as scales:
        open_page(context, f"{scales.url}{path}")
        first = scales.read()
        open_page(context, f"{scales.url}{path}")
        repeat = scales.read()

    assert 10 * KILOBYTE < first <= FIRST
    assert 0 < repeat <= REPEAT


@pytest.mark.parametrize("name", ["home", "search", "listing", "impact", "my-page"])
def test_nothing_comes_from_another_host(
    name: str, demonstration: Demonstration, new_context: NewContext
) -> None:
    sight = demonstration.sights[name]
    context = new_context(
        storage_state=demonstration.cookies_for(sight), viewport={"width": 1280, "height": 900}
    )
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()

    page.goto(f"{demonstration.site.url}{sight.path}", wait_until="networkidle")
    page.mouse.wheel(0, 20_000)
    page.wait_for_load_state("networkidle")

    own = urlsplit(demonstration.site.url).netloc
    elsewhere = [url for url in asked if urlsplit(url).scheme != "data" and urlsplit(url).netloc != own]
    assert len(asked) > 5
    assert elsewhere == []

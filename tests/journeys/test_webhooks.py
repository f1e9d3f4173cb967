"""A coordinator lets a program of theirs know what happens, sees that it fails, and sends it once more."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import PATIENCE_OF_A_STEP, NewContext
from tests.journeys.ledger_town import LedgerTown, ledger_town
from tests.journeys.people import Someone, without_complaints
from tests.journeys.sites import Site, site
from tests.webhooks.receivers import Receiver, Request, answer

PATIENCE = 30.0


@pytest.fixture
def hearing_site(tmp_path: Path) -> Iterator[Site]:
    """A site whose webhooks may lead to this machine."""
    with site(tmp_path, settings={"TOGETHER_WEBHOOK_PRIVATE": "1"}) as made:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """The program that wants to be told."""
    made = Receiver()
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_program_is_told_and_what_it_did_not_take_is_sent_once_more(
    hearing_site: Site, new_context: NewContext, receiver: Receiver, language: str
) -> None:
    town = ledger_town(hearing_site, {"Chloé": language, "Ana": "en", "Bilal": "en"})
    chloe = town.someone(new_context, "Chloé", language)

    with without_complaints(chloe):
        secret = add_it(town, chloe, receiver.url)
        receiver.wait_for(1, PATIENCE)
        test = receiver.requests[0]
        see(chloe, "Delivered", within="A test")
        receiver.behave = answer(500, b"out of order")
        first = paid(town, receiver)
        see(chloe, "The receiver answered, but not with 200 to 299.", within=POSTED)
        see(chloe, "In trouble")
        receiver.behave = answer(200)
        again = send_it_once_more(chloe, receiver)
        see(chloe, "Delivered", within=POSTED)
        see(chloe, "Active")
        pause_it(town, chloe, receiver)

    assert test.said["type"] == "ping"
    assert first.said["type"] == "transfer.posted"
    assert (again.id, again.body) == (first.id, first.body)
    assert all(request.is_signed_with(secret) for request in receiver.requests)


POSTED = "An amount has moved in a ledger of the sub-network"


def add_it(town: LedgerTown, chloe: Someone, url: str) -> str:
    """Chloé adds the webhook, and takes its secret."""
    chloe.go(town.path("networks/hours"))
    chloe.follow("Webhooks")
    chloe.reads("No program is told of anything")
    chloe.follow("Add a webhook")
    chloe.write("What is it for?", "Our calendar")
    chloe.write("Address of the receiver", url)
    chloe.choose(POSTED)
    chloe.press("Add it")
    chloe.reads("Copy it now, into the program that receives. We show it this once.")
    secret = chloe.main.locator("#secret").inner_text()
    chloe.follow("I have it: on to the webhook")
    expect(chloe.main).to_contain_text(url)
    expect(chloe.main).not_to_contain_text(secret)
    return secret


def paid(town: LedgerTown, receiver: Receiver) -> Request:
    """Ana pays Bilal; the program is told of it."""
    before = len(receiver.requests)
    town.pay("Ana", "Bilal", 60, "Bread")
    town.site.together("jobs", "run-once")  # the server would find it within a minute
    receiver.wait_for(before + 1, PATIENCE)
    return receiver.requests[before]


def send_it_once_more(chloe: Someone, receiver: Receiver) -> Request:
    """Chloé looks closer at what was not taken, and sends it again."""
    before = len(receiver.requests)
    line = newest(chloe, POSTED)
    line.locator("summary").click()
    expect(line).to_contain_text("out of order")
    expect(line).not_to_contain_text("Bread")
    line.get_by_role("button", name=chloe.word("Send it once more")).click()
    receiver.wait_for(before + 1, PATIENCE)
    return receiver.requests[before]


def pause_it(town: LedgerTown, chloe: Someone, receiver: Receiver) -> None:
    """While it is paused nothing goes; what happened meanwhile waits and comes when she resumes."""
    chloe.press("Pause")
    chloe.reads("Paused: nothing is sent until you resume.")
    before = len(receiver.requests)
    town.pay("Bilal", "Ana", 30, "Eggs")
    town.site.together("jobs", "run-once")
    assert len(receiver.requests) == before
    see(chloe, "Waiting", within=POSTED)
    chloe.press("Resume")
    receiver.wait_for(before + 1, PATIENCE)
    see(chloe, "nothing")


def see(chloe: Someone, message: str, *, within: str = "") -> None:
    """Load the page again until it says so, in the newest line of the log that is about ``within``."""
    until = time.monotonic() + PATIENCE_OF_A_STEP / 1000
    place = newest(chloe, within) if within else chloe.main
    said = place.filter(has_text=chloe.word(message))
    while not said.count() and time.monotonic() < until:
        time.sleep(0.3)
        chloe.page.reload()
    expect(said).to_be_visible()


def newest(chloe: Someone, what: str) -> Locator:
    """Return the newest line of the log that is about something."""
    return chloe.main.locator("section li").filter(has_text=chloe.word(what)).first

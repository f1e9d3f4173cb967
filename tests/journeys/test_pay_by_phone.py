"""Paying by telephone: a code with an amount on one screen, read by another, on a bad line.

Bea sells bread at the market, Ana buys it. The line breaks twice: before the confirmation leaves
Ana's telephone, and after it arrived but before the answer came back. Ana pays once.
"""

import contextlib
import io
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import pytest
import sqlalchemy as sa
import zxingcpp
from PIL import Image
from playwright.sync_api import Error, Page, Route, expect

from app.ledgers import services as ledgers
from app.ledgers.models import Account, Transfer
from app.ledgers.verification import faults
from app.testing import factories
from tests.journeys.conftest import NewContext
from tests.journeys.neighbours import _plugins
from tests.journeys.people import LOCALES, TELEPHONE, Someone, without_complaints
from tests.journeys.sites import Site

PURSE = 5000  # what Ana has, in hundredths
BREAD = "Deux pains & un sablé"
PAID_ALREADY = "This was paid already, on %(day)s at %(time)s. Nothing was paid a second time."


@dataclass(frozen=True)
class Market:
    """A town with a local currency, and two of its people who have an account."""

    slug: str
    ledger_id: UUID
    emails: dict[str, str]


def market(site: Site, language: str) -> Market:
    """Make the town beside the server, in a thread without Playwright's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_market, site, language).result()


def _market(site: Site, language: str) -> Market:
    plugins = _plugins(site.database_url, frozenset(site.environment.items()))
    with site.session() as session:
        slug = f"market-{secrets.token_hex(3)}"
        town = factories.territory(session, slug)
        network = factories.subnetwork(
            session,
            town,
            "currency",
            plugins=("local_currency",),
            settings={"local_currency": {"name": "Grain", "code": "GR"}},
        )
        method = plugins.settlements["local_currency.units"].ledger
        ledger = method(session, network) if method is not None else None
        assert ledger is not None
        people = {
            name: factories.member(session, town, factories.person(session, name, language=language))
            for name in ("Ana", "Bea")
        }
        accounts = {name: ledgers.account_of(session, ledger, one.id) for name, one in people.items()}
        ledgers.transfer(
            session,
            ledger=ledger,
            payer_id=ledgers.issuance_account(session, ledger).id,
            payee_id=accounts["Ana"].id,
            amount=PURSE,
            reason="issue",
            key="purse",
        )
        return Market(slug, ledger.id, {name: one.person.email for name, one in people.items()})


def paid(site: Site, place: Market) -> tuple[list[int], dict[str, int]]:
    """Return the amounts of all payments, and what stands on the members' accounts."""
    with site.session() as session:
        amounts = session.scalars(
            sa.select(Transfer.amount).where(
                Transfer.ledger_id == place.ledger_id, Transfer.reason == "payment"
            )
        ).all()
        balances = session.scalars(
            sa.select(Account.balance).where(
                Account.ledger_id == place.ledger_id, Account.member_id.is_not(None)
            )
        ).all()
        assert faults(session, place.ledger_id) == []
        return list(amounts), {"least": min(balances), "most": max(balances)}


def read_from_screen(page: Page) -> str:
    """Return what the camera of another telephone reads on this screen."""
    page.locator(".qr-box").scroll_into_view_if_needed()
    seen = Image.open(io.BytesIO(page.screenshot()))
    (code,) = zxingcpp.read_barcodes(seen)
    return str(code.text)


def lose_the_answer(route: Route) -> None:
    """Let what is posted arrive, and nothing come back."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
    else:
        route.continue_()


def press_into_nothing(person: Someone, label: str, **values: object) -> None:
    """Press a button whose answer never comes: the browser shows its own page."""
    with contextlib.suppress(Error):  # the press itself may tell that the page did not come
        person.press(label, **values)
    person.page.wait_for_url("chrome-error://**")


@pytest.mark.xdist_group("empty site")
@pytest.mark.parametrize(
    ("language", "scripts"), [("fr", True), ("en", True), ("en", False)], ids=["fr", "en", "no_javascript"]
)
def test_bread_is_paid_once_by_a_code_read_from_the_screen_on_a_bad_line(
    language: str, scripts: bool, empty_site: Site, new_context: NewContext
) -> None:
    place = market(empty_site, language)

    def someone(name: str) -> Someone:
        context = new_context(
            viewport=TELEPHONE, locale=LOCALES[language], java_script_enabled=scripts, device_scale_factor=2
        )
        person = Someone(empty_site, context, name, language=language)
        person.email = place.emails[name]
        return person

    bea, ana = someone("Bea"), someone("Ana")
    typed, price = ("12,50", "12,50 GR") if language == "fr" else ("12.50", "12.50 GR")

    with without_complaints(bea):
        address = make_the_code(bea, place, typed)
        open_the_code(ana, address, price)
        lose_the_line_twice(ana, address, price)
        expect(ana.main).to_contain_text("Bea")
        see_that_it_is_paid(bea, scripts)

    amounts, balances = paid(empty_site, place)
    assert amounts == [1250]
    assert balances == {"least": 1250, "most": PURSE - 1250}


def make_the_code(bea: Someone, place: Market, typed: str) -> str:
    """Bea says how much and what for, and shows the code."""
    bea.sign_in()
    bea.go(f"/t/{place.slug}/pay/")
    bea.follow("Be paid")
    bea.write("How much?", typed)
    bea.write("What for?", BREAD)
    bea.press("Make the code")
    bea.reads("To %(name)s", name="Bea")
    return read_from_screen(bea.page)


def open_the_code(ana: Someone, address: str, price: str) -> None:
    """Ana opens what the code holds, signs in, comes back, and reads who, how much and why."""
    assert address.startswith(f"{ana.site.url}/t/market-")
    ana.go(address)
    ana.write("Mail address", ana.email)
    ana.write("Password", ana.password)
    ana.press("Sign in")
    expect(ana.page).to_have_url(address)
    ana.reads("To %(name)s", name="Bea")
    expect(ana.main).to_contain_text(price)
    expect(ana.main).to_contain_text(BREAD)
    expect(ana.main).to_contain_text("37,50" if ana.language == "fr" else "37.50")


def lose_the_line_twice(ana: Someone, address: str, price: str) -> None:
    """Confirm without a network; again, with a lost answer; send it once more, and read the code again."""
    ana.context.set_offline(True)
    press_into_nothing(ana, "Pay %(amount)s", amount=price)
    ana.context.set_offline(False)
    ana.go(address)
    ana.reads("To %(name)s", name="Bea")

    ana.page.route("**/*", lose_the_answer)
    press_into_nothing(ana, "Pay %(amount)s", amount=price)
    ana.page.unroute("**/*")
    ana.page.reload()
    reads_that_it_was_paid_already(ana)
    ana.go(address)
    reads_that_it_was_paid_already(ana)


def reads_that_it_was_paid_already(ana: Someone) -> None:
    """Expect the receipt with its second sentence: the first one holds the day and the time."""
    said = ana.word(PAID_ALREADY, day="", time="")
    expect(ana.main).to_contain_text(said.rsplit(". ", 1)[1])


def see_that_it_is_paid(bea: Someone, scripts: bool) -> None:
    """Bea's screen says so by itself; without JavaScript she looks again."""
    if not scripts:
        bea.follow("Check again")
    title = bea.main.get_by_role("heading", level=1)
    expect(title).to_have_text(bea.word("Paid"))
    expect(bea.main).to_contain_text("Ana")
    expect(bea.page.locator(".qr-box")).to_have_count(0)

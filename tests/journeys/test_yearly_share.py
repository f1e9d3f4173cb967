"""The share of the year: members choose an association, a coordinator posts it, the association reads of it.

Euros were brought in during the year that ended on the last 29 June; the clock of the test stood there then.
"""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from app import clock
from app.config import from_environment
from app.factory import create_app
from app.ledgers.models import Account, Right
from app.ledgers.services import account_of, community_account, give_right, transfer
from app.ledgers.verification import faults
from app.members.models import Member
from app.testing import factories
from app.text import ngettext, speaking
from plugins.local_currency import approvals, issuing, services, shares
from plugins.local_currency.approvals import Words
from plugins.local_currency.desk_models import Means
from plugins.local_currency.models import Organisation, OrganisationKind
from tests.journeys.conftest import NewContext
from tests.journeys.people import COMPUTER, LOCALES, TELEPHONE, Someone, without_complaints
from tests.journeys.sites import Site, words_of

ZONE = "Europe/Paris"
SETTINGS = {"name": "Grain", "code": "GR", "share_rate": 300, "share_sponsors": 5}
GARDEN, CHOIR = "Jardin des Halles", "Chorale du Port"


@dataclass
class Town:
    """Where the story takes place, and what has to be found again."""

    site: Site
    slug: str
    year: int
    garden_account: Any
    ledger: Any

    def path(self, rest: str) -> str:
        """Return the path of a page of the currency."""
        return f"/t/{self.slug}/local_currency/grain/{rest}"


@contextmanager
def in_the_year(year: int) -> Iterator[None]:
    """Let the clock of this process stand in the middle of the year that ends in June of ``year``."""
    since, _before = shares.period(year)
    then = datetime.combine(since + timedelta(days=150), time(12), ZoneInfo(ZONE))
    clock.shift(then - clock.now())
    try:
        yield
    finally:
        clock.shift(timedelta(0))


def settle(site: Site, *, chloe: Someone, ana: Someone, gaston: Someone) -> Town:
    """Make the town with its currency and what happened in the year; Playwright minds Flask in its thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_settle, site, chloe, ana, gaston).result()


def _settle(site: Site, chloe: Someone, ana: Someone, gaston: Someone) -> Town:
    create_app(
        from_environment(dict(site.environment))
    )  # the plugins' kinds of messages are known from here on
    year = shares.latest_year(clock.today(ZONE))
    with site.session() as session, in_the_year(year):
        town = factories.territory(session, f"halles-{secrets.token_hex(3)}", name="Les Halles")
        network = factories.subnetwork(
            session,
            town,
            "grain",
            name="Grain",
            plugins=["local_currency"],
            settings={"local_currency": SETTINGS},
        )
        people = {
            one.first_name: factories.member(
                session,
                town,
                factories.person(session, one.first_name, email=one.email, language=one.language),
            )
            for one in (chloe, ana, gaston)
        }
        others = [
            factories.member(session, town, first_name=name) for name in ("Bilal", "Dora", "Emil", "Fanny")
        ]
        coordinator = people[chloe.first_name]
        factories.takes_part(session, network, coordinator, coordinates=True)
        garden, choir = (
            _association(session, network, name, coordinator, people[gaston.first_name])
            for name in (GARDEN, CHOIR)
        )
        ledger = services.ledger(session, network)
        for number, (member, euros) in enumerate(
            ((people[ana.first_name], 20_000), (others[0], 8_000), (others[1], 5_500))
        ):
            _bring(session, network, member, euros, number, coordinator)
        for member in others:
            shares.choose(session, network, member, garden.id)
        shares.choose(session, network, people[gaston.first_name], choir.id)
        transfer(
            session,
            ledger=ledger,
            payer_id=account_of(session, ledger, others[0].id).id,
            payee_id=community_account(session, ledger).id,
            amount=4_000,
            reason="commission",
            key="commission",
        )
        return Town(site, str(town.slug), year, garden.account_id, ledger.id)


def _association(session: Any, network: Any, name: str, coordinator: Member, holder: Member) -> Organisation:
    made = approvals.apply(
        session,
        network,
        kind=OrganisationKind.ASSOCIATION,
        name=name,
        words=Words(activity="Association"),
        member=holder,
    )
    approvals.vote(session, network, made, yes=True, reason="", by=coordinator)
    account = session.get_one(Account, made.account_id)
    give_right(session, account, holder.id, right=Right.PAY)
    return made


def _bring(session: Any, network: Any, member: Member, euros: int, number: int, by: Member) -> None:
    issuing.issue(
        session,
        network,
        account_of(session, services.ledger(session, network), member.id),
        amount=euros,
        means=Means.TRANSFER,
        memo=f"V{number}",
        key=f"slip-{number}",
        by=by,
    )


@pytest.mark.xdist_group("empty site")
@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_the_years_share_reaches_the_association_that_enough_members_chose(
    empty_site: Site, new_context: NewContext, language: str, other: str
) -> None:
    chloe = Someone(
        empty_site, new_context(locale=LOCALES[language], viewport=COMPUTER), "Chloé", language=language
    )
    ana = Someone(empty_site, new_context(locale=LOCALES[other], viewport=TELEPHONE), "Ana", language=other)
    gaston = Someone(
        empty_site,
        new_context(locale=LOCALES[language], viewport=TELEPHONE, java_script_enabled=False),
        "Gaston",
        language=language,
    )
    town = settle(empty_site, chloe=chloe, ana=ana, gaston=gaston)
    for person in (chloe, ana, gaston):
        person.sign_in()

    with without_complaints(chloe, ana, gaston):
        choose_the_garden(ana, town)
        post_the_share(chloe, town)
        read_of_it(gaston, town)
    check_the_books(town)


def choose_the_garden(ana: Someone, town: Town) -> None:
    """Ana is the fifth to choose the garden: it reaches the number that is needed."""
    ana.go(town.path("share"))
    with speaking(ana.language):
        missing = ngettext("%(num)s more needed", "%(num)s more needed", 1)
    expect(ana.main).to_contain_text(missing)
    ana.main.locator("label").filter(has_text=GARDEN).click()
    ana.press("Keep my choice")
    ana.reads("Kept. You can change it whenever you like.")
    expect(ana.main.get_by_label(GARDEN)).to_be_checked()


def post_the_share(chloe: Someone, town: Town) -> None:
    """Chloé sees what each would get before anything moves, posts, and cannot post twice."""
    chloe.go(town.path("share"))
    chloe.follow("Year to June %(year)s", year=town.year)
    chloe.reads("How this is computed")
    row = chloe.main.get_by_role("row", name=GARDEN)
    expect(row).to_contain_text("335")
    expect(row).to_contain_text("10.05 GR" if chloe.language == "en" else "10,05 GR")
    chloe.press("Post the share of this year")
    chloe.reads("The share of this year is posted. The associations are told.")
    chloe.go(town.path(f"shares/{town.year}"))
    expect(chloe.main.get_by_role("button")).to_have_count(0)
    expect(chloe.main).to_contain_text(CHOIR)


def read_of_it(gaston: Someone, town: Town) -> None:
    """Gaston has it in his mail and reads the table that everybody can read."""
    town.site.together("jobs", "run-once")
    mail = words_of(town.site.mailbox.wait(gaston.email, number=len(town.site.mailbox.to(gaston.email))))
    assert GARDEN in mail
    assert ("10.05 GR" if gaston.language == "en" else "10,05") in mail
    gaston.go(town.path(f"shares/{town.year}"))
    gaston.reads("Went to associations")


def check_the_books(town: Town) -> None:
    """The association has its share to the smallest unit, and the ledger holds."""
    with town.site.session() as session:
        garden = session.get_one(Account, town.garden_account)
        assert garden.balance == 1_005
        assert faults(session, town.ledger) == []

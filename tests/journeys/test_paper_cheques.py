"""A pile of thirty paper cheques, one of them twice and one sum wrong: found, named, mended, posted."""

import secrets
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app.ledgers.models import Ledger
from app.ledgers.verification import faults
from app.territories.models import Territory
from app.testing import factories
from tests.journeys.conftest import NewContext
from tests.journeys.neighbours import balances
from tests.journeys.people import COMPUTER, LOCALES, TELEPHONE, Someone
from tests.journeys.sites import Site

pytestmark = pytest.mark.xdist_group("empty site")

PAYERS = ("Ana", "Bilal", "Denis")
CHEQUES = 30
HAND = "26 h 15"
"""Fifteen cheques of an hour and fifteen of 45 minutes, added up by hand."""


@dataclass
class Desk:
    """Where the story takes place, and the cheques that lie on the table."""

    site: Site
    slug: str
    carla: Someone
    numbers: dict[str, list[str]] = field(default_factory=dict)

    def path(self, rest: str) -> str:
        """Return the path of a page of the paper desk."""
        return f"/t/{self.slug}/time_bank/hours/{rest}"

    def rows(self) -> list[dict[str, str]]:
        """Return what is written on the thirty cheques, the payers in turn."""
        found = []
        for place in range(CHEQUES):
            payer = PAYERS[place % 3]
            found.append(
                {
                    "number": self.numbers[payer][place // 3],
                    "payee": PAYERS[(place + 1) % 3],
                    "amount": "1 h" if place % 2 == 0 else "45 min",
                    "day": "2026-03-03",
                    "what": "Jardin",
                }
            )
        return found


@pytest.mark.parametrize(
    ("language", "device"),
    [
        pytest.param("en", {"viewport": COMPUTER}, id="in_english_on_a_computer"),
        pytest.param(
            "fr", {"viewport": TELEPHONE, "java_script_enabled": False}, id="in_french_without_javascript"
        ),
    ],
)
def test_a_pile_of_thirty_cheques_is_entered_without_a_mistake(
    empty_site: Site, new_context: NewContext, language: str, device: dict[str, Any]
) -> None:
    carla = Someone(empty_site, new_context(locale=LOCALES[language], **device), "Carla", language=language)
    desk = Desk(empty_site, f"town-{secrets.token_hex(3)}", carla)
    settle(desk)

    carla.sign_in()
    print_the_books(desk)
    count_the_pile(desk)
    type_half_of_it_and_come_back(desk)
    slip_twice(desk)
    mend(desk)
    see_what_moved(desk)
    undo_one(desk)

    assert [line for line in carla.complaints if "422 (UNPROCESSABLE" not in line] == []


def settle(desk: Desk) -> None:
    """A town with a time bank, three members and the coordinator Carla."""
    with desk.site.session() as session:
        town = factories.territory(session, desk.slug)
        rules = {"welcome_minutes": 0, "lowest_balance_minutes": None, "highest_balance_minutes": None}
        network = factories.subnetwork(session, town, "hours", settings={"time_bank": rules})
        person = factories.person(session, "Carla", email=desk.carla.email, language=desk.carla.language)
        factories.takes_part(session, network, factories.member(session, town, person), coordinates=True)
        for name in PAYERS:
            factories.member(session, town, first_name=name)


def print_the_books(desk: Desk) -> None:
    """Carla prints ten cheques for each of the three."""
    carla = desk.carla
    carla.go(f"/t/{desk.slug}/networks/hours")
    carla.follow("Cheques on paper")
    carla.reads("No book yet")
    for name in PAYERS:
        carla.go(desk.path("cheques/new"))
        carla.write("For whom", name)
        carla.press("Number the cheques")
        carla.reads("Book %(number)s", number=1 + PAYERS.index(name))
        links = carla.main.locator(".rows a").all_inner_texts()
        desk.numbers[name] = [text.strip() for text in links]
        assert len(desk.numbers[name]) == 10
    link = carla.main.get_by_role("link", name=carla.word("Cheques to print (PDF)"))
    answer = carla.page.request.get(f"{desk.site.url}{link.get_attribute('href')}")
    assert answer.body().startswith(b"%PDF")


def count_the_pile(desk: Desk) -> None:
    """Before anything is typed, the cheques are counted and added up by hand."""
    carla = desk.carla
    carla.go(desk.path("cheques"))
    carla.follow("Enter a pile")
    carla.write("How many cheques are in the pile", "0")
    carla.write("Their time, all added up", HAND)
    carla.press("Go on to the cheques")
    expect(carla.field("Their time, all added up")).to_have_value(HAND)
    carla.write("How many cheques are in the pile", str(CHEQUES))
    carla.press("Go on to the cheques")
    expect(carla.main.locator("[role=group][id^=row-]")).to_have_count(CHEQUES)


def fill(desk: Desk, place: int, row: dict[str, str]) -> None:
    """Type one cheque; who pays is known from its book."""
    for name, value in row.items():
        desk.carla.page.locator(f"#row-{place}-{name}").fill(value)


def type_half_of_it_and_come_back(desk: Desk) -> None:
    """The telephone rings: what was typed is kept, and there again the next day."""
    carla = desk.carla
    for place, row in enumerate(desk.rows()[:15], start=1):
        fill(desk, place, row)
    carla.press("Keep for later")
    carla.reads("Kept. Nothing is posted yet.")
    carla.go(desk.path("cheques"))
    carla.page.locator("main .rows a").first.click()
    expect(carla.page.locator("#row-15-number")).to_have_value(desk.rows()[14]["number"])
    carla.reads(
        "Typed so far: %(typed)s of %(counted)s cheques, %(sum)s of %(total)s.",
        typed=15,
        counted=CHEQUES,
        sum="13 h 15",
        total=HAND,
    )
    assert balances(desk.site, desk.slug) == {}


def slip_twice(desk: Desk) -> None:
    """One number is typed a second time, and one sum is wrong: nothing is posted, both are named."""
    carla, rows = desk.carla, desk.rows()
    for place, row in enumerate(rows[15:], start=16):
        fill(desk, place, row)
    fill(desk, 20, {"number": rows[2]["number"]})
    fill(desk, 8, {"amount": "1 h 45"})
    carla.press("Check and post")
    carla.reads("Nothing was posted yet. Something needs a second look")
    for place, other in ((3, 20), (20, 3)):
        sentence = carla.word(
            "Cheque %(number)s is here more than once: also in row %(rows)s. A cheque counts once.",
            number=rows[2]["number"],
            rows=other,
        )
        expect(carla.page.locator(f"#row-{place}-number-error")).to_contain_text(sentence)
    carla.reads(
        "You added up %(counted)s; the rows make %(typed)s: %(difference)s too much.",
        counted=HAND,
        typed="27 h 15",
        difference="1 h",
    )
    expect(carla.page.locator("#row-30-payee")).to_have_value(rows[29]["payee"])
    assert balances(desk.site, desk.slug) == {}


def mend(desk: Desk) -> None:
    """She looks at the two cheques again, and posts."""
    carla, rows = desk.carla, desk.rows()
    fill(desk, 20, {"number": rows[19]["number"]})
    fill(desk, 8, {"amount": "45 min"})
    carla.press("Check and post")
    carla.reads("Receipt of a pile of cheques")
    expect(carla.main.locator("tbody tr")).to_have_count(CHEQUES)


def expected_balances(rows: list[dict[str, str]]) -> dict[str, int]:
    """Add up by other means what the thirty cheques make."""
    found = dict.fromkeys(PAYERS, 0)
    for place, row in enumerate(rows):
        minutes = 60 if row["amount"] == "1 h" else 45
        found[PAYERS[place % 3]] -= minutes
        found[row["payee"]] += minutes
    return found


def see_what_moved(desk: Desk) -> None:
    """Balances and statements say the same as the paper."""
    carla = desk.carla
    assert balances(desk.site, desk.slug) == expected_balances(desk.rows())
    carla.go(desk.path("balances"))
    carla.follow("Ana")
    number = desk.numbers["Ana"][0]
    expect(carla.main).to_contain_text(carla.word("Cheque %(number)s", number=number))
    expect(carla.main.locator("tbody tr").filter(has_text="Jardin")).to_have_count(20)


def undo_one(desk: Desk) -> None:
    """One cheque was not for whom it seemed: it is undone, both sides see it, and it may be entered anew."""
    carla = desk.carla
    carla.go(desk.path("cheques"))
    carla.page.locator("main .rows a").first.click()
    row = carla.main.locator("tbody tr").first
    row.locator("summary").click()
    row.get_by_label(carla.word("Why")).fill("C'était pour Denis")
    row.get_by_role("button", name=carla.word("Undo it")).click()
    carla.reads("Undone. The cheque can be entered again.")
    expect(carla.main.locator("tbody tr").first).to_contain_text(
        carla.word("Undone: both statements show it")
    )
    was = expected_balances(desk.rows())
    assert balances(desk.site, desk.slug) == was | {"Ana": was["Ana"] + 60, "Bilal": was["Bilal"] - 60}
    with desk.site.session() as session:
        ledger = session.scalars(
            sa.select(Ledger)
            .join(Territory, Territory.id == Ledger.territory_id)
            .where(Territory.slug == desk.slug)
        ).one()
        assert faults(session, ledger.id) == []

"""A levy and its reversal: set by a coordinator, paid with a payment, gone back with it, seen by all."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NewContext
from tests.journeys.ledger_town import HOURS, LedgerTown, ledger_town
from tests.journeys.people import Someone, without_complaints
from tests.journeys.sites import Site
from tests.journeys.test_story import plain

FUND = "Solidarité"
BREAD = "Two loaves"


@pytest.mark.xdist_group("empty site")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_levy_goes_with_its_payment_and_comes_back_with_it(
    empty_site: Site, new_context: NewContext, language: str
) -> None:
    other = "en" if language == "fr" else "fr"
    town = ledger_town(empty_site, {"Chloé": language, "Ana": language, "Bilal": other})
    chloe, ana, bilal = (
        town.someone(new_context, name, spoken)
        for name, spoken in (("Chloé", language), ("Ana", language), ("Bilal", other))
    )

    with without_complaints(chloe, ana, bilal):
        keep_something_back(town, chloe)
        pay_for_bread(town, ana)
        see_payment_and_levy_together(town, ana, bilal)
        take_it_back(town, chloe)
        see_that_it_was_taken_back(town, ana, bilal)
        look_into_the_fund(town, bilal)


def keep_something_back(town: LedgerTown, chloe: Someone) -> None:
    """From now on ten percent of each payment goes to a fund."""
    chloe.go(town.path("desk"))
    chloe.follow("Ledgers")
    chloe.follow(HOURS)
    chloe.main.get_by_role("link", name=re.compile(chloe.word("what is kept back of payments"))).click()
    chloe.write("What it is for", FUND)
    chloe.write("Part of each payment", "10")
    chloe.field("Where it goes").select_option("new")
    chloe.press("Take it from now on")
    chloe.reads("From now on it is taken of every payment. Every statement says so.")
    chloe.reads("Goes to: %(account)s", account=FUND)


def pay_for_bread(town: LedgerTown, ana: Someone) -> None:
    """Ana pays Bilal an hour, and reads before what it costs besides."""
    ana.go(town.path(f"pay/{town.ledger_id}"))
    ana.follow("Bilal")
    ana.write("How much?", "1 h")
    ana.write("What for?", BREAD)
    ana.press("Go on")
    expect(ana.main).to_contain_text("6 min", use_inner_text=True)
    ana.press("Pay %(amount)s", amount="1 h")
    expect(ana.main.get_by_role("heading", name=ana.word("Paid"))).to_be_visible()
    expect(ana.main).to_contain_text(BREAD)
    assert town.balances() == {"Chloé": 0, "Ana": -66, "Bilal": 60, FUND: 6}


def see_payment_and_levy_together(town: LedgerTown, ana: Someone, bilal: Someone) -> None:
    """The payer's statement has both, one below the other; the payee's the payment, and the rule."""
    town.open_statement(ana)
    rows = [plain(text) for text in ana.main.locator("table.statement tbody tr").all_inner_texts()]
    payment = next(number for number, row in enumerate(rows) if BREAD in row)
    assert "−1 h" in rows[payment]
    assert FUND in rows[payment + 1]
    assert "−6 min" in rows[payment + 1]
    ana.reads("Together with the movement before it:")

    town.open_statement(bilal)
    expect(bilal.main.get_by_role("row").filter(has_text=BREAD)).to_contain_text("+1")
    expect(bilal.main).to_contain_text(FUND)


def take_it_back(town: LedgerTown, chloe: Someone) -> None:
    """Chloé finds the payment in the journal and undoes it."""
    chloe.go(town.path(f"ledgers/{town.ledger_id}/journal"))
    chloe.follow("Correct")
    chloe.choose("Nothing: undo it")
    chloe.write("Why", "Le pain était offert")
    chloe.press("Go on")
    chloe.reads("This will happen")
    assert town.balances()["Ana"] == -66
    chloe.press("Put it right")
    chloe.reads("Put right. Those concerned see every entry and were told.")
    assert town.balances() == {"Chloé": 0, "Ana": 0, "Bilal": 0, FUND: 0}


def see_that_it_was_taken_back(town: LedgerTown, ana: Someone, bilal: Someone) -> None:
    """Both read the payment, what took it back, and why; they were told by a mail, too."""
    for person in (ana, bilal):
        town.open_statement(person)
        rows = [plain(text) for text in person.main.locator("table.statement tbody tr").all_inner_texts()]
        paid, undone = (
            [row for row in rows if words in row]
            for words in (
                person.word("taken back on %(day)s", day="").strip(),
                person.word("takes back what was entered on %(day)s", day="").strip(),
            )
        )
        assert len(paid) == len(undone) == (2 if person is ana else 1)
        expect(person.main).to_contain_text("Le pain était offert")
        mail = town.site.mailbox.wait(person.email, len(town.site.mailbox.to(person.email)) or 1)
        assert mail["Subject"]


def look_into_the_fund(town: LedgerTown, bilal: Someone) -> None:
    """Everybody may look into the fund; nobody is named there."""
    bilal.go(town.path("accounts/"))
    bilal.follow("The common accounts, which everybody may look into")
    bilal.follow(FUND)
    expect(bilal.main).to_contain_text("6 min", use_inner_text=True)
    expect(bilal.main).to_contain_text(bilal.word("a member"))
    expect(bilal.main).not_to_contain_text("Ana")

"""A coordinator's mistake: the wrong person and the wrong amount, put right with eight presses at most."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NewContext
from tests.journeys.ledger_town import HOURS, LedgerTown, ledger_town
from tests.journeys.people import Someone, without_complaints
from tests.journeys.sites import Site, link_in, words_of
from tests.journeys.test_story import plain

JAM = "Three jars of jam"
MOST_PRESSES = 8
COUNT_PRESSES = """
const presses = () => Number(sessionStorage.getItem("presses"));
sessionStorage.setItem("presses", presses());
addEventListener("click", (press) => {
  if (press.isTrusted && press.detail) sessionStorage.setItem("presses", presses() + 1);
}, true);
"""


@pytest.mark.xdist_group("empty site")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_mistake_is_put_right_and_everybody_sees_both_entries(
    empty_site: Site, new_context: NewContext, language: str
) -> None:
    people = {"Chloé": language, "Ana": "en", "Bilal": language, "Dina": "fr"}
    town = ledger_town(empty_site, people)
    town.pay("Ana", "Bilal", 300, JAM)  # it was Dina, and half an hour
    chloe, ana, bilal, dina = (town.someone(new_context, name, spoken) for name, spoken in people.items())

    with without_complaints(chloe, ana, bilal, dina):
        presses = put_it_right(town, chloe)

        assert town.balances() == {"Chloé": 0, "Ana": -30, "Bilal": 0, "Dina": 30}
        assert presses <= MOST_PRESSES
        see_it_on_statements(town, ana, bilal, dina)
        read_the_mail(town, ana, bilal, dina)
    limit_that_says_no(town, chloe)  # the browser's console notes the answer 422


def put_it_right(town: LedgerTown, chloe: Someone) -> int:
    """From the desk to the correction; returns how often Chloé pressed something."""
    chloe.go(town.path("desk"))
    chloe.context.add_init_script(COUNT_PRESSES)
    chloe.page.reload()
    chloe.follow("Ledgers")
    chloe.follow(HOURS)
    chloe.follow("Journal")
    chloe.follow("Correct")
    chloe.choose("Somebody else receives it")
    chloe.write("The right amount", "30 min")
    chloe.field("The right person").select_option("Dina")
    chloe.write("Why", "Mixed up on the phone")
    chloe.press("Go on")
    chloe.reads("This will happen")
    assert town.balances()["Bilal"] == 300
    chloe.press("Put it right")
    chloe.reads("Put right. Those concerned see every entry and were told.")
    return int(chloe.page.evaluate("sessionStorage.getItem('presses')"))


def see_it_on_statements(town: LedgerTown, ana: Someone, bilal: Someone, dina: Someone) -> None:
    """Ana sees three entries, Bilal the two that cancel each other, Dina what is hers."""
    for person, amounts in (
        (ana, ["−5 h", "+5 h", "−30 min"]),
        (bilal, ["+5 h", "−5 h"]),
        (dina, ["+30 min"]),
    ):
        town.open_statement(person)
        rows = person.main.locator("table.statement tbody tr:not(.statement-edge)")
        assert [plain(text) for text in rows.locator("td:nth-child(3)").all_inner_texts()] == amounts
        if person is not dina:
            expect(person.main).to_contain_text("Mixed up on the phone")
            taken_back = person.main.locator("tr.statement-undone")
            expect(taken_back).to_contain_text(person.word("taken back on %(day)s", day="").strip())


def read_the_mail(town: LedgerTown, *people: Someone) -> None:
    """Everybody concerned was told, in their language, with a way to their statement."""
    for person in people:
        mail = town.site.mailbox.wait(person.email)
        assert str(mail["Subject"]) == person.word("A movement on your account was put right")
        assert "Mixed up on the phone" in words_of(mail)
        person.go(link_in(mail))
        expect(person.main.get_by_role("heading", level=1)).to_have_text(person.first_name)


def limit_that_says_no(town: LedgerTown, chloe: Someone) -> None:
    """What a limit forbids is explained, and what was typed stays."""
    chloe.go(town.path(f"ledgers/{town.ledger_id}/journal"))
    chloe.main.get_by_role("row").filter(has_text="Dina").get_by_role("link").click()
    chloe.choose("Another amount")
    chloe.write("The right amount", "40 h")
    chloe.write("Why", "Everything at once")
    chloe.press("Go on")
    expect(chloe.main.locator(".error-summary")).to_contain_text("Ana")
    assert chloe.field("The right amount").input_value() == "40 h"
    assert chloe.field("Why").input_value() == "Everything at once"
    assert town.balances()["Ana"] == -30

"""A professional joins the currency, is paid in it, and changes a part back into euros."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NewContext
from tests.journeys.currency_town import CurrencyTown, currency_town
from tests.journeys.people import Someone
from tests.journeys.sites import Site

BAKERY, IBAN = "Boulangerie du Port", "FR14 2004 1010 0505 0001 3M02 606"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_professional_changes_units_back(empty_site: Site, new_context: NewContext, language: str) -> None:
    town = currency_town(empty_site, language, "Robert", "Bea", "Ana")
    robert = town.someone(new_context, "Robert", language)
    bea = town.someone(new_context, "Bea", language)

    apply(town, bea)
    robert.go(town.path("organisations"))
    robert.follow(BAKERY)
    robert.press("Yes, it takes part")
    robert.reads("Takes part")
    town.issue(BAKERY, 20_000)
    ask(town, bea)
    robert.go(town.path("reconversions"))
    robert.follow(BAKERY)
    robert.press("It is paid")
    robert.reads("Entered: the units went back and the euros left the fund.")
    expect(robert.main.get_by_role("button", name=robert.word("It is paid"))).to_have_count(0)
    bea.page.reload()
    bea.reads("Paid out")
    bea.reads("Slip no. %(number)s", number=2)

    assert town.sums() == (10_500, 10_500, 0)
    assert unexpected(robert, bea) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_somebody_who_holds_no_organisation_finds_no_way_to_change_back(
    empty_site: Site, new_context: NewContext, language: str
) -> None:
    town = currency_town(empty_site, language, "Robert", "Ana")
    ana = town.someone(new_context, "Ana", language)
    town.issue("Ana", 5000)

    ana.go(town.path("units"))

    ana.reads("Get units")
    expect(ana.main).not_to_contain_text(ana.word("Change units back into euros"))
    ana.go(town.path("how"))
    ana.reads("Individuals do not change back")


def apply(town: CurrencyTown, bea: Someone) -> None:
    bea.go(town.path("units"))
    bea.follow("Take the currency with an organisation")
    bea.write("Name", BAKERY)
    bea.write("Activity", "Pain au levain")
    bea.write("SIRET number", "732 829 320 00075")
    bea.press("Apply")
    bea.reads("This is no SIRET number: fourteen digits, the last one checks the others.")
    bea.write("SIRET number", "732 829 320 00074")
    bea.press("Apply")
    bea.reads("The committee was told. You will hear from it.")


def ask(town: CurrencyTown, bea: Someone) -> None:
    bea.go(town.path("units"))
    bea.follow(BAKERY)
    bea.follow("Change units back into euros")
    bea.write("Units to change back", "500")
    bea.write("IBAN of the organisation", IBAN)
    bea.press("Ask for it")
    bea.reads(
        "There are only %(amount)s on this account.",
        amount="200.00 GAL" if bea.language == "en" else "200,00 GAL",
    )
    bea.write("Units to change back", "100")
    bea.press("Ask for it")
    bea.reads("Your request was sent.")
    bea.reads("Paid by transfer to %(iban)s.", iban=IBAN)


def unexpected(*people: Someone) -> list[str]:
    """What browsers complained of, besides the forms that were refused on purpose."""
    return [line for person in people for line in person.complaints if "422 (UNPROCESSABLE" not in line]

"""A day at an exchange desk: opened, units given, one with a bonus, a mistake undone, closed two euros short.

Robert coordinates. Kim holds the desk of the bookshop and must not learn who is in the bonus programme.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NewContext
from tests.journeys.currency_town import CurrencyTown, currency_town
from tests.journeys.people import Someone
from tests.journeys.sites import Site

DESK, PROGRAMME = "Librairie du Quai", "Coup de pouce"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_day_at_a_currency_desk(empty_site: Site, new_context: NewContext, language: str) -> None:
    town = currency_town(empty_site, language, "Robert", "Kim", "Ana", "Nour")
    robert = town.someone(new_context, "Robert", language)
    kim = town.someone(new_context, "Kim", language)
    nour = town.someone(new_context, "Nour", language)

    found_the_desk(town, robert)
    found_the_programme(town, robert)
    open_the_desk(town, kim)
    give_units(kim, 1, PROGRAMME, "100", "Card")
    give_units(kim, 2, "Ana", "20", "Cash")
    give_units(kim, 3, "Nour", "10", "Cash")
    give_units(kim, 4, "Ana", "90", "Cash")
    undo_the_last(kim)
    expect(kim.main).not_to_contain_text(kim.word("Bonus"))
    close_two_euros_short(kim)
    nour.go(town.path("units"))
    nour.reads("On your account: %(amount)s", amount=sum_of("15.00", language))
    robert.go(town.path("fund"))
    robert.reads("Every unit has its euro")
    robert.reads(
        "Counts found %(sum)s missing; the association still has to make it good.",
        sum=sum_of("2.00", language, "€"),
    )

    assert town.sums() == (13_000, 13_000, 200)
    assert unexpected(robert, kim, nour) == []


def sum_of(number: str, language: str, unit: str = "GAL") -> str:
    return f"{number.replace('.', ',') if language == 'fr' else number} {unit}"


def found_the_desk(town: CurrencyTown, robert: Someone) -> None:
    robert.go(town.path("desk"))
    robert.follow("Found a desk")
    robert.write("Name of the desk", DESK)
    robert.write("Address", "8 quai des Chartrons")
    robert.press("Save")
    robert.field("Member").select_option(label="Kim")
    robert.press("Entrust it")
    robert.reads("Take it from %(name)s", name="Kim")


def found_the_programme(town: CurrencyTown, robert: Someone) -> None:
    robert.go(town.path("programmes"))
    robert.write("Name of the programme", PROGRAMME)
    robert.write("For whom", "Petits revenus")
    robert.press("Found it")
    robert.field("Member").select_option(label="Nour")
    robert.press("Admit")
    robert.reads("Admitted. They were told, and nobody else.")


def open_the_desk(town: CurrencyTown, kim: Someone) -> None:
    kim.go(town.path("desk"))
    kim.follow(DESK)
    kim.write("Euros of the fund counted", "0")
    kim.press("Open the desk")
    kim.reads("Give units for euros")


def give_units(kim: Someone, number: int, who: str, euros: str, means: str) -> None:
    kim.write("For whom", who)
    kim.write("Euros received", euros)
    kim.choose(means)
    kim.press("Issue")
    kim.reads("Slip %(number)s: issued to %(name)s.", number=number, name=who)


def undo_the_last(kim: Someone) -> None:
    kim.main.locator("tbody tr").last.get_by_role("link").click()
    kim.follow("This was a mistake")
    kim.write("What was wrong?", "90 instead of 9")
    kim.press("Undo this slip")
    kim.reads("Undone. Units and euros went back together.")
    kim.follow(DESK)
    kim.reads("Undone: %(why)s", why="90 instead of 9")


def close_two_euros_short(kim: Someone) -> None:
    kim.main.get_by_text(kim.word("Close the day"), exact=True).first.click()
    kim.write("Euros of the fund counted", "28")
    kim.press("Close the day")
    kim.reads(
        "The books say %(expected)s. Count once more; if it stays so, write a word on the difference.",
        expected="€30.00" if kim.language == "en" else "30,00 €",
    )
    kim.write("Word on a difference", "Two euros fell behind the till")
    kim.press("Close the day")
    kim.reads("The day is closed.")
    kim.reads("Word on the difference: %(note)s", note="Two euros fell behind the till")
    sheet = kim.context.request.get(re.sub(r"$", ".pdf", kim.page.url))
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.body().startswith(b"%PDF")


def unexpected(*people: Someone) -> list[str]:
    """What browsers complained of, besides the forms that were refused on purpose."""
    return [line for person in people for line in person.complaints if "422 (UNPROCESSABLE" not in line]

"""The whole story: from an empty platform to an hour and a half in the garden, and what it brought.

Odile runs the platform and administers her town, Chloé coordinates, Ana needs a hand, Bilal gives it.
"""

import secrets
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from app.text import ngettext, speaking
from tests.journeys.conftest import NewContext
from tests.journeys.neighbours import balances, help_in_the_garden
from tests.journeys.people import COMPUTER, LOCALES, TELEPHONE, Someone, without_complaints
from tests.journeys.pictures_of_gardens import garden_picture
from tests.journeys.sites import Site, link_in, words_of

TOWNS = """insee,nom,departement,region,epci_siren,population,lat,lon,codes_postaux
33039,Bègles,33,75,243300316,31095,44.8085,-0.5478,33130
33522,Talence,33,75,243300316,45248,44.8067,-0.5911,33400
"""
TITLE = "Un coup de main pour la haie du jardin"
SENTENCE = "On a ri autant qu’on a taillé."
BEAUTY = "F07"
"""One of the components that help in the garden is meant to serve."""


@dataclass
class Town:
    """Where the story takes place, and who is in it."""

    site: Site
    name: str
    insee: str
    odile: Someone
    chloe: Someone
    ana: Someone
    bilal: Someone

    @property
    def slug(self) -> str:
        """The end of its address, another one for each telling."""
        return f"{self.insee}-{self.token}"

    def __post_init__(self) -> None:
        self.token = secrets.token_hex(3)

    def path(self, rest: str = "") -> str:
        """Return the path of a page of the town."""
        return f"/t/{self.slug}/{rest}"


@pytest.mark.parametrize(
    ("place", "name", "insee", "device"),
    [
        pytest.param(
            "empty_site",
            "Talence",
            "33522",
            {"viewport": COMPUTER},
            id="with_javascript",
            marks=pytest.mark.xdist_group("empty site"),
        ),
        pytest.param(
            "empty_site",
            "Bègles",
            "33039",
            {"viewport": TELEPHONE, "java_script_enabled": False},
            id="without_javascript_on_a_telephone",
            marks=pytest.mark.xdist_group("empty site"),
        ),
        pytest.param(
            "postgres_site",
            "Talence",
            "33522",
            {"viewport": TELEPHONE},
            id="on_postgresql",
            marks=pytest.mark.xdist_group("postgres site"),
        ),
    ],
)
def test_a_neighbour_is_helped_and_the_town_sees_what_it_brought(
    place: str,
    name: str,
    insee: str,
    device: dict[str, Any],
    request: pytest.FixtureRequest,
    new_context: NewContext,
    tmp_path: Path,
) -> None:
    if place == "postgres_site" and request.config.getoption("--database") == "sqlite":
        pytest.skip("only SQLite was asked for")
    site: Site = request.getfixturevalue(place)

    def someone(first_name: str, language: str) -> Someone:
        context = new_context(locale=LOCALES[language], **device)
        return Someone(site, context, first_name, language=language)

    town = Town(
        site=site,
        name=name,
        insee=insee,
        odile=someone("Odile", "en"),
        chloe=someone("Chloé", "fr"),
        ana=someone("Ana", "fr"),
        bilal=someone("Bilal", "en"),
    )

    with without_complaints(town.odile, town.chloe, town.ana, town.bilal):
        open_the_town(town, tmp_path)
        for person in (town.chloe, town.ana, town.bilal):
            come_to_live_there(town, person)
        found_the_sub_network(town)
        switch_the_time_bank_on(town)
        need_help_in_the_garden(town, tmp_path)
        answer(town)
        agree_on_another_duration(town)
        do_it_and_confirm(town)
        look_at_the_accounts(town)
        say_what_it_brought(town)
        see_it_in_the_figures_of_the_town(town)


def open_the_town(town: Town, folder: Path) -> None:
    """The operator brings the places in, and opens one to members."""
    odile = town.odile
    odile.sign_up()
    town.site.together("people", "operator", odile.email)
    table = folder / "communes.csv"
    table.write_text(TOWNS)
    town.site.together("territories", "import", str(table), "--no-gazetteer")
    odile.go("/operator/territories")
    odile.write("Look for a place by name or official code", town.insee)
    odile.press("Search")
    odile.follow(town.name)
    odile.follow("Open it to members")
    odile.write("Address", town.slug)
    odile.write("Mail address of its first administrator", odile.email)
    odile.press("Open it")
    odile.reads("%(name)s is open. Its administrator was told.", name=town.name)


def come_to_live_there(town: Town, person: Someone) -> None:
    """Sign up by the forms and the mail, and join."""
    person.sign_up()
    expect(person.page.locator("html")).to_have_attribute("lang", person.language)
    person.go(town.path("join"))
    person.choose("I am 15 or older, or a parent agrees; and I take the rules of this place as mine.")
    person.press("Join")
    person.reads("Welcome to %(territory)s!", territory=town.name)


def found_the_sub_network(town: Town) -> None:
    """The administrator founds it and names the coordinator, who is told by mail."""
    odile = town.odile
    odile.go(town.path("networks/"))
    odile.follow("Found a sub-network")
    odile.choose("Solidarity between generations")
    odile.write("Name", "Un coup de main")
    odile.write("What it is for", "Help between neighbours, counted in hours.")
    odile.field("First coordinator").select_option(label="Chloé")
    odile.press("Found it")
    odile.reads("The sub-network is founded.")


def switch_the_time_bank_on(town: Town) -> None:
    """The coordinator installs the plugin with the rules of the sub-network."""
    chloe = town.chloe
    chloe.go(town.path("networks/"))
    chloe.follow("Un coup de main")
    chloe.follow("Open the plugin catalogue")
    chloe.follow("Time bank")
    chloe.write("What you call your hours", "Heures de chez nous")
    chloe.write("Time lent to newcomers", "0")
    chloe.write("How far below zero an account may go", "10 h")
    chloe.press("Switch on")
    expect(chloe.main).to_contain_text("Un coup de main")
    chloe.page.reload()
    chloe.follow("Plugins")
    chloe.reads("Switched on")


def need_help_in_the_garden(town: Town, folder: Path) -> None:
    """Ana writes a request in three steps, with a photograph."""
    ana = town.ana
    ana.go(town.path())
    ana.go(town.path("listings/new"))
    ana.choose("I need something")
    ana.choose("Garden")
    ana.press("Go on")
    ana.write("Title", TITLE)
    ana.write("How long it usually takes", "1 h")
    ana.write("In your words", "La haie a trop poussé.\n\nJ’ai les outils, il me manque des bras.")
    ana.page.set_input_files("#photos", garden_picture(folder))
    ana.press("Add")
    ana.write("What picture %(number)s shows", "Un jardin avec une haie", number=1)
    ana.press("Go on")
    ana.choose("in hours")
    ana.press("See how it looks")
    expect(ana.main.get_by_role("img", name="Un jardin avec une haie")).to_be_visible()
    ana.press("Put it on the board")
    ana.reads("It is on the board. Thank you!")
    expect(ana.main.get_by_role("heading", name=TITLE)).to_be_visible()


def answer(town: Town) -> None:
    """Bilal finds the request and proposes an hour."""
    bilal = town.bilal
    bilal.go(town.path())
    bilal.main.get_by_role("search").get_by_role("searchbox").fill("jardins")
    bilal.press("Search")
    bilal.follow(TITLE)
    bilal.follow("Answer %(name)s", name="Ana")
    bilal.write("Your message", "Hello Ana, I have shears and a free morning.")
    bilal.write("For how long?", "1 h")
    bilal.choose("in hours")
    bilal.press("Send to %(name)s", name="Ana")
    bilal.reads("Your message is on its way to %(name)s.", name="Ana")


def agree_on_another_duration(town: Town) -> None:
    """Ana learns of it by mail, writes back and proposes an hour and a half; Bilal agrees."""
    ana, bilal = town.ana, town.bilal
    ana.go(link_in(mail_about(ana, TITLE)))
    expect(ana.main).to_contain_text("I have shears and a free morning.")
    ana.write("Your message", "Merci ! Je crois qu’il faudra plus longtemps.")
    ana.press("Send")
    ana.main.get_by_text(ana.word("Something else"), exact=True).click()
    ana.follow("Propose something else")
    ana.write("For how long?", "1 h 30")
    ana.press("Send to %(name)s", name="Bilal")
    ana.reads("Your proposal is on its way to %(name)s.", name="Bilal")

    bilal.go(town.path("exchanges"))
    bilal.follow(TITLE)
    expect(bilal.main).to_contain_text("Je crois qu’il faudra plus longtemps.")
    expect(bilal.main).to_contain_text("1 h 30", use_inner_text=True)
    bilal.press("Agree")
    bilal.reads("You have agreed.")


def do_it_and_confirm(town: Town) -> None:
    """Bilal says that it is done, Ana confirms; only then the minutes move."""
    ana, bilal = town.ana, town.bilal
    bilal.press("It's done")
    bilal.reads("You said that it is done. Now it is for %(name)s to confirm.", name="Ana")
    assert balances(town.site, town.slug) == {"Ana": 0, "Bilal": 0}

    ana.go(town.path("exchanges"))
    ana.follow(TITLE)
    ana.press("Yes, it's done")
    ana.reads("It is done and confirmed. Thank you both!")
    assert balances(town.site, town.slug) == {"Ana": -90, "Bilal": 90}


def look_at_the_accounts(town: Town) -> None:
    """Both see the same hour and a half, each from their side."""
    for person, shown, other in ((town.ana, "−1 h 30", "Bilal"), (town.bilal, "+1 h 30", "Ana")):
        person.go(town.path("accounts"))
        assert plain(person.main.locator(".balance").inner_text()) == shown
        person.follow("Heures de chez nous")
        row = person.main.get_by_role("row").filter(has_text=other)
        assert shown in plain(row.inner_text())


def say_what_it_brought(town: Town) -> None:
    """Each says in a few seconds which component was touched, and how; Ana adds a sentence."""
    for person, sentence in ((town.ana, SENTENCE), (town.bilal, "")):
        person.go(town.path("exchanges"))
        person.follow(TITLE)
        person.follow("Say what it brought you")
        felt = person.page.locator(f"[name=felt_{BEAUTY}]")
        touched = person.main.locator(".feeling").filter(has=felt)
        touched.get_by_label(person.word("much better")).check()
        if sentence:
            person.write("In a sentence, if you wish", sentence)
            person.choose("The territory may show this sentence, without my name")
        person.press("Say it")
        person.reads("Thank you. This is how the territory learns what helps.")


def see_it_in_the_figures_of_the_town(town: Town) -> None:
    """Two people alone are not shown; with four more, the town sees three hours and a quarter."""
    chloe = town.chloe
    chloe.go(town.path("impact"))
    chloe.reads("too few people")
    assert "1 h 30" not in plain(chloe.main.inner_text())
    expect(chloe.main).not_to_contain_text(SENTENCE)

    felt = {BEAUTY: 1}
    help_in_the_garden(town.site, town.slug, "Emma", "Farid", minutes=60, felt=felt)
    help_in_the_garden(town.site, town.slug, "Gilles", "Hanna", minutes=45, felt=felt)
    chloe.page.reload()

    figures = plain(chloe.main.inner_text())
    assert "3 h 15" in figures
    with speaking(chloe.language):
        assert ngettext("%(num)s exchange", "%(num)s exchanges", 3) in figures
        assert ngettext("%(num)s person", "%(num)s people", 6) in figures
    better = chloe.word(
        "%(better)s better, %(worse)s worse, of %(answers)s answers", better=6, worse=0, answers=6
    )
    assert better in figures
    expect(chloe.main).to_contain_text(SENTENCE)


def mail_about(person: Someone, words: str) -> EmailMessage:
    """Return the mail for this person whose text names ``words``, once it has come."""
    number = 1
    while words not in words_of(mail := person.site.mailbox.wait(person.email, number)):
        number += 1
    return mail


def plain(text: str) -> str:
    """Return ``text`` with every kind of space as a simple one."""
    return " ".join(text.split())

"""Words are found whatever their accents, plurals and endings, and nothing typed can break the search."""

import pytest

from app.listings import queries, words
from tests.listings.conftest import Town


def found(town: Town, text: str) -> set[str]:
    from app.db import scope

    scope.enter(town.session, town.territory.id)
    page = queries.search(town.session, town.plugins, queries.Wanted(text=text), slug="bordeaux")
    return {card.title for card in page.cards}


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Vélo de ville", "vélos"),
        ("Vélo de ville", "velo"),
        ("Deux perceuses", "perceuse"),
        ("Perceuse à percussion", "perceuses"),
        ("L'accordéon de ma tante", "accordeon"),
        ("Accordéon", "l’accordéon"),
        ("Travail de couture", "travaux"),
        ("Journaux et revues", "journal"),
        ("Un gâteau au cœur fondant", "coeur"),
        ("Bicycles for children", "bicycle"),
        ("Ve\u0301lo cargo", "vélo"),
        ("Perceuse", "perce"),
    ],
)
def test_accents_plurals_elisions_and_beginnings_are_forgiven(town: Town, title: str, asked: str) -> None:
    town.listing(title)
    town.listing("Something else")
    town.session.commit()

    assert found(town, asked) == {title}


def test_every_word_asked_has_to_be_there(town: Town) -> None:
    town.listing("Vélo rouge", text="Pour enfant")
    town.listing("Vélo bleu")
    town.session.commit()

    assert found(town, "enfants vélo") == {"Vélo rouge"}


@pytest.mark.parametrize(
    "asked",
    [
        '"*^:()',
        "'; drop table listing; --",
        "a & | ! <-> b",
        "NEAR(velo",
        "__ __",
        "vélo:*",
        "\\",
        "½ ² ŉ ﷺ",
        "x" * 5000,
    ],
)
def test_hostile_words_find_nothing_wrong_and_break_nothing(town: Town, asked: str) -> None:
    town.listing("Vélo")
    town.session.commit()

    assert found(town, asked) <= {"Vélo"}
    assert found(town, "vélo") == {"Vélo"}


def test_hostile_titles_can_be_indexed_and_found(town: Town) -> None:
    town.listing("'quoted' \"double\" \\back : * & ŉ ﷺ perceuse " + "y" * 3000)
    town.session.commit()

    assert len(found(town, "perceuse")) == 1


def test_a_listing_written_anew_is_no_longer_found_by_its_old_words(town: Town) -> None:
    listing = town.listing("Perceuse")
    listing.title = "Échelle"
    words.index(town.session, listing)
    town.session.commit()

    assert found(town, "perceuse") == set()
    assert found(town, "echelle") == {"Échelle"}


def test_stop_words_alone_ask_for_nothing() -> None:
    assert words.question("de la pour the") == []

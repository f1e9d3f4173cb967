"""The front door and the pages about the platform."""

import pytest

from app.testing import factories
from app.testing.factories import sign_in


def test_the_front_door_says_what_this_is_and_where_one_can_take_part(session, client):
    factories.territory(session, "bordeaux")
    factories.territory(session, "closed", active=False)
    session.commit()

    page = client.get("/?lang=en").text

    assert "Put in common what you have" in page
    assert "/t/bordeaux/" in page
    assert "/t/closed/" not in page


def test_ones_own_territory_comes_first_even_when_it_is_the_only_one(session, client):
    bordeaux = factories.territory(session, "bordeaux")
    factories.territory(session, "agen")
    ana = factories.member(session, bordeaux, first_name="Ana")
    session.commit()
    sign_in(client, ana.person)

    page = client.get("/").text

    assert page.index("My territories") < page.index("/t/bordeaux/") < page.index("/t/agen/")
    assert page.count("/t/bordeaux/") == 1


def test_an_empty_platform_has_a_front_door_too(client):
    page = client.get("/?lang=en")

    assert page.status_code == 200
    assert "No territory is open yet" in page.text


@pytest.mark.parametrize("path", ["/help", "/accessibility", "/legal"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_about_the_platform_are_there_for_everybody(client, path, language):
    page = client.get(f"{path}?lang={language}")

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert page.text.count("<h1>") == 1


def test_the_legal_notice_says_when_the_operator_has_not_said_who_they_are(app, client):
    from dataclasses import replace

    before = client.get("/legal?lang=en").text
    settings = app.extensions["together_settings"]
    app.extensions["together_settings"] = replace(
        settings, operator_name="Les Voisins <b>", operator_mail="contact@example.org", operator_host="Host"
    )
    try:
        after = client.get("/legal?lang=en").text
    finally:
        app.extensions["together_settings"] = settings

    assert "has not said yet who they are" in before
    assert "Les Voisins &lt;b&gt;" in after
    assert "contact@example.org" in after
    assert "single point of contact" in after

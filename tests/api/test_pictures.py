"""Pictures by programs: sent, put on a listing, taken away; the limits are those of the page."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.api.keys import REPLAYED
from app.api.scopes import Scope
from tests.api.conftest import Program
from tests.api.neighbours import Town, town, wrong
from tests.api.pictures import a_picture


@pytest.fixture(name="town")
def talence(app: Flask, session: Session, program: Callable[..., Program]) -> Town:
    """Talence, with its time bank."""
    return town(app, session, program)


def send(
    town: Town, data: Any, kind: str = "image/png", who: Program | None = None, key: str | None = None
) -> TestResponse:
    return (who or town.of_ana).post(town.path("pictures"), data=data, content_type=kind, key=key)


@pytest.mark.parametrize("as_a_form", [False, True])
def test_a_picture_is_sent_then_shown_on_a_listing(town: Town, as_a_form: bool) -> None:
    form = {"picture": (BytesIO(a_picture()), "hedge.png")}
    sent = send(town, form, "multipart/form-data") if as_a_form else send(town, a_picture())
    assert sent.status_code == 201, sent.json

    listing = town.lists(pictures=[{"id": sent.json["id"], "alt": "A hedge"}]).json

    (picture,) = listing["pictures"]
    assert (picture["alt"], picture["width"], picture["height"]) == ("A hedge", 320, 200)
    assert town.program().client.get(picture["path"]).mimetype == "image/jpeg"
    again = town.lists(pictures=[{"id": sent.json["id"]}])
    assert wrong(again) == {"#/pictures": ["A picture waited too long. Please choose it again."]}


def test_pictures_are_added_put_in_another_order_and_left_out(town: Town) -> None:
    red, blue = (send(town, a_picture(colour)).json["id"] for colour in ("red", "blue"))
    listing = town.lists(pictures=[{"id": red, "alt": "Red"}]).json
    path = town.path(f"listings/{listing['id']}")
    kept = listing["pictures"][0]["id"]

    both = town.of_ana.patch(path, {"pictures": [{"id": blue, "alt": "Blue"}, {"id": kept, "alt": "Red"}]})
    title = town.of_ana.patch(path, {"title": "As before"})
    none = town.of_ana.patch(path, {"pictures": []})

    assert [one["alt"] for one in both.json["pictures"]] == ["Blue", "Red"]
    assert title.json["pictures"] == both.json["pictures"]
    assert none.json["pictures"] == []


def test_nobody_uses_or_takes_away_a_picture_of_somebody_else(town: Town) -> None:
    token = send(town, a_picture()).json["id"]

    assert town.of_bilal.delete(town.path(f"pictures/{token}")).status_code == 404
    theirs = town.of_bilal.post(
        town.path("listings"),
        {
            "direction": "offer",
            "kind": "time_bank.garden",
            "title": "Mine",
            "terms": ["gift"],
            "pictures": [{"id": token}],
        },
    )
    assert list(wrong(theirs)) == ["#/pictures"]
    assert town.of_ana.delete(town.path(f"pictures/{token}")).status_code == 204
    assert town.of_ana.delete(town.path(f"pictures/{token}")).status_code == 404


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"", "image/png", 409),
        (b"GIF89a not a picture", "image/png", 409),
        (a_picture()[:200], "image/png", 409),
        (b"{}", "application/json", 415),
        (b"hello", "text/plain", 415),
        ({"photo": "x"}, "multipart/form-data", 422),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(town: Town, data: Any, kind: str, status: int) -> None:
    refused = send(town, data, kind)

    assert refused.status_code == status, refused.json
    assert refused.json["detail"].endswith(".")


def test_a_part_of_a_form_without_a_name_breaks_nothing(town: Town) -> None:
    text = b"--x\r\nContent-Disposition: form-data\r\n\r\nhello\r\n"
    file = text.replace(b"form-data", b"form-data; filename=a.png")

    refused = send(town, text + file + b"--x--\r\n", "multipart/form-data; boundary=x", key="one")

    assert wrong(refused) == {"#/picture": ["Send the picture as the field “picture”."]}


def test_six_pictures_are_enough(town: Town) -> None:
    tokens = [send(town, a_picture(f"#0000{number}0")).json["id"] for number in range(7)]

    refused = town.lists(pictures=[{"id": token} for token in tokens])

    assert wrong(refused) == {"#/pictures": ["Six pictures are enough. Take some away."]}


def test_the_same_picture_under_one_key_is_held_once(town: Town) -> None:
    form = [{"picture": (BytesIO(a_picture(colour)), "hedge.png")} for colour in ("red", "red", "blue")]
    first, second, other = (send(town, each, "multipart/form-data", key="one") for each in form)

    assert second.json == first.json
    assert second.headers[REPLAYED] == "true"
    assert other.status_code == 422


def test_sending_needs_the_scope_of_listings(town: Town) -> None:
    assert send(town, a_picture(), who=town.program(town.ana, Scope.READ)).status_code == 403
    assert send(town, a_picture(), who=town.program()).status_code == 401

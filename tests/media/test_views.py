"""Pictures over the web: known copies only, kept by browsers for ever, never a path of the user's making."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from app import clock
from app.media import services
from app.media.models import Picture
from app.testing import factories


@pytest.fixture
def data_dir(app: Flask) -> Path:
    found: Path = app.extensions["together_settings"].data_dir
    return found


def picture() -> BytesIO:
    target = BytesIO()
    Image.new("RGB", (500, 400), "teal").save(target, "JPEG")
    target.seek(0)
    return target


@pytest.fixture
def kept(session: Session, data_dir: Path) -> Picture:
    ana = factories.person(session)
    token = services.stage(data_dir, picture(), person_id=ana.id, name="a.jpg")
    found = services.staged(data_dir, token, person_id=ana.id)
    assert found is not None
    made = services.keep(session, data_dir, found)
    session.commit()
    return made


@pytest.mark.parametrize(
    ("name", "kind"), [("320.avif", "image/avif"), ("500.webp", "image/webp"), ("500.jpg", "image/jpeg")]
)
def test_every_copy_is_served_with_its_type_and_kept_by_browsers(
    client: FlaskClient, kept: Picture, name: str, kind: str
) -> None:
    name = name if name != "500.jpg" else f"{max(width for width in kept.widths if width <= 640)}.jpg"

    answer = client.get(f"/media/{kept.digest}/{name}")

    assert answer.mimetype == kind
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Image.open(BytesIO(answer.data)).width == int(name.split(".")[0])


def test_a_browser_that_has_it_is_told_so(client: FlaskClient, kept: Picture) -> None:
    first = client.get(f"/media/{kept.digest}/320.webp")

    again = client.get(f"/media/{kept.digest}/320.webp", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "name",
    [
        "321.webp",
        "320.gif",
        "320.webp.bak",
        "facts.json",
        "..%2Ffacts.json",
        "%2e%2e",
        "0320.webp",
        "٣20.webp",
        "320.WEBP",
    ],
)
def test_no_other_name_is_served(client: FlaskClient, kept: Picture, name: str) -> None:
    assert client.get(f"/media/{kept.digest}/{name}").status_code == 404


@pytest.mark.parametrize("digest", ["..", "%2e%2e%2f%2e%2e", "a" * 64, "A" * 64, "abc", "a" * 63 + "."])
def test_no_other_digest_is_served(client: FlaskClient, kept: Picture, digest: str) -> None:
    assert client.get(f"/media/{digest}/320.webp").status_code == 404


def test_the_same_bytes_are_one_row_and_one_folder(session: Session, data_dir: Path, kept: Picture) -> None:
    omar = factories.person(session, "Omar")
    token = services.stage(data_dir, picture(), person_id=omar.id)
    found = services.staged(data_dir, token, person_id=omar.id)
    assert found is not None

    again = services.keep(session, data_dir, found)

    assert again.id == kept.id
    assert session.scalar(sa.select(sa.func.count()).select_from(Picture)) == 1


def test_staged_pictures_need_a_sign_in(client: FlaskClient, session: Session, data_dir: Path) -> None:
    ana = factories.person(session)
    session.commit()
    token = services.stage(data_dir, picture(), person_id=ana.id)

    answer = client.get(f"/media/staged/{token}/320.webp")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_my_staged_picture_is_for_my_browser_alone(
    client: FlaskClient, session: Session, data_dir: Path
) -> None:
    ana = factories.person(session)
    session.commit()
    token = services.stage(data_dir, picture(), person_id=ana.id)
    factories.sign_in(client, ana)

    answer = client.get(f"/media/staged/{token}/320.webp")

    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"


def test_what_no_row_names_is_swept_after_a_day_and_what_is_shown_stays(
    session: Session, data_dir: Path, kept: Picture
) -> None:
    store = services.store_in(data_dir)
    lonely = BytesIO()
    Image.new("RGB", (50, 40), "red").save(lonely, "PNG")
    lonely.seek(0)
    digest = store.keep(lonely).digest

    clock.shift(timedelta(days=2))
    try:
        services.sweep(session, data_dir)
    finally:
        clock.shift(timedelta(0))

    assert store.find(digest) is None
    assert store.find(kept.digest) is not None

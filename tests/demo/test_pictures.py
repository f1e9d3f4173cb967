import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageStat

FOLDER = Path(__file__).resolve().parents[2] / "app" / "demo" / "pictures"
HEAVIEST = 45_000  # bytes, one picture
HEAVIEST_SET = 1_800_000  # bytes, all of them

PICTURES: list[dict[str, Any]] = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))["picture"]
NAMES = [picture["name"] for picture in PICTURES]


def tones(name: str) -> Image.Image:
    with Image.open(FOLDER / f"{name}.webp") as image:
        return image.convert("RGB").resize((16, 12))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_opens_at_its_size_and_is_light_enough_for_a_bad_line(name: str) -> None:
    file = FOLDER / f"{name}.webp"

    with Image.open(file) as image:
        image.load()

        assert (image.format, image.size) == ("WEBP", (1200, 900))
    assert file.stat().st_size <= HEAVIEST


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_shows_something_in_more_than_one_colour(name: str) -> None:
    with Image.open(FOLDER / f"{name}.webp") as image:
        spread = ImageStat.Stat(image.convert("RGB")).stddev
        colours = image.convert("RGB").resize((120, 90)).quantize(16).getcolors() or []

    assert max(spread) > 25
    assert len([count for count, _ in colours if count > 100]) >= 6


@pytest.mark.parametrize("picture", PICTURES, ids=NAMES)
def test_a_picture_is_described_in_both_languages_and_says_what_it_suits(picture: dict[str, Any]) -> None:
    english, french = picture["alt"]["en"], picture["alt"]["fr"]

    assert 15 < len(english) < 125
    assert 15 < len(french) < 125
    assert english != french
    assert len(picture["tags"]) >= 2
    assert all(tag == tag.lower().strip() != "" for tag in picture["tags"])


def test_the_index_names_each_file_of_the_folder_once() -> None:
    files = sorted(file.stem for file in FOLDER.glob("*.webp"))

    assert sorted(NAMES) == files
    assert len(NAMES) >= 64


def test_no_two_pictures_are_described_alike() -> None:
    for language in ("en", "fr"):
        described = sorted(picture["alt"][language] for picture in PICTURES)

        assert all(one != other for one, other in pairwise(described))


def test_no_two_pictures_look_alike() -> None:
    seen = {name: tones(name).tobytes() for name in NAMES}

    assert len(set(seen.values())) == len(NAMES)


def test_the_whole_set_is_light() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.webp")) <= HEAVIEST_SET

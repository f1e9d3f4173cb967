import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from app.errors import Misconfiguration
from app.geo.cells import cell_at
from app.geo.gazetteer import Gazetteer, build
from app.geo.names import fold
from app.geo.point import Point

GRENOBLE = Point(45.17869, 5.71479)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("gren", "Grenoble"),
        ("GRENOBLE", "Grenoble"),
        ("l hay", "L'Haÿ-les-Roses"),
        ("L'Hay les roses", "L'Haÿ-les-Roses"),
        ("tour du pin", "La Tour-du-Pin"),
        ("st mart", "Saint-Martin-d'Hères"),
        ("st", "Strasbourg"),
        ("ste foy les lyon", "Sainte-Foy-lès-Lyon"),
        ("Страсбург", "Strasbourg"),
        ("38000", "Grenoble"),
        ("3840", "Saint-Martin-d'Hères"),
        ("38400 saint", "Saint-Martin-d'Hères"),
        ("Grenoble 38100", "Grenoble"),
        ("suv", "Suva"),
    ],
)
def test_a_place_is_found_by_what_people_type(gazetteer: Gazetteer, text: str, first: str) -> None:
    near = GRENOBLE if text == "st mart" else None

    assert gazetteer.find(text, near=near)[0].name == first


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "xyzzyx", "'; DROP TABLE place", "\x00", "99999"])
def test_nothing_is_found_where_there_is_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


def test_what_is_around_comes_first_and_the_same_name_far_away_later(gazetteer: Gazetteer) -> None:
    in_reunion = gazetteer.find("Saint-Denis", near=Point(-21.1, 55.5))[0]
    in_france = gazetteer.find("Saint-Denis", near=Point(48.9, 2.3))[0]

    assert (in_reunion.country, in_reunion.code) == ("RE", "97411")
    assert (in_france.country, in_france.code) == ("FR", "93066")


def test_no_more_are_returned_than_asked_for(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.find("s", limit=3)) == 3
    assert len({place.id for place in gazetteer.find("saint", limit=50)}) == 50


def test_a_commune_has_its_official_figures(gazetteer: Gazetteer) -> None:
    grenoble = gazetteer.find("grenoble")[0]

    assert (grenoble.code, grenoble.admin, grenoble.country) == ("38185", "38", "FR")
    assert (grenoble.postcodes, grenoble.population) == (("38000", "38100"), 156_140)


def test_a_village_that_geonames_does_not_know_is_there(gazetteer: Gazetteer) -> None:
    [village] = [place for place in gazetteer.find("Abergement-de-Varey") if place.code == "01002"]

    assert (village.name, village.population) == ("L'Abergement-de-Varey", 270)


def test_the_nearest_place_is_that_of_a_search_through_all(gazetteer: Gazetteer) -> None:
    with closing(sqlite3.connect(gazetteer.path)) as db:
        everywhere = [Point(*row) for row in db.execute("SELECT lat, lon FROM place")]
    chance = Random(7)
    asked = [Point(chance.uniform(42, 51), chance.uniform(-5, 8)) for _ in range(60)]
    asked += [Point(chance.uniform(-19, -16), lon) for lon in (179.99, -179.99, 180, -180, 178.5)]

    for point in asked:
        nearest = gazetteer.nearest(point)

        assert nearest is not None
        assert point.distance_to(nearest.point) == min(point.distance_to(other) for other in everywhere)


def test_there_is_no_nearest_place_in_the_middle_of_the_ocean(gazetteer: Gazetteer) -> None:
    assert gazetteer.nearest(Point(-45, -30)) is None
    assert gazetteer.nearest(Point(90, 0)) is None


def test_the_population_within_a_circle_counts_nobody_twice(gazetteer: Gazetteer) -> None:
    paris = gazetteer.population_within(Point(48.8534, 2.3488), 2_000)

    assert paris == gazetteer.find("Paris")[0].population  # and not that of its districts again


def test_the_inhabitants_of_a_cell_are_a_positive_number_or_none(gazetteer: Gazetteer) -> None:
    assert 5_000 < gazetteer.inhabitants(cell_at(Point(45.7578, 4.8320), 7)) < 200_000
    assert gazetteer.inhabitants(cell_at(Point(-45, -30), 5)) == 0


def test_a_build_replaces_the_file_in_one_step_and_readers_see_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "gazetteer.sqlite3"
    build(path, ["MC"])
    gazetteer = Gazetteer(path)
    with closing(sqlite3.connect(path)) as reader:
        before = reader.execute("SELECT count(*) FROM place").fetchone()

        build(path, ["lu"])

        assert reader.execute("SELECT count(*) FROM place").fetchone() == before
    assert gazetteer.find("Monaco") == []
    assert gazetteer.find("luxemb")[0].name == "Luxembourg"
    assert gazetteer.version.endswith("LU, communes none")
    assert [file.name for file in path.parent.iterdir()] == ["gazetteer.sqlite3"]


def test_a_build_that_fails_leaves_the_former_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite3"
    build(path, ["MC"])

    def broken() -> object:
        raise RuntimeError
        yield

    with pytest.raises(RuntimeError):
        build(path, ["FR"], communes=broken())  # type: ignore[arg-type]

    assert Gazetteer(path).find("Monaco")[0].country == "MC"
    assert [file.name for file in tmp_path.iterdir()] == ["gazetteer.sqlite3"]


def test_a_country_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no country has the code QQ"):
        build(tmp_path / "gazetteer.sqlite3", ["FR", "qq"])


def _absent(path: Path) -> None:
    """Leave the place empty."""


def _of_another_format(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("prepare", "words"), [(_absent, "build it first"), (_of_another_format, "build it again")]
)
def test_the_operator_is_told_what_to_do_about_the_file(
    tmp_path: Path, prepare: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "gazetteer.sqlite3"
    prepare(path)

    with pytest.raises(Misconfiguration, match=words):
        Gazetteer(path).find("Lyon")


def test_a_build_takes_little_memory(tmp_path: Path) -> None:
    words = "import sys; from pathlib import Path; from app.geo.gazetteer import build; "
    words += "build(Path(sys.argv[1]), ['LU']); print(Path('/proc/self/status').read_text())"

    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", words, tmp_path / "gazetteer.sqlite3"]
    built = subprocess.run(command, check=True, cwd=root, capture_output=True, text=True)

    most = next(line for line in built.stdout.splitlines() if line.startswith("VmHWM"))
    assert int(most.split()[1]) / 1024 < 150  # MB; loaded whole, the file takes 380


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("St-Étienne", "saint etienne"),
        ("Œting", "oeting"),
        ("Großröhrsdorf", "grossrohrsdorf"),
        ("Łódź", "lodz"),
        ("القاهرة", "القاهرة"),
        ("東京", "東京"),
        ("'-_", ""),
    ],
)
def test_names_are_folded_into_keys(name: str, key: str) -> None:
    assert fold(name) == key

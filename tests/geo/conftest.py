"""A gazetteer of France and of Fiji, which lies on the 180th meridian, built once."""

from pathlib import Path

import pytest

from app.geo.communes import read_communes
from app.geo.gazetteer import Gazetteer, build

OFFICIAL = Path(__file__).parents[2].parent / "shared" / "data" / "geo" / "communes_2026.csv.gz"


@pytest.fixture(scope="session")
def communes_file() -> Path:
    if not OFFICIAL.exists():
        pytest.skip(f"the official table of communes is not at {OFFICIAL}")
    return OFFICIAL


@pytest.fixture(scope="session")
def gazetteer(tmp_path_factory: pytest.TempPathFactory, communes_file: Path) -> Gazetteer:
    path = tmp_path_factory.mktemp("places") / "gazetteer.sqlite3"
    build(path, ["FR", "FJ"], communes=read_communes(communes_file))
    return Gazetteer(path)

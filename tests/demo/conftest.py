from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.demo.build import Wanted, build
from app.demo.world import World
from app.geo import gazetteer
from app.kernel.registry import Plugins
from app.testing.fixtures import Workbench
from app.web.database import db

MEMBERS = 40


@dataclass(frozen=True)
class Built:
    """A small demonstration in a database of its own."""

    app: Flask
    world: World
    wanted: Wanted

    @property
    def plugins(self) -> Plugins:
        found: Plugins = self.app.extensions["together_plugins"]
        return found


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> gazetteer.Gazetteer:
    path = tmp_path_factory.mktemp("gazetteer") / "gazetteer.sqlite3"
    gazetteer.build(path, ["FR"])
    return gazetteer.Gazetteer(path)


@pytest.fixture(scope="session")
def pictures_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures are kept for all of these tests, so that each is prepared once."""
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="session")
def wanted(places: gazetteer.Gazetteer, pictures_folder: Path) -> Wanted:
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    return Wanted(
        members=MEMBERS,
        now=now,
        data_dir=pictures_folder,
        password="hashed before",
        inhabitants=places.inhabitants,
    )


Builder = Callable[..., Built]


@pytest.fixture(scope="module")
def build_anew(workbench: Workbench, wanted: Wanted) -> Builder:
    """``build_anew(seed=...)``: a demonstration in a fresh database, in place of the one before."""

    def make(**changes: object) -> Built:
        app = workbench.app(None)
        asked = replace(wanted, **changes)  # type: ignore[arg-type]
        with app.app_context():
            engine = db.engine
        with Session(engine) as session:
            world = build(session, app.extensions["together_plugins"], asked)
            session.commit()
        return Built(app, world, asked)

    return make


@pytest.fixture(scope="module")
def built(build_anew: Builder) -> Built:
    return build_anew()


@pytest.fixture
def looking(built: Built) -> Iterator[Session]:
    """A session on the demonstration; whatever a test changes is undone."""
    with built.app.app_context():
        engine = db.engine
    with built.app.app_context(), Session(engine) as session:
        yield session
        session.rollback()

"""The pytest plugin ``together``: an application with an empty, migrated database for every test.

Tests that ask for ``app`` take turns, each on SQLite or on PostgreSQL, always the same one; those of ledgers,
of the database itself and of backups run on both. ``--database`` picks one, ``--database all`` runs every
test on both.
"""

import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.testing.workbench import Workbench

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from app.testing.village import Settle

__all__ = [
    "app",
    "client",
    "database",
    "make_app",
    "real_time_and_english",
    "session",
    "village",
]

DATABASES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--database``."""
    parser.addoption(
        "--database",
        choices=(*DATABASES, "all", "turns"),
        default="turns",
        help="run the tests on this database, on all, or on both but pages in turns on one",
    )


BOTH = frozenset({"ledgers", "clearing", "db", "backup", "kernel"})
"""Folders of tests whose subject is the database itself, or what must never be lost: always on both."""


def _on_both(file: Path) -> bool:
    """Tell whether ``--database turns`` runs the tests of a file on both databases."""
    return "pages" not in file.stem and not BOTH.isdisjoint(file.parts)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests that touch a database on each of them."""
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        names = DATABASES if chosen in ("all", "turns") else (chosen,)
        if chosen == "turns" and not _on_both(Path(metafunc.module.__file__ or "")):
            turn = zlib.crc32(metafunc.function.__qualname__.encode()) % len(DATABASES)
            names = (DATABASES[turn],)
        metafunc.parametrize("database", names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a private PostgreSQL server (its database ``postgres``)."""
    from app.testing.databases import postgres_cluster

    with postgres_cluster() as url:
        yield url


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """Name of the database engine of this test."""
    return str(request.param)


@pytest.fixture(scope="session")
def workbench(
    database: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Workbench]:
    """Maker of applications on this database engine."""
    admin = request.getfixturevalue("postgres") if database == "postgresql" else None
    bench = Workbench(database, tmp_path_factory.mktemp(database), admin)
    yield bench
    bench.close()


@pytest.fixture
def make_app(workbench: Workbench) -> Callable[..., "Flask"]:
    """``make_app(plugins=[...])``: an application with these plugins and an empty database."""

    def make(plugins: list[object] | None = None) -> "Flask":
        return workbench.app(plugins)

    return make


@pytest.fixture
def app(make_app: Callable[..., "Flask"]) -> "Flask":
    """The application with the installed plugins and an empty, migrated database."""
    return make_app()


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    """A browser without JavaScript, more or less."""
    return app.test_client()


@pytest.fixture
def session(app: "Flask") -> Iterator["Session"]:
    """A database session of its own; leave it (commit) before the client looks."""
    from sqlalchemy.orm import Session

    from app.web.database import db

    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture(autouse=True)
def real_time_and_english() -> Iterator[None]:
    """Give the clock back, and the language, whatever a test did with them."""
    from app import clock, text

    with text.speaking("en"):
        yield
    clock.shift(timedelta(0))


@pytest.fixture
def village(make_app: Callable[..., "Flask"]) -> Iterator["Settle"]:
    """``village(plugin, **settings)``: two neighbours and a sub-network where the plugin is on.

    ``plugin`` is its module, which is then the only one there is, or the slug of an installed one.
    """
    from sqlalchemy.orm import Session

    from app.testing.village import Village
    from app.web.database import db

    opened: list[Session] = []

    def settle(plugin: Any, /, **settings: Any) -> Village:
        is_installed = isinstance(plugin, str)
        app = make_app() if is_installed else make_app([plugin])
        slug = plugin if is_installed else plugin.manifest().slug
        form = app.extensions["together_plugins"].installed[slug].manifest.settings_form
        unknown = sorted(set(settings) - {field.name for field in (form() if form else ())})
        assert not unknown, f"{slug} has no setting {' or '.join(unknown)}"
        with app.app_context():
            opened.append(Session(db.engine, expire_on_commit=False))
        return Village(app, opened[-1], slug, settings)

    yield settle
    for session in opened:
        session.close()

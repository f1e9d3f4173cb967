"""The pytest plugin ``together``: an application with an empty, migrated database for every test.

Every test that asks for ``app`` runs twice, on SQLite and on PostgreSQL; ``--database`` picks one. Tests of
pages (files called ``test_…pages….py``) take turns, each on one of the two: what differs between databases
is tried by the tests of what stands below. ``--database all`` runs every test on both.
"""

import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from app.testing.databases import Copy

DATABASES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--database``."""
    parser.addoption(
        "--database",
        choices=(*DATABASES, "all", "turns"),
        default="turns",
        help="run the tests on this database, on all, or on both but pages in turns on one",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests that touch a database on each of them."""
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        names = DATABASES if chosen in ("all", "turns") else (chosen,)
        if chosen == "turns" and "pages" in Path(metafunc.module.__file__ or "").stem:
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


class Workbench:
    """Makes applications over fresh copies of a migrated database."""

    def __init__(self, kind: str, folder: Path, admin_url: str | None) -> None:
        self.kind, self.folder, self.admin_url = kind, folder, admin_url
        self.templates: dict[str, str] = {}
        self.apps: dict[str, Flask] = {}
        self.copies: dict[str, Copy] = {}

    def url(self, name: str) -> str:
        """Return the address of the database ``name``."""
        import sqlalchemy as sa

        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite3"
        assert self.admin_url is not None
        return sa.make_url(self.admin_url).set(database=name).render_as_string(hide_password=False)

    def app(self, plugins: list[object] | None) -> "Flask":
        """Return an application over a fresh database, migrated for ``plugins`` (``None``: the installed)."""
        signature = (
            "installed"
            if plugins is None
            else "-".join(sorted(_name(plugin) for plugin in plugins)) or "none"
        )
        name = (
            f"{self.kind[:2]}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{abs(hash(signature)) % 10**8}"
        )
        if signature not in self.templates:
            self.templates[signature] = self._template(f"{name}_t", plugins)
        if signature not in self.apps:
            self.apps[signature] = self._create(name, plugins)
        app = self.apps[signature]
        self._dispose(app)
        self._copy(f"{name}_t", name)
        return app

    def own_app(self, name: str) -> "Flask":
        """Return an application with the installed plugins over a database that no other test touches."""
        template = self.app(None)  # makes the migrated template
        self._dispose(template)
        own = f"{self.kind[:2]}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{name}"
        app = self._create(own, None)
        self._copy(self.templates["installed"], own)
        self.apps[own] = app
        return app

    def _create(self, name: str, plugins: list[object] | None) -> "Flask":
        from app.config import Settings, prepare
        from app.factory import create_app

        data_dir = self.folder / f"data_{name}"
        settings = Settings(
            data_dir=data_dir,
            database_url=self.url(name),
            base_url="http://localhost",
            mail_url=f"file:{data_dir / 'mail'}",
            secret_key="only for tests, thirty-two letters long",  # noqa: S106
            embedded_jobs=False,
            testing=True,
        )
        return create_app(prepare(settings), plugins)

    def _template(self, name: str, plugins: list[object] | None) -> str:
        if self.kind == "postgresql":
            from app.testing.databases import create_from

            assert self.admin_url is not None
            create_from(self.admin_url, name, "template0")
        app = self._create(name, plugins)
        from app.schema import upgrade_schema

        with app.app_context():
            upgrade_schema()
        self._dispose(app)
        return name

    def _copy(self, template: str, name: str) -> None:
        if self.kind == "sqlite":
            for suffix in ("-wal", "-shm"):
                (self.folder / f"{name}.sqlite3{suffix}").unlink(missing_ok=True)
            shutil.copyfile(self.folder / f"{template}.sqlite3", self.folder / f"{name}.sqlite3")
            return
        from app.testing.databases import Copy

        assert self.admin_url is not None
        if name in self.copies:
            self.copies[name].refresh()
        else:
            self.copies[name] = Copy(self.admin_url, name, template)

    def _dispose(self, app: "Flask") -> None:
        from app.web.database import db

        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()

    def close(self) -> None:
        """Close every connection."""
        for app in self.apps.values():
            self._dispose(app)


def _name(plugin: Any) -> str:
    return str(getattr(plugin, "__name__", type(plugin).__qualname__))


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

"""A site with pictures and ledgers, and empty places to bring it back to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app.backup.commands import group
from app.config import Settings, prepare
from app.factory import create_app
from app.testing.databases import create_from
from app.web.database import db
from tests.ledgers.conftest import Village, make_village

_numbers = count(1)


@dataclass
class Site:
    """An installation: its application and its data folder."""

    app: Flask

    @property
    def data_dir(self) -> Path:
        return self.app.extensions["together_settings"].data_dir

    @property
    def database(self) -> Path:
        with self.app.app_context():
            return Path(str(db.engine.url.database))

    def run(self, *words: str | Path) -> Result:
        """Run ``together backup`` with these words."""
        with self.app.app_context():
            db.engine.dispose()
        return self.app.test_cli_runner().invoke(group, [str(word) for word in words])

    def session(self) -> Session:
        with self.app.app_context():
            return Session(db.engine, expire_on_commit=False)

    def counts(self) -> dict[str, Any]:
        """Count the rows of every table."""
        with self.app.app_context(), db.engine.connect() as connection:
            names = sa.inspect(connection).get_table_names()
            return {
                name: connection.execute(sa.text(f'SELECT count(*) FROM "{name}"')).scalar() for name in names
            }

    def write(self, name: str, content: bytes) -> Path:
        path = self.data_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path


@pytest.fixture
def site(workbench) -> Iterator[Site]:
    site = Site(workbench.own_app("site"))
    site.write("uploads/pictures/ab/abcdef-320.webp", b"a picture")
    site.write("keys/address", b"12" * 32)
    (site.data_dir / "erasures.jsonl").unlink(missing_ok=True)
    yield site
    with site.app.app_context():
        db.engine.dispose()


@pytest.fixture
def village(site) -> Iterator[Village]:
    with site.session() as session:
        village = make_village(session)
        village.give("Ana", "Bea", 90, key="1")
        village.give("Bea", "Carl", 30, key="2")
        village.hold("Carl", "Ana", 15)
        session.commit()
        yield village


@pytest.fixture
def empty_place(workbench, tmp_path) -> Iterator[Site]:
    """An installation with an empty data folder and no tables."""
    name = f"place_{next(_numbers)}"
    url = f"sqlite:///{tmp_path / 'place' / 'together.sqlite3'}"
    if workbench.kind == "postgresql":
        url = create_from(workbench.admin_url, name, "template0")
    settings = Settings(
        data_dir=tmp_path / "place",
        database_url=url,
        base_url="http://localhost",
        secret_key="only for tests, thirty-two letters long",
        testing=True,
        embedded_jobs=False,
    )
    site = Site(create_app(prepare(settings)))
    yield site
    with site.app.app_context():
        db.engine.dispose()

"""Makes applications over fresh copies of a migrated database, for the fixtures.

What it needs of the platform is imported when it is used: pytest loads the fixtures before it measures.
"""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from app.testing.databases import Copy


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

"""One installed plugin under examination: what it brings to the platform, by kind of contribution."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import sqlalchemy as sa
from alembic.script import Script, ScriptDirectory
from flask import Flask

from app.db import migrations
from app.kernel.complaints import HOOKS
from app.kernel.markers import PROJECT
from app.kernel.registry import Installed, Plugins
from app.testing import plugin_parts

C = TypeVar("C")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A plugin of an application."""

    app: Flask
    plugins: Plugins
    plugin: Installed

    @property
    def slug(self) -> str:
        """The plugin's slug."""
        return self.plugin.slug

    @property
    def module(self) -> ModuleType:
        """The module with its hooks, or that of the class of the object that has them."""
        found = self.plugin.module
        return found if isinstance(found, ModuleType) else sys.modules[type(found).__module__]

    @property
    def folder(self) -> Path:
        """The folder of its package."""
        return plugin_parts.folder_of(self.module)

    @property
    def tables(self) -> set[sa.Table]:
        """The tables of its models."""
        return plugin_parts.tables_of(self.module)

    def own(self, contributions: Mapping[str, C]) -> dict[str, C]:
        """Return those ``contributions`` that are its own."""
        return self.plugins.of(contributions, [self.slug])

    @property
    def hooks(self) -> list[str]:
        """Names of the hooks that it answers."""
        return [name for name in HOOKS if hasattr(getattr(self.plugin.module, name, None), f"{PROJECT}_impl")]

    @property
    def revisions(self) -> list[Script]:
        """The revisions in its folder, the oldest first."""
        folder = self.plugin.manifest.migrations
        if folder is None or not folder.is_dir():
            return []
        script = ScriptDirectory.from_config(migrations.configure(None, self.plugins.migrations))
        own = folder.resolve()
        found = [item for item in script.walk_revisions() if Path(item.path).resolve().parent == own]
        return list(reversed(found))

    @property
    def languages(self) -> list[str]:
        """Languages that it has a catalogue in."""
        folder = self.plugin.manifest.translations
        found = folder.glob("*/LC_MESSAGES/messages.po") if folder is not None else ()
        return sorted(path.parts[-3] for path in found)

    def contributes(self) -> dict[str, list[str]]:
        """Return what it brings, by kind of contribution; what it does not bring is left out."""
        manifest = self.plugin.manifest
        found = {
            "hooks": self.hooks,
            "kinds": list(self.own(self.plugins.kinds)),
            "criteria": list(self.own(self.plugins.criteria)),
            "settlement methods": list(self.own(self.plugins.settlements)),
            "measures": list(self.own(self.plugins.measures)),
            "panels": list(self.own(self.plugins.panels)),
            "data formats": list(self.own(self.plugins.formats)),
            "jobs": list(self.own(self.plugins.jobs)),
            "notices": list(self.own(self.plugins.notices)),
            "settings": self._settings(),
            "pages": self._addresses(manifest.pages.name) if manifest.pages else [],
            "interface": self._addresses(manifest.api.name) if manifest.api else [],
            "commands": sorted(manifest.cli.commands) if manifest.cli else [],
            "tables": sorted(table.name for table in self.tables),
            "migrations": [str(revision.revision) for revision in self.revisions],
            "catalogues": self.languages,
        }
        return {name: items for name, items in found.items() if items}

    def _settings(self) -> list[str]:
        form = self.plugin.manifest.settings_form
        return [field.name for field in form()] if form is not None else []

    def _addresses(self, blueprint: str) -> list[str]:
        rules = self.app.url_map.iter_rules()
        own = (rule.rule for rule in rules if rule.endpoint.startswith(f"{blueprint}."))
        return sorted(dict.fromkeys(own))


def subjects(app: Flask, only: str = "") -> list[Subject]:
    """Return the installed plugins, or the one called ``only``."""
    plugins: Plugins = app.extensions["together_plugins"]
    return [
        Subject(app=app, plugins=plugins, plugin=plugin)
        for slug, plugin in plugins.installed.items()
        if only in ("", slug)
    ]

"""The command ``together``."""

import gc
import sys
from importlib import import_module

import click
from flask import Flask
from flask.cli import FlaskGroup, ScriptInfo

from app.errors import Misconfiguration, Refusal

COMMANDS = {
    "backup": "app.backup.commands",
    "data": "app.portability.commands",
    "db": "app.schema",
    "people": "app.members.commands",
    "plugins": "app.kit.commands",
    "tokens": "app.api.commands",
    "territories": "app.territories.commands",
    "jobs": "app.jobs.commands",
    "ledgers": "app.ledgers.commands",
    "demo": "app.demo.commands",
    "seed": "app.demo.seed",
}


class Together(FlaskGroup):
    """Commands of the features, loaded when they are called; then those of plugins."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        return sorted({*COMMANDS, "serve", *self._of_plugins(ctx)})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load the command ``name``."""
        if name in COMMANDS:
            found: click.Command = import_module(COMMANDS[name]).group
            return found
        if name == "serve":
            from app.serving import serve

            return serve
        return super().get_command(ctx, name)

    def _of_plugins(self, ctx: click.Context) -> list[str]:
        app = ctx.ensure_object(ScriptInfo).load_app()
        return [
            slug
            for slug, plugin in app.extensions["together_plugins"].installed.items()
            if plugin.manifest.cli
        ]


def _create() -> Flask:
    """Build the application; what it is made of stays, so the collector of garbage need not look at it."""
    gc.disable()  # a quarter of the time that starting takes
    try:
        from app.factory import create_app

        return create_app()
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=Together, create_app=_create, add_default_commands=False, add_version_option=False)
def together() -> None:
    """Run and look after Together."""


def main() -> None:
    """Run the command line; what cannot be done is said in one sentence."""
    from app.web.logging import configure

    configure()
    try:
        together()
    except (Misconfiguration, Refusal) as refusal:
        click.secho(str(refusal), fg="red", err=True)
        sys.exit(1)

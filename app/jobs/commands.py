"""``together jobs``: the worker."""

import click
from flask import current_app
from flask.cli import with_appcontext


@click.group()
def group() -> None:
    """Mails, reminders and everything else that happens without anybody pressing."""


@group.command("run-once")
@with_appcontext
def run_once() -> None:
    """Run every job once, now."""
    from app.jobs.running import run_due

    ran = run_due(current_app._get_current_object(), everything=True)  # type: ignore[attr-defined]
    click.echo(f"Ran: {', '.join(ran)}.")


@group.command("run")
@with_appcontext
def run() -> None:
    """Run jobs as they fall due, until stopped."""
    from app.db import durability
    from app.jobs.worker import run_forever
    from app.web.database import db

    durability.check(db.engine)  # jobs move amounts too
    run_forever(current_app._get_current_object())  # type: ignore[attr-defined]

"""The commands ``together ledgers``."""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from app.ledgers.models import Ledger
from app.ledgers.verification import faults
from app.web.database import db


@click.group("ledgers")
def group() -> None:
    """Look after the ledgers."""


@group.command()
@with_appcontext
def verify() -> None:
    """Check every ledger from its entries; end with an error when anything is wrong."""
    ledgers = db.session.scalars(sa.select(Ledger).order_by(Ledger.created_at)).all()
    wrong = 0
    for ledger in ledgers:
        found = faults(db.session, ledger.id)
        wrong += len(found)
        click.echo(f"{ledger.name} ({ledger.id}): {'sound' if not found else f'{len(found)} faults'}")
        for fault in found:
            click.secho(f"  {fault.rule} {fault.about_id}: {fault.text}", fg="red")
    click.echo(f"{len(ledgers)} ledgers checked, {wrong} faults.")
    if wrong:
        raise SystemExit(1)

"""``together tokens``: what an operator does about tokens of programs."""

from datetime import timedelta

import click
from flask.cli import with_appcontext

from app.api import tokens
from app.api.scopes import Scope
from app.errors import Refusal
from app.members import queries as people
from app.territories import queries as territories
from app.web.database import db


@click.group()
def group() -> None:
    """Tokens by which programs act for people."""


@group.command()
@click.argument("email")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="What the program may do; as often as needed.",
)
@click.option("--name", default="Made on the command line", show_default=True, help="What it is for.")
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 366), help="How long it is good."
)
@click.option("--territory", default=None, help="The only territory (its address) where it counts.")
@with_appcontext
def create(email: str, scopes: tuple[str, ...], name: str, days: int, territory: str | None) -> None:
    """Make a token for the person who signed up as EMAIL, and print it: it is shown this once."""
    person = people.by_mail(db.session, email)
    if person is None or person.confirmed_at is None or not person.active:
        raise Refusal(f"Nobody has signed up and confirmed as {email}.")
    found = territories.by_slug(db.session, territory) if territory else None
    if territory and found is None:
        raise Refusal(f"There is no territory {territory}.")
    token, text = tokens.create(
        db.session,
        person,
        name=name,
        scopes=[Scope(scope) for scope in scopes],
        lasts=timedelta(days=days),
        territory_id=found.id if found else None,
    )
    db.session.commit()
    click.echo(text)
    click.echo(f"Good until {token.expires_at:%Y-%m-%d}. It is kept nowhere: note it now.", err=True)

"""``together people``: what an operator does for people before there is anybody to click."""

import click
from flask.cli import with_appcontext

from app.errors import Refusal
from app.members import queries, services
from app.web.database import db


@click.group()
def group() -> None:
    """People and their rights on the whole platform."""


@group.command()
@click.argument("email")
@click.option("--take-away", is_flag=True, help="Take the right away instead.")
@with_appcontext
def operator(email: str, take_away: bool) -> None:
    """Make the person who signed up as EMAIL an operator of the platform.

    An empty platform has no account of its own: this is how the first operator is made.
    """
    person = queries.by_mail(db.session, email)
    if person is None or person.confirmed_at is None or not person.active:
        raise Refusal(f"Nobody has signed up and confirmed as {email}.")
    services.make_operator(db.session, person, operator=not take_away)
    db.session.commit()
    said = "is no operator any more" if take_away else "is now an operator of the platform"
    click.echo(f"{person.first_name} {said}.")

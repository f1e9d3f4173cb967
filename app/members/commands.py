"""``together people``: what an operator does for people before there is anybody to click."""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from app.errors import Refusal
from app.members.models import Person
from app.web.database import db


@click.group()
def group() -> None:
    """People and their rights on the whole platform."""


@group.command()
@click.argument("email")
@click.option("--take-away", is_flag=True, help="Take the right away instead.")
@with_appcontext
def operator(email: str, take_away: bool) -> None:
    """Make the person who signed up as EMAIL an operator of the platform."""
    person = db.session.scalar(sa.select(Person).where(sa.func.lower(Person.email) == email.strip().lower()))
    if person is None or person.confirmed_at is None:
        raise Refusal(f"Nobody has signed up and confirmed as {email}.")
    person.is_operator = not take_away
    db.session.commit()
    said = "is no operator any more" if take_away else "is now an operator of the platform"
    click.echo(f"{person.first_name} {said}.")

"""``together tokens``: what an operator does about tokens of programs."""

from datetime import timedelta
from uuid import UUID

import click
from flask.cli import with_appcontext

from app.api import token_ends, tokens
from app.api.scopes import Scope
from app.errors import Refusal
from app.members import queries as people
from app.members.models import Person
from app.territories import queries as territories
from app.territories.models import Territory
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
    person = _person(email)
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
    tokens.tell_owner(db.session, token)
    db.session.commit()
    click.echo(text)
    click.echo(f"Good until {token.expires_at:%Y-%m-%d}. It is kept nowhere: note it now.", err=True)


@group.command("list")
@click.argument("email")
@with_appcontext
def show(email: str) -> None:
    """List the tokens of the person who signed up as EMAIL that still count, one a line."""
    for token in tokens.of(db.session, _person(email).id):
        place = db.session.get(Territory, token.territory_id) if token.territory_id else None
        where = place.slug if place is not None else "everywhere"
        used = f"last used {token.used_on}" if token.used_on else "never used"
        click.echo(
            f"{token.id}  …{token.hint}  {token.name}  {' '.join(token.scopes)}  {where}  "
            f"{used}  good until {token.expires_at:%Y-%m-%d}"
        )


@group.command()
@click.argument("email")
@click.argument("token_id", type=click.UUID, required=False)
@click.option("--all", "every", is_flag=True, help="Every token of the person.")
@with_appcontext
def revoke(email: str, token_id: UUID | None, every: bool) -> None:
    """Revoke a token of the person who signed up as EMAIL; its id stands in the list."""
    person = _person(email)
    if every == (token_id is not None):
        raise Refusal("Name one token, or say --all.")
    if token_id is None:
        gone = token_ends.revoke_all(db.session, person.id)
    else:
        gone = int(token_ends.revoke(db.session, person.id, token_id))
    if not gone:
        raise Refusal(f"{email} has no such token that still counts.")
    db.session.commit()
    click.echo(f"Revoked: {gone}.")


def _person(email: str) -> Person:
    person = people.by_mail(db.session, email)
    if person is None or person.confirmed_at is None or not person.active:
        raise Refusal(f"Nobody has signed up and confirmed as {email}.")
    return person

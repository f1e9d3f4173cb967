"""``together seed``: fill an empty database for tests and evaluations, and say what is in it."""

import json
from typing import cast

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from app.config import Settings
from app.demo.acceptance import Acceptance
from app.demo.acceptance_told import told
from app.demo.accounts import PASSWORD
from app.errors import Refusal
from app.members.models import Person
from app.notifications.models import OutgoingMail
from app.schema import upgrade_schema
from app.territories.models import Territory
from app.web.database import db


@click.command("seed")
@click.option(
    "--profile",
    type=click.Choice(["acceptance"]),
    default="acceptance",
    show_default=True,
    help="acceptance: three territories, every role, every kind.",
)
@click.option("--seed", default=1, show_default=True, help="The same number gives the same world.")
@click.option("--json", "as_json", is_flag=True, help="Print users, tokens and ids as JSON.")
@with_appcontext
def group(profile: str, seed: int, as_json: bool) -> None:
    """Fill an empty database for tests and evaluations."""
    _refuse_filled(db.engine)
    upgrade_schema()
    settings = cast(Settings, current_app.extensions["together_settings"])
    with Session(db.engine, expire_on_commit=False) as session:
        plugins = current_app.extensions["together_plugins"]
        territories = Acceptance(session, plugins, seed=seed, password=hash_password(PASSWORD)).build()
        made = {
            "profile": profile,
            "seed": seed,
            "api": f"{settings.base_url}/api/v1",
            "password": PASSWORD,
            **told(session, territories),
        }
        session.execute(sa.delete(OutgoingMail))  # nobody there reads mails
        session.commit()
    if as_json:
        click.echo(json.dumps(made, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{len(made['users'])} people in {len(made['territories'])} territories; all sign in with {PASSWORD}"
    )
    for user in made["users"]:
        click.echo(f"  {user['email']}")


def _refuse_filled(engine: sa.Engine) -> None:
    """Leave a site that somebody began alone, its schema too.

    Raises:
        Refusal: there are people or territories.
    """
    filled = {Person: "people", Territory: "territories"}
    for model, name in filled.items():
        if not sa.inspect(engine).has_table(model.__tablename__):
            continue
        with engine.connect() as connection:
            if connection.scalar(sa.select(sa.literal(1)).select_from(model.__table__).limit(1)) is not None:
                raise Refusal(f"There are {name} in this database already; seed an empty one.")

"""``together demo``: a lively territory to try everything on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from flask_security.utils import hash_password
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.demo.accounts import PASSWORD, accounts
from app.demo.build import Told, Wanted, build
from app.demo.places import MARK
from app.errors import Refusal
from app.geo import gazetteer
from app.members.models import Person
from app.schema import upgrade_schema
from app.territories.models import Territory
from app.territories.places import gazetteer_file
from app.web.database import db

FEWEST, MOST = 20, 2_000
PARTS = {
    "people": "People, places and sub-networks",
    "pictures": "Pictures",
    "encounters": "Who asks whom",
    "stories": "What they wrote to each other",
    "exchanges": "Writing listings and exchanges",
    "impact": "What it brought",
    "check": "Checking that everything fits",
}


@click.group()
def group() -> None:
    """The demonstration territory."""


@group.command("build")
@click.option(
    "--members", default=300, show_default=True, type=click.IntRange(FEWEST, MOST), help="How many people."
)
@with_appcontext
def build_command(members: int) -> None:
    """Build the demonstration, once; say how to sign in."""
    upgrade_schema()
    console = Console()
    with Session(db.engine) as session:
        if demonstration(session):
            console.print("The demonstration is there already.")
        else:
            _refuse_other_people(session)
            _build(session, members, console)
        _show(console, accounts(session))


@group.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@with_appcontext
def accounts_command(as_json: bool) -> None:
    """List whom one can sign in as."""
    with Session(db.engine) as session:
        found = accounts(session) if demonstration(session) else []
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    _show(Console(), found)


def demonstration(session: Session) -> bool:
    """Tell whether this database holds the demonstration."""
    territories = session.scalars(sa.select(Territory).where(Territory.active))
    return any(MARK in territory.settings for territory in territories)


def _refuse_other_people(session: Session) -> None:
    if session.scalar(sa.select(sa.func.count()).select_from(Person)) or session.scalar(
        sa.select(sa.func.count()).select_from(Territory)
    ):
        raise Refusal(
            "This database holds people or territories of its own. The demonstration is only built in an "
            "empty one: choose another folder with TOGETHER_DATA_DIR."
        )


def _build(session: Session, members: int, console: Console) -> None:
    settings = cast(Settings, current_app.extensions["together_settings"])
    places = gazetteer_file(settings)
    if not places.exists():
        gazetteer.build(places, ["FR"])
    wanted = Wanted(
        members=members,
        now=clock.now().replace(minute=0, second=0, microsecond=0),
        data_dir=settings.data_dir,
        password=hash_password(PASSWORD),
        inhabitants=gazetteer.Gazetteer(places).inhabitants,
    )
    with _progress(console) as told:
        build(session, current_app.extensions["together_plugins"], wanted, told)
        session.commit()


@contextmanager
def _progress(console: Console) -> Iterator[Told]:
    columns = (TextColumn("{task.description:<32}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks = {part: bars.add_task(words, start=False, total=None) for part, words in PARTS.items()}

        def told(part: str, done: int, of: int) -> None:
            task = tasks[part]
            if not bars.tasks[task].started:
                bars.start_task(task)
            bars.update(task, completed=done, total=of)

        yield told


def _show(console: Console, found: list[dict[str, str]]) -> None:
    settings = cast(Settings, current_app.extensions["together_settings"])
    table = Table("Who", "E-mail", "Role", "Language", box=None, pad_edge=False)
    for one in found:
        table.add_row(one["first_name"], one["email"], one["role"], one["language"])
    console.print(table)
    console.print(f"\nPassword of all of them: {PASSWORD}", highlight=False, soft_wrap=True)
    console.print(f"Address: {settings.base_url}", highlight=False, soft_wrap=True)

"""``together territories``: bring in official tables and places of the world."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.geo.communes import BadLine, CommuneRow, read_communes
from app.geo.gazetteer import build
from app.territories import importing, places
from app.web.database import db

SHOWN = 20  # bad lines; the others are counted


@click.group()
def group() -> None:
    """The tree of territories."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--gazetteer/--no-gazetteer", default=True, help="Also build the gazetteer of France from it.")
@with_appcontext
def import_communes(file: Path, gazetteer: bool) -> None:
    """Bring in the official table of French communes from FILE (CSV, gzipped or not).

    Their groups, departments, regions and the country come with them. Done twice it changes
    nothing but what has changed in the table; lines that cannot be read are named at the end.
    """
    began = time.monotonic()
    with _progress() as progress:
        task = progress.add_task("Reading", total=None)
        rows: list[CommuneRow] = []
        bad: list[BadLine] = []
        for line in read_communes(file):
            (rows if isinstance(line, CommuneRow) else bad).append(line)  # type: ignore[arg-type]
            progress.advance(task)
        progress.update(task, total=len(rows) + len(bad))
        task = progress.add_task("Writing", total=len(rows))
        counts = importing.import_communes(
            db.session, rows, progress=lambda count: progress.advance(task, count)
        )
        task = progress.add_task("Drawing the tree", total=1)
        importing.draw_tree(db.session)
        db.session.commit()
        progress.advance(task)
        if gazetteer:
            task = progress.add_task("Building the gazetteer", total=1)
            build(_gazetteer_file(), ["FR"], communes=rows)
            progress.advance(task)
    click.echo(
        f"{counts.added} places added, {counts.changed} brought up to date, {counts.same} unchanged, "
        f"in {time.monotonic() - began:.1f} s."
    )
    _tell_bad(bad)


@group.command("places")
@click.argument("countries", nargs=-1, required=True)
@click.option("--smallest", default=1000, show_default=True, help="Inhabitants a place needs.")
@with_appcontext
def import_places(countries: tuple[str, ...], smallest: int) -> None:
    """Bring in the places of COUNTRIES (codes such as BE IT RO) from GeoNames.

    French communes come from the official table: see ``import``. The gazetteer, in which people
    look for their place, is built anew with these countries.
    """
    codes = sorted({country.upper() for country in countries})
    with _progress() as progress:
        task = progress.add_task("Reading", total=None)
        try:
            counts = importing.import_places(
                db.session, codes, smallest=smallest, progress=lambda count: progress.advance(task, count)
            )
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        progress.update(task, total=counts.total)
        importing.draw_tree(db.session)
        db.session.commit()
        task = progress.add_task("Building the gazetteer", total=1)
        build(_gazetteer_file(), importing.countries(db.session), communes=importing.communes(db.session))
        progress.advance(task)
    click.echo(f"{counts.added} places added, {counts.changed} brought up to date, {counts.same} unchanged.")


def _gazetteer_file() -> Path:
    return places.gazetteer_file(current_app.extensions["together_settings"])


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield progress


def _tell_bad(bad: list[BadLine]) -> None:
    if not bad:
        return
    click.secho(f"{len(bad)} lines could not be read; all others are in:", fg="yellow", err=True)
    for line in bad[:SHOWN]:
        click.echo(f"  line {line.line}: {line.reason}", err=True)
    if len(bad) > SHOWN:
        click.echo(f"  and {len(bad) - SHOWN} more", err=True)

"""What authors of plugins run: ``together plugins new``, ``translations`` and ``check``."""

import json
import re
import sys
import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.config import Settings, prepare
from app.errors import Refusal
from app.factory import create_app
from app.kit import names, scaffold
from app.kit.faults import faults
from app.kit.subject import Subject, subjects
from app.subnetworks.commands import group
from app.testing import catalogues
from app.text import LANGUAGES

__all__ = ["group"]

MOST_SHOWN = 12
PLACES = re.compile(r"^/(?:t|api/v1)/<territory>/([a-z_-]+)")


@group.command("new")
@click.argument("name")
@click.option("--here", is_flag=True, help="Write into the current folder, not into a new one.")
@click.option("--kind", default="thing", show_default=True, help="What is shared, in one word: loaf.")
def new(name: str, here: bool, kind: str) -> None:
    """Begin a distribution with the plugin NAME, which works as it stands."""
    names.check_name(name)
    names.check_name(kind, what="kind")
    names.check_free(name, _addresses())
    folder = Path.cwd() if here else Path.cwd() / scaffold.distribution_of(name)
    if not here and folder.exists():
        raise Refusal(f"Nothing was written: {folder} is already there.")
    written = scaffold.write(folder, scaffold.files(name, kind))
    click.echo(f"{len(written)} files of {scaffold.distribution_of(name)} are in {folder}.")
    click.echo("Next: pip install --editable . there, then pytest, and read README.md.")


def _addresses() -> frozenset[str]:
    """Return what the addresses of the core begin with; its author's folder gets no data for that."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), database_url=f"sqlite:///{folder}/none.sqlite3")
        app = create_app(prepare(settings), plugins=())
    found = (PLACES.match(rule.rule) for rule in app.url_map.iter_rules())
    return frozenset(match[1] for match in found if match)


@group.command("translations")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
def translations(folder: Path) -> None:
    """Merge what the code of the plugins in FOLDER says into their catalogues, and compile them."""
    packages = sorted(file.parent for file in (*folder.glob("plugin.py"), *folder.glob("*/plugin.py")))
    if not packages:
        raise Refusal(f"There is no plugin in {folder.absolute()}: no plugin.py, here or one folder below.")
    for package in packages:
        kept = package / "translations"
        for language in sorted({*LANGUAGES, *(found.name for found in kept.glob("*") if found.is_dir())}):
            sentences = catalogues.merge(package, kept, language)
            click.echo(f"{kept / language}: {sentences} sentences")
            for said in catalogues.misfilled(kept, language):
                click.echo(f"Names other values than the code, mend it: {said}")
        for sentence in catalogues.gaps(package, kept):
            click.echo(f"Not said in French yet: {sentence}")


@group.command("check")
@click.argument("slug", default="")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def check(slug: str, as_json: bool) -> None:
    """Say what every installed plugin, or SLUG, contributes and what is wrong with it.

    It ends with 1 when something is wrong.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    found = [(subject, faults(subject)) for subject in subjects(app, slug)]
    if slug and not found:
        raise Refusal(f"{slug} is not installed; in its folder: pip install --editable .")
    if as_json:
        click.echo(json.dumps([_as_json(subject, wrong) for subject, wrong in found], indent=2))
    else:
        for subject, wrong in found:
            _tell(subject, wrong)
    sys.exit(1 if any(wrong for _subject, wrong in found) else 0)


def _as_json(subject: Subject, wrong: list[str]) -> dict[str, object]:
    plugin = subject.plugin
    return {
        "slug": plugin.slug,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "api_version": plugin.manifest.api_version or None,
        "contributes": subject.contributes(),
        "wrong": wrong,
    }


def _tell(subject: Subject, wrong: list[str]) -> None:
    plugin = subject.plugin
    click.secho(f"{plugin.slug} {plugin.version} ({plugin.distribution}): {plugin.manifest.title}", bold=True)
    for name, items in subject.contributes().items():
        said = ", ".join(items) if len(items) <= MOST_SHOWN else f"{len(items)} of them; --json names all"
        lead = f"  {name:20}"
        wrapped = textwrap.wrap(
            said, 110, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False
        )
        click.echo("\n".join(wrapped))
    for sentence in wrong:
        click.secho(f"  wrong: {sentence}", fg="red")
    if not wrong:
        click.secho("  Nothing is wrong with it.", fg="green")

"""Writes the distribution that a new plugin begins with, from the files in ``distribution/``."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog

from app.errors import Refusal
from app.kernel.version import API_VERSION
from app.testing import catalogues
from app.text import LANGUAGES

TEMPLATES = Path(__file__).parent / "distribution"
SUFFIX = ".tmpl"


def names(slug: str, kind: str) -> dict[str, str]:
    """Return every word that the files leave open."""
    title = slug.replace("_", " ").capitalize()
    noun = kind.replace("_", " ")
    return {
        "slug": slug,
        "distribution": distribution_of(slug),
        "package": f"together_plugin_{slug}",
        "title": title,
        "kind": kind,
        "Kind": "".join(part.capitalize() for part in kind.split("_")),
        "noun": noun,
        "Noun": noun.capitalize(),
        "api_version": ".".join(API_VERSION.split(".")[:2]),
    }


def distribution_of(slug: str) -> str:
    """Return the name of a plugin's distribution, which is also that of its folder."""
    return f"together-plugin-{slug.replace('_', '-')}"


def files(slug: str, kind: str) -> dict[Path, bytes]:
    """Return path and content of every file of a new distribution, catalogues compiled."""
    words = names(slug, kind)
    made = {path: _filled(text, words).encode() for path, text in _templates(words)}
    folder = Path(words["package"])
    french = folder / "translations/fr/LC_MESSAGES/messages.po"
    said = catalogues.parsed(BytesIO(made.pop(french)), "fr")
    for language in LANGUAGES:
        made |= _catalogue(folder, language, said, words)
    return dict(sorted(made.items()))


def _catalogue(folder: Path, language: str, said: Catalog, words: dict[str, str]) -> dict[Path, bytes]:
    """Return a catalogue, written and compiled; the English one says what the code says."""
    team = f"The authors of {words['distribution']}"
    catalogue = Catalog(
        locale=language,
        header_comment=f"# {words['title']}: {LANGUAGES[language]}",
        project=words["distribution"],
        version="0.1.0",
        last_translator=team,
        language_team=team,
        msgid_bugs_address=team,
        creation_date=catalogues.SOME_DAY,
        revision_date=catalogues.SOME_DAY,
        charset="utf-8",
        fuzzy=False,
    )
    for message in said:
        if message.id:
            text = message.id if language == "en" else message.string
            catalogue.add(message.id, text, locations=message.locations, flags=message.flags)
    target = folder / "translations" / language / "LC_MESSAGES"
    po = catalogues.written(catalogue)
    return {
        target / "messages.po": po,
        target / "messages.mo": catalogues.compiled(catalogues.parsed(BytesIO(po), language)),
    }


def _templates(words: dict[str, str]) -> Iterator[tuple[Path, str]]:
    for file in sorted(TEMPLATES.rglob(f"*{SUFFIX}")):
        name = file.relative_to(TEMPLATES).as_posix().removesuffix(SUFFIX)
        path = Path(name.replace("PACKAGE", words["package"]).replace("SLUG", words["slug"]))
        yield (Path(".gitignore") if name == "gitignore" else path), file.read_text("utf-8")


def _filled(text: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        text = text.replace("{{" + name + "}}", word)
    return text


def write(folder: Path, content: dict[Path, bytes]) -> list[Path]:
    """Write the files below ``folder``; nothing is written when one of them is already there.

    Raises:
        Refusal: names what is in the way.
    """
    there = [path.as_posix() for path in content if (folder / path).exists()]
    if there:
        raise Refusal(f"Nothing was written: {folder} already has {', '.join(there)}.")
    written = []
    for path, text in content.items():
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(text)
        except OSError as error:
            raise Refusal(f"{target} cannot be written: {error.strerror}.") from error
        written.append(target)
    return written

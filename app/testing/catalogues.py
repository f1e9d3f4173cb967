"""Extracts, merges and compiles the catalogues of the core and of the plugins, and finds gaps.

One catalogue for the core and one for each plugin, which may leave out what the core translates.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LANGUAGE = "fr"
VALUE = re.compile(r"%\((\w+)\)")
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # in the header, where the day of the run would change every file
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "ngettext": (1, 2),
}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}


def sources() -> Iterator[tuple[str, Path, Path]]:
    """Yield name, folder of code and folder of catalogues of the core and of each plugin."""
    yield "core", ROOT / "app", ROOT / "app" / "translations"
    for folder in sorted((ROOT / "plugins").iterdir()):
        if (folder / "plugin.py").exists():
            yield folder.name, folder, folder / "translations"


def extracted(folder: Path) -> Catalog:
    """Return the messages found in the code below ``folder``."""
    catalogue = Catalog(project="Together", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        str(folder), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
    )
    for filename, _line, message, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalogue.add(message, locations=[(filename, 0)], auto_comments=comments, context=context)
    return catalogue


def read(folder: Path, language: str = LANGUAGE) -> Catalog:
    """Return the catalogue kept in ``folder``, an empty one when there is none."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language, project="Together", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return parsed(file, language)


def parsed(file: IO[bytes], language: str) -> Catalog:
    """Return the catalogue that a po file holds."""
    catalogue = read_po(file, locale=language)
    catalogue.creation_date = catalogue.revision_date = SOME_DAY
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text of a po file, without dates that change at every run."""
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalogue,
        omit_header=False,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
        width=110,
    )
    lines = [line for line in buffer.getvalue().splitlines(keepends=True) if b"-Date:" not in line]
    return b"".join(lines)


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the bytes of a mo file."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> None:
    """Merge what the code says into every catalogue and compile it."""
    for name, code, folder in sources():
        sentences = merge(code, folder)
        print(f"{name}: {len(gaps(code, folder))} of {sentences} sentences to translate")  # noqa: T201


def merge(code: Path, folder: Path, language: str = LANGUAGE) -> int:
    """Bring one catalogue up to what the code says and compile it; return how many sentences there are."""
    catalogue = read(folder, language)
    catalogue.update(extracted(code), no_fuzzy_matching=True)
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    (target / "messages.po").write_bytes(written(catalogue))
    (target / "messages.mo").write_bytes(compiled(read(folder, language)))
    return len(catalogue)


def gaps(code: Path, folder: Path) -> list[str]:
    """Return the sentences of the code that the catalogue, or that of the core, does not translate."""
    kept, core = read(folder), read(ROOT / "app" / "translations")
    missing = []
    for message in extracted(code):
        if not message.id:
            continue
        if not any(_translated(catalogue, message.id) for catalogue in (kept, core)):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def _translated(catalogue: Catalog, identity: str | tuple[str, ...] | list[str]) -> bool:
    message = catalogue.get(identity if isinstance(identity, str) else identity[0])
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def misfilled(folder: Path, language: str = LANGUAGE) -> list[str]:
    """Return the translations that name other values than their sentence: their pages would fail."""
    found = []
    for message in read(folder, language):
        if not message.id:
            continue
        identities = [message.id] if isinstance(message.id, str) else list(message.id)
        values = dict.fromkeys(VALUE.findall(" ".join(identities)), 1)
        strings = [message.string] if isinstance(message.string, str) else message.string or ()
        for said in strings:
            if not _fills(said, values):
                found.append(said)
    return found


def _fills(said: str, values: dict[str, int]) -> bool:
    if not values:
        return not VALUE.search(said)
    try:
        said % values
    except (KeyError, TypeError, ValueError):
        return False
    return True


def stale() -> list[str]:
    """Return the catalogues whose compiled file does not match."""
    found = []
    for name, _code, folder in sources():
        path = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"
        if not path.exists() or path.read_bytes() != compiled(read(folder)):
            found.append(name)
    return found


def main() -> int:
    """Run the command of script/translations."""
    if "--check" not in sys.argv[1:]:
        update()
        return 0
    missing = {name: gaps(code, folder) for name, code, folder in sources()}
    for name, sentences in missing.items():
        for sentence in sentences:
            print(f"{name}: not translated: {sentence}")  # noqa: T201
    for name in stale():
        print(f"{name}: not compiled")  # noqa: T201
    return 1 if any(missing.values()) or stale() else 0


if __name__ == "__main__":
    sys.exit(main())

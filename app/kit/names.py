"""What a plugin may be called, and why not."""

import keyword
import re
from importlib.metadata import entry_points

from app.cli import COMMANDS
from app.db.base import Model
from app.errors import Refusal
from app.kernel.registry import GROUP, RESERVED

LONGEST = {"plugin": 20, "kind": 16}
"""Characters; both together stand in the names of keys, for which PostgreSQL has 63."""
FORM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def check_name(name: str, *, what: str = "plugin") -> None:
    """Refuse a name that cannot be one of a plugin, or of the kind it begins with.

    Raises:
        Refusal: with what to do instead.
    """
    if not FORM.fullmatch(name):
        bare = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")
        instead = f": how about {bare!r}?" if FORM.fullmatch(bare) and len(bare) <= LONGEST[what] else "."
        raise Refusal(
            f"{name!r} cannot be the name of a {what}: use small letters from a to z, digits and single "
            f"underscores, beginning with a letter{instead}"
        )
    if len(name) > LONGEST[what]:
        raise Refusal(f"{name!r} is too long for the name of a {what}: at most {LONGEST[what]} characters.")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise Refusal(f"{name!r} is a word of Python's own and cannot be the name of a {what}.")


def check_free(slug: str, addresses: frozenset[str]) -> None:
    """Refuse the name of a plugin that somebody else has already.

    Args:
        slug: name of the new plugin.
        addresses: what the core's own addresses begin with.

    Raises:
        Refusal: who has it.
    """
    for entry in entry_points(group=GROUP):
        if entry.name == slug:
            owner = entry.dist.name if entry.dist else entry.value
            raise Refusal(f"There is a plugin called {slug!r} already, in {owner}: choose another name.")
    if slug in RESERVED or slug in COMMANDS or slug in addresses or _is_table(slug):
        raise Refusal(f"{slug!r} is a word of the platform's own: choose another name.")


def _is_table(slug: str) -> bool:
    ours = [
        str(mapper.local_table.name)  # type: ignore[attr-defined]
        for mapper in Model.registry.mappers
        if mapper.class_.__module__.startswith("app.")
    ]
    return any(name == slug or name.startswith(f"{slug}_") for name in ours)

"""What plugins may import, name by name: ``python -m app.kit.reference > docs/plugin-reference.md``."""

import importlib
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

MODULES = (
    "app.plugin_api",
    "app.plugin_web",
    "app.testing.contract",
    "app.testing.factories",
    "app.testing.fixtures",
    "app.testing.program",
    "app.testing.queries",
    "app.testing.village",
)
"""Where the promised names stand, in the order in which a plugin's author meets them."""

HEAD = """# Everything a plugin may import

Written from the code by `python -m app.kit.reference`; a test compares. How it all goes together is told in
[plugins.md](plugins.md), and what is promised about these names under "What is stable" there.
"""


_STARS: dict[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}


def written() -> str:
    """Return the whole reference as Markdown."""
    parts = [HEAD]
    for module in map(importlib.import_module, MODULES):
        parts.append(f"\n## {module.__name__}\n\n{_first_paragraph(module)}\n")
        parts += [f"- {_line(module, name)}\n" for name in sorted(module.__all__, key=str.lower)]
    return re.sub(r"\n(## [^\n]+\n\n[^\n]+\n)- ", r"\n\1\n- ", "".join(parts))


def _line(module: ModuleType, name: str) -> str:
    value = getattr(module, name)
    said = _first_paragraph(value)
    if inspect.isroutine(value):
        return f"`{name}({', '.join(_arguments(value))})`: {said}"
    if inspect.isclass(value) or inspect.ismodule(value):
        return f"`{name}`: {said}"
    if isinstance(value, str):
        return f"`{name}`, here `{value}`"
    return f"`{name}`, a `{type(value).__name__}`: {said}"


def _arguments(function: Any) -> Iterator[str]:
    star = False
    for one in inspect.signature(inspect.unwrap(function)).parameters.values():
        if one.kind is one.KEYWORD_ONLY and not star:
            star = True
            yield "*"
        prefix = _STARS.get(one.kind, "")
        star = star or prefix == "*"
        yield f"{prefix}{one.name}" + ("" if one.default is one.empty else "=…")


def _first_paragraph(value: Any) -> str:
    said = inspect.getdoc(value) or ""
    return " ".join(said.split("\n\n")[0].split()).replace("``", "`")


if __name__ == "__main__":
    print(written(), end="")  # noqa: T201  # this is what it is for

"""What plugins may import, name by name: ``python -m app.kit.reference > docs/plugin-reference.md``."""

import ast
import dataclasses
import importlib
import inspect
import itertools
import re
from collections.abc import Iterator
from enum import Enum
from types import ModuleType
from typing import Any

import sqlalchemy as sa

from app.db.base import Model

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
    if inspect.isclass(value):
        return f"`{name}{_made_with(value)}`: {said}" + "".join(_inside(value))
    if inspect.ismodule(value):
        public = [one for one in vars(value).values() if _is_told(one) and one.__module__ == value.__name__]
        return f"`{name}`: {said}" + "".join(_nested(one.__name__, one) for one in public)
    if isinstance(value, str):
        return f"`{name}`, here `{value}`"
    return f"`{name}`, a `{type(value).__name__}`: {said}"


def _made_with(value: type) -> str:
    """Return what a class is made with, where an author makes one."""
    if issubclass(value, (Enum, Model)) or not (dataclasses.is_dataclass(value) or "__init__" in vars(value)):
        return ""
    named = [one for one in _arguments(value) if not one.startswith("**") and one != "*args"]
    return f"({', '.join(named)})" if named else ""


def _inside(value: type) -> Iterator[str]:
    """Tell the members of an enumeration, the columns of a table, what fields mean and methods do."""
    if issubclass(value, Enum):
        yield f" One of {', '.join(f'`{one.name}`' for one in value)}."
    elif sa.inspect(value, raiseerr=False) is not None:
        columns = [attribute.key for attribute in sa.inspect(value).column_attrs]
        yield f" Columns: {', '.join(f'`{name}`' for name in columns)}."
    elif dataclasses.is_dataclass(value):
        for name, said in _said_of_fields(value):
            yield f"\n  - `{name}`: {said}"
    elif value.__module__.startswith("app.testing."):
        for name, method in vars(value).items():
            if _is_told(method):
                yield _nested(name, method)


def _is_told(value: Any) -> bool:
    return inspect.isfunction(value) and not value.__name__.startswith(("_", "test_"))


def _nested(name: str, function: Any) -> str:
    arguments = [one for one in _arguments(function) if one != "self"]
    return f"\n  - `{name}({', '.join(arguments)})`: {_first_paragraph(function)}"


def _said_of_fields(value: type) -> Iterator[tuple[str, str]]:
    """Read the sentences that stand below the fields of a dataclass."""
    body = ast.parse(inspect.getsource(value)).body[0]
    assert isinstance(body, ast.ClassDef)
    for field, below in itertools.pairwise(body.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                yield name, " ".join(said.split()).replace("``", "`")


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

"""What plugins may rely on, name by name, as the code has it; ``python -m tests.kit.promise`` records it.

The recorded list is what was released last. It is recorded anew with each release, and never to make a
test pass: what went away or changed since then asks for a new first number of the version, what was added
for a new second one.
"""

import ast
import dataclasses
import importlib
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from app.kernel import hookspecs
from app.kernel.markers import PROJECT
from app.kernel.version import API_VERSION
from app.kit.reference import MODULES

RECORD = Path(__file__).parent / "public_names.json"
Names = dict[str, dict[str, Any]]


def names() -> Names:
    """Return every promised name with its kind and the parts of its signature."""
    found: Names = {}
    for module in map(importlib.import_module, MODULES):
        for name in module.__all__:
            found[f"{module.__name__}.{name}"] = _described(module, name, getattr(module, name))
    for name, value in vars(hookspecs).items():
        if hasattr(value, f"{PROJECT}_spec"):
            found[f"hook {name}"] = _described(hookspecs, name, value)
    return dict(sorted(found.items()))


def _described(module: ModuleType, name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, ModuleType):
        public = [one for one in _tree(value).body if isinstance(one, ast.FunctionDef) and one.name[0] != "_"]
        return {"kind": "module", "parts": [_one_line(function) for function in public]}
    if inspect.isclass(value):
        kind = "dataclass" if dataclasses.is_dataclass(value) else "class"
        bases = [base for base in value.__mro__ if base.__module__.startswith("app.")]
        parts = [part for base in bases for part in _members(_node(_module(base), base.__name__))]
        return {"kind": kind, "parts": list(dict.fromkeys(parts))}
    home = _module(value) if inspect.isfunction(value) else module
    node = _node(home, value.__name__ if inspect.isfunction(value) else name)
    if isinstance(node, ast.FunctionDef):
        return {"kind": "function", "parts": [*_arguments(node.args), f"-> {_text(node.returns)}"]}
    return {"kind": "value", "parts": [type(value).__name__]}


def _module(value: Any) -> ModuleType:
    return importlib.import_module(value.__module__)


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def _node(module: ModuleType, name: str) -> ast.AST | None:
    named = (one for one in _tree(module).body if isinstance(one, (ast.FunctionDef, ast.ClassDef)))
    return next((one for one in named if one.name == name), None)


def _members(node: ast.AST | None) -> Iterator[str]:
    for one in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(one, ast.FunctionDef) and one.name[0] != "_":
            yield _one_line(one)
        elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.target.id[0] != "_":
            yield f"{one.target.id}: {_text(one.annotation)}{' = …' if one.value else ''}"
        elif (
            isinstance(one, ast.Assign)
            and isinstance(one.targets[0], ast.Name)
            and one.targets[0].id.isupper()
        ):
            yield f"{one.targets[0].id} = {_text(one.value)}"


def _one_line(node: ast.FunctionDef) -> str:
    return f"{node.name}({', '.join(_arguments(node.args))}) -> {_text(node.returns)}"


def _arguments(node: ast.arguments) -> list[str]:
    """Return each argument as it is written, with ``=…`` where it may be left out."""
    positional = [*node.posonlyargs, *node.args]
    optional = len(positional) - len(node.defaults)
    parts = [_argument(one, place >= optional) for place, one in enumerate(positional)]
    if node.vararg is not None or node.kwonlyargs:
        parts.append(f"*{_text(node.vararg) if node.vararg else ''}")
    parts += [
        _argument(one, default is not None)
        for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)
    ]
    return [*parts, f"**{_text(node.kwarg)}"] if node.kwarg else parts


def _argument(node: ast.arg, is_optional: bool) -> str:
    return f"{_text(node)}{' = …' if is_optional else ''}"


def _text(node: ast.AST | None) -> str:
    return ast.unparse(node) if node is not None else "None"


def differences(recorded: Names, current: Names) -> dict[str, list[str]]:
    """Return what is ``broken`` and what is ``added`` since the record, in words."""
    broken = [f"{name} is gone" for name in recorded if name not in current]
    added = [f"{name} is new" for name in current if name not in recorded]
    for name, was in recorded.items():
        if name in current:
            for part, breaks in _changes(was, current[name]):
                (broken if breaks else added).append(f"{name}: {part}")
    return {"broken": broken, "added": added}


def _changes(was: dict[str, Any], now: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    if was["kind"] != now["kind"]:
        yield f"was a {was['kind']}, is a {now['kind']}", True
        return
    for part in was["parts"]:
        if part not in now["parts"]:
            yield f"no longer {part!r}", True
    must_be_said = was["kind"] in ("function", "dataclass")
    for part in now["parts"]:
        if part not in was["parts"] and not part.startswith("-> "):
            yield f"now also {part!r}", must_be_said and "=" not in part and part[0] != "*"
    if was["kind"] == "function":
        order = [part for part in now["parts"] if part in was["parts"]]
        if order != [part for part in was["parts"] if part in now["parts"]]:
            yield "its arguments changed places", True


def needed(version: str, changes: dict[str, list[str]]) -> tuple[int, int]:
    """Return the least first and second number that a version after ``version`` must have."""
    major, minor = (int(number) for number in version.split(".")[:2])
    if changes["broken"]:
        return major + 1, 0
    return (major, minor + 1) if changes["added"] else (major, minor)


if __name__ == "__main__":
    RECORD.write_text(
        json.dumps({"version": API_VERSION, "names": names()}, indent=1, ensure_ascii=False) + "\n"
    )

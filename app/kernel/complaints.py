"""Says to a plugin's author what does not suit, and where in their code it stands."""

import difflib
import inspect
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Literal, get_args, get_origin

from app.kernel import hookspecs
from app.kernel.markers import PROJECT

HOOKS = tuple(name for name, value in vars(hookspecs).items() if hasattr(value, f"{PROJECT}_spec"))


def with_place(error: Exception, package: str) -> str:
    """Return an error with the file and line of ``package`` where it came to be, if it has a part in it."""
    if isinstance(error, SyntaxError):
        return f"SyntaxError: {error}"  # names the file and the line by itself
    found, trace = "", error.__traceback__
    while trace is not None:
        if str(trace.tb_frame.f_globals.get("__name__")).split(".")[0] == package.split(".")[0]:
            found = f" ({_file(trace.tb_frame)}, line {trace.tb_lineno})"
        trace = trace.tb_next
    return f"{error!r}{found}"


def _file(frame: FrameType) -> str:
    """Return the file of a frame from its outermost package on."""
    path, name = Path(frame.f_code.co_filename), str(frame.f_globals["__name__"])
    depth = name.count(".") + (2 if path.stem == "__init__" else 1)
    return "/".join(path.parts[-depth:])


def unknown_hook(plugin: object) -> str:
    """Return which hooks of a plugin do not exist, and what they may have been meant to be."""
    found = []
    for name in dir(plugin):
        if name not in HOOKS and hasattr(getattr(plugin, name, None), f"{PROJECT}_impl"):
            near = difflib.get_close_matches(name, HOOKS, n=1)
            found.append(f"{name!r}" + (f" (did you mean {near[0]}?)" if near else ""))
    return ", ".join(found)


def wrong_arguments(plugin: object) -> list[str]:
    """Return a sentence for each hook of a plugin that asks for what nobody hands over."""
    found = []
    for name in HOOKS:
        hook: Any = getattr(plugin, name, None)
        if not hasattr(hook, f"{PROJECT}_impl"):
            continue
        given = list(inspect.signature(getattr(hookspecs, name)).parameters)
        for asked in inspect.signature(hook).parameters.values():
            if asked.name not in given and asked.default is asked.empty:
                may = f"it may ask for {', '.join(given)}" if given else "it is given nothing"
                found.append(f"{name} asks for {asked.name!r}; {may}")
    return found


def lone_texts(item: object) -> Iterable[str]:
    """Return the names of fields that hold several values, and were given one text: ``("gift")``."""
    if is_dataclass(item):
        for field in fields(item):
            if str(field.type).startswith(("tuple[", "frozenset[")) and isinstance(
                getattr(item, field.name), str
            ):
                yield field.name


def unknown_words(item: object) -> Iterable[str]:
    """Say of each field that knows a few words only that another was given: ``place="sub-network"``."""
    for field in fields(item) if is_dataclass(item) else ():
        kind, value = field.type, getattr(item, field.name)
        several = get_origin(kind) is tuple
        known = get_args(get_args(kind)[0] if several else kind)
        if get_origin(get_args(kind)[0] if several else kind) is not Literal:
            continue
        for word in value if several else (value,):
            if word not in known:
                yield f"{word!r} for {field.name}; it may be {', '.join(map(repr, known))}"

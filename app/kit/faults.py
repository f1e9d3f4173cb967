"""What is wrong with an installed plugin, in sentences for its author."""

import ast
import difflib
import inspect
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateError

from app.kernel.complaints import HOOKS
from app.kernel.markers import PROJECT
from app.kit import kind_faults, table_faults
from app.kit.subject import Subject
from app.testing import catalogues
from app.testing.plugin_faults import menu_faults

DOORS = ("app.plugin_api", "app.plugin_web")
ICONS = Path(__file__).parents[1] / "static/icons.svg"
SHOWN = 3


def faults(subject: Subject) -> list[str]:
    """Return every fault of a plugin; none, when it is as it should be."""
    looks = (
        _identity,
        _hooks,
        _imports,
        kind_faults.kinds,
        kind_faults.details,
        kind_faults.answers,
        kind_faults.measures,
        table_faults.tables,
        table_faults.branch,
        table_faults.applied,
        _panels,
        _menu,
        _catalogues,
    )
    return [fault for look in looks for fault in look(subject)]


def _identity(subject: Subject) -> Iterator[str]:
    manifest = subject.plugin.manifest
    for name in ("title", "summary", "author", "licence"):
        if not str(getattr(manifest, name)):
            yield f"Its manifest has no {name}."
    known = ICONS.read_text("utf-8")
    named = {
        "Its manifest": manifest.icon,
        **{f"Its menu entry {one.label}": one.icon for one in manifest.menu},
    }
    named |= {f"The kind {kind.slug}": kind.icon for kind in subject.own(subject.plugins.kinds).values()}
    for who, icon in named.items():
        if f'id="{icon}"' not in known:
            yield f"{who} names the icon {icon!r}, which does not exist."


def _hooks(subject: Subject) -> Iterator[str]:
    """Find functions that look like hooks and are none: nobody would ever ask them."""
    for name, value in vars(subject.module).items():
        if not inspect.isfunction(value) or value.__module__ != subject.module.__name__:
            continue
        if hasattr(value, f"{PROJECT}_impl"):
            continue
        if name in HOOKS:
            yield f"Its hook {name} lacks @hookimpl."
        elif near := difflib.get_close_matches(name, HOOKS, n=1, cutoff=0.85):
            yield f"Its function {name} is no hook; did you mean {near[0]}?"


def _imports(subject: Subject) -> Iterator[str]:
    """Find imports that are not promised: they may go away with any version."""
    for file in sorted(subject.folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"), str(file))):
            for name in _imported(node):
                if name.split(".")[0] == "app" and name not in DOORS:
                    place = file.relative_to(subject.folder).as_posix()
                    yield f"{place} imports {name}, which is not promised: use {' or '.join(DOORS)}."


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        if node.module == "app":
            return [f"app.{alias.name}" for alias in node.names]
        return [node.module]
    return []


def _panels(subject: Subject) -> Iterator[str]:
    for panel in subject.own(subject.plugins.panels).values():
        try:
            subject.app.jinja_env.get_template(panel.template)
        except TemplateError as error:
            yield f"The panel {panel.slug} cannot be shown: {type(error).__name__}: {error}."


def _menu(subject: Subject) -> Iterator[str]:
    yield from menu_faults(subject.app, subject.plugin.manifest)


def _catalogues(subject: Subject) -> Iterator[str]:
    folder = subject.plugin.manifest.translations
    kept = folder or subject.folder / "translations"
    missing = catalogues.gaps(subject.folder, kept)
    if missing:
        some = ", ".join(repr(sentence) for sentence in missing[:SHOWN])
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        yield f"Not said in French: {some}{more}."
    for language in subject.languages:
        for said in catalogues.misfilled(kept, language):
            yield f"Its catalogue {language} names other values than the code in {said!r}."
        compiled = kept / language / "LC_MESSAGES/messages.mo"
        if not compiled.exists() or compiled.read_bytes() != catalogues.compiled(
            catalogues.read(kept, language)
        ):
            yield f"Its catalogue {language} is not compiled: run 'together plugins translations'."

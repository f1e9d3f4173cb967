"""The plugins of this process: discovered, checked once, then read-only."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy
from sqlalchemy.orm import Session

from app import text
from app.errors import Misconfiguration
from app.kernel import hookspecs
from app.kernel.asking import asked, collected, each, refuse_slips
from app.kernel.complaints import unknown_hook, with_place, wrong_arguments
from app.kernel.contributions import (
    Criterion,
    DataFormat,
    ImpactMeasure,
    Job,
    Manifest,
    Notice,
    Panel,
    ResourceKind,
    SettlementMethod,
)
from app.kernel.markers import PROJECT
from app.kernel.version import why_not

if TYPE_CHECKING:
    from app.exchanges.models import Exchange, State

GROUP = "together.plugins"
RESERVED = frozenset({"core", "gift"})

C = TypeVar("C")
Follower = Callable[[Session, "Plugins", "Exchange", "State"], None]


@dataclass(frozen=True, kw_only=True)
class Installed:
    """A plugin of this process and the distribution it came from."""

    slug: str
    manifest: Manifest
    distribution: str
    version: str
    module: object


class Plugins:
    """Every installed plugin with its contributions, by slug."""

    def __init__(self, found: Iterable[tuple[object, str, str]]) -> None:
        """Register and check ``found``: plugin object, distribution name, version.

        Raises:
            Misconfiguration: a plugin contradicts the rules or another plugin; both are named.
        """
        self.manager = pluggy.PluginManager(PROJECT)
        self.manager.add_hookspecs(hookspecs)
        self.installed: dict[str, Installed] = {}
        self._followers: list[Follower] = []
        for module, distribution, version in found:
            self._register(module, distribution, version)
        self.installed = dict(sorted(self.installed.items()))
        self._refuse_unknown_hooks()
        self.kinds = self._collect("resource_kinds", ResourceKind)
        self._check_tables()
        self.criteria = self._collect("match_criteria", Criterion)
        self.settlements = self._collect("settlement_methods", SettlementMethod)
        self.measures = self._collect("impact_measures", ImpactMeasure)
        self.panels = self._collect("panels", Panel)
        self.formats = self._collect("data_formats", DataFormat)
        self.jobs = self._collect("jobs", Job)
        self.notices = self._collect("notices", Notice)
        for plugin in self.installed.values():
            if plugin.manifest.translations is not None:
                text.add_catalogue(plugin.manifest.translations)

    def _register(self, module: object, distribution: str, version: str) -> None:
        make = getattr(module, "manifest", None)
        if make is None:
            raise Misconfiguration(f"{distribution} registers a plugin without a manifest ({module!r}).")
        answer = asked(make, f"manifest of {distribution}")
        if not isinstance(answer, Manifest):
            wrong = type(answer).__name__
            raise Misconfiguration(f"The manifest of {distribution} is no Manifest but {wrong}.")
        slug = answer.slug
        refuse_slips(answer, f"The manifest of {distribution}")
        if not slug.isidentifier() or slug in RESERVED or slug != slug.lower():
            raise Misconfiguration(
                f"{distribution} calls its plugin {slug!r}, which cannot be a plugin's name."
            )
        if answer.api_version and (reason := why_not(answer.api_version)):
            raise Misconfiguration(
                f"The plugin {slug} ({distribution} {version}) {reason}. "
                "Install another version of one of them."
            )
        if slug in self.installed:
            raise Misconfiguration(
                f"Two installed distributions bring a plugin called {slug}: "
                f"{self.installed[slug].distribution} and {distribution}. Uninstall one of them."
            )
        try:
            self.manager.register(module, name=slug)
        except pluggy.PluginValidationError as error:
            said = "; ".join(wrong_arguments(module)) or str(error)
            raise Misconfiguration(
                f"A hook of {slug} ({distribution}) is not as it should be: {said}."
            ) from error
        self.installed[slug] = Installed(
            slug=slug, manifest=answer, distribution=distribution, version=version, module=module
        )

    def _refuse_unknown_hooks(self) -> None:
        try:
            self.manager.check_pending()
        except pluggy.PluginValidationError as error:
            culprit = next(one for one in self.installed.values() if one.module is error.plugin)
            raise Misconfiguration(
                f"{culprit.slug} ({culprit.distribution}) has a hook that does not exist: "
                f"{unknown_hook(culprit.module) or error}."
            ) from error

    def _check_tables(self) -> None:
        for name, kind in self.kinds.items():
            slug = name.split(".")[0]
            if kind.detail is not None and not kind.detail.__tablename__.startswith(f"{slug}_"):
                raise Misconfiguration(
                    f"The kind {name} ({self.installed[slug].distribution}) keeps its details in the table "
                    f"{kind.detail.__tablename__}; its name must begin with '{slug}_'."
                )

    def _collect(self, hook: str, wanted: type[C]) -> dict[str, C]:
        found: dict[str, C] = {}
        for slug, plugin in self.installed.items():
            make = getattr(plugin.module, hook, None)
            if make is None:
                continue
            said = f"{hook} of {slug} ({plugin.distribution})"
            for item in collected(make, said):
                if not isinstance(item, wanted):
                    raise Misconfiguration(f"{said} gave {item!r}, which is no {wanted.__name__}.")
                name: str = item.slug  # type: ignore[attr-defined]
                if not name.startswith(f"{slug}."):
                    raise Misconfiguration(f"{said} named {name!r}; it must begin with '{slug}.'.")
                refuse_slips(item, f"{name} ({plugin.distribution})")
                if name in found:
                    raise Misconfiguration(f"{said} names {name!r} twice.")
                found[name] = item
        return dict(sorted(found.items()))

    @property
    def migrations(self) -> dict[str, Path]:
        """Folders of revisions, by plugin."""
        return {
            slug: plugin.manifest.migrations
            for slug, plugin in self.installed.items()
            if plugin.manifest.migrations is not None
        }

    def of(self, contributions: Mapping[str, C], enabled: Iterable[str]) -> dict[str, C]:
        """Return those ``contributions`` whose plugin is among the slugs ``enabled``."""
        allowed = frozenset(enabled)
        return {name: item for name, item in contributions.items() if name.split(".")[0] in allowed}

    def suits(self, terms: str, kind: str) -> bool:
        """Tell whether a settlement method can price a kind.

        A method that takes the price from the quantity needs a kind that is counted in its own unit:
        a loan is no minute of work.
        """
        method, found = self.settlements.get(terms), self.kinds.get(kind)
        if method is None or found is None or terms not in found.terms:
            return False
        return method.asks_amount or method.unit in ("", found.unit)

    def objections(
        self, session: Session, exchange: "Exchange", to: "State", *, enabled: Iterable[str]
    ) -> list[str]:
        """Ask the plugins ``enabled`` for reasons against a move; all reasons together."""
        caller = self._subset("exchange_objections", enabled)
        answers: list[Iterable[str]] = caller(session=session, exchange=exchange, to=to)
        return [str(reason) for answer in answers for reason in each(answer)]

    def advanced(
        self, session: Session, exchange: "Exchange", was: "State", *, enabled: Iterable[str]
    ) -> None:
        """Tell the plugins ``enabled`` that ``exchange`` moved on from ``was``."""
        for follower in self._followers:
            follower(session, self, exchange, was)
        self._subset("exchange_advanced", enabled)(session=session, exchange=exchange, was=was)

    def follow(self, follower: "Follower") -> None:
        """Let a feature of the core that stands above exchanges follow their moves, before the plugins."""
        self._followers.append(follower)

    def demo(self, session: Session, world: Any) -> None:
        """Let every plugin add its share to the demonstration."""
        self.manager.hook.demo_data(session=session, world=world)

    def _subset(self, hook: str, enabled: Iterable[str]) -> Any:
        allowed = frozenset(enabled)
        left_out = [plugin.module for slug, plugin in self.installed.items() if slug not in allowed]
        return self.manager.subset_hook_caller(hook, left_out)


def discover() -> list[tuple[object, str, str]]:
    """Load the plugins of every installed distribution, in the order of their names.

    Raises:
        Misconfiguration: a plugin cannot be imported; the sentence names its distribution.
    """
    found: list[tuple[object, str, str]] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, _distribution(entry))):
        try:
            found.append((entry.load(), _distribution(entry), entry.dist.version if entry.dist else ""))
        except Exception as error:
            raise Misconfiguration(
                f"The plugin {entry.name} of {_distribution(entry)} cannot be loaded: "
                f"{with_place(error, entry.value)}"
            ) from error
    return found


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def built_by(plugins: Iterable[object]) -> list[tuple[object, str, str]]:
    """Name plugin objects that come from no distribution, as tests hand them in."""
    return [(plugin, getattr(plugin, "__name__", type(plugin).__name__), "0") for plugin in plugins]

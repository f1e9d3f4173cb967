"""What a plugin must not do: the start stops with a sentence that names who did it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask
from sqlalchemy.orm import Session

from app.api.operations import Operations
from app.errors import Misconfiguration
from app.kernel import registry
from app.kernel.registry import Plugins, built_by, discover
from app.kernel.version import API_VERSION, why_not
from app.plugin_api import Manifest, ResourceKind, hookimpl
from plugins.goods.models import Thing

MANIFEST = Manifest(slug="rain", title="Rain", summary="Umbrellas.", author="Tests")
UMBRELLA = ResourceKind(
    slug="rain.umbrella",
    label="Umbrella",
    offer_label="I leave an umbrella",
    request_label="I need an umbrella",
    icon="box",
    unit="things",
    components=(),
    terms=("gift",),
)


def plugin(manifest: Any = MANIFEST, **hooks: Callable[..., Any]) -> object:
    """A plugin with this manifest and these hooks."""
    members = {name: staticmethod(hookimpl(hook)) for name, hook in hooks.items()}
    return type("Rain", (), {"manifest": staticmethod(hookimpl(lambda: manifest)), **members})()


def refusal(*found: tuple[object, str, str]) -> str:
    with pytest.raises(Misconfiguration) as refused:
        Plugins(found)
    return str(refused.value)


def test_two_distributions_with_one_plugin_are_both_named() -> None:
    sentence = refusal((plugin(), "rain-one", "1"), (plugin(), "rain-two", "1"))

    assert sentence == (
        "Two installed distributions bring a plugin called rain: rain-one and rain-two. "
        "Uninstall one of them."
    )


def test_a_plugin_without_a_manifest_is_refused() -> None:
    assert "rain-one registers a plugin without a manifest" in refusal((object(), "rain-one", "1"))


@pytest.mark.parametrize("slug", ["core", "gift", "Rain", "rain-cats", "2rain", ""])
def test_a_name_that_cannot_be_one_is_refused(slug: str) -> None:
    sentence = refusal((plugin(replace(MANIFEST, slug=slug)), "rain-one", "1"))

    assert sentence == f"rain-one calls its plugin {slug!r}, which cannot be a plugin's name."


@pytest.mark.parametrize("slug", ["listing", "exchange", "person"])
def test_a_name_that_would_claim_tables_of_the_core_is_refused(
    make_app: Callable[..., Flask], slug: str
) -> None:
    with pytest.raises(Misconfiguration, match=f"a plugin cannot be called {slug}"):
        make_app([plugin(replace(MANIFEST, slug=slug))])


def test_pages_under_a_name_of_the_core_are_refused(make_app: Callable[..., Flask]) -> None:
    pages = Blueprint("listings", "rain")

    with pytest.raises(
        Misconfiguration, match=r"^The pages of rain \(Rain\) cannot be served: The name 'listings'"
    ):
        make_app([plugin(replace(MANIFEST, pages=pages))])


def test_operations_under_a_name_of_the_core_are_refused(make_app: Callable[..., Flask]) -> None:
    operations = Operations("listings", "rain", description="Umbrellas.")

    with pytest.raises(
        Misconfiguration, match=r"^The operations of rain \(Rain\) cannot be served: The name 'api_listings'"
    ):
        make_app([plugin(replace(MANIFEST, api=operations))])


def test_a_manifest_that_is_none_is_refused() -> None:
    assert "The manifest of rain-one is no Manifest but dict." in refusal((plugin({}), "rain-one", "1"))


def test_a_hook_with_a_wrong_argument_is_refused() -> None:
    wrong = plugin(exchange_objections=lambda sesion, exchange, to: [])

    assert refusal((wrong, "rain-one", "1")) == (
        "A hook of rain (rain-one) is not as it should be: exchange_objections asks for 'sesion'; "
        "it may ask for session, exchange, to."
    )


def test_a_hook_that_does_not_exist_is_refused() -> None:
    sentence = refusal((plugin(resource_kind=lambda: [UMBRELLA]), "rain-one", "1"))

    assert sentence == (
        "rain (rain-one) has a hook that does not exist: 'resource_kind' (did you mean resource_kinds?)."
    )


def test_a_kind_of_another_type_is_refused() -> None:
    wrong = plugin(resource_kinds=lambda: ["umbrella"])

    assert "resource_kinds of rain (rain-one) gave 'umbrella', which is no ResourceKind." in refusal(
        (wrong, "rain-one", "1")
    )


def test_a_kind_without_the_prefix_of_its_plugin_is_refused() -> None:
    wrong = plugin(resource_kinds=lambda: [replace(UMBRELLA, slug="snow.sledge")])

    assert "named 'snow.sledge'; it must begin with 'rain.'." in refusal((wrong, "rain-one", "1"))


def test_a_table_without_the_prefix_of_its_plugin_is_refused() -> None:
    wrong = plugin(resource_kinds=lambda: [replace(UMBRELLA, detail=Thing)])

    assert refusal((wrong, "rain-one", "1")) == (
        "The kind rain.umbrella (rain-one) keeps its details in the table goods_thing; "
        "its name must begin with 'rain_'."
    )


def test_a_kind_named_twice_is_refused() -> None:
    assert "names 'rain.umbrella' twice." in refusal(
        (plugin(resource_kinds=lambda: [UMBRELLA, UMBRELLA]), "rain-one", "1")
    )


def test_a_hook_that_fails_at_start_is_named() -> None:
    def broken() -> Iterable[ResourceKind]:
        raise LookupError("no rain today")

    sentence = refusal((plugin(resource_kinds=broken), "rain-one", "1"))

    line = broken.__code__.co_firstlineno + 1
    assert sentence == (
        "resource_kinds of rain (rain-one) failed at start: LookupError('no rain today') "
        f"(tests/kernel/test_registry.py, line {line})"
    )


def test_a_hook_that_fails_after_its_first_answer_is_named() -> None:
    def broken() -> Iterable[ResourceKind]:
        yield UMBRELLA
        raise LookupError("no second umbrella")

    sentence = refusal((plugin(resource_kinds=broken), "rain-one", "1"))

    assert sentence.startswith(
        "resource_kinds of rain (rain-one) failed at start: LookupError('no second umbrella') (tests/kernel/"
    )


def test_a_hook_that_answers_with_nothing_is_named() -> None:
    sentence = refusal((plugin(resource_kinds=lambda: None), "rain-one", "1"))

    assert sentence.startswith("resource_kinds of rain (rain-one) failed at start: TypeError(")


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.7", ""])
def test_a_plugin_for_this_version_of_the_interface_is_taken(version: str) -> None:
    plugins = Plugins(built_by([plugin(replace(MANIFEST, api_version=version))]))

    assert list(plugins.installed) == ["rain"]


@pytest.mark.parametrize(
    ("wanted", "offered", "reason"),
    [
        (
            "2.0",
            "1.4.0",
            "was written for version 2.0 of the plugin interface; this platform has the older 1.4.0",
        ),
        (
            "1.4",
            "2.0.1",
            "was written for version 1.4 of the plugin interface; this platform has the newer 2.0.1",
        ),
        ("1.5", "1.4.9", "needs version 1.5 of the plugin interface; this platform has the older 1.4.9"),
        ("1.10", "1.9.0", "needs version 1.10 of the plugin interface; this platform has the older 1.9.0"),
        ("1.4.2", "1.4.0", ""),
        ("1.3", "1.4.0", ""),
        ("1", "1.4.0", "says '1' for the version of the plugin interface, which must read like '1.0'"),
        ("one", "1.4.0", "says 'one' for the version of the plugin interface, which must read like '1.0'"),
    ],
)
def test_versions_of_the_interface_suit_as_semantic_versioning_says(
    wanted: str, offered: str, reason: str
) -> None:
    assert why_not(wanted, offered) == reason


def test_a_plugin_for_another_version_of_the_interface_is_refused() -> None:
    assert refusal((plugin(replace(MANIFEST, api_version="9.0")), "rain-one", "1")) == (
        "The plugin rain (rain-one 1) was written for version 9.0 of the plugin interface; "
        f"this platform has the older {API_VERSION}. Install another version of one of them."
    )


def test_a_plugin_that_cannot_be_imported_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("rain", "no.such.module", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry])

    with pytest.raises(Misconfiguration, match="The plugin rain of no.such.module cannot be loaded"):
        discover()


def test_contributions_are_sorted_and_limited_to_what_is_switched_on() -> None:
    snow = plugin(
        replace(MANIFEST, slug="snow"), resource_kinds=lambda: [replace(UMBRELLA, slug="snow.sledge")]
    )
    rain = plugin(resource_kinds=lambda: [UMBRELLA, replace(UMBRELLA, slug="rain.coat")])
    plugins = Plugins(built_by([snow, rain]))

    assert list(plugins.kinds) == ["rain.coat", "rain.umbrella", "snow.sledge"]
    assert list(plugins.of(plugins.kinds, ["snow", "hail"])) == ["snow.sledge"]


def test_the_built_in_plugins_are_discovered() -> None:
    found = Plugins(discover())

    assert set(found.installed) >= {
        "goods",
        "housing",
        "local_currency",
        "skills",
        "time_bank",
        "transport",
    }
    assert found.installed["goods"].distribution == "together"
    assert found.migrations["goods"] == Path("plugins/goods/migrations").absolute()


def test_followers_of_the_core_come_before_plugins() -> None:
    told: list[str] = []
    rain = plugin(exchange_advanced=lambda session, exchange, was: told.append("rain"))
    plugins = Plugins(built_by([rain]))
    plugins.follow(lambda session, plugins, exchange, was: told.append("core"))
    plugins.advanced(Session(), None, None, enabled=["rain"])  # type: ignore[arg-type]

    assert told == ["core", "rain"]

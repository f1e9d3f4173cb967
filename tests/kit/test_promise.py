"""No promised name goes away or changes without a new number of the version that says so."""

import copy
import json

import pytest

from app import plugin_api
from app.kernel.version import API_VERSION
from tests.kit import promise

RECORDED = json.loads(promise.RECORD.read_text())


def test_the_version_grows_with_what_changed_since_the_last_release() -> None:
    changes = promise.differences(RECORDED["names"], promise.names())
    least = promise.needed(RECORDED["version"], changes)
    is_broken = bool(changes["broken"])

    assert tuple(map(int, API_VERSION.split(".")[:2])) >= least, (
        f"API_VERSION in app/kernel/version.py must grow to {least[0]}.{least[1]}.0, because "
        f"plugins {'can break' if is_broken else 'may now use more'}: "
        + "; ".join(changes["broken"] if is_broken else changes["added"])
    )


def test_the_version_is_told_to_plugins() -> None:
    assert plugin_api.__version__ == API_VERSION


def function(*parts: str) -> dict[str, object]:
    return {"kind": "function", "parts": [*parts, "-> int"]}


@pytest.mark.parametrize(
    ("now", "least"),
    [
        (function("session: Session", "*", "key: str"), (1, 4)),
        (function("session: Session", "*", "key: str", "note: str = …"), (1, 5)),
        (function("session: Session", "*", "key: str", "note: str"), (2, 0)),
        (function("session: Session", "*"), (2, 0)),
        (function("session: Session", "*", "key: UUID"), (2, 0)),
        (function("*", "session: Session", "key: str"), (2, 0)),
        ({"kind": "function", "parts": ["session: Session", "*", "key: str", "-> str"]}, (2, 0)),
        ({"kind": "class", "parts": []}, (2, 0)),
        (None, (2, 0)),
    ],
)
def test_a_change_of_a_function_asks_for_a_number(
    now: dict[str, object] | None, least: tuple[int, int]
) -> None:
    recorded = {"app.plugin_api.pay": function("session: Session", "*", "key: str")}
    current = {} if now is None else {"app.plugin_api.pay": now}

    assert promise.needed("1.4.2", promise.differences(recorded, current)) == least


@pytest.mark.parametrize(
    ("kind", "part", "least"),
    [
        ("dataclass", "icon: str = …", (1, 1)),
        ("dataclass", "icon: str", (2, 0)),
        ("class", "icon: Mapped[str]", (1, 1)),
    ],
)
def test_a_new_field_asks_for_a_number(kind: str, part: str, least: tuple[int, int]) -> None:
    recorded = {"app.plugin_api.Kind": {"kind": kind, "parts": ["slug: str"]}}
    current = {"app.plugin_api.Kind": {"kind": kind, "parts": ["slug: str", part]}}

    assert promise.needed("1.0.0", promise.differences(recorded, current)) == least


def test_what_goes_away_from_the_real_list_is_named() -> None:
    less = copy.deepcopy(RECORDED["names"])
    del less["app.plugin_api.Manifest"]
    less["app.plugin_api.transfer"]["parts"].pop(0)
    less["hook panels"]["parts"] = ["session: Session", *less["hook panels"]["parts"]]

    changes = promise.differences(RECORDED["names"], less)

    assert changes["broken"] == [
        "app.plugin_api.Manifest is gone",
        "app.plugin_api.transfer: no longer 'session: Session'",
        "hook panels: now also 'session: Session'",
    ]
    assert changes["added"] == []


def test_the_list_knows_hooks_classes_functions_and_fixtures() -> None:
    kinds = {name: RECORDED["names"][name]["kind"] for name in ("hook manifest", "app.plugin_api.clock")}
    fixture = RECORDED["names"]["app.testing.fixtures.make_app"]

    assert kinds == {"hook manifest": "function", "app.plugin_api.clock": "module"}
    assert fixture == {"kind": "function", "parts": ["workbench: Workbench", "-> Callable[..., 'Flask']"]}
    assert "slug: str" in RECORDED["names"]["app.plugin_api.Manifest"]["parts"]
    assert "AGREED = 'agreed'" in RECORDED["names"]["app.plugin_api.State"]["parts"]

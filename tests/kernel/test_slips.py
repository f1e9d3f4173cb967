"""Slips that Python does not notice: a forgotten comma makes a text of what should be several."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.kernel.registry import Plugins, built_by
from app.plugin_api import Panel
from tests.kernel.test_registry import MANIFEST, UMBRELLA, plugin, refusal


@pytest.mark.parametrize("field", ["terms", "components"])
def test_a_forgotten_comma_is_refused(field: str) -> None:
    wrong = plugin(resource_kinds=lambda: [replace(UMBRELLA, **{field: "gift"})])

    assert refusal((wrong, "rain-one", "1")) == (
        f"rain.umbrella (rain-one) gives one text for {field}, 'gift'; "
        "it must be a tuple, with its comma: ('gift',)."
    )


def test_a_forgotten_comma_in_a_manifest_is_refused() -> None:
    sentence = refusal((plugin(replace(MANIFEST, components="A08")), "rain-one", "1"))  # type: ignore[arg-type]

    assert sentence.startswith("The manifest of rain-one gives one text for components, 'A08'")


@pytest.mark.parametrize(
    ("answer", "reasons"), [("No.", ["No."]), (["No.", "Never."], ["No.", "Never."]), (None, [])]
)
def test_an_objection_that_is_one_text_is_one_reason(answer: Any, reasons: list[str]) -> None:
    plugins = Plugins(built_by([plugin(exchange_objections=lambda: answer)]))

    assert plugins.objections(Session(), None, None, enabled=["rain"]) == reasons  # type: ignore[arg-type]


def test_a_word_that_a_field_does_not_know_is_refused() -> None:
    panel = Panel(
        slug="rain.roofs",
        title="Roofs",
        place="sub-network",  # type: ignore[arg-type]
        template="rain/roofs.html",
        context=lambda session, subject, reader: None,
    )

    assert refusal((plugin(panels=lambda: [panel]), "rain-one", "1")) == (
        "rain.roofs (rain-one) gives 'sub-network' for place; "
        "it may be 'territory', 'subnetwork', 'member', 'listing', 'exchange'."
    )


def test_a_direction_that_does_not_exist_is_refused() -> None:
    wrong = replace(UMBRELLA, directions=("offer", "ask"))  # type: ignore[arg-type]

    assert refusal((plugin(resource_kinds=lambda: [wrong]), "rain-one", "1")) == (
        "rain.umbrella (rain-one) gives 'ask' for directions; it may be 'offer', 'request'."
    )

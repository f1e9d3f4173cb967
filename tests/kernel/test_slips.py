"""Slips that Python does not notice: a forgotten comma makes a text of what should be several."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.kernel.registry import Plugins, built_by
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

"""The reference of public names says what the code says."""

from pathlib import Path

from app.kit import reference

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_is_what_the_code_says() -> None:
    assert (DOCS / "plugin-reference.md").read_text() == reference.written()


def test_every_promised_name_has_a_sentence() -> None:
    lines = reference.written().splitlines()
    silent = [line for line in lines if line.startswith("- ") and line.endswith(": ")]

    assert silent == []


def test_the_reference_tells_what_an_author_fills_in_chooses_from_and_asks() -> None:
    text = reference.written()

    assert "\n- `MenuEntry(*, label, endpoint, icon=…)`: " in text
    assert "\n  - `in_words`: Writes a quantity as people say it" in text
    assert " One of `OFFER`, `REQUEST`.\n" in text
    assert " Columns: `id`, `subnetwork_id`, `plugin`, `enabled`, `settings`, " in text
    assert "\n  - `ask(listing, *, by=…, **wish)`: Ask for a listing" in text
    assert "\n  - `today(zone=…)`: " in text
    assert "()`: A" not in text

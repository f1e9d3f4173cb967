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

"""A translation that names another value than its sentence would fail on pages of that language only."""

from pathlib import Path

import pytest

from app.testing.catalogues import misfilled


def catalogue(folder: Path, text: str) -> Path:
    target = folder / "fr/LC_MESSAGES/messages.po"
    target.parent.mkdir(parents=True)
    target.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("sentence", "french", "found"),
    [
        ("Until %(day)s.", "Jusqu'au %(day)s.", []),
        ("Until %(day)s.", "Bientôt.", []),
        ("Until %(day)s.", "Jusqu'au %(jour)s.", ["Jusqu'au %(jour)s."]),
        ("Until %(day)s.", "100 % jusqu'au %(day)s.", ["100 % jusqu'au %(day)s."]),
        ("Until %(day)s.", "Jusqu'au %(day).", ["Jusqu'au %(day)."]),
        ("Half.", "50 % juste.", []),
        ("Half.", "%(part)s.", ["%(part)s."]),
        ("Until %(day)s.", "", []),
    ],
)
def test_a_translation_with_other_values_is_found(
    tmp_path: Path, sentence: str, french: str, found: list[str]
) -> None:
    folder = catalogue(tmp_path, f'msgid "{sentence}"\nmsgstr "{french}"\n')

    assert misfilled(folder) == found


def test_each_form_of_a_plural_is_asked(tmp_path: Path) -> None:
    plural = (
        'msgid "One loaf for %(name)s"\nmsgid_plural "%(num)s loaves for %(name)s"\n'
        'msgstr[0] "Un pain pour %(name)s"\nmsgstr[1] "%(nombre)s pains pour %(name)s"\n'
    )

    assert misfilled(catalogue(tmp_path, plural)) == ["%(nombre)s pains pour %(name)s"]

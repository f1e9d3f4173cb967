"""Every sentence is said in French, and what is compiled is what is written."""

from app.testing import catalogues


def test_every_sentence_of_the_code_is_translated() -> None:
    missing = {name: catalogues.gaps(code, folder) for name, code, folder in catalogues.sources()}

    assert missing == {name: [] for name in missing}


def test_compiled_catalogues_are_up_to_date() -> None:
    assert catalogues.stale() == []


def test_translations_keep_the_places_for_values() -> None:
    wrong = []
    for _name, _code, folder in catalogues.sources():
        for message in catalogues.read(folder):
            problems = list(message.check()) if message.id and message.python_format else []
            wrong += [(message.id, str(problem)) for problem in problems]

    assert wrong == []

"""Words for people: gettext over Babel's catalogues, without the web.

The source language is English. Catalogues of the core and of every plugin are merged per
language; the language is a context variable, so that a page, a mail and a job each speak the
language of the person they are for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, dates
from babel.support import LazyProxy, NullTranslations, Translations

LANGUAGES: dict[str, str] = {"fr": "Français", "en": "English"}
DEFAULT_LANGUAGE = "fr"

_language: ContextVar[str] = ContextVar("language", default="en")
_folders: list[Path] = [Path(__file__).parent / "translations"]


def add_catalogue(folder: Path) -> None:
    """Add ``folder`` (``<language>/LC_MESSAGES/messages.mo``) to the places where words are looked up."""
    if folder not in _folders:
        _folders.append(folder)
        _catalogue.cache_clear()


@cache
def _catalogue(language: str) -> NullTranslations:
    merged: NullTranslations = NullTranslations()
    for folder in _folders:
        loaded = Translations.load(folder, [language], "messages")
        if not isinstance(loaded, Translations):
            continue
        if isinstance(merged, Translations):
            for message, translation in loaded._catalog.items():
                merged._catalog.setdefault(message, translation)
        else:
            merged = loaded
    return merged


def language() -> str:
    """Return the code of the language in use, ``fr`` or ``en``."""
    return _language.get()


def locale() -> Locale:
    """Return the Babel locale in use."""
    return _locale(_language.get())


@cache
def _locale(code: str) -> Locale:
    return Locale.parse("en_GB" if code == "en" else code)  # days before months, as in most of Europe


def speak(code: str) -> None:
    """Use the language ``code`` from here on in this context."""
    _language.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use the language ``code`` inside the block."""
    token = _language.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str, /, **values: Any) -> str:
    """Translate ``message`` and fill in ``values`` (``%(name)s``)."""
    translated: str = _catalogue(_language.get()).ugettext(message)
    return translated % values if values else translated


def ngettext(singular: str, plural: str, num: int, /, **values: Any) -> str:
    """Translate with the plural form of ``num``, which is also available as ``%(num)s``."""
    return unfilled(singular, plural, num) % {"num": num, **values}


def unfilled(singular: str, plural: str, num: int, /) -> str:
    """Translate with the plural form of ``num`` and leave filling in to the caller, as templates do."""
    translated: str = _catalogue(_language.get()).ungettext(singular, plural, num)
    return translated


def lazy(message: str, /, **values: Any) -> Any:
    """Translate when shown, for words written at module level."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def by_skeleton(skeleton: str, value: date) -> str:
    """Write a day or an instant after a pattern of parts, such as ``yMMMM``, in the order of the language."""
    spoken = locale()
    return str(spoken.datetime_skeletons[_nearest(skeleton, spoken)].apply(value, spoken))


@cache  # Babel compares all patterns of a language each time
def _nearest(skeleton: str, spoken: Locale) -> str:
    found = dates.match_skeleton(skeleton, spoken.datetime_skeletons)
    return found if found is not None else skeleton


_ = gettext

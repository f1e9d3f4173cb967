"""Asks a plugin for what it contributes; an error becomes one sentence that names it."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from app.errors import Misconfiguration
from app.kernel.complaints import lone_texts, unknown_words, with_place

C = TypeVar("C")


def asked(make: Callable[[], C], said: str, home: str = "") -> C:
    """Return what ``make`` answers.

    Args:
        make: what is asked.
        said: how the question is called in a sentence.
        home: the module of the plugin, unless it is that of ``make``.

    Raises:
        Misconfiguration: it failed; the sentence says where in the plugin.
    """
    try:
        return make()
    except Exception as error:
        place = with_place(error, home or make.__module__)
        raise Misconfiguration(f"{said} failed at start: {place}") from error


def collected(make: Callable[[], Iterable[C]], said: str) -> list[C]:
    """Ask a hook to the end: one that yields fails only while it is asked for the next."""
    return asked(lambda: list(make()), said, make.__module__)


def refuse_slips(item: object, said: str) -> None:
    """Refuse what Python does not notice.

    One text where several values are meant (``kinds=("bread.loaf")`` lacks its comma), and a word that is
    none of those a field may have.

    Raises:
        Misconfiguration: names the field.
    """
    for name in lone_texts(item):
        value = getattr(item, name)
        raise Misconfiguration(
            f"{said} gives one text for {name}, {value!r}; it must be a tuple, with its comma: ({value!r},)."
        )
    for fault in unknown_words(item):
        raise Misconfiguration(f"{said} gives {fault}.")


def each(answer: Iterable[str] | None) -> Iterable[str]:
    """Take the reasons of an answer; a text that was returned is one reason, not its letters."""
    return [answer] if isinstance(answer, str) else answer or ()

"""The gallery: every picture with its name, what it shows in two languages and what it suits."""

from collections.abc import Callable
from dataclasses import dataclass

from brush import Sheet


@dataclass(frozen=True)
class Picture:
    """A scene to draw and the words that go with it."""

    name: str
    english: str
    french: str
    tags: tuple[str, ...]
    draw: Callable[[], str]

    def svg(self) -> str:
        """Give the SVG of the scene, on a paper of its own."""
        return Sheet(self.draw()).svg(seed=sum(map(ord, self.name)) % 97)


PICTURES: dict[str, Picture] = {}


def picture(name: str, tags: str, *, en: str, fr: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Hang a scene in the gallery; `tags` are words separated by blanks."""

    def hang(draw: Callable[[], str]) -> Callable[[], str]:
        if name in PICTURES:
            raise ValueError(f"Two pictures are called {name}.")
        PICTURES[name] = Picture(name, en, fr, tuple(tags.split()), draw)
        return draw

    return hang

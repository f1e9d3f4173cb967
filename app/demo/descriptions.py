"""What people say of themselves: a sentence that goes with what they offer."""

from collections import Counter

from app.demo import texts
from app.demo.chance import Chance
from app.demo.listings import Offered
from app.demo.people import Neighbour
from app.listings.words import forms, words_of

SHARE = 0.6
"""Share of the people who say something."""
TWICE = 3
"""Times that one sentence is used at most."""
TELLING = 12
"""A word that stands in more sentences and listings than these tells nothing of its author."""


def describe(chance: Chance, people: list[Neighbour], offered: list[Offered]) -> None:
    """Let people describe themselves in words that their listings share; who lists nothing says anything."""
    random = chance.stream("descriptions")
    said = [(row, stems(row["text"])) for row in texts.read("people")["description"]]
    common = Counter(stem for _row, words in said for stem in words)
    mine: dict[Neighbour, set[str]] = {person: set() for person in people}
    for one in offered:
        mine[one.owner] |= stems(f"{one.title} {one.words}")
    uses: Counter[str] = Counter()
    for person in people:
        if random.random() > SHARE and person not in people[:6]:
            continue
        able = [
            (row, sum(1 / common[stem] for stem in sorted(words & mine[person]) if common[stem] < TELLING))
            for row, words in said
            if row["lang"] == person.language
            and row["voice"] in ("any", person.voice)
            and row["age"] in ("any", person.age)
            and uses[row["text"]] < TWICE
        ]
        if not able:
            continue
        row, _score = max(able, key=lambda found: (found[1] / (1 + uses[found[0]["text"]]), random.random()))
        uses[row["text"]] += 1
        person.row["about"] = row["text"]


def stems(text: str) -> set[str]:
    """Return the stems of the longer words of a text."""
    return {forms(word)[-1] for word in words_of(text) if len(word) > 3}

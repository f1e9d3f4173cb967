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
    said = [(row, _stems(row["text"])) for row in texts.read("people")["description"]]
    common = Counter(stem for _row, stems in said for stem in stems)
    mine: dict[Neighbour, set[str]] = {person: set() for person in people}
    for one in offered:
        mine[one.owner] |= _stems(f"{one.title} {one.words}")
    uses: Counter[str] = Counter()
    for person in people:
        if random.random() > SHARE and person not in people[:6]:
            continue
        able = [
            (row, sum(1 / common[stem] for stem in stems & mine[person] if common[stem] < TELLING))
            for row, stems in said
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


def _stems(text: str) -> set[str]:
    return {forms(word)[-1] for word in words_of(text) if len(word) > 3}

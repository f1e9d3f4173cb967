"""What confirmed exchanges brought: measured by the plugins themselves, and felt by those who were there."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.demo import texts
from app.demo.chance import Chance
from app.demo.encounters import Encounter
from app.demo.people import Neighbour
from app.demo.places import Tree
from app.demo.rhythm import ZONE, hours
from app.demo.rows import Rows
from app.demo.texts import FeltText
from app.exchanges.models import Exchange, State
from app.exchanges.queries import whole
from app.impact.models import Degree, Feedback, ImpactEntry, MeasureEntry
from app.kernel.registry import Plugins

SAYING = 0.55
"""Share of the sides that say afterwards what it brought."""
SENTENCE = 0.5
PUBLIC = 0.6
SAME_LEVEL = 0.75
RARE = 0.35
"""How often what was not good is said, compared with the rest: most exchanges go well."""
FEWEST_DAYS_APART = 25
"""Days before the same sentence is said again by somebody else."""


class Brought:
    """Writes what ``app.impact.services`` would have written."""

    def __init__(
        self, rows: Rows, chance: Chance, tree: Tree, plugins: Plugins, components: Iterable[str]
    ) -> None:
        self._rows, self._chance, self._tree, self._plugins = rows, chance, tree, plugins
        self._known = frozenset(components)
        self._random = chance.stream("felt")
        self._felt = texts.felt()
        self._said: Counter[FeltText] = Counter()
        self._said_on: dict[FeltText, date] = {}
        self._said_by: set[tuple[Neighbour, FeltText]] = set()

    def write(self, session: Session, encounters: list[Encounter]) -> None:
        """Let the entries of every confirmed exchange wait; the exchanges themselves are written already."""
        confirmed = [one for one in encounters if one.state is State.CONFIRMED]
        found = session.scalars(whole().where(Exchange.state == State.CONFIRMED)).unique().all()
        exchanges = {exchange.id: exchange for exchange in found}
        for one in sorted(confirmed, key=lambda one: (one.changed_at, one.id)):
            self._record(session, one, exchanges[one.id])
            for side in (one.giver, one.receiver):
                if self._random.random() < SAYING:
                    self._say(one, side)

    def _record(self, session: Session, one: Encounter, exchange: Exchange) -> None:
        kind = self._plugins.kinds[one.offered.text.kind]
        hoped = dict.fromkeys(code for code in one.offered.text.components if code in self._known)
        for degree, codes in ((Degree.MEANT, kind.components), (Degree.INTENDED, sorted(hoped))):
            for code in codes:
                self._enter(one, degree, code)
        asked = one.offered.network.plugins | {one.offered.text.family}
        for slug, measure in self._plugins.of(self._plugins.measures, asked).items():
            quantity = measure.measure(session, exchange) if exchange.kind in measure.kinds else None
            if quantity:
                self._rows.add(
                    MeasureEntry,
                    id=self._chance.id("measure", one.changed_at),
                    **self._common(one),
                    measure=slug,
                    quantity=quantity,
                    giver_id=one.giver.id,
                    receiver_id=one.receiver.id,
                    created_at=one.changed_at,
                )

    def _common(self, one: Encounter) -> dict[str, object]:
        return {
            "territory_id": self._tree.ids[one.owner.territory],
            "exchange_id": one.id,
            "subnetwork_id": one.offered.network.id,
            "day": one.changed_at.astimezone(ZONE).date(),
        }

    def _enter(
        self,
        one: Encounter,
        degree: Degree,
        code: str,
        side: Neighbour | None = None,
        level: int | None = None,
    ) -> None:
        self._rows.add(
            ImpactEntry,
            id=self._chance.id("impact", one.changed_at),
            **self._common(one),
            degree=degree.value,
            code=code,
            letter=code[0],
            member_id=side.id if side else None,
            level=level,
            created_at=one.changed_at,
        )

    def _say(self, one: Encounter, side: Neighbour) -> None:
        said = self._fitting(one, side)
        if said is None:
            return
        with_sentence = self._random.random() < SENTENCE and self._may_say(one, side, said)
        for code, level in _levels(self._random, said, exactly=with_sentence).items():
            if code in self._known:
                self._enter(one, Degree.FELT, code, side, level)
        at = min(self._chance.now, one.changed_at + hours(self._random, 8, 90))
        self._rows.add(
            Feedback,
            id=self._chance.id("feedback", at),
            territory_id=self._tree.ids[one.owner.territory],
            exchange_id=one.id,
            member_id=side.id,
            text=said.text if with_sentence else "",
            language=side.language,
            public=with_sentence and self._random.random() < PUBLIC,
            created_at=at,
        )

    def _fitting(self, one: Encounter, side: Neighbour) -> FeltText | None:
        role, text = "giver" if side is one.giver else "receiver", one.offered.text
        able = [
            felt
            for felt in self._felt
            if felt.said_by == role
            and felt.family in ("any", text.family)
            and felt.kind in ("", text.kind)
            and (not felt.pictures or text.picture in felt.pictures)
        ]
        spoken = [felt for felt in able if felt.lang == side.language] or able
        weights = [
            (3 if felt.kind or felt.pictures else 1)
            * (RARE if any(effect["change"] < 0 for effect in felt.effects) else 1)
            / (1 + self._said[felt])
            for felt in spoken
        ]
        return self._random.choices(spoken, weights)[0] if spoken else None

    def _may_say(self, one: Encounter, side: Neighbour, said: FeltText) -> bool:
        """Tell whether a sentence would not sound like an echo, and note that it is said."""
        day = one.changed_at.astimezone(ZONE).date()
        last = self._said_on.get(said)
        echo = last is not None and day - last < timedelta(days=FEWEST_DAYS_APART)
        if echo or (side, said) in self._said_by or said.lang != side.language:
            return False
        self._said[said] += 1
        self._said_on[said] = day
        self._said_by.add((side, said))
        return True


def _levels(random: Random, said: FeltText, *, exactly: bool) -> dict[str, int]:
    """Return levels by component: those of the text, or near them when nothing is said in words."""
    levels = {}
    for effect in said.effects:
        level = int(effect["change"])
        if not exactly and random.random() > SAME_LEVEL:
            level += random.choice((-1, 1))
        levels[str(effect["component"])] = max(-2, min(2, level))
    return levels

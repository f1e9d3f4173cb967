"""Who asks for what, and when: neighbours rather than strangers, and often the same two again."""

from collections import Counter
from datetime import datetime, timedelta
from math import exp
from uuid import UUID

from app.demo import rhythm
from app.demo.chance import Chance, pick
from app.demo.encounters import OUTCOMES, Encounter, live
from app.demo.listings import TERMS, Offered
from app.demo.people import HISTORY, Neighbour
from app.demo.prices import Prices
from app.exchanges.models import State
from app.geo.point import Point

AGAIN = 0.33
NEAR = 6_000  # metres at which interest has fallen to a third
ENOUGH = 30  # exchanges of one person, after which others are more likely to ask and be asked
HOURS = TERMS["hours"]
MUCH_GIVEN, MUCH_OWED = 700, -240  # minutes
LONG = timedelta(days=100)
GIVEN_UP = 0.8
MANY = 20  # exchanges of one listing, after which others are asked


class Matchmaker:
    """Makes exchanges in the order of time, so that each sees what was before it."""

    def __init__(
        self, chance: Chance, prices: Prices, people: list[Neighbour], offered: list[Offered]
    ) -> None:
        self._chance, self._prices = chance, prices
        self._random = chance.stream("exchanges")
        self._people = people
        self._offered = [one for one in offered if one.standing != "draft"]
        self.made: list[Encounter] = []
        self._met: Counter[Neighbour] = Counter()
        self._net: Counter[tuple[UUID, Neighbour]] = Counter()  # minutes given less received, by sub-network
        self._times: Counter[Offered] = Counter()
        self._busy: dict[tuple[Offered, Neighbour], datetime] = {}
        self._room = {one: self._capacity(one) for one in offered}
        self._distances: dict[tuple[Point, Point], float] = {}

    def _capacity(self, one: Offered) -> int:
        if one.text.details.get("mode") == "give":
            return 1
        return self._random.randint(2, 9) if one.text.direction == "request" else 60

    def make(self, count: int) -> None:
        """Make ``count`` exchanges over the whole history."""
        now = self._chance.now
        for asked_at in rhythm.instants(
            self._random, count, since=now - HISTORY, until=now - timedelta(minutes=40)
        ):
            former = self._again(asked_at) if self._random.random() < AGAIN else None
            if former is not None:
                self.meet(former.offered, former.asker, asked_at, before=former)
            elif (pair := self._first(asked_at)) is not None:
                self.meet(*pair, asked_at)

    def give_up(self) -> None:
        """Let most of the requests that nobody has answered for long leave the board."""
        for one in self._offered:
            age = self._chance.now - one.published_at
            unanswered = (
                one.text.direction == "request" and self._times[one] == 0 and one.standing == "active"
            )
            if unanswered and age > LONG and self._random.random() < GIVEN_UP:
                one.standing, one.until = "ended", one.published_at + LONG

    def meet(
        self,
        offered: Offered,
        asker: Neighbour,
        asked_at: datetime,
        before: Encounter | None = None,
        outcome: str = "",
    ) -> Encounter:
        """Let ``asker`` answer a listing, and let it run its course."""
        random = self._random
        made = self.draft(offered, asker, asked_at, before, outcome)
        live(random, made, self._chance.now)
        self.note(made)
        return made

    def draft(
        self,
        offered: Offered,
        asker: Neighbour,
        asked_at: datetime,
        before: Encounter | None = None,
        outcome: str = "done",
    ) -> Encounter:
        """Return an exchange that was just asked for."""
        random = self._random
        quantity, terms = self._prices.quantity(random, offered), self._prices.terms(random, offered)
        return Encounter(
            id=self._chance.id("exchange", asked_at),
            conversation_id=self._chance.id("conversation", asked_at),
            offered=offered,
            asker=asker,
            asked_at=asked_at,
            outcome=outcome or pick(random, list(OUTCOMES), list(OUTCOMES.values())),
            before=before,
            quantity=quantity,
            terms=terms,
            amount=self._prices.amount(random, offered, terms, quantity),
        )

    def note(self, made: Encounter) -> None:
        """Remember an exchange: who is busy with what, and what is no longer to be had."""
        one = made.offered
        self.made.append(made)
        self._times[one] += 1
        self._met.update((made.asker, made.owner))
        if made.terms == HOURS and made.step(State.AGREED):
            self._net[one.network.id, made.giver] += made.amount
            self._net[one.network.id, made.receiver] -= made.amount
        over = made.state in (State.CONFIRMED, State.DECLINED, State.CANCELLED)
        self._busy[one, made.asker] = made.changed_at if over else self._chance.now
        agreed = made.step(State.AGREED)
        if agreed is not None and made.outcome == "done":
            self._room[one] -= 1
            if self._room[one] == 0 and one.standing in ("active", "expiring"):
                one.standing, one.until = "ended", made.changed_at

    def is_free(self, one: Offered, asker: Neighbour, at: datetime) -> bool:
        """Tell whether somebody can answer a listing at an instant."""
        return (
            one.published_at <= at < one.until
            and self._room[one] > 0
            and asker.joined_at < at
            and self._busy.get((one, asker), at) <= at
        )

    def _again(self, at: datetime) -> Encounter | None:
        recent = self.made[-600:]
        for _try in range(6 if recent else 0):
            former = self._random.choice(recent)
            confirmed = former.step(State.CONFIRMED)
            met = confirmed is not None and confirmed.at < at
            if met and self.is_free(former.offered, former.asker, at):
                return former
        return None

    def _first(self, at: datetime) -> tuple[Offered, Neighbour] | None:
        free = [one for one in self._offered if one.published_at <= at < one.until and self._room[one] > 0]
        for _try in range(8 if free else 0):
            one = pick(self._random, free, [self._pull(one, at) for one in free])
            able = [who for who in self._people if self._may_ask(who, one, at)]
            if able:
                return one, pick(self._random, able, [self._interest(who, one) for who in able])
        return None

    def _pull(self, one: Offered, at: datetime) -> float:
        fresh = 2.0 if (at - one.published_at).days < 14 else 1.0
        wanted = one.draw * fresh * (0.3 if self._times[one] > MANY else 1)
        gives = one.text.direction == "offer"
        return (
            wanted
            * (0.6 + 0.4 * one.owner.activity)
            * self._can(one.owner, one, gives)
            / self._tired(one.owner)
        )

    def _may_ask(self, who: Neighbour, one: Offered, at: datetime) -> bool:
        return who.territory == one.owner.territory and who is not one.owner and self.is_free(one, who, at)

    def _interest(self, who: Neighbour, one: Offered) -> float:
        near = exp(-self._distance(who.point, one.owner.point) / NEAR) + 0.03
        met = 0.15 if (one, who) in self._busy else 1
        same_language = 2 if who.language == one.text.lang else 1
        asks = who.activity * near * met * same_language / self._tired(who)
        return asks * self._can(who, one, one.text.direction == "request")

    def _can(self, who: Neighbour, one: Offered, gives: bool) -> float:
        """Tell how much less somebody gives who has given much, or asks who owes many hours."""
        net = self._net[one.network.id, who]
        return 0.1 if HOURS in one.terms and (net > MUCH_GIVEN if gives else net < MUCH_OWED) else 1

    def _tired(self, who: Neighbour) -> float:
        """Tell how much less is heard of somebody who has done much already."""
        return 1 + (self._met[who] / ENOUGH) ** 2

    def _distance(self, here: Point, there: Point) -> float:
        if (here, there) not in self._distances:
            self._distances[here, there] = here.distance_to(there)
        return self._distances[here, there]

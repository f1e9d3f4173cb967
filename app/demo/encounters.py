"""One exchange of the demonstration, from the first message to what came of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from app.demo import rhythm
from app.demo.chance import pick
from app.demo.listings import Offered
from app.demo.people import Neighbour
from app.exchanges.models import State

OUTCOMES = {"done": 940, "declined": 28, "cancelled": 25, "disputed": 3, "settled": 5, "called_off": 3}
"""What comes of a thousand exchanges that were asked for; time cuts some short."""
CONFIRM_AFTER = timedelta(days=14)
CONFIRMED_BY_TIME = 0.05
COUNTERED = 0.22


@dataclass(frozen=True, kw_only=True)
class Step:
    """A move to a state."""

    at: datetime
    to: State
    by: Neighbour | None


@dataclass(eq=False, kw_only=True)
class Encounter:
    """Two people and a listing, with the steps that were made until now."""

    id: UUID
    conversation_id: UUID
    offered: Offered
    asker: Neighbour
    asked_at: datetime
    outcome: str
    before: "Encounter | None"
    """The last exchange of the same two about the same listing."""
    quantity: int
    terms: str
    amount: int
    countered_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    whole_day: bool = False
    steps: list[Step] = field(default_factory=list)
    hold_id: UUID | None = None
    transfer_id: UUID | None = None

    @property
    def owner(self) -> Neighbour:
        """Whose listing it is."""
        return self.offered.owner

    @property
    def giver(self) -> Neighbour:
        """Who gives the resource."""
        return self.owner if self.offered.text.direction == "offer" else self.asker

    @property
    def receiver(self) -> Neighbour:
        """Who receives it, and pays when it is paid."""
        return self.asker if self.offered.text.direction == "offer" else self.owner

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.steps[-1].to if self.steps else State.ASKED

    @property
    def changed_at(self) -> datetime:
        """When it last moved or got a proposal."""
        times = [self.asked_at, *(step.at for step in self.steps)]
        return max([*times, self.countered_at] if self.countered_at else times)

    @property
    def awaits(self) -> Neighbour | None:
        """Whose answer is waited for."""
        if self.state is State.ASKED:
            return self.asker if self.countered_at else self.owner
        if self.state is State.DONE and (by := self.steps[-1].by) is not None:
            return self.other(by)
        return None

    def step(self, to: State) -> Step | None:
        """Return the move to a state, if it was made."""
        return next((step for step in self.steps if step.to is to), None)

    def other(self, one: Neighbour) -> Neighbour:
        """Return the other side."""
        return self.owner if one is self.asker else self.asker


def live(random: Random, one: Encounter, now: datetime) -> None:
    """Let an exchange run its course, as far as it has come by ``now``."""
    answered_at = rhythm.waking(random, one.asked_at + rhythm.hours(random, 8, 190, 1.3))
    if one.outcome == "declined":
        one.steps = _until(now, [Step(at=answered_at, to=State.DECLINED, by=one.owner)])
        return
    agrees = one.owner
    if random.random() < COUNTERED and one.before is None and answered_at <= now:
        one.countered_at, agrees = answered_at, one.asker
        answered_at = rhythm.waking(random, answered_at + rhythm.hours(random, 6, 90))
    agreed = Step(at=answered_at, to=State.AGREED, by=agrees)
    arrange(random, one, answered_at)
    one.steps = _until(now, [agreed, *_afterwards(random, one, answered_at)])


def _until(now: datetime, steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.at < now]


def arrange(random: Random, one: Encounter, agreed_at: datetime, *, days: int = 12) -> None:
    """Set when they meet in the next ``days``: a day and an hour, or days for loans and stays."""
    details, family = one.offered.text.details, one.offered.text.family
    meets_at = rhythm.meeting(random, agreed_at, days=days)
    if family == "transport" and details.get("departs"):
        hour, minute = str(details["departs"]).split(":")
        meets_at = rhythm.at_hour(meets_at.date(), int(hour), int(minute))
    one.starts_at = meets_at
    if family in ("time_bank", "skills"):
        one.ends_at = meets_at + timedelta(minutes=one.quantity)
    elif family == "housing":
        _set_days(one, meets_at, one.quantity)
    elif family == "goods" and details.get("mode") == "lend":
        longest = int(details.get("loan_days") or 7)
        _set_days(one, meets_at, random.randint(1, max(1, min(longest, 21))))


def _set_days(one: Encounter, meets_at: datetime, days: int) -> None:
    one.whole_day = True
    one.starts_at = rhythm.at_hour(meets_at.date(), 0)
    one.ends_at = rhythm.at_hour(meets_at.date() + timedelta(days=days), 0)


def _afterwards(random: Random, one: Encounter, agreed_at: datetime) -> list[Step]:
    assert one.starts_at is not None
    if one.outcome == "cancelled":
        by = pick(random, (one.asker, one.owner), (1, 1))
        called_off = agreed_at + (one.starts_at - agreed_at) * random.uniform(0.2, 0.9)
        return [Step(at=rhythm.waking(random, called_off), to=State.CANCELLED, by=by)]
    over_at = one.ends_at or one.starts_at
    over_at += timedelta(hours=18) if one.whole_day else timedelta(0)
    done_at = rhythm.waking(random, over_at + rhythm.hours(random, 4, 60))
    done = Step(at=done_at, to=State.DONE, by=pick(random, (one.giver, one.receiver), (2, 3)))
    assert done.by is not None
    answered_at = rhythm.waking(random, done_at + rhythm.hours(random, 10, 200))
    if one.outcome != "done":
        return [done, *_disagreement(random, one, one.other(done.by), answered_at)]
    if random.random() < CONFIRMED_BY_TIME:
        return [done, Step(at=done_at + CONFIRM_AFTER + timedelta(minutes=20), to=State.CONFIRMED, by=None)]
    return [done, Step(at=answered_at, to=State.CONFIRMED, by=one.other(done.by))]


def _disagreement(random: Random, one: Encounter, by: Neighbour, at: datetime) -> list[Step]:
    disputed = Step(at=at, to=State.DISPUTED, by=by)
    sides = (one.asker, one.owner)
    settlers = [someone for someone in one.offered.network.coordinators if someone not in sides]
    if one.outcome == "disputed" or not settlers:
        return [disputed]
    settled_at = rhythm.waking(random, at + rhythm.hours(random, 70, 240))
    to = State.CONFIRMED if one.outcome == "settled" else State.CANCELLED
    return [disputed, Step(at=settled_at, to=to, by=settlers[0])]

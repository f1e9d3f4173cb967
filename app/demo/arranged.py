"""What is arranged rather than drawn, so that everybody one can sign in as finds something to do."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from app.demo import texts
from app.demo.accounts import SIGN_INS
from app.demo.chance import Chance
from app.demo.encounters import Encounter, Step, arrange
from app.demo.listings import Offered
from app.demo.matchmaking import Matchmaker
from app.demo.people import Neighbour, Population
from app.exchanges.models import State
from app.members.addresses import cipher
from app.web.access import Role

COORDINATED = "heures-en-partage"


def roles(population: Population, people: list[Neighbour]) -> None:
    """Give Libourne its administrator and facilitator, Bordeaux a researcher; let some wait to join."""
    by_role = {one.role: person for one, person in zip(SIGN_INS, people, strict=False)}
    population.give_role(population.also_in("libourne", by_role["administrator"]), Role.ADMINISTRATOR.value)
    for territory, role in (("libourne", Role.FACILITATOR), ("bordeaux", Role.RESEARCHER)):
        able = [one for one in people[len(SIGN_INS) :] if one.territory == territory and one.age != "young"]
        for person in able[:1]:
            population.give_role(person, role.value)
    for number, answers in enumerate(texts.read("extras")["joining"]["answers"]):
        population.wait("libourne", answers, number + 1)


def addresses(people: list[Neighbour], data_dir: Path) -> None:
    """Seal an invented address for those one can sign in as."""
    seal = cipher(data_dir).seal
    for person, row in zip(people[: len(SIGN_INS)], texts.read("extras")["address"], strict=False):
        person.row["address_sealed"] = seal(person.place.fill(row["text"], "fr"), person.id)


def waiting(matchmaker: Matchmaker, people: list[Neighbour], offered: list[Offered], chance: Chance) -> None:
    """Let exchanges wait for the inhabitants one can sign in as, and a disagreement for the coordinator."""
    arranger = _Arranger(matchmaker, people, offered, chance)
    inhabitant, coordinator, english = people[0], people[1], people[5]
    arranger.asked(inhabitant, hours_ago=5)
    arranger.asked(inhabitant, hours_ago=27)
    arranger.countered(inhabitant)
    arranger.done(inhabitant)
    arranger.agreed(inhabitant)
    arranger.asked(english, hours_ago=3)
    arranger.agreed(english)
    arranger.asked(coordinator, hours_ago=8)
    arranger.disputed({inhabitant, coordinator, english})


class _Arranger:
    def __init__(
        self, matchmaker: Matchmaker, people: list[Neighbour], offered: list[Offered], chance: Chance
    ) -> None:
        self._matchmaker, self._offered, self._chance = matchmaker, offered, chance
        self._random = chance.stream("arranged")
        self._people = people[len(SIGN_INS) :]
        self._used: set[Offered] = set()
        self._minutes = cycle((7, 23, 41, 12, 54, 33))  # past the hour, so that nothing looks planned

    def asked(self, member: Neighbour, *, hours_ago: float) -> None:
        """Somebody answered a listing of the member, who has not answered yet."""
        if (one := self._of(member, hours_ago)) is not None:
            self._matchmaker.note(one)

    def countered(self, member: Neighbour) -> None:
        """The member asked, and the other side proposes something else."""
        if (one := self._with(member, 50)) is not None:
            one.countered_at = self._ago(19)
            arrange(self._random, one, self._chance.now, days=9)
            self._matchmaker.note(one)

    def done(self, member: Neighbour) -> None:
        """Somebody whom the member helped says that it is done."""
        if (one := self._of(member, 9 * 24)) is not None:
            arrange(self._random, one, self._ago(7 * 24), days=4)
            one.ends_at = min(one.ends_at, self._ago(40)) if one.ends_at else None
            one.steps = [
                Step(at=self._ago(8 * 24), to=State.AGREED, by=member),
                Step(at=self._ago(22), to=State.DONE, by=one.asker),
            ]
            self._matchmaker.note(one)

    def agreed(self, member: Neighbour) -> None:
        """It is agreed for one of the next days."""
        if (one := self._with(member, 75)) is not None:
            arrange(self._random, one, self._chance.now, days=6)
            one.steps = [Step(at=self._ago(44), to=State.AGREED, by=one.owner)]
            self._matchmaker.note(one)

    def disputed(self, without: set[Neighbour]) -> None:
        """Two people disagree in a sub-network of the coordinator."""
        for offered in self._free(13 * 24):
            here = offered.network.text.slug == COORDINATED and offered.owner not in without
            one = self._met(offered, self._people, 13 * 24) if here else None
            if one is not None:
                one.outcome = "disputed"
                arrange(self._random, one, self._ago(11 * 24), days=4)
                one.steps = [
                    Step(at=self._ago(12 * 24), to=State.AGREED, by=one.owner),
                    Step(at=self._ago(4 * 24), to=State.DONE, by=one.giver),
                    Step(at=self._ago(30), to=State.DISPUTED, by=one.receiver),
                ]
                self._matchmaker.note(one)
                return

    def _of(self, member: Neighbour, hours_ago: float) -> Encounter | None:
        """Somebody answers a listing of the member."""
        mine = [one for one in self._free(hours_ago) if one.owner is member]
        return next(filter(None, (self._met(one, self._people, hours_ago) for one in mine)), None)

    def _with(self, member: Neighbour, hours_ago: float) -> Encounter | None:
        """The member answers somebody's listing, one near their home."""
        others = [
            one
            for one in self._free(hours_ago)
            if one.owner in self._people
            and one.text.lang == member.language
            and one.text.family == "time_bank"
        ]
        others.sort(key=lambda one: (one.owner.point.distance_to(member.point), one.id))
        return next(filter(None, (self._met(one, [member], hours_ago) for one in others)), None)

    def _free(self, hours_ago: float) -> Iterator[Offered]:
        """Yield listings on the board, the most asked for first; those used before come last."""
        there = [
            one
            for one in self._offered
            if one.standing == "active"
            and one.published_at < self._ago(hours_ago)
            and one.text.details.get("mode") != "give"
        ]
        yield from sorted(there, key=lambda one: (one in self._used, -one.draw, one.id))

    def _met(self, offered: Offered, able: list[Neighbour], hours_ago: float) -> Encounter | None:
        at = self._ago(hours_ago)
        free = [
            one
            for one in able
            if one.territory == offered.owner.territory
            and one is not offered.owner
            and one.language == offered.text.lang
            and self._matchmaker.is_free(offered, one, at)
        ]
        if not free:
            return None
        self._used.add(offered)
        asker = min(free, key=lambda one: (one.point.distance_to(offered.owner.point), one.id))
        return self._matchmaker.draft(offered, asker, at)

    def _ago(self, hours: float) -> datetime:
        return self._chance.now - timedelta(hours=hours, minutes=next(self._minutes))

"""The rows of exchanges: proposals, moves, and the conversation about each."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from app.conversations.models import Conversation, Message, Participant
from app.demo import rhythm, texts
from app.demo.chance import Chance
from app.demo.encounters import Encounter, Step
from app.demo.messages import Letters
from app.demo.people import Neighbour
from app.demo.places import Tree
from app.demo.rows import Rows
from app.exchanges.models import Exchange, ExchangeMove, Proposal, State

CONFIRM_AFTER = timedelta(days=14)
REMINDED_AFTER = timedelta(days=2)
READ_AFTER = timedelta(days=2)
OVERS = (State.DECLINED, State.CANCELLED)


class Story:
    """Writes exchanges down as the services would have."""

    def __init__(self, rows: Rows, chance: Chance, tree: Tree) -> None:
        self._rows, self._chance, self._tree = rows, chance, tree
        self._random = chance.stream("story")
        self._letters = Letters(chance.stream("messages"))
        self.decisions: dict[UUID, str] = {}
        """What coordinators wrote when they settled a disagreement, by exchange."""

    def write(self, one: Encounter) -> None:
        """Let every row of an exchange wait."""
        territory_id = self._tree.ids[one.owner.territory]
        agreed = one.step(State.AGREED)
        self._converse(one, territory_id)
        self._rows.add(
            Exchange,
            id=one.id,
            territory_id=territory_id,
            listing_id=one.offered.id,
            subnetwork_id=one.offered.network.id,
            kind=one.offered.text.kind,
            asker_id=one.asker.id,
            owner_id=one.owner.id,
            giver_id=one.giver.id,
            receiver_id=one.receiver.id,
            conversation_id=one.conversation_id,
            state=one.state.value,
            version=1 + len(one.steps) + (one.countered_at is not None),
            changed_at=one.changed_at,
            awaits_id=_awaits(one),
            agreed_number=_last_number(one) if agreed else None,
            agreed_at=agreed.at if agreed else None,
            **self._ending(one),
            reminded_at=self._chance.now - timedelta(hours=5) if self._was_reminded(one) else None,
            hold_id=one.hold_id,
            transfer_id=one.transfer_id,
            address_shown_at=None,
            asker_address_shown_at=None,
            created_at=one.asked_at,
        )
        self._propose(one, territory_id, agreed)
        self._move(one, territory_id)

    def _ending(self, one: Encounter) -> dict[str, object]:
        done, confirmed = one.step(State.DONE), one.step(State.CONFIRMED)
        return {
            "done_at": done.at if done else None,
            "done_by_id": done.by.id if done and done.by else None,
            "confirm_by": done.at + CONFIRM_AFTER if done else None,
            "confirmed_at": confirmed.at if confirmed else None,
            "confirmed_by_id": confirmed.by.id if confirmed and confirmed.by else None,
        }

    def _was_reminded(self, one: Encounter) -> bool:
        if one.state is State.AGREED and one.starts_at is not None:
            return (one.ends_at or one.starts_at) < self._chance.now - timedelta(hours=10)
        return one.state in (State.ASKED, State.DONE) and one.changed_at < self._chance.now - REMINDED_AFTER

    def _propose(self, one: Encounter, territory_id: UUID, agreed: Step | None) -> None:
        last = _last_number(one)
        for number in range(1, last + 1):
            changed = number < last
            starts_at, ends_at = one.starts_at, one.ends_at
            if starts_at is None:
                starts_at = rhythm.meeting(self._random, one.asked_at)
            if changed:
                days = timedelta(days=self._random.choice((-1, 1, 2)))
                starts_at, ends_at = starts_at + days, ends_at + days if ends_at else None
            self._rows.add(
                Proposal,
                exchange_id=one.id,
                number=number,
                territory_id=territory_id,
                made_by_id=(one.asker if number == 1 else one.owner).id,
                what=self._what(one) if number == 2 else "",
                starts_at=starts_at,
                ends_at=ends_at,
                whole_day=one.whole_day,
                quantity=one.quantity,
                terms=one.terms,
                amount=one.amount,
                accepted_at=agreed.at if agreed and number == last else None,
                set_aside_at=None,
                created_at=one.countered_at if number == 2 else one.asked_at,
            )

    def _what(self, one: Encounter) -> str:
        said = [row["text"] for row in texts.read("extras")["counter"] if row["lang"] == one.owner.language]
        return str(self._random.choice(said))

    def _move(self, one: Encounter, territory_id: UUID) -> None:
        was = State.ASKED
        for step in one.steps:
            said = note(self._random, one, step, was)
            if was is State.DISPUTED:
                self.decisions[one.id] = said
            self._rows.add(
                ExchangeMove,
                id=self._chance.id("move", step.at),
                territory_id=territory_id,
                exchange_id=one.id,
                was=was.value,
                became=step.to.value,
                member_id=step.by.id if step.by else None,
                note=said,
                created_at=step.at,
            )
            was = step.to

    def _converse(self, one: Encounter, territory_id: UUID) -> None:
        written = self._letters.between(one)
        last_at = max(one.changed_at, *(message.at for message in written))
        self._rows.add(
            Conversation,
            id=one.conversation_id,
            territory_id=territory_id,
            subject=one.offered.title,
            last_message_at=last_at,
            created_at=one.asked_at,
        )
        stirred_by = one.steps[-1].by if one.steps else written[-1].by
        for member in (one.asker, one.owner):
            has_read = member is stirred_by or self._has_read(one, member, last_at)
            self._rows.add(
                Participant,
                conversation_id=one.conversation_id,
                member_id=member.id,
                territory_id=territory_id,
                read_at=last_at if has_read else one.asked_at - timedelta(seconds=1),
            )
        for message in written:
            self._rows.add(
                Message,
                id=self._chance.id("message", message.at),
                territory_id=territory_id,
                conversation_id=one.conversation_id,
                author_id=message.by.id,
                text=message.text,
                language=message.language,
                created_at=message.at,
            )

    def _has_read(self, one: Encounter, member: Neighbour, last_at: datetime) -> bool:
        if self._chance.now - last_at > READ_AFTER:
            return True
        return one.awaits is not member and self._random.random() < 0.5


def note(random: Random, one: Encounter, step: Step, was: State) -> str:
    """Return what is written beside a move: a reason, an explanation, a decision."""
    extras = texts.read("extras")
    language = step.by.language if step.by else "fr"
    if step.to is State.DISPUTED:
        family = one.offered.text.family
        said = [row for row in extras["dispute"] if row["family"] == family]
        return str(random.choice(said or extras["dispute"][-1:])["text"])
    if was is State.DISPUTED:
        return str(next(row for row in extras["settled"] if row["outcome"] == step.to.value)["text"])
    if step.to in OVERS and random.random() < 0.4:
        said = [row for row in extras["no"] if row["state"] == step.to.value and row["lang"] == language]
        return str(random.choice(said)["text"])
    return ""


def _last_number(one: Encounter) -> int:
    return 2 if one.countered_at else 1


def _awaits(one: Encounter) -> UUID | None:
    return one.awaits.id if one.awaits else None

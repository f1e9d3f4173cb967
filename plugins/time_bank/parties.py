"""Who writes and who receives a cheque, by the name that a coordinator types or chooses from a list."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.plugin_api import Account, Ledger, Member, _, account_of, active_members, community_account


@dataclass(frozen=True, kw_only=True)
class Party:
    """A member, or the community itself."""

    name: str
    """As it stands in the list; nobody else has it."""
    first_name: str
    member_id: UUID | None

    def account(self, session: Session, ledger: Ledger) -> Account:
        """Return the account to pay from or to, opened on demand."""
        if self.member_id is None:
            return community_account(session, ledger)
        return account_of(session, ledger, self.member_id)


class Parties:
    """Everybody whom a cheque can name, found by a name however it is typed."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self.all = parties
        self._exactly = {party.name: party for party in parties}
        self._folded: dict[str, list[Party]] = {}
        for party in parties:
            for name in {_folded(party.name), _folded(_without_place(party.name))}:
                self._folded.setdefault(name, []).append(party)

    @property
    def community(self) -> Party:
        """The community itself."""
        return next(party for party in self.all if party.member_id is None)

    def find(self, typed: str) -> list[Party]:
        """Return who may be meant: one, when the name is clear."""
        exact = self._exactly.get(typed.strip())
        return [exact] if exact is not None else self._folded.get(_folded(typed), [])

    def of(self, member_id: UUID) -> Party | None:
        """Return a member by id, ``None`` when they are no longer active."""
        return next((party for party in self.all if party.member_id == member_id), None)


def parties_of(session: Session, territory_id: UUID) -> Parties:
    """Return the community and the active members of a territory, by name."""
    here = [one for one in active_members(session) if one.territory_id == territory_id]
    members = sorted(here, key=lambda one: (_folded(whole_name(one)), one.id))
    names = [whole_name(member) for member in members]
    many = Counter(names)
    named: list[Party] = [Party(name=_("The community"), first_name=_("The community"), member_id=None)]
    taken = {named[0].name}
    for member, name in zip(members, names, strict=True):
        shared = many[name] > 1
        label = f"{name} ({member.place})" if shared and member.place else name
        label = next(one for one in _numbered(label) if one not in taken)
        taken.add(label)
        named.append(Party(name=label, first_name=member.first_name, member_id=member.id))
    return Parties(named)


def party_of(member: Member) -> Party:
    """Return a member as a party, whether still active or not."""
    return Party(name=whole_name(member), first_name=member.first_name, member_id=member.id)


def whole_name(member: Member) -> str:
    """Write a member's first and last name, for those who coordinate."""
    return " ".join(f"{member.person.first_name} {member.person.last_name or ''}".split())


def _numbered(label: str) -> Sequence[str]:
    return [label, *(f"{label} {number}" for number in range(2, 1000))]


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("-", " ").replace("’", "'").split())


def _without_place(name: str) -> str:
    return name.split(" (")[0]

"""Who can owe whom: members, and the organisations whose accounts somebody looks after."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.clearing import queries
from app.clearing.books import ledgers_here
from app.ledgers.models import Account, Ledger
from app.ledgers.services import account_of
from app.members.models import Member
from app.members.queries import active_members
from app.text import _

MEMBER, ACCOUNT = "member:", "account:"


class Sides:
    """The two sides that a member can choose from, as values and names."""

    def __init__(self, session: Session, me: Member) -> None:
        ledgers = {ledger.id: ledger for ledger in ledgers_here(session)}
        in_charge = queries.accounts_in_charge(session, me.id)
        self.mine = [(f"{MEMBER}{me.id}", me.first_name)]
        self.others = [
            (f"{MEMBER}{member.id}", _named(member.first_name, member.place))
            for member in active_members(session)
            if member.id != me.id
        ]
        for account in queries.organisations(session, ledgers.keys()):
            choice = (f"{ACCOUNT}{account.id}", _named(account.name, ledgers[account.ledger_id].name))
            self.others.append(choice)
            if account.id in in_charge:
                self.mine.append(choice)


def _named(name: str, place: str) -> str:
    return _("%(name)s (%(place)s)", name=name, place=place) if place else name


def side_of(session: Session, ledger: Ledger, chosen: str) -> Account | None:
    """Return the account behind a choice of ``Sides``; ``None``: it is in another ledger."""
    if chosen.startswith(MEMBER):
        return account_of(session, ledger, UUID(chosen.removeprefix(MEMBER)))
    account = session.get_one(Account, UUID(chosen.removeprefix(ACCOUNT)))
    return account if account.ledger_id == ledger.id else None

"""Whose account: members, approved organisations and funds of programmes, by name or payment reference."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import (
    Account,
    Member,
    Subnetwork,
    account_of,
    accounts_of_member,
    active_member,
    active_members,
    find_ledger,
)
from plugins.local_currency import approvals, services
from plugins.local_currency.check_digits import reference_of, references_in
from plugins.local_currency.models import Organisation, OrganisationState
from plugins.local_currency.programme_models import Programme


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who can be given units at a desk or by a bank transfer."""

    key: str
    """``member:<id>``, ``organisation:<id>`` or ``programme:<id>``."""
    name: str
    reference: str

    @property
    def kind(self) -> str:
        """Which of the three it is."""
        return self.key.partition(":")[0]

    @property
    def id(self) -> UUID:
        """Of the member, the organisation or the programme."""
        return UUID(self.key.partition(":")[2])


def owners(session: Session, subnetwork: Subnetwork) -> list[Owner]:
    """Return everybody who can be given units, members first, by name."""
    programmes = session.scalars(
        sa.select(Programme)
        .where(Programme.subnetwork_id == subnetwork.id, Programme.ended_at.is_(None))
        .order_by(Programme.name)
    )
    approved = approvals.organisations_of(session, subnetwork.id, OrganisationState.APPROVED)
    found = [("member", member.id, name_of(member)) for member in active_members(session)]
    found += [("organisation", one.id, one.name) for one in approved]
    found += [("programme", one.id, one.name) for one in programmes]
    return [
        Owner(key=f"{kind}:{owner_id}", name=name, reference=reference_of(subnetwork.id, owner_id))
        for kind, owner_id, name in found
    ]


def name_of(member: Member) -> str:
    """Return the whole name of a member, for those who keep the books."""
    return f"{member.person.first_name} {member.person.last_name}".strip()


def search(session: Session, subnetwork: Subnetwork, typed: str) -> list[Owner]:
    """Return whom ``typed`` means: who has that reference or exactly that name, or whose names begin so."""
    everybody = owners(session, subnetwork)
    references = references_in(typed)
    if references:
        return [owner for owner in everybody if owner.reference in references]
    wanted = approvals.folded(typed)
    exact = [owner for owner in everybody if approvals.folded(owner.name) == wanted]
    words = wanted.split()
    return exact or [
        owner
        for owner in everybody
        if words and all(_begins(word, approvals.folded(owner.name).split()) for word in words)
    ]


def _begins(word: str, names: list[str]) -> bool:
    return any(name.startswith(word) for name in names)


def account(session: Session, subnetwork: Subnetwork, key: str) -> Account | None:
    """Return the account behind the key of an owner, opened on demand; ``None``: there is no such owner."""
    kind, _colon, value = key.partition(":")
    try:
        owner_id = UUID(value)
    except ValueError:
        return None
    if kind == "member":
        member = active_member(session, owner_id)
        if member is None or member.territory_id != subnetwork.territory_id:
            return None
        return account_of(session, services.ledger(session, subnetwork), member.id)
    if kind == "organisation":
        organisation = approvals.find(session, subnetwork.id, owner_id)
        if organisation is not None and organisation.state == OrganisationState.APPROVED:
            return session.get(Account, organisation.account_id)
    if kind == "programme":
        return session.scalar(
            sa.select(Account)
            .join(Programme, Programme.account_id == Account.id)
            .where(
                Programme.id == owner_id,
                Programme.subnetwork_id == subnetwork.id,
                Programme.ended_at.is_(None),
            )
        )
    return None


def member_account(session: Session, subnetwork: Subnetwork, member_id: UUID) -> Account | None:
    """Return the account of a member if it was opened already; nothing is written."""
    ledger = find_ledger(session, subnetwork.id, services.SLUG)
    if ledger is None:
        return None
    views = accounts_of_member(session, member_id)
    return next(
        (view.account for view in views if view.ledger.id == ledger.id and not view.account.name), None
    )


def names(session: Session, account_ids: set[UUID]) -> dict[UUID, str]:
    """Return whose each account is, for those who keep the books."""
    if not account_ids:
        return {}
    found = {
        account_id: name_of(member)
        for account_id, member in session.execute(
            sa.select(Account.id, Member)
            .join(Member, Member.id == Account.member_id)
            .where(Account.id.in_(account_ids))
        )
    }
    rest = account_ids - found.keys()
    rows = session.execute(sa.select(Account.id, Account.name).where(Account.id.in_(rest)))
    return found | dict(rows.all())


def organisation_of(session: Session, account_id: UUID) -> Organisation | None:
    """Return the organisation whose account it is."""
    return session.scalar(sa.select(Organisation).where(Organisation.account_id == account_id))

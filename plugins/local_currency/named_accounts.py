"""Common accounts of the currency that the software must find again whatever they are called."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.plugin_api import (
    Account,
    AccountKind,
    Ledger,
    Model,
    Scoped,
    Territory,
    _,
    community_account,
    speaking,
)
from plugins.local_currency.programme_models import Programme

PAPER = "paper"
OF_PEOPLE = (AccountKind.MEMBER, AccountKind.ORGANISATION, AccountKind.SUBNETWORK)


class NamedAccount(Scoped, Model):
    """Which common account of a ledger serves a purpose."""

    __tablename__ = "local_currency_named_account"

    ledger_id: Mapped[UUID] = mapped_column(sa.ForeignKey("ledger.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("account.id"), unique=True)


def find(session: Session, ledger_id: UUID, purpose: str) -> Account | None:
    """Return the account that serves a purpose, ``None`` while none was opened."""
    return session.scalar(
        sa.select(Account)
        .join(NamedAccount, NamedAccount.account_id == Account.id)
        .where(NamedAccount.ledger_id == ledger_id, NamedAccount.purpose == purpose)
    )


def find_or_open(session: Session, ledger: Ledger, purpose: str) -> Account:
    """Return the account that serves a purpose, opened on first use named in its territory's language."""
    found = find(session, ledger.id, purpose)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            account = community_account(session, ledger, _free_name(session, ledger, purpose))
            session.add(
                NamedAccount(
                    territory_id=ledger.territory_id,
                    ledger_id=ledger.id,
                    purpose=purpose,
                    account_id=account.id,
                )
            )
    except IntegrityError:  # somebody else opened it at this moment
        return session.get_one(Account, session.get_one(NamedAccount, (ledger.id, purpose)).account_id)
    return account


def common_names(session: Session, ledger_id: UUID) -> set[str]:
    """Return how the common accounts of a ledger are called."""
    rows = session.scalars(
        sa.select(Account.name).where(Account.ledger_id == ledger_id, Account.kind.not_in(OF_PEOPLE))
    )
    return set(rows)


def is_taken(session: Session, ledger_id: UUID, name: str) -> bool:
    """Return whether the common account of a name backs paper notes or is the fund of a programme."""
    serves = sa.or_(
        sa.exists().where(NamedAccount.account_id == Account.id),
        sa.exists().where(Programme.account_id == Account.id),
    )
    found = session.scalar(
        sa.select(Account.id).where(
            Account.ledger_id == ledger_id,
            Account.kind == AccountKind.COMMUNITY,
            Account.name == name,
            serves,
        )
    )
    return found is not None


def _free_name(session: Session, ledger: Ledger, purpose: str) -> str:
    """Return the name of a purpose as no other common account is called: its money is not for that."""
    with speaking(session.get_one(Territory, ledger.territory_id).language):
        title = _name(purpose)
    taken = common_names(session, ledger.id)
    return next(one for one in (title, *(f"{title} ({n})" for n in range(2, 1000))) if one not in taken)


def _name(purpose: str) -> str:
    return {PAPER: _("Paper notes")}[purpose]

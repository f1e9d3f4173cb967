"""Common accounts of the currency that the software must find again whatever they are called."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.plugin_api import Account, Ledger, Model, Scoped, Territory, _, community_account, speaking

PAPER = "paper"


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
    with speaking(session.get_one(Territory, ledger.territory_id).language):
        account = community_account(session, ledger, _name(purpose))
    row = NamedAccount(
        territory_id=ledger.territory_id, ledger_id=ledger.id, purpose=purpose, account_id=account.id
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # somebody else opened it at this moment
        return session.get_one(Account, session.get_one(NamedAccount, (ledger.id, purpose)).account_id)
    return account


def _name(purpose: str) -> str:
    return {PAPER: _("Paper notes")}[purpose]

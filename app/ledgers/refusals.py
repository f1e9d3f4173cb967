"""What a ledger refuses, as a code with values that can be remembered, and as a sentence for people."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.amounts import amount
from app.errors import Refusal
from app.ledgers.models import Account, AccountKind, Ledger
from app.members.models import Member, Person
from app.text import _


class LedgerRefusal(Refusal):
    """A ledger said no; the code and its values are what is remembered, never a name."""

    def __init__(self, sentence: str, code: str, values: Mapping[str, Any]) -> None:
        super().__init__(sentence)
        self.code = code
        self.values = dict(values)


def refusal(session: Session, ledger: Ledger, code: str, **values: Any) -> LedgerRefusal:
    """Make the refusal ``code``, said in the language in use."""
    return LedgerRefusal(_sentence(session, ledger, code, values), code, values)


def remembered(session: Session, ledger: Ledger, stored: Mapping[str, Any]) -> LedgerRefusal:
    """Make a refusal again from what was stored under its key."""
    values = {name: value for name, value in stored.items() if name != "code"}
    return refusal(session, ledger, str(stored["code"]), **values)


def _sentence(session: Session, ledger: Ledger, code: str, values: Mapping[str, Any]) -> str:
    if code in ("below_floor", "above_ceiling"):
        return _beyond(session, ledger, code, values)
    return {
        "same_account": lambda: _("An account cannot give to itself."),
        "no_amount": lambda: _("The amount must be more than zero."),
        "too_much": lambda: _("This amount is too large for this ledger."),
        "other_ledger": lambda: _("Both accounts must belong to the same ledger."),
        "other_request": lambda: _(
            "This was already sent with another content. Load the page again, then retry."
        ),
        "hold_closed": lambda: _("What was set aside for this has already been given or released."),
        "reversed": lambda: _("This transfer has already been reversed."),
        "closed": lambda: _("One of the accounts is closed."),
        "stopped": lambda: _(
            "Nothing moves in this ledger until somebody has looked at it: a check found something wrong."
        ),
        "is_part": lambda: _(
            "This belongs to a payment. Correct the payment: this goes back together with it."
        ),
        "is_reversal": lambda: _("A reversal cannot be reversed. Make a new transfer instead."),
    }[code]()


def _beyond(session: Session, ledger: Ledger, code: str, values: Mapping[str, Any]) -> str:
    limit = amount(values["limit"], ledger.unit, ledger.scale)
    name = holder_name(session, UUID(values["account"]))
    if name is None and code == "below_floor":
        return _(
            "This would take the account of %(ledger)s below %(limit)s.", ledger=ledger.name, limit=limit
        )
    if name is None:
        return _(
            "This would take the account of %(ledger)s above %(limit)s.", ledger=ledger.name, limit=limit
        )
    if code == "below_floor":
        return _(
            "This would take %(name)s's account below %(limit)s. %(name)s can give something first, or you "
            "agree on less, or make it a gift.",
            name=name,
            limit=limit,
        )
    return _(
        "This would take %(name)s's account above %(limit)s. %(name)s has given much: it is time to ask for "
        "something, or to make this one a gift.",
        name=name,
        limit=limit,
    )


def holder_name(session: Session, account_id: UUID) -> str | None:
    """Return the first name of an account's holder, ``None`` for an account of the community."""
    return session.scalar(
        sa.select(Person.first_name)
        .join(Member, Member.person_id == Person.id)
        .join(Account, Account.member_id == Member.id)
        .where(Account.id == account_id, Account.kind == AccountKind.MEMBER)
    )

"""Accounts: what stands on them, how far they may go, who may use them, their statements."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from app.api import cursors
from app.api.amounts import an_amount, in_unit
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant
from app.api.operations import Operations
from app.ledgers import queries
from app.ledgers.models import Account, AccountHolder, Ledger
from app.ledgers.payment_addresses import payment_code_address
from app.ledgers.payments import PAYING_KINDS
from app.ledgers.queries import AccountView
from app.ledgers.reach import managed_account, seen_account
from app.web.access import May
from app.web.context import the_member
from app.web.database import db

bp = Operations("accounts", __name__, description="Accounts that one owns, holds or looks after.")

OWN, COORDINATES = "own", "coordinate"


class AccountSchema(Schema):
    """An account, as one of those who may see it does."""

    id = fields.UUID(required=True)
    ledger_id = fields.UUID(required=True)
    ledger = fields.String(required=True, metadata={"description": "Name of the ledger."})
    subnetwork = fields.String(required=True, metadata={"description": "Slug of the sub-network."})
    kind = fields.String(
        required=True,
        metadata={"description": "Such as `member`, `organisation`, `subnetwork` or `community`."},
    )
    name = fields.String(required=True, metadata={"description": "First name of its member, or its own."})
    member_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Whose it is."})
    right = fields.String(
        required=True,
        metadata={"description": "Yours: `own`, `see`, `pay_up_to`, `pay`, or `coordinate` its ledger."},
    )
    most = an_amount("Largest single payment, for `pay_up_to`.", may_lack=True)
    balance = an_amount("What came in less what went out.")
    held = an_amount("Set aside for agreed exchanges that this account will pay.")
    expected = an_amount("Set aside by others for this account.")
    floor = an_amount("Lowest balance; null: no limit.", may_lack=True)
    ceiling = an_amount("Highest balance; null: no limit.", may_lack=True)
    advised_floor = an_amount("Lowest balance that is told and stops nothing.", may_lack=True)
    advised_ceiling = an_amount("Highest balance that is told and stops nothing.", may_lack=True)
    free_to_spend = an_amount("What can still go out; null: no limit.", may_lack=True)
    free_to_receive = an_amount("What can still come in; null: no limit.", may_lack=True)
    pay_code = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Address of the page on which it is paid, as its code holds it."},
    )
    closed_at = Instant(required=True, allow_none=True)


AccountPageSchema = page_of(AccountSchema)


class HolderSchema(Schema):
    """A member who may see or use an account besides its owner."""

    member_id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    right = fields.String(required=True, metadata={"description": "`see`, `pay_up_to` or `pay`."})
    most = an_amount("Largest single payment, for `pay_up_to`.", may_lack=True)


@bp.operation("/<territory>/accounts", may=May.TAKE_PART, query=Cursor, gives=AccountPageSchema)
def accounts(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List my accounts and those that others let me see or use, the latest first."""
    by = [(Account.created_at, lambda line: line.created_at), (Account.id, lambda line: line.id)]
    found = cursors.page(db.session, queries.mine_or_held(the_member().id), by, query)
    views = queries.views_of(db.session, [account.id for account in found.items])
    rights = queries.rights_of(db.session, the_member().id)
    return Page([shown(view, rights) for view in views], found.next)


@bp.operation("/<territory>/accounts/<uuid:account_id>", may=May.TAKE_PART, gives=AccountSchema)
def account(account_id: UUID) -> dict[str, Any]:
    """Show an account to its owner, to who may see it and to coordinators of its ledger."""
    return shown(seen_account(account_id), queries.rights_of(db.session, the_member().id))


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/holders",
    may=May.TAKE_PART,
    gives=HolderSchema(many=True),
)
def holders(account_id: UUID) -> list[dict[str, Any]]:
    """List who may see or use an account, to its owner and to coordinators of its ledger."""
    view = managed_account(account_id)
    found = queries.holders_of(db.session, account_id)
    return [holder_shown(holder, name, view.ledger) for holder, name in found]


def holder_shown(holder: AccountHolder, first_name: str, ledger: Ledger) -> dict[str, Any]:
    """Return who may use an account as ``HolderSchema`` dumps it."""
    return {
        "member_id": holder.member_id,
        "first_name": first_name,
        "right": holder.right,
        "most": in_unit(holder.most, ledger),
    }


def shown(view: AccountView, rights: dict[UUID, AccountHolder]) -> dict[str, Any]:
    """Return an account as ``AccountSchema`` dumps it to the caller."""
    one, ledger = view.account, view.ledger
    held = rights.get(one.id)
    right = OWN if one.member_id == the_member().id else held.right if held is not None else COORDINATES
    takes_payments = one.kind in PAYING_KINDS and one.closed_at is None
    amounts = {
        "most": held.most if held is not None else None,
        "balance": one.balance,
        "held": one.held,
        "expected": one.expected,
        "floor": one.floor,
        "ceiling": one.ceiling,
        "advised_floor": one.warn_floor,
        "advised_ceiling": one.warn_ceiling,
        "free_to_spend": None if one.floor is None else max(one.balance - one.held - one.floor, 0),
        "free_to_receive": None if one.ceiling is None else max(one.ceiling - one.balance - one.expected, 0),
    }
    return {
        "id": one.id,
        "ledger_id": ledger.id,
        "ledger": ledger.name,
        "subnetwork": view.subnetwork.slug,
        "kind": one.kind,
        "name": view.title,
        "member_id": one.member_id,
        "right": right,
        "pay_code": payment_code_address(one) if takes_payments else None,
        "closed_at": one.closed_at,
        **{name: in_unit(value, ledger) for name, value in amounts.items()},
    }

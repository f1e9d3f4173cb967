"""Who may use an account, how far it may go, what is set aside on it."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from app.api import accounts, cursors
from app.api.amounts import PartySchema, an_amount, in_unit, moved_amount
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Truth, Whole
from app.api.limit_fields import a_ceiling, a_floor
from app.api.operations import Operations
from app.api.payment_orders import token_needs
from app.api.scopes import Scope
from app.ledgers import limits, queries, services, sharing
from app.ledgers.models import LIMITED_KINDS, Account, Hold, Right
from app.ledgers.naming import names_of
from app.ledgers.payment_queries import uses
from app.ledgers.queries import AccountView
from app.ledgers.reach import coordinated_account, coordinated_book, managed_account, seen_account
from app.ledgers.transfer_queries import holds_on
from app.text import _
from app.web.access import May
from app.web.context import the_member
from app.web.database import db

bp = Operations(
    "account_rules", __name__, description="Who may use an account, its limits, what is set aside on it."
)


class HolderPutSchema(Schema):
    """What a member may do with an account."""

    right = fields.String(required=True, validate=validate.OneOf([right.value for right in Right]))
    most = moved_amount(required=False)

    @validates_schema(skip_on_field_errors=True)
    def _most_belongs(self, given: dict[str, Any], **_more: Any) -> None:
        if (given["right"] == Right.PAY_UP_TO) != (given["most"] is not None):
            raise ValidationError(_("Say up to how much, for “pay_up_to” alone."), "most")


class AccountLimitsSchema(Schema):
    """Limits for one account, or those of everybody again."""

    as_all = Truth(load_default=False, metadata={"description": "Follow the ledger or the group again."})
    floor = a_floor()
    ceiling = a_ceiling()


class HoldSchema(Schema):
    """An amount set aside for an agreed exchange."""

    id = fields.UUID(required=True)
    from_account = fields.Nested(PartySchema, required=True)
    to_account = fields.Nested(PartySchema, required=True)
    amount = an_amount()
    levies = an_amount("What the payer will owe in levies besides.")
    exchange_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null without one, and when the account is not your own."},
    )
    state = fields.String(required=True, metadata={"description": "`open`, `posted`, `voided` or `expired`."})
    created_at = Instant(required=True)
    expires_at = Instant(required=True, allow_none=True)


class LimitSuggestionSchema(Schema):
    """Limits that an account could have, and why."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    received = an_amount("In exchanges and payments of the last twelve months that still stand.")
    partners = Whole(required=True, metadata={"description": "By how many different accounts."})
    floor = an_amount()
    ceiling = an_amount(may_lack=True)


class LimitSuggestionTakenSchema(Schema):
    """A suggestion that is accepted."""

    floor = Whole(
        required=True,
        metadata={"description": "The one that was shown, so that nobody accepts another."},
    )


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/holds",
    may=May.TAKE_PART,
    query=Cursor,
    gives=page_of(HoldSchema),
)
def holds(query: dict[str, Any], account_id: UUID) -> Page[dict[str, Any]]:
    """List what is or was set aside on one's own account, or one of nobody that one uses, latest first.

    Others who see the account do not learn with whom its member agreed what.
    """
    view = seen_account(account_id)
    if not _is_party(view.account):
        abort(404)
    by = [(Hold.created_at, lambda line: line.created_at), (Hold.id, lambda line: line.id)]
    found = cursors.page(db.session, holds_on(view.account.id), by, query)
    names = names_of(db.session, {side for one in found.items for side in (one.payer_id, one.payee_id)})
    return Page([_hold(one, view, names) for one in found.items], found.next)


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/holders/<uuid:member_id>",
    method="PUT",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=HolderPutSchema,
    gives=accounts.HolderSchema,
)
def holder_put(body: dict[str, Any], account_id: UUID, member_id: UUID) -> dict[str, Any]:
    """Let a member see or use an account, or change what they may; they are told.

    For another's account the token needs the scope `coordinate`, too.
    """
    view = managed(account_id)
    holder = sharing.let_use(
        db.session,
        view.account,
        member_id,
        right=Right(body["right"]),
        most=body["most"],
        by=the_member(),
    )
    names = {one.member_id: name for one, name in queries.holders_of(db.session, account_id)}
    return accounts.holder_shown(holder, names[member_id], view.ledger)


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/holders/<uuid:member_id>",
    method="DELETE",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    status=204,
)
def holder_delete(account_id: UUID, member_id: UUID) -> None:
    """Take back what a member may do with an account; they are told.

    For another's account the token needs the scope `coordinate`, too.
    """
    view = managed(account_id)
    sharing.take_back(db.session, view.account, member_id, by=the_member())


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/limits",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=AccountLimitsSchema,
    gives=accounts.AccountSchema,
)
def limits_put(body: dict[str, Any], account_id: UUID) -> dict[str, Any]:
    """Give one account limits of its own, or those of everybody again."""
    view = coordinated_account(account_id)
    if view.account.kind not in LIMITED_KINDS:
        abort(404)
    if body["as_all"]:
        services.follow_ledger_limits(db.session, view.ledger, view.account)
    else:
        services.set_own_limits(db.session, view.account, floor=body["floor"], ceiling=body["ceiling"])
    return account_shown(account_id)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/suggestions",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=LimitSuggestionSchema(many=True),
)
def suggestions(ledger_id: UUID) -> list[dict[str, Any]]:
    """List limits that could grow, with the reasons; nothing changes by itself."""
    ledger = coordinated_book(ledger_id).ledger
    return [
        {
            "account_id": one.account.id,
            "name": one.title,
            "received": in_unit(one.received, ledger),
            "partners": one.partners,
            "floor": in_unit(one.floor, ledger),
            "ceiling": in_unit(one.ceiling, ledger),
        }
        for one in limits.suggestions(db.session, ledger)
    ]


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/suggestion",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=LimitSuggestionTakenSchema,
    gives=accounts.AccountSchema,
)
def suggestion_accept(body: dict[str, Any], account_id: UUID) -> dict[str, Any]:
    """Give an account the limits that are suggested for it."""
    view = coordinated_account(account_id)
    limits.accept(db.session, view.ledger, account_id, floor=body["floor"])
    return account_shown(account_id)


def managed(account_id: UUID) -> AccountView:
    """Return an account to who manages it; another's only to a token that may coordinate."""
    view = managed_account(account_id)
    if view.account.member_id != the_member().id:
        token_needs(Scope.COORDINATE)
    return view


def account_shown(account_id: UUID) -> dict[str, Any]:
    """Return an account as ``AccountSchema`` dumps it to the caller."""
    return accounts.shown(seen_account(account_id), queries.rights_of(db.session, the_member().id))


def _is_party(account: Account) -> bool:
    """Tell whether what is agreed for an account was agreed by the caller, or by who uses it."""
    if account.member_id is not None:
        return account.member_id == the_member().id
    return uses(db.session, account.id, the_member().id)


def _hold(one: Hold, view: AccountView, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "from_account": {"account_id": one.payer_id, "name": names[one.payer_id]},
        "to_account": {"account_id": one.payee_id, "name": names[one.payee_id]},
        "amount": in_unit(one.amount, view.ledger),
        "levies": in_unit(one.levies, view.ledger),
        "exchange_id": one.exchange_id if view.account.member_id == the_member().id else None,
        "state": one.state,
        "created_at": one.created_at,
        "expires_at": one.expires_at,
    }

"""Groups of accounts that share limits of their own: shops that turn over much, newcomers, associations."""

from typing import Any
from uuid import UUID

from flask import abort, url_for
from marshmallow import Schema, fields, validate

from app.api.amounts import an_amount, in_unit
from app.api.fields import Text, Whole
from app.api.limit_fields import a_ceiling, a_floor
from app.api.operations import Operations
from app.api.scopes import Scope
from app.ledgers import groups
from app.ledgers.models import AccountGroup, Ledger, OnLimit
from app.ledgers.reach import coordinated_book
from app.ledgers.sharing import LONGEST_NAME
from app.web.access import May
from app.web.database import db

bp = Operations("account_groups", __name__, description="Accounts that share limits of their own.")

MOST_ACCOUNTS = 1000
ON_LIMIT = "Limits `block` a payment, or only `warn`."


class AccountGroupSchema(Schema):
    """Accounts that share limits of their own."""

    id = fields.UUID(required=True)
    ledger_id = fields.UUID(required=True)
    name = fields.String(required=True)
    floor = an_amount("Lowest balance; null: no limit.", may_lack=True)
    ceiling = an_amount("Highest balance; null: no limit.", may_lack=True)
    on_limit = fields.String(required=True, metadata={"description": ON_LIMIT})
    accounts = Whole(required=True, metadata={"description": "How many accounts are in it."})


class AccountGroupPutSchema(Schema):
    """A group as it shall be, all of it."""

    name = Text(required=True, least=1, most=LONGEST_NAME)
    floor = a_floor()
    ceiling = a_ceiling()
    on_limit = fields.String(
        load_default=OnLimit.BLOCK.value,
        validate=validate.OneOf([one.value for one in OnLimit]),
        metadata={"description": ON_LIMIT},
    )


class AccountsPutSchema(Schema):
    """Accounts to be put into a group, or back among all."""

    account_ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_ACCOUNTS)
    )
    group_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Null: back among all accounts."}
    )


class AccountsWerePutSchema(Schema):
    """What came of it."""

    accounts = Whole(
        required=True,
        metadata={"description": "How many have these limits now; the community's own have none."},
    )


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/groups",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=AccountGroupSchema(many=True),
)
def account_groups(ledger_id: UUID) -> list[dict[str, Any]]:
    """List the groups of a ledger that one coordinates, by name."""
    ledger = coordinated_book(ledger_id).ledger
    return [_shown(group, count, ledger) for group, count in groups.groups_of(db.session, ledger_id)]


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/groups",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=AccountGroupPutSchema,
    gives=AccountGroupSchema,
    status=201,
)
def account_group_new(body: dict[str, Any], ledger_id: UUID) -> Any:
    """Make a group; accounts are put into it afterwards."""
    ledger = coordinated_book(ledger_id).ledger
    made = groups.make_group(db.session, ledger, **body)
    location = url_for("api_account_groups.account_group", ledger_id=ledger_id, group_id=made.id)
    return _shown(made, 0, ledger), 201, {"Location": location}


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/groups/<uuid:group_id>",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=AccountGroupSchema,
)
def account_group(ledger_id: UUID, group_id: UUID) -> dict[str, Any]:
    """Show a group of a ledger that one coordinates."""
    found, ledger = _group(ledger_id, group_id)
    return _with_count(found, ledger)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/groups/<uuid:group_id>",
    method="PUT",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=AccountGroupPutSchema,
    gives=AccountGroupSchema,
)
def account_group_put(body: dict[str, Any], ledger_id: UUID, group_id: UUID) -> dict[str, Any]:
    """Rename a group and change its limits; its accounts follow, as far as they stand within them."""
    found, ledger = _group(ledger_id, group_id)
    groups.change_group(db.session, ledger, found, **body)
    return _with_count(found, ledger)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/groups/<uuid:group_id>",
    method="DELETE",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    status=204,
)
def account_group_delete(ledger_id: UUID, group_id: UUID) -> None:
    """Dissolve a group; its accounts follow the ledger again."""
    found, ledger = _group(ledger_id, group_id)
    groups.dissolve(db.session, ledger, found)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/groups/put",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=AccountsPutSchema,
    gives=AccountsWerePutSchema,
)
def accounts_put(body: dict[str, Any], ledger_id: UUID) -> dict[str, int]:
    """Put accounts of a ledger into a group, or back among all; their own limits go."""
    ledger, into = coordinated_book(ledger_id).ledger, None
    if body["group_id"] is not None:
        into, ledger = _group(ledger_id, body["group_id"])
    return {"accounts": groups.put_together(db.session, ledger, body["account_ids"], into)}


def _group(ledger_id: UUID, group_id: UUID) -> tuple[AccountGroup, Ledger]:
    ledger = coordinated_book(ledger_id).ledger
    return groups.group_of(db.session, ledger_id, group_id) or abort(404), ledger


def _with_count(found: AccountGroup, ledger: Ledger) -> dict[str, Any]:
    counts = {group.id: count for group, count in groups.groups_of(db.session, ledger.id)}
    return _shown(found, counts[found.id], ledger)


def _shown(group: AccountGroup, count: int, ledger: Ledger) -> dict[str, Any]:
    return {
        "id": group.id,
        "ledger_id": ledger.id,
        "name": group.name,
        "floor": in_unit(group.floor, ledger),
        "ceiling": in_unit(group.ceiling, ledger),
        "on_limit": group.on_limit,
        "accounts": count,
    }

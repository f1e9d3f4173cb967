"""The common accounts: what belongs to everybody can be looked into by everybody, without names of people."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields

from app.api import cursors
from app.api.amounts import an_amount, in_unit
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant
from app.api.operations import Operations
from app.ledgers import queries
from app.ledgers.models import Account
from app.ledgers.queries import AccountView
from app.subnetworks.queries import find as find_subnetwork
from app.text import _
from app.web.access import May
from app.web.database import db

bp = Operations("common_accounts", __name__, description="What belongs to everybody: funds, levies, issue.")


class CommonAccountSchema(Schema):
    """One of the community's own accounts, as everybody may see it."""

    id = fields.UUID(required=True)
    ledger_id = fields.UUID(required=True)
    subnetwork = fields.String(required=True, metadata={"description": "Slug of the sub-network."})
    kind = fields.String(required=True, metadata={"description": "Such as `community` or `issuance`."})
    name = fields.String(required=True)
    balance = an_amount()
    closed_at = Instant(required=True, allow_none=True)


class CommonAccountsSchema(Cursor):
    """Which common accounts to list."""

    subnetwork = fields.String(load_default="", metadata={"description": "Slug: only those of this one."})


@bp.operation(
    "/<territory>/common-accounts",
    may=May.LOOK,
    query=CommonAccountsSchema,
    gives=page_of(CommonAccountSchema),
)
def common_accounts(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the common accounts of a territory or of one of its sub-networks."""
    subnetwork = find_subnetwork(db.session, query["subnetwork"]) if query["subnetwork"] else None
    if query["subnetwork"] and subnetwork is None:
        abort(422, description=_("There is no such sub-network here."))
    wanted = queries.open_to_all(subnetwork.id if subnetwork is not None else None)
    page = cursors.page(db.session, wanted, [(Account.id, lambda line: line.id)], query, descending=False)
    return Page(
        [_common(view) for view in queries.views_of(db.session, [one.id for one in page.items])], page.next
    )


@bp.operation(
    "/<territory>/common-accounts/<uuid:common_account_id>", may=May.LOOK, gives=CommonAccountSchema
)
def common_account(common_account_id: UUID) -> dict[str, Any]:
    """Show a common account."""
    return _common(queries.common_account(db.session, common_account_id) or abort(404))


def _common(view: AccountView) -> dict[str, Any]:
    return {
        "id": view.account.id,
        "ledger_id": view.ledger.id,
        "subnetwork": view.subnetwork.slug,
        "kind": view.account.kind,
        "name": view.title,
        "balance": in_unit(view.account.balance, view.ledger),
        "closed_at": view.account.closed_at,
    }

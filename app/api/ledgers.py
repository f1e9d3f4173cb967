"""Ledgers: what is counted where and by which rules."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from marshmallow import Schema, fields, validate

from app.api import accounts, cursors
from app.api.amounts import an_amount, in_unit
from app.api.cursors import Cursor, Page, page_of
from app.api.fields import Instant, Truth, Whole
from app.api.operations import Operations
from app.api.scopes import Scope
from app.impact.queries import FEWEST_PEOPLE
from app.ledgers import payments, queries
from app.ledgers.ledger_queries import named
from app.ledgers.models import LIMITED_KINDS, Account, Ledger
from app.ledgers.naming import names_of, with_names
from app.ledgers.pay_views import ledger_or_404
from app.ledgers.payees import has_a_name_of_its_own
from app.ledgers.published import seal
from app.ledgers.reach import coordinated_book
from app.subnetworks.models import Subnetwork
from app.web.access import May
from app.web.context import the_member, the_plugins
from app.web.database import db

bp = Operations("ledgers", __name__, description="What is counted where, and by which rules.")

LONGEST_SEARCH = 80
HEAD = "Whoever keeps it can tell later whether anything before it was written anew."


class LedgerSchema(Schema):
    """A ledger: one unit of account, its rules and its accounts; the sum of all balances is zero."""

    id = fields.UUID(required=True)
    subnetwork = fields.String(required=True, metadata={"description": "Slug of the sub-network."})
    governed_by = fields.String(required=True, metadata={"description": "Slug of the plugin."})
    purpose = fields.String(
        required=True,
        metadata={"description": "Empty for the one that members use, else such as `fund`."},
    )
    name = fields.String(required=True)
    unit = fields.String(required=True, metadata={"examples": ["minutes"]})
    scale = Whole(required=True, metadata={"description": "Decimals of the unit."})
    floor = an_amount("Lowest balance of a member's account; null: no limit.", may_lack=True)
    ceiling = an_amount("Highest balance of a member's account; null: no limit.", may_lack=True)
    on_limit = fields.String(
        required=True, metadata={"description": "Limits `block` a payment, or only `warn`."}
    )
    welcome = an_amount("Given once to every new member's account.")
    stopped = Truth(
        required=True, metadata={"description": "Whether nothing moves until somebody has looked at it."}
    )


class LedgerMovedSchema(Schema):
    """What went round in exchanges, without what was taken back."""

    amount = an_amount()
    exchanges = Whole(required=True)
    accounts = Whole(required=True, metadata={"description": "How many accounts took part."})


class LedgerDetailSchema(LedgerSchema):
    """A ledger with what pages say of it."""

    takes_payments = Truth(
        required=True, metadata={"description": "Whether members may pay each other without an exchange."}
    )
    moved = fields.Nested(
        LedgerMovedSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null where members have no accounts, or too few took part."},
    )


class LedgerHeadSchema(Schema):
    """The digest of a ledger's chain after its latest transfer."""

    number = Whole(required=True, metadata={"description": "How many transfers it stands for."})
    digest = fields.String(
        required=True,
        allow_none=True,
        validate=validate.Regexp("^[0-9a-f]{64}$"),
        metadata={"description": HEAD},
    )
    at = Instant(required=True, allow_none=True, metadata={"description": "When the latest was recorded."})


class PayeeSchema(Schema):
    """An account with a name of its own that can be paid: an organisation, a fund, a second account."""

    account_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)


class SearchSchema(Cursor):
    """Which accounts to list."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST_SEARCH),
        metadata={"description": "Parts of the name or of the neighbourhood."},
    )


class LedgerAccountsSchema(SearchSchema):
    """Which accounts of a ledger to list."""

    group_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "Only those of this group."}
    )
    closed = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "Only those that are closed, or only those that are not."},
    )


@bp.operation("/<territory>/ledgers", may=May.LOOK, query=Cursor, gives=page_of(LedgerSchema))
def ledgers(query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the ledgers of a territory, by name."""
    by = [(Ledger.name, lambda line: line.name), (Ledger.id, lambda line: line.id)]
    found = cursors.page(db.session, sa.select(Ledger), by, query, descending=False)
    slugs = _slugs({one.subnetwork_id for one in found.items})
    return Page([_shown(one, slugs) for one in found.items], found.next)


@bp.operation("/<territory>/ledgers/<uuid:ledger_id>", may=May.LOOK, gives=LedgerDetailSchema)
def ledger(ledger_id: UUID) -> dict[str, Any]:
    """Show a ledger, its rules and what went round in it."""
    found = _ledger(ledger_id)
    moved = None if found.purpose else queries.moved(db.session, found.id)
    if moved is not None and moved.people < FEWEST_PEOPLE:
        moved = None
    return _shown(found, _slugs({found.subnetwork_id})) | {
        "takes_payments": payments.takes_payments(db.session, the_plugins(), found),
        "moved": moved
        and {
            "amount": in_unit(moved.amount, found),
            "exchanges": moved.transfers,
            "accounts": moved.people,
        },
    }


@bp.operation("/<territory>/ledgers/<uuid:ledger_id>/head", may=May.LOOK, gives=LedgerHeadSchema)
def head(ledger_id: UUID) -> dict[str, Any]:
    """Publish the digest of a ledger's chain."""
    found = seal(db.session, _ledger(ledger_id).id)
    if found is None:
        return {"number": 0, "digest": None, "at": None}
    return {"number": found.number, "digest": found.digest, "at": found.at}


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/payees",
    may=May.TAKE_PART,
    query=SearchSchema,
    gives=page_of(PayeeSchema),
)
def payees(query: dict[str, Any], ledger_id: UUID) -> Page[dict[str, Any]]:
    """List the accounts with a name of their own that can be paid; members are paid by their id.

    None can be while payments are not open.
    """
    found = ledger_or_404(ledger_id)
    if not payments.takes_payments(db.session, the_plugins(), found):
        return Page([], None)
    usable = sa.and_(has_a_name_of_its_own(), *named(query["q"]))
    wanted = with_names(sa.select(Account)).where(Account.ledger_id == found.id, usable)
    page = cursors.page(db.session, wanted, [(Account.id, lambda line: line.id)], query, descending=False)
    names = names_of(db.session, [one.id for one in page.items])
    lines = [{"account_id": one.id, "kind": one.kind, "name": names[one.id]} for one in page.items]
    return Page(lines, page.next)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/accounts",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    query=LedgerAccountsSchema,
    gives=accounts.AccountPageSchema,
)
def ledger_accounts(query: dict[str, Any], ledger_id: UUID) -> Page[dict[str, Any]]:
    """List the accounts of a ledger that one coordinates, without the community's own."""
    found = coordinated_book(ledger_id).ledger
    wanted = with_names(sa.select(Account)).where(
        Account.ledger_id == found.id, Account.kind.in_(LIMITED_KINDS), *named(query["q"])
    )
    if query["group_id"] is not None:
        wanted = wanted.where(Account.group_id == query["group_id"])
    if query["closed"] is not None:
        closed = Account.closed_at.is_not(None)
        wanted = wanted.where(closed if query["closed"] else ~closed)
    page = cursors.page(db.session, wanted, [(Account.id, lambda line: line.id)], query, descending=False)
    rights = queries.rights_of(db.session, the_member().id)
    views = queries.views_of(db.session, [one.id for one in page.items])
    return Page([accounts.shown(view, rights) for view in views], page.next)


def _ledger(ledger_id: UUID) -> Ledger:
    return db.session.get(Ledger, ledger_id) or abort(404)


def _slugs(subnetwork_ids: set[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(
        sa.select(Subnetwork.id, Subnetwork.slug).where(Subnetwork.id.in_(subnetwork_ids))
    )
    return dict(rows.all())


def _shown(one: Ledger, slugs: dict[UUID, str]) -> dict[str, Any]:
    return {
        "id": one.id,
        "subnetwork": slugs[one.subnetwork_id],
        "governed_by": one.plugin,
        "purpose": one.purpose,
        "name": one.name,
        "unit": one.unit,
        "scale": one.scale,
        "floor": in_unit(one.floor, one),
        "ceiling": in_unit(one.ceiling, one),
        "on_limit": one.on_limit,
        "welcome": in_unit(one.welcome, one),
        "stopped": one.stopped_at is not None,
    }

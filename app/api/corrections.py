"""Putting mistakes right: what was wrong goes back, and what should have been is entered, in one step."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields

from app.api import transfers
from app.api.amounts import an_amount, in_unit, moved_amount
from app.api.cursors import Cursor, Page, page
from app.api.fields import Text, Truth
from app.api.operations import Operations
from app.api.request_keys import key_of_request
from app.api.scopes import Scope
from app.errors import Refusal
from app.ledgers import correcting, journal_queries
from app.ledgers.correcting import Correction
from app.ledgers.ledger_forms import LONGEST_WHY
from app.ledgers.models import Account, Ledger, Transfer
from app.ledgers.reach import coordinated_book
from app.ledgers.transfer_queries import views_of
from app.text import _
from app.web.access import May
from app.web.context import the_member
from app.web.database import db

bp = Operations("corrections", __name__, description="Putting mistakes in a ledger right.")


class InsteadSchema(Schema):
    """What should have been; what is left out stays as it was entered."""

    from_account_id = fields.UUID(load_default=None, allow_none=True)
    to_account_id = fields.UUID(load_default=None, allow_none=True)
    amount = moved_amount(required=False)


class CorrectionNewSchema(Schema):
    """A transfer to be taken back, with what should have been in its place."""

    why = Text(
        required=True,
        least=1,
        most=LONGEST_WHY,
        metadata={"description": "Those concerned are told; it stands on their statements."},
    )
    instead = fields.Nested(
        InsteadSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "Without it the transfer is only undone."},
    )


class CorrectionStepSchema(Schema):
    """One movement that a correction would make."""

    payer = fields.String(required=True)
    payee = fields.String(required=True)
    amount = an_amount()
    goes_back = Truth(required=True)
    is_levy = Truth(required=True)


class CorrectionStandSchema(Schema):
    """Where an account stands, and where it would."""

    name = fields.String(required=True)
    before = an_amount()
    after = an_amount()


class CorrectionPreviewSchema(Schema):
    """What a correction would do."""

    steps = fields.List(fields.Nested(CorrectionStepSchema), required=True)
    accounts = fields.List(fields.Nested(CorrectionStandSchema), required=True)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/transfers",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    query=Cursor,
    gives=transfers.TransferPageSchema,
)
def journal(query: dict[str, Any], ledger_id: UUID) -> Page[dict[str, Any]]:
    """List the movements of a ledger that one coordinates, the latest first, each with its levies."""
    ledger = coordinated_book(ledger_id).ledger
    by = [(Transfer.created_at, lambda line: line.created_at), (Transfer.id, lambda line: line.id)]
    found = page(db.session, journal_queries.heads(ledger.id), by, query)
    views = views_of(db.session, [one.id for one in found.items])
    return Page([transfers.shown(view) for view in views], found.next)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/transfers/<uuid:transfer_id>/correction",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=CorrectionNewSchema,
    gives=transfers.TransferSchema,
    status=201,
)
def correction_new(body: dict[str, Any], ledger_id: UUID, transfer_id: UUID) -> Any:
    """Take a transfer back with all that was posted with it, and make the right one instead.

    Everybody concerned is told. The answer is the transfer that takes back.
    """
    old = _transfer(ledger_id, transfer_id)
    reversal = correcting.correct(
        db.session, old, _wanted(old, body), why=body["why"], key=key_of_request(), by=the_member()
    )
    return transfers.made(reversal.id)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/transfers/<uuid:transfer_id>/correction/preview",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=CorrectionNewSchema,
    gives=CorrectionPreviewSchema,
)
def correction_preview(body: dict[str, Any], ledger_id: UUID, transfer_id: UUID) -> dict[str, Any]:
    """Say what a correction would do, or why it cannot be; nothing moves."""
    old = _transfer(ledger_id, transfer_id)
    ledger = db.session.get_one(Ledger, ledger_id)
    wanted = _wanted(old, body)
    found = correcting.preview(db.session, old, wanted)
    with db.session.begin_nested() as tried:
        correcting.correct(db.session, old, wanted, why=body["why"], key=key_of_request(), by=the_member())
        tried.rollback()
    return {
        "steps": [{**vars(step), "amount": in_unit(step.amount, ledger)} for step in found.steps],
        "accounts": [
            {"name": name, "before": in_unit(before, ledger), "after": in_unit(after, ledger)}
            for name, before, after in found.stands
        ],
    }


def _transfer(ledger_id: UUID, transfer_id: UUID) -> Transfer:
    """Return the payment that is to be put right, to a coordinator of its ledger."""
    ledger = coordinated_book(ledger_id).ledger
    asked = db.session.get(Transfer, transfer_id)
    if asked is None or asked.ledger_id != ledger.id:
        abort(404)
    return correcting.head_of(db.session, asked)


def _wanted(old: Transfer, body: dict[str, Any]) -> Correction | None:
    instead = body["instead"]
    if instead is None:
        return None
    for field in ("from_account_id", "to_account_id"):
        account = None if instead[field] is None else db.session.get(Account, instead[field])
        if instead[field] is not None and (account is None or account.ledger_id != old.ledger_id):
            raise Refusal(_("There is no such account in this ledger."), field=f"instead/{field}")
    return Correction(
        payer_id=instead["from_account_id"] or old.payer_id,
        payee_id=instead["to_account_id"] or old.payee_id,
        amount=instead["amount"] or old.amount,
    )

"""A professional's till for programs: what came in on a day, an amount that becomes a code."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort, url_for
from marshmallow import Schema, fields

from app.plugin_api import Ledger, PaymentRequest, ask_payment, clock
from app.plugin_web import (
    Instant,
    May,
    Scope,
    Text,
    a_day,
    an_amount,
    db,
    id_of_request,
    in_unit,
    moved_amount,
    payment_request_address,
    the_member,
    the_territory,
)
from plugins.local_currency import till as tills
from plugins.local_currency.api_group import bp
from plugins.local_currency.guards import till_or_404

SOON = timedelta(minutes=30)
"""How long an amount shown at the till can be paid."""


class TillDaySchema(Schema):
    """Which day."""

    day = a_day(load_default=None, metadata={"description": "Today, when left out."})


class TillReceiptSchema(Schema):
    """A payment that came in, or went back."""

    transfer_id = fields.UUID(required=True)
    at = Instant(required=True)
    amount = an_amount("Below zero: a payment that was taken back.")
    payer = fields.String(required=True, metadata={"description": "First name, or name of an organisation."})


class TillSchema(Schema):
    """What came in at a till on a day, the latest first."""

    day = fields.Date(required=True)
    total = an_amount("What came in, less what went back.")
    receipts = fields.List(fields.Nested(TillReceiptSchema), required=True)


class TillAskSchema(Schema):
    """An amount to be paid at the till."""

    amount = moved_amount()
    text = Text(most=140, load_default="", metadata={"description": "What for."})


class TillCodeSchema(Schema):
    """An amount that is asked for: show its address as a code, and ask again until it is paid."""

    id = fields.UUID(required=True)
    amount = an_amount()
    text = fields.String(required=True)
    state = fields.String(
        required=True, metadata={"description": "`open`, `paid`, `declined`, `withdrawn` or `expired`."}
    )
    expires_at = Instant(required=True, allow_none=True)
    link = fields.String(required=True, metadata={"description": "What the code holds."})
    receipt = fields.Nested(TillReceiptSchema, required=True, allow_none=True)


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/till",
    may=May.TAKE_PART,
    query=TillDaySchema,
    gives=TillSchema,
)
def till(query: dict[str, Any], slug: str, organisation_id: UUID) -> dict[str, Any]:
    """Show what came in on a day, to those who hold the account."""
    _subnetwork, _organisation, account, ledger = till_or_404(slug, organisation_id)
    zone = the_territory().time_zone
    day = query["day"] or clock.today(zone)
    found = tills.receipts(db.session, account.id, day, zone=zone)
    return {
        "day": day,
        "total": in_unit(tills.total(found), ledger),
        "receipts": [_receipt(one, ledger) for one in found],
    }


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/till",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=TillAskSchema,
    gives=TillCodeSchema,
    status=201,
)
def till_ask(body: dict[str, Any], slug: str, organisation_id: UUID) -> Any:
    """Take an amount to be paid within half an hour, and get what its code holds."""
    _subnetwork, _organisation, account, ledger = till_or_404(slug, organisation_id)
    asked = ask_payment(
        db.session,
        ledger=ledger,
        payee=account,
        made_by=the_member(),
        amount=body["amount"],
        text=" ".join(body["text"].split()),
        expires_at=clock.now() + SOON,
        request_id=id_of_request("till"),
    )
    location = url_for(
        "api_local_currency.till_code", slug=slug, organisation_id=organisation_id, asked_id=asked.id
    )
    return _code(asked, ledger), 201, {"Location": location}


@bp.operation(
    "/<slug>/organisations/<uuid:organisation_id>/till/<uuid:asked_id>",
    may=May.TAKE_PART,
    gives=TillCodeSchema,
)
def till_code(slug: str, organisation_id: UUID, asked_id: UUID) -> dict[str, Any]:
    """Say whether an amount that is asked for at the till was paid, and by whom."""
    _subnetwork, _organisation, account, ledger = till_or_404(slug, organisation_id)
    asked = tills.asked_at(db.session, account.id, asked_id)
    return _code(asked, ledger) if asked is not None else abort(404)


def _code(asked: PaymentRequest, ledger: Ledger) -> dict[str, Any]:
    receipt = tills.receipt_of(db.session, asked)
    return {
        "id": asked.id,
        "amount": in_unit(asked.amount, ledger),
        "text": asked.text,
        "state": "expired" if asked.state == "open" and tills.is_over(asked) else asked.state,
        "expires_at": asked.expires_at,
        "link": payment_request_address(asked),
        "receipt": None if receipt is None else _receipt(receipt, ledger),
    }


def _receipt(one: tills.Receipt, ledger: Ledger) -> dict[str, Any]:
    return {
        "transfer_id": one.transfer_id,
        "at": one.at,
        "amount": in_unit(one.amount, ledger),
        "payer": one.payer,
    }

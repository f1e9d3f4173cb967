"""Statements of accounts: what stood there before, each movement, what stands there after."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, abort
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from app import clock
from app.api.amounts import a_day, an_amount, in_unit
from app.api.fields import Instant, Whole
from app.api.operations import Operations
from app.ledgers import queries
from app.ledgers.account_statement import MOST_LINES, AccountStatement, Line, statement, usual_period
from app.ledgers.account_views import as_pdf, as_table
from app.ledgers.queries import AccountView
from app.ledgers.reach import seen_account
from app.text import _
from app.web.access import May
from app.web.context import here, the_territory
from app.web.database import db

bp = Operations("statements", __name__, description="Statements of accounts, for a period.")

LEFT_OUT = "Older lines of the period that are not among these: ask for fewer days; `opening` is after them."


class PeriodSchema(Schema):
    """The days of a statement, both included; without them, the usual ones up to today."""

    since = a_day(data_key="from", load_default=None, metadata={"description": "First day."})
    until = a_day(data_key="to", load_default=None, metadata={"description": "Last day."})

    @validates_schema(skip_on_field_errors=True)
    def _in_order(self, days: dict[str, Any], **_more: Any) -> None:
        since, until = _whole(days)
        if until < since:
            raise ValidationError(_("The last day comes before the first one."), "to")


class PeriodOfFileSchema(PeriodSchema):
    """The days of a statement to keep, and how it is printed."""

    print_in = fields.String(
        data_key="print",
        load_default="",
        validate=validate.OneOf(["", "large"]),
        metadata={"description": "`large` for letters of 19 points."},
    )


class PublicStatementLineSchema(Schema):
    """One movement of a common account as everybody may see it: organisations are named, people are not."""

    number = Whole(required=True, metadata={"description": "1, 2, 3 … on each account, without gaps."})
    at = Instant(required=True)
    other = fields.String(required=True, metadata={"description": "Name of the other side."})
    reason = fields.String(required=True, metadata={"description": "A code such as `exchange`."})
    text = fields.String(required=True)
    amount = an_amount("Positive came in, negative went out.")
    balance_after = an_amount()
    corrects = Instant(
        required=True, allow_none=True, metadata={"description": "When what it takes back was made."}
    )
    corrected = Instant(required=True, allow_none=True, metadata={"description": "When it was taken back."})


class StatementLineSchema(PublicStatementLineSchema):
    """One movement, seen from the account."""

    transfer_id = fields.UUID(required=True)
    set_id = fields.UUID(
        required=True,
        metadata={"description": "The transfer that it was made with, such as a levy's payment, or itself."},
    )
    exchange_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Null without one, and when the account is not your own."},
    )
    recorded_by = fields.String(
        required=True, allow_none=True, metadata={"description": "Who entered it, when it was not the payer."}
    )
    recorded_for = fields.String(
        required=True, allow_none=True, metadata={"description": "In whose place it was entered."}
    )


class _StatementFields(Schema):
    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    since = fields.Date(required=True, data_key="from")
    until = fields.Date(required=True, data_key="to")
    opening = an_amount("Before the first line.")
    closing = an_amount("After the last line.")
    left_out = Whole(required=True, metadata={"description": LEFT_OUT})


class StatementSchema(_StatementFields):
    """The movements of an account in a period, the latest last; opening plus lines is closing."""

    lines = fields.List(fields.Nested(StatementLineSchema), required=True)


class PublicStatementSchema(_StatementFields):
    """The movements of a common account, as everybody may see them."""

    lines = fields.List(fields.Nested(PublicStatementLineSchema), required=True)


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/statement",
    may=May.TAKE_PART,
    query=PeriodSchema,
    gives=StatementSchema,
)
def account_statement(query: dict[str, Any], account_id: UUID) -> dict[str, Any]:
    """Show the statement of an account; the newest 500 lines of the period."""
    view = seen_account(account_id)
    return shown(view, _asked(view, query, most=MOST_LINES))


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/statement.csv",
    may=May.TAKE_PART,
    query=PeriodSchema,
    media_type="text/csv",
)
def account_statement_csv(query: dict[str, Any], account_id: UUID) -> Response:
    """Give the whole statement of an account as a table for spreadsheets."""
    view = seen_account(account_id)
    return as_table(_asked(view, query), view)


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/statement.pdf",
    may=May.TAKE_PART,
    query=PeriodOfFileSchema,
    media_type="application/pdf",
)
def account_statement_pdf(query: dict[str, Any], account_id: UUID) -> Response:
    """Give the whole statement of an account as a PDF."""
    view = seen_account(account_id)
    return as_pdf(_asked(view, query), view)


@bp.operation(
    "/<territory>/common-accounts/<uuid:common_account_id>/statement",
    may=May.LOOK,
    query=PeriodSchema,
    gives=PublicStatementSchema,
)
def common_statement(query: dict[str, Any], common_account_id: UUID) -> dict[str, Any]:
    """Show the public statement of a common account; the newest 500 lines of the period."""
    view = _common(common_account_id)
    return shown(view, _asked(view, query, most=MOST_LINES, public=True))


@bp.operation(
    "/<territory>/common-accounts/<uuid:common_account_id>/statement.csv",
    may=May.LOOK,
    query=PeriodSchema,
    media_type="text/csv",
)
def common_statement_csv(query: dict[str, Any], common_account_id: UUID) -> Response:
    """Give the whole public statement of a common account as a table for spreadsheets."""
    view = _common(common_account_id)
    return as_table(_asked(view, query, public=True), view)


def _common(account_id: UUID) -> AccountView:
    return queries.common_account(db.session, account_id) or abort(404)


def _asked(
    view: AccountView, query: dict[str, Any], *, most: int | None = None, public: bool = False
) -> AccountStatement:
    since, until = _whole(query)
    zone = the_territory().time_zone
    return statement(
        db.session, view.account.id, since=since, until=until, zone=zone, most=most, public=public
    )


def _whole(days: dict[str, Any]) -> tuple[date, date]:
    """Return the first and the last day; a period without a beginning is as long as the usual one."""
    until: date = days["until"] or clock.today(the_territory().time_zone)
    return days["since"] or usual_period(until)[0], until


def shown(view: AccountView, found: AccountStatement) -> dict[str, Any]:
    """Return a statement as its schema dumps it."""
    ledger = view.ledger
    is_mine = here.member is not None and view.account.member_id == here.member.id

    def line(one: Line) -> dict[str, Any]:
        return {
            "number": one.number,
            "at": one.at,
            "transfer_id": one.transfer_id,
            "set_id": one.head_id,
            "other": one.other,
            "reason": one.reason,
            "text": one.memo,
            "amount": in_unit(one.amount, ledger),
            "balance_after": in_unit(one.balance_after, ledger),
            "exchange_id": one.exchange_id if is_mine else None,
            "corrects": one.corrects,
            "corrected": one.corrected,
            "recorded_by": one.recorded_by,
            "recorded_for": one.recorded_for,
        }

    return {
        "account_id": view.account.id,
        "name": view.title,
        "since": found.since,
        "until": found.until,
        "opening": in_unit(found.opening, ledger),
        "closing": in_unit(found.closing, ledger),
        "left_out": found.left_out,
        "lines": [line(one) for one in found.lines],
    }

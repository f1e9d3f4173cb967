"""Opening accounts beside those that open by themselves, and closing what nobody needs any more."""

from typing import Any
from uuid import UUID

from flask import abort, url_for
from marshmallow import Schema, fields, validate

from app.api import accounts
from app.api.account_rules import account_shown, managed
from app.api.fields import Text
from app.api.operations import Operations
from app.api.renaming import sent_as
from app.api.scopes import Scope
from app.ledgers import sharing
from app.ledgers.models import AccountKind, Ledger
from app.ledgers.reach import coordinated_book
from app.ledgers.sharing import ENTRUSTED_KINDS, LONGEST_NAME
from app.web.access import May
from app.web.context import the_member
from app.web.database import db

bp = Operations("account_openings", __name__, description="Opening accounts, and closing them.")


class SecondAccountSchema(Schema):
    """A second account of one's own."""

    name = Text(required=True, least=1, most=LONGEST_NAME, metadata={"description": "What it is for."})


class EntrustedAccountSchema(Schema):
    """An account that belongs to nobody alone."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf([kind.value for kind in ENTRUSTED_KINDS]),
        metadata={"description": "Of an organisation, of the sub-network, or a fund of the community."},
    )
    name = Text(required=True, least=1, most=LONGEST_NAME)
    member_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Who may pay from it; others can be added afterwards."},
    )


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/accounts",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=SecondAccountSchema,
    gives=accounts.AccountSchema,
    status=201,
)
def account_second(body: dict[str, Any], ledger_id: UUID) -> Any:
    """Open a second account of one's own, which starts at zero and cannot go below."""
    ledger = db.session.get(Ledger, ledger_id) or abort(404)
    return _opened(sharing.open_second(db.session, ledger, the_member(), body["name"]).id)


@bp.operation(
    "/<territory>/ledgers/<uuid:ledger_id>/accounts/entrusted",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=EntrustedAccountSchema,
    gives=accounts.AccountSchema,
    status=201,
)
def account_entrusted(body: dict[str, Any], ledger_id: UUID) -> Any:
    """Open the account of an organisation, of the sub-network or a fund, and entrust it to somebody."""
    ledger, kind = coordinated_book(ledger_id).ledger, AccountKind(body.pop("kind"))
    with sent_as(member="member_id"):
        opened = sharing.open_entrusted(db.session, ledger, kind=kind, by=the_member(), **body)
    return _opened(opened.id)


@bp.operation(
    "/<territory>/accounts/<uuid:account_id>/close",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=accounts.AccountSchema,
)
def account_close(account_id: UUID) -> dict[str, Any]:
    """Close an account on which nothing is left; its history stays. Usual accounts stay open.

    For another's account the token needs the scope `coordinate`, too.
    """
    sharing.close(db.session, managed(account_id).account)
    return account_shown(account_id)


def _opened(account_id: UUID) -> Any:
    location = url_for("api_accounts.account", account_id=account_id)
    return account_shown(account_id), 201, {"Location": location}

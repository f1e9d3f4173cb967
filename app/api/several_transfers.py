"""Several payments at once, all or none: a workshop's participants pay, or attendance is credited."""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from app.api import transfers
from app.api.amounts import an_amount, in_unit, moved_amount
from app.api.fields import Text
from app.api.operations import Operations
from app.api.payment_orders import check_scope, ledger_named
from app.api.request_keys import key_of_request
from app.api.scopes import Scope
from app.errors import Refusal
from app.ledgers import payees, several_payments
from app.ledgers.models import Account, Ledger
from app.ledgers.payment_forms import MOST_PEOPLE, in_one_line
from app.ledgers.payments import LONGEST_TEXT
from app.ledgers.refusals import LedgerRefusal
from app.ledgers.several_payments import Share, Way, in_whose_place, problems, total
from app.ledgers.transfer_queries import views_of
from app.text import _
from app.web.access import May
from app.web.context import the_member, the_plugins
from app.web.database import db

bp = Operations("several_transfers", __name__, description="Several payments at once, all or none.")


class TransferShareSchema(Schema):
    """What one member gets or pays."""

    member_id = fields.UUID(required=True)
    amount = moved_amount()


class SeveralNewSchema(Schema):
    """One account pays each member, or each of them pays it."""

    account_id = fields.UUID(required=True, metadata={"description": "The one account of the one side."})
    way = fields.String(
        required=True,
        validate=validate.OneOf([way.value for way in Way]),
        metadata={"description": "`to_each` member, or `from_each`, which only coordinators may enter."},
    )
    shares = fields.List(
        fields.Nested(TransferShareSchema), required=True, validate=validate.Length(min=1, max=MOST_PEOPLE)
    )
    text = Text(most=LONGEST_TEXT, load_default="", metadata={"description": "What for, in one line."})

    @validates_schema(skip_on_field_errors=True)
    def _each_once(self, given: dict[str, Any], **_more: Any) -> None:
        ids = [share["member_id"] for share in given["shares"]]
        if len(set(ids)) < len(ids):
            raise ValidationError(_("Name everybody once."), "shares")


class SeveralSchema(Schema):
    """What was made at once."""

    total = an_amount()
    transfers = fields.List(fields.Nested(transfers.TransferSchema), required=True)


class SeveralCostsSchema(Schema):
    """What several payments would come to, and what speaks against them."""

    total = an_amount()
    problems = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Everybody whose account does not allow their share, each a sentence."},
    )


@bp.operation(
    "/<territory>/transfers/several",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=SeveralNewSchema,
    gives=SeveralSchema,
    status=201,
)
def several_new(body: dict[str, Any]) -> Any:
    """Pay several members, or let each of them pay, all or none; levies are not added."""
    common, ledger, shares = _read(body)
    way = Way(body["way"])
    try:
        made = several_payments.pay_several(
            db.session,
            the_plugins(),
            ledger=ledger,
            common=common,
            way=way,
            shares=shares,
            text=in_one_line(body["text"]),
            by=the_member(),
            key=key_of_request(),
        )
    except LedgerRefusal as refusal:
        named = problems(db.session, ledger, common, way, shares)
        raise Refusal(*named) if named else refusal from refusal
    views = views_of(db.session, [one.id for one in made])
    lines = [transfers.shown(view) for view in views]
    return {"total": in_unit(sum(one.amount for one in made), ledger), "transfers": lines}


@bp.operation(
    "/<territory>/transfers/several/preview",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    body=SeveralNewSchema,
    gives=SeveralCostsSchema,
)
def several_preview(body: dict[str, Any]) -> dict[str, Any]:
    """Say what several payments come to, and whose account does not allow its share; nothing moves."""
    common, ledger, shares = _read(body)
    way = Way(body["way"])
    in_whose_place(db.session, the_plugins(), ledger, common, way, shares, the_member())
    return {
        "total": in_unit(total(shares), ledger),
        "problems": problems(db.session, ledger, common, way, shares),
    }


def _read(body: dict[str, Any]) -> tuple[Account, Ledger, Sequence[Share]]:
    """Return the one account, its ledger, and what each member gets or pays.

    Raises:
        Refusal: somebody is no member here, or the account takes no payments.
    """
    found = payees.payee_of_account(db.session, body["account_id"])
    if found is None or found.account is None:
        raise Refusal(_("This account takes no payments."), field="account_id")
    ledger = ledger_named(found.account.ledger_id, "account_id")
    amounts = {share["member_id"]: share["amount"] for share in body["shares"]}
    enters_for_others = body["way"] == Way.FROM_EACH
    check_scope(ledger, found.account, sum(amounts.values()), enters_for_others=enters_for_others)
    people = payees.of_members(db.session, ledger, list(amounts))
    if len(people) < len(amounts):
        raise Refusal(_("Choose somebody who is a member here."), field="shares")
    return found.account, ledger, [_share(one, amounts) for one in people]


def _share(payee: payees.Payee, amounts: dict[Any, int]) -> Share:
    assert payee.member_id is not None
    return Share(
        member_id=payee.member_id,
        name=payee.title,
        amount=amounts[payee.member_id],
        account=payee.account,
    )

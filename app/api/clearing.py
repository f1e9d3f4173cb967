"""Rounds of clearing: debts that cancel each other in circles, when everybody in them agrees."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import Schema, fields, validate

from app.api.amounts import an_amount, in_unit
from app.api.fields import Instant, Whole
from app.api.operations import Operations
from app.api.scopes import Scope
from app.clearing import answering, queries
from app.clearing.models import ClearingRound, RoundState
from app.clearing.reach import round_or_404
from app.ledgers.models import Ledger
from app.web.access import May
from app.web.context import the_member
from app.web.database import db

bp = Operations("clearing", __name__, description="Debts that cancel each other in circles.")


class ClearedDebtSchema(Schema):
    """What a round cancels of one debt of mine."""

    debt_id = fields.UUID(required=True)
    debtor = fields.String(required=True)
    creditor = fields.String(required=True)
    owed = an_amount()
    cleared = an_amount("What the round cancels of it.")


class ClearingRoundSchema(Schema):
    """Debts that can cancel each other, proposed to everybody in them."""

    id = fields.UUID(required=True)
    ledger_id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in RoundState]))
    answer_before = Instant(
        required=True, metadata={"description": "Who has not answered by then is left out."}
    )
    total = an_amount("All that it cancels.")
    accounts = Whole(required=True, metadata={"description": "How many accounts are in it."})
    agreed = Whole(required=True, metadata={"description": "How many of them have agreed."})
    my_answer = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "Null: you have not answered."}
    )
    mine = fields.List(fields.Nested(ClearedDebtSchema), required=True)


@bp.operation("/<territory>/clearing", may=May.TAKE_PART, gives=ClearingRoundSchema(many=True))
def rounds() -> list[dict[str, Any]]:
    """List the rounds that are proposed to me, the latest first."""
    mine = queries.accounts_in_charge(db.session, the_member().id)
    found = queries.rounds_to_answer(db.session, mine)
    return [_shown(*round_or_404(one.id)) for one in found]


@bp.operation("/<territory>/clearing/<uuid:round_id>", may=May.TAKE_PART, gives=ClearingRoundSchema)
def clearing_round(round_id: UUID) -> dict[str, Any]:
    """Show a round to who is in it, and to the coordinators of its ledger."""
    return _shown(*round_or_404(round_id))


def _answer(round_id: UUID, *, agrees: bool) -> dict[str, Any]:
    found, ledger, mine = round_or_404(round_id)
    if not mine:
        abort(404)
    answering.answer_round(db.session, found, mine, agrees=agrees, by=the_member())
    return _shown(found, ledger, mine)


@bp.operation(
    "/<territory>/clearing/<uuid:round_id>/agree",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=ClearingRoundSchema,
)
def clearing_agree(round_id: UUID) -> dict[str, Any]:
    """Agree to a round; it is carried out when everybody has."""
    return _answer(round_id, agrees=True)


@bp.operation(
    "/<territory>/clearing/<uuid:round_id>/decline",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.PAYMENTS,
    gives=ClearingRoundSchema,
)
def clearing_decline(round_id: UUID) -> dict[str, Any]:
    """Say no to a round; nothing of yours is touched, and the others are asked without you."""
    return _answer(round_id, agrees=False)


def _shown(found: ClearingRound, ledger: Ledger, mine: set[UUID]) -> dict[str, Any]:
    parts = queries.parts_of(db.session, found.id)
    consents = [consent for consent, _name in queries.consents_of(db.session, found.id)]
    answers = {consent.agrees for consent in consents if consent.account_id in mine}
    return {
        "id": found.id,
        "ledger_id": ledger.id,
        "state": found.state,
        "answer_before": found.answer_before,
        "total": in_unit(sum(view.cleared for view in parts), ledger),
        "accounts": len(consents),
        "agreed": sum(consent.agrees is True for consent in consents),
        "my_answer": answers.pop() if len(answers) == 1 else None,
        "mine": [
            {
                "debt_id": view.debt.id,
                "debtor": view.debtor,
                "creditor": view.creditor,
                "owed": in_unit(view.debt.owed, ledger),
                "cleared": in_unit(view.cleared, ledger),
            }
            for view in parts
            if {view.debt.debtor_id, view.debt.creditor_id} & mine
        ],
    }

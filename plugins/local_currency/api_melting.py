"""Melting for programs: the rules that everybody reads, and their change by coordinators."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import abort
from marshmallow import Schema, fields, validate

from app.plugin_api import Account, Refusal, Subnetwork, _, clock
from app.plugin_web import May, Scope, Text, Truth, Whole, a_day, an_amount, db, the_member, the_territory
from plugins.local_currency import melting, melting_posting, services
from plugins.local_currency.api_amounts import unit_of
from plugins.local_currency.api_group import bp
from plugins.local_currency.guards import coordinated_currency, currency
from plugins.local_currency.melting_forms import (
    LAST_DAY,
    LONGEST_DECIDED,
    LONGEST_FUND,
    MOST_EXEMPT,
    MOST_RATE,
)
from plugins.local_currency.melting_models import MeltingRule

RATE = "A month, in hundredths of a percent of what is above the exempt amount."
FORMER = "Null for a rule that is neither in force nor announced."
DETAILS = ("exempt", "day", "organisations_exempt", "fund")
"""What the page says of rules in force or announced, and no longer of those that are over."""


class MeltingRuleSchema(Schema):
    """How units melt from one day on."""

    id = fields.UUID(required=True)
    rate = Whole(required=True, metadata={"description": RATE})
    exempt = an_amount(f"What never melts on an account. {FORMER}", may_lack=True)
    day = Whole(required=True, allow_none=True, metadata={"description": f"Of the month. {FORMER}"})
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(
        required=True,
        allow_none=True,
        metadata={
            "description": "First day on which it is not in force; not after `starts_on`: it was taken back."
        },
    )
    organisations_exempt = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": f"Nothing melts on accounts of organisations. {FORMER}"},
    )
    fund = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": f"The common account that receives it. {FORMER}"},
    )
    decided = fields.String(required=True, metadata={"description": "Who decided it, and when."})


class MeltingSchema(Schema):
    """What melts, from when on, and what was decided before."""

    in_force = fields.Nested(MeltingRuleSchema, required=True, allow_none=True)
    announced = fields.Nested(MeltingRuleSchema, required=True, allow_none=True)
    next_day = fields.Date(
        required=True, allow_none=True, metadata={"description": "On which units melt by the rule in force."}
    )
    notice_days = Whole(required=True, metadata={"description": "Before that, holders are told."})
    rules = fields.List(
        fields.Nested(MeltingRuleSchema), required=True, metadata={"description": "The latest first."}
    )


class MeltingRuleNewSchema(Schema):
    """A rule to be announced: everybody who has an account is told at once."""

    rate = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST_RATE),
        metadata={"description": RATE, "examples": [50]},
    )
    exempt = Whole(
        required=True,
        validate=validate.Range(min=0, max=MOST_EXEMPT * 10**services.SCALE),
        metadata={"description": "Of each account, in hundredths of units.", "examples": [10_000]},
    )
    day = Whole(load_default=1, validate=validate.Range(min=1, max=LAST_DAY))
    starts_on = a_day(required=True, metadata={"description": "At least 30 days from now."})
    organisations_exempt = Truth(load_default=False)
    fund = Text(
        required=True,
        least=1,
        most=LONGEST_FUND,
        metadata={
            "description": "Name of a common account; it is opened if there is none of that name. "
            "Not the one of paper notes, nor the fund of a programme."
        },
    )
    decided = Text(required=True, least=1, most=LONGEST_DECIDED)


@bp.operation("/<slug>/melting", may=May.LOOK, gives=MeltingSchema)
def melting_rules(slug: str) -> dict[str, Any]:
    """Say what melts, from when on, and what was decided before."""
    subnetwork = currency(slug)
    today = clock.today(the_territory().time_zone)
    in_force = melting.rule_on(db.session, subnetwork.id, today)
    announced = melting.announced(db.session, subnetwork.id, today)
    rules = _shown(subnetwork, *melting.rules_of(db.session, subnetwork.id))
    by_id = {rule["id"]: rule for rule in rules}
    return {
        "in_force": None if in_force is None else by_id[in_force.id],
        "announced": None if announced is None else by_id[announced.id],
        "next_day": None if in_force is None else melting.next_day(in_force, today),
        "notice_days": melting.NOTICE.days,
        "rules": rules,
    }


@bp.operation(
    "/<slug>/melting",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=MeltingRuleNewSchema,
    gives=MeltingRuleSchema,
    status=201,
)
def melting_new(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Announce that units melt from a day on; a rule in force until then ends on that day."""
    subnetwork = coordinated_currency(slug)
    words = {name: body.pop(name).strip() for name in ("fund", "decided")}
    if not words["fund"]:
        raise Refusal(_("Name the common account."), field="fund")
    if not words["decided"]:
        raise Refusal(_("Say who decided it."), field="decided")
    ledger = services.ledger(db.session, subnetwork)
    today = clock.today(the_territory().time_zone)
    rule = melting.switch_on(db.session, subnetwork, ledger, **body, **words, by=the_member(), today=today)
    melting_posting.tell_decided(db.session, subnetwork, ledger, rule)
    return _shown(subnetwork, rule)[0]


@bp.operation(
    "/<slug>/melting/<uuid:melting_rule_id>/end",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=MeltingRuleSchema,
)
def melting_end(slug: str, melting_rule_id: UUID) -> dict[str, Any]:
    """End a rule today, or take it back before it begins: the rule before it then goes on."""
    subnetwork = coordinated_currency(slug)
    rule = melting.find(db.session, subnetwork.id, melting_rule_id)
    if rule is None:
        abort(404)
    melting.switch_off(db.session, rule, today=clock.today(the_territory().time_zone))
    return _shown(subnetwork, rule)[0]


def _shown(subnetwork: Subnetwork, *rules: MeltingRule) -> list[dict[str, Any]]:
    """Return rules as they are given: of those that are over no more than the page says of them."""
    today = clock.today(the_territory().time_zone)
    unit = unit_of(subnetwork)
    funds = _funds(rules)
    return [
        {name: getattr(rule, name) for name in ("id", "rate", "starts_on", "ends_on", "decided")}
        | (dict.fromkeys(DETAILS) if melting.is_over(rule, today) else _details(rule, unit, funds))
        for rule in rules
    ]


def _details(rule: MeltingRule, unit: dict[str, Any], funds: dict[UUID, str]) -> dict[str, Any]:
    return {
        "exempt": {"amount": rule.exempt, **unit},
        "day": rule.day,
        "organisations_exempt": rule.organisations_exempt,
        "fund": funds[rule.account_id],
    }


def _funds(rules: Sequence[MeltingRule]) -> dict[UUID, str]:
    """Return how the common accounts of rules are called, asked for at once."""
    wanted = {rule.account_id for rule in rules}
    return dict(db.session.execute(sa.select(Account.id, Account.name).where(Account.id.in_(wanted))).all())

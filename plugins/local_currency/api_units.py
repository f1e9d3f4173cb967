"""For every member's program: how to get units. For everybody's: what was decided about the currency."""

from typing import Any

from marshmallow import Schema, fields, validate

from app.plugin_api import Account, Subnetwork, settings_of
from app.plugin_web import May, Truth, Whole, an_amount, db, the_member
from plugins.local_currency import approvals, bonus, reconversion_rules, services, shares
from plugins.local_currency import desk as desks
from plugins.local_currency.api_amounts import unit_of
from plugins.local_currency.api_group import bp
from plugins.local_currency.check_digits import in_fours, reference_of
from plugins.local_currency.guards import currency, my_organisations
from plugins.local_currency.models import Organisation, OrganisationState
from plugins.local_currency.owners import member_account


class FundBankAccountSchema(Schema):
    """Where euros are sent."""

    holder = fields.String(required=True)
    iban = fields.String(required=True)
    bic = fields.String(required=True, metadata={"description": "May be empty."})


class DeskPlaceSchema(Schema):
    """A desk to which members bring euros."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    opening_hours = fields.String(required=True, metadata={"description": "In words; may be empty."})


class MyOrganisationSchema(Schema):
    """An organisation that I asked for, or whose account I use."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf([state.value for state in OrganisationState])
    )
    reference = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Brings units to its account; null while it takes no part."},
    )


class RunningProgrammeSchema(Schema):
    """A programme of bonuses that runs; members can give units to it."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    conditions = fields.String(required=True, metadata={"description": "For whom, in words."})


class MyProgrammeSchema(RunningProgrammeSchema):
    """The programme that I am in; only the coordinators and I know."""

    percent = Whole(required=True, metadata={"description": "50 makes 15 units of 10 euros."})
    left = an_amount("What I can still get besides this month; null: no limit.", may_lack=True)
    is_empty = Truth(required=True, metadata={"description": "There is no bonus until it is filled again."})


class GettingUnitsSchema(Schema):
    """How to get units: by a transfer with one's reference, or at a desk."""

    reference = fields.String(required=True, metadata={"description": "For the words of the transfer."})
    bank_account = fields.Nested(
        FundBankAccountSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null: the association has not given it yet."},
    )
    account_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Null until the first units come."}
    )
    balance = an_amount("On my account.", may_lack=True)
    desks = fields.List(fields.Nested(DeskPlaceSchema), required=True)
    organisations = fields.List(fields.Nested(MyOrganisationSchema), required=True)
    programmes = fields.List(fields.Nested(RunningProgrammeSchema), required=True)
    my_programme = fields.Nested(MyProgrammeSchema, required=True, allow_none=True)


class ShareRulesSchema(Schema):
    """The share that associations get each 30 June."""

    rate = Whole(
        required=True,
        metadata={"description": "Of what a member changed from euros, in hundredths of a percent; 0: none."},
    )
    sponsors_needed = Whole(required=True, metadata={"description": "Members who chose the association."})


class CurrencyRulesSchema(Schema):
    """What was decided about a currency."""

    name = fields.String(required=True)
    unit = fields.String(required=True)
    scale = Whole(required=True, metadata={"description": "Decimals of the unit."})
    legal_words = fields.String(required=True, metadata={"description": "Markdown; may be empty."})
    commission = Whole(
        required=True,
        metadata={"description": "What stays when an organisation changes back, in hundredths of a percent."},
    )
    votes_needed = Whole(
        required=True, metadata={"description": "Coordinators who decide about an organisation."}
    )
    share = fields.Nested(ShareRulesSchema, required=True)


@bp.operation("/<slug>/units", may=May.TAKE_PART, gives=GettingUnitsSchema)
def getting_units(slug: str) -> dict[str, Any]:
    """Say how I get units, what is on my account, and which programmes run."""
    subnetwork, me = currency(slug), the_member().id
    settings = settings_of(db.session, subnetwork.id, services.SLUG)
    account = member_account(db.session, subnetwork, me)
    return {
        "reference": in_fours(reference_of(subnetwork.id, me)),
        "bank_account": _bank_account(settings) if settings.get("iban") else None,
        "account_id": None if account is None else account.id,
        "balance": account and {"amount": account.balance, **unit_of(subnetwork)},
        "desks": desks.desks_of(db.session, subnetwork.id),
        "organisations": [_organisation(subnetwork, one) for one in my_organisations(subnetwork)],
        **_programmes(subnetwork, account),
    }


@bp.operation("/<slug>/rules", may=May.LOOK, gives=CurrencyRulesSchema)
def currency_rules(slug: str) -> dict[str, Any]:
    """Say what was decided about the currency, and the words of the association on the law."""
    subnetwork = currency(slug)
    settings = settings_of(db.session, subnetwork.id, services.SLUG)
    return {
        "name": services.name(db.session, subnetwork),
        **unit_of(subnetwork),
        "legal_words": settings.get("legal_words") or "",
        "commission": reconversion_rules.rate_of(db.session, subnetwork),
        "votes_needed": approvals.needed(db.session, subnetwork),
        "share": shares.rules(db.session, subnetwork.id),
    }


def _bank_account(settings: dict[str, Any]) -> dict[str, str]:
    return {name: settings.get(name) or "" for name in ("holder", "iban", "bic")}


def _organisation(subnetwork: Subnetwork, one: Organisation) -> dict[str, Any]:
    takes_part = one.state == OrganisationState.APPROVED
    reference = in_fours(reference_of(subnetwork.id, one.id)) if takes_part else None
    return {"id": one.id, "name": one.name, "state": one.state, "reference": reference}


def _programmes(subnetwork: Subnetwork, account: Account | None) -> dict[str, Any]:
    running = bonus.standings(db.session, subnetwork.id, running_only=True)
    mine = bonus.of_member(db.session, subnetwork.id, the_member().id)
    own = None
    if mine is not None:
        account_id = None if account is None else account.id
        left = bonus.left_this_month(db.session, subnetwork, mine, account_id)
        own = {name: getattr(mine, name) for name in ("id", "name", "conditions", "percent")} | {
            "left": None if left is None else {"amount": left, **unit_of(subnetwork)},
            "is_empty": any(one.programme.id == mine.id and one.in_fund <= 0 for one in running),
        }
    return {"programmes": [one.programme for one in running], "my_programme": own}

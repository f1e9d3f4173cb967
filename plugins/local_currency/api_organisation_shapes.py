"""What programs send and read about organisations that ask to take part."""

from marshmallow import Schema, fields, validate

from app.plugin_web import Instant, Text, Truth, Whole
from plugins.local_currency import organisation_words as words
from plugins.local_currency.models import OrganisationKind, OrganisationState

KINDS = [kind.value for kind in OrganisationKind]
STATES = [state.value for state in OrganisationState]


class OrganisationVoteSchema(Schema):
    """What one of the committee said of an application."""

    member_id = fields.UUID(required=True)
    first_name = fields.String(required=True)
    yes = Truth(required=True)
    reason = fields.String(required=True)


class OrganisationHolderSchema(Schema):
    """A member who may use the account of an organisation."""

    member_id = fields.UUID(required=True)
    first_name = fields.String(required=True)


class OrganisationSchema(Schema):
    """An organisation that asked to take part, in a list."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    name = fields.String(required=True)
    activity = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reason = fields.String(required=True, metadata={"description": "Why it was refused or ended."})
    account_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Opened when it is approved."}
    )
    asked_at = Instant(required=True)
    decided_at = Instant(required=True, allow_none=True)


class OrganisationDetailSchema(OrganisationSchema):
    """An organisation, for who asked for it, who uses its account, and the committee."""

    description = fields.String(required=True)
    siret = fields.String(required=True, metadata={"description": "Never public."})
    accepts = Whole(required=True, metadata={"description": "Percent of a bill."})
    opening_hours = fields.String(required=True)
    place = fields.String(required=True)
    on_map = Truth(required=True, metadata={"description": "Whether its address was found on the map."})
    website = fields.String(required=True)
    phone = fields.String(required=True)
    asked_by_id = fields.UUID(required=True)
    reference = fields.String(required=True, metadata={"description": "For transfers of euros."})
    needed = Whole(required=True, metadata={"description": "How many coordinators must say the same."})
    votes = fields.List(
        fields.Nested(OrganisationVoteSchema),
        required=True,
        metadata={"description": "For the committee; empty for others."},
    )
    holders = fields.List(fields.Nested(OrganisationHolderSchema), required=True)


class OrganisationPutSchema(Schema):
    """What an organisation says of itself, all of it."""

    activity = Text(
        required=True,
        least=1,
        most=words.LONGEST_ACTIVITY,
        metadata={"description": "In a few words.", "examples": ["bakery"]},
    )
    description = Text(load_default="", most=words.LONGEST_DESCRIPTION)
    siret = Text(
        load_default="",
        most=words.LONGEST_SIRET,
        metadata={"description": "Fourteen digits; only the committee and those who use the account see it."},
    )
    accepts = Whole(
        load_default=100,
        validate=validate.Range(min=1, max=100),
        metadata={"description": "Percent of a bill that may be paid in the currency."},
    )
    opening_hours = Text(load_default="", most=words.LONGEST_HOURS, metadata={"description": "In words."})
    place = Text(
        load_default="",
        most=words.LONGEST_PLACE,
        metadata={"description": "Address or quarter, as everybody may read it."},
    )
    on_map = Truth(
        load_default=False, metadata={"description": "Show that address on the public map, if it is found."}
    )
    website = Text(
        load_default="", most=words.LONGEST_WEBSITE, metadata={"examples": ["https://bakery.example.org"]}
    )
    phone = Text(load_default="", most=words.LONGEST_PHONE)


class OrganisationNewSchema(OrganisationPutSchema):
    """An application, with what cannot be changed later."""

    kind = fields.String(load_default=OrganisationKind.PROFESSIONAL.value, validate=validate.OneOf(KINDS))
    name = Text(
        required=True,
        least=1,
        most=words.LONGEST_NAME,
        metadata={"description": "As customers know it; also the name of the account."},
    )
    member_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Who will use the account: you, or whom you name as a coordinator."},
    )


class OrganisationVoteNewSchema(Schema):
    """Yes or no."""

    yes = Truth(required=True)
    reason = Text(
        load_default="",
        most=words.LONGEST_REASON,
        metadata={"description": "Needed for a no; the organisation reads it."},
    )


class OrganisationReasonSchema(Schema):
    """Why an organisation no longer takes part."""

    reason = Text(required=True, least=1, most=words.LONGEST_REASON)

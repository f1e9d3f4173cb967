"""Forms of organisations, of the committee and of requests to change units back."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.plugin_api import lazy
from plugins.local_currency import organisation_words as words
from plugins.local_currency.desk_models import Means
from plugins.local_currency.forms import CentsField
from plugins.local_currency.models import OrganisationKind

KINDS = (
    (OrganisationKind.PROFESSIONAL, lazy("Professional: shop, craft, farm, practice")),
    (OrganisationKind.ASSOCIATION, lazy("Association")),
    (OrganisationKind.PUBLIC, lazy("Public body: town hall, library, school canteen")),
)


class WordsForm(FlaskForm):
    """What an organisation says of itself."""

    activity = StringField(
        lazy("Activity"),
        description=lazy("In a few words: bakery, bookshop, repair of bicycles."),
        validators=[
            DataRequired(lazy("Say what the organisation does.")),
            Length(max=words.LONGEST_ACTIVITY),
        ],
    )
    description = TextAreaField(
        lazy("What people find there"),
        validators=[Optional(), Length(max=words.LONGEST_DESCRIPTION)],
        render_kw={"rows": 4},
    )
    siret = StringField(
        lazy("SIRET number"),
        description=lazy("Fourteen digits; only the committee and those who use the account see it."),
        validators=[Optional(), Length(max=words.LONGEST_SIRET)],
    )
    accepts = IntegerField(
        lazy("How much of a bill may be paid in the currency, in percent"),
        default=100,
        validators=[
            InputRequired(lazy("Write a percentage.")),
            NumberRange(1, 100, lazy("Between 1 and 100 percent.")),
        ],
    )
    opening_hours = TextAreaField(
        lazy("Opening hours"),
        description=lazy("As on your door."),
        validators=[Optional(), Length(max=words.LONGEST_HOURS)],
        render_kw={"rows": 3},
    )
    place = StringField(
        lazy("Address or quarter"),
        description=lazy("As everybody may read it."),
        validators=[Optional(), Length(max=words.LONGEST_PLACE)],
    )
    on_map = BooleanField(lazy("Show this address on the public map"))
    website = URLField(lazy("Web site"), validators=[Optional(), Length(max=words.LONGEST_WEBSITE)])
    phone = StringField(lazy("Telephone"), validators=[Optional(), Length(max=words.LONGEST_PHONE)])

    def said(self, point: tuple[float, float] | None) -> words.Words:
        """Return what was typed."""
        return words.Words(
            activity=self.activity.data or "",
            description=self.description.data or "",
            siret=self.siret.data or "",
            accepts=self.accepts.data or 0,
            opening_hours=self.opening_hours.data or "",
            place=self.place.data or "",
            point=point,
            website=self.website.data or "",
            phone=self.phone.data or "",
        )


class ApplicationForm(WordsForm):
    """An application, with what cannot be changed later."""

    kind = RadioField(
        lazy("What is it?"),
        choices=[*KINDS],
        default=OrganisationKind.PROFESSIONAL,
        validators=[DataRequired()],
    )
    name = StringField(
        lazy("Name"),
        description=lazy("As customers know it; it is also the name of the account."),
        validators=[DataRequired(lazy("Give its name.")), Length(max=words.LONGEST_NAME)],
    )
    member = SelectField(
        lazy("For whom do you enter it?"),
        description=lazy("The member who will use the account."),
        validators=[Optional()],
    )


class VoteForm(FlaskForm):
    """Yes or no, with a reason."""

    reason = StringField(
        lazy("Reason"),
        description=lazy("Needed for a no; the organisation reads it."),
        validators=[Optional(), Length(max=words.LONGEST_REASON)],
    )


class ReasonForm(FlaskForm):
    """Why."""

    reason = StringField(
        lazy("Reason"),
        validators=[DataRequired(lazy("Say why, so that they know.")), Length(max=words.LONGEST_REASON)],
    )


class PersonForm(FlaskForm):
    """One member."""

    member = SelectField(lazy("Member"), validators=[DataRequired(lazy("Choose a member."))])


class ReconversionForm(FlaskForm):
    """Units to be changed back."""

    amount = CentsField(
        lazy("Units to change back"),
        places=2,
        validators=[
            InputRequired(lazy("Write how many units.")),
            NumberRange(0.01, 1_000_000, lazy("Between 0.01 and 1,000,000 units.")),
        ],
    )
    means = RadioField(
        lazy("How do you want the euros?"),
        choices=[(Means.TRANSFER, lazy("By transfer")), (Means.CASH, lazy("In cash, at a desk"))],
        default=Means.TRANSFER,
        validators=[DataRequired()],
    )
    iban = StringField(
        lazy("IBAN of the organisation"),
        description=lazy("Needed for a transfer."),
        validators=[Optional(), Length(max=60)],
    )
    key = HiddenField(validators=[DataRequired(), Length(max=64)])

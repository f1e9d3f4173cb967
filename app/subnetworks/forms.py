"""Forms of sub-networks."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.subnetworks.services import LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_RULES
from app.subnetworks.themes import THEMES
from app.text import lazy


class SubnetworkForm(FlaskForm):
    """Found a sub-network, or change its words."""

    theme = RadioField(
        lazy("Theme"),
        choices=[(theme.slug, theme.label) for theme in THEMES.values()],
        validators=[DataRequired(lazy("Choose one of the themes."))],
    )
    name = StringField(
        lazy("Name"),
        description=lazy('As people will say it: "The Saturday workshop", "Lifts in the valley".'),
        validators=[DataRequired(lazy("Give the sub-network a name.")), Length(max=LONGEST_NAME)],
    )
    description = TextAreaField(
        lazy("What it is for"),
        description=lazy("Two or three sentences for somebody who has never heard of it."),
        validators=[Length(max=LONGEST_DESCRIPTION)],
        render_kw={"rows": 4},
    )
    rules = TextAreaField(
        lazy("Its rules"),
        description=lazy("What you agreed among yourselves. Markdown is welcome."),
        validators=[Length(max=LONGEST_RULES)],
        render_kw={"rows": 6},
    )


class FoundingForm(SubnetworkForm):
    """Found a sub-network and name its first coordinator."""

    coordinator = SelectField(
        lazy("First coordinator"),
        description=lazy("Looks after the sub-network: plugins, members, disagreements."),
        validators=[DataRequired(lazy("Choose who will coordinate it."))],
    )


class CoordinatorForm(FlaskForm):
    """Name a coordinator, or take the part back."""

    member = SelectField(lazy("Member"), validators=[DataRequired(lazy("Choose a member."))])


class PressForm(FlaskForm):
    """A button without fields."""

    version = HiddenField()

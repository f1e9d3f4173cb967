"""Forms of webhooks."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.text import lazy
from app.webhooks.addresses import LONGEST
from app.webhooks.kinds import KINDS
from app.webhooks.services import LONGEST_NAME


class WebhookForm(FlaskForm):
    """Where to, and what about."""

    key = HiddenField()
    name = StringField(
        lazy("What is it for?"),
        description=lazy("A name by which you and the other coordinators know it again."),
        filters=[lambda typed: " ".join(typed.split()) if isinstance(typed, str) else typed],
        validators=[
            DataRequired(lazy("Give it a name.")),
            Length(max=LONGEST_NAME, message=lazy("That is a bit long: at most %(max)d letters.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    url = StringField(
        lazy("Address of the receiver"),
        description=lazy("It begins with https:// and stands in the documentation of the receiving program."),
        filters=[lambda typed: typed.strip() if isinstance(typed, str) else typed],
        validators=[
            DataRequired(lazy("Type or paste the address.")),
            Length(max=LONGEST, message=lazy("That is a bit long: at most %(max)d letters.")),
        ],
        render_kw={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"},
    )
    kinds = SelectMultipleField(
        lazy("What it is told of"),
        description=lazy("It hears that something happened, when and to what: no names and no words."),
        choices=[(kind.slug, kind.label) for kind in KINDS.values()],
        default=["listing.published", "listing.changed", "listing.ended"],
        validators=[DataRequired(lazy("Choose at least one kind of event."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class SecretForm(FlaskForm):
    """Make a new secret; the key is its seed, so that what is sent twice makes one."""

    key = HiddenField()


class PressForm(FlaskForm):
    """A button without fields."""

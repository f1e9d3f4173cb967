"""The form by which a person makes a token for a program."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from app.api.scopes import SCOPES, Scope
from app.api.tokens import LONGEST_NAME
from app.listings.forms import Ticks
from app.text import lazy

LASTS = (("30", lazy("30 days")), ("90", lazy("90 days")), ("365", lazy("A year")))


class TokenForm(FlaskForm):
    """What the program is, what it may do, where and how long."""

    key = HiddenField()
    name = StringField(
        lazy("What is it for?"),
        description=lazy("A name by which you know it again, such as the program and the computer it is on."),
        filters=[lambda typed: " ".join(typed.split()) if isinstance(typed, str) else typed],
        validators=[
            DataRequired(lazy("Give it a name.")),
            Length(max=LONGEST_NAME, message=lazy("That is a bit long: at most %(max)d letters.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    scopes = Ticks(
        lazy("What may the program do for you?"),
        description=lazy("Tick as little as it needs. It never can do more than you can."),
        choices=list(SCOPES.items()),
        default=[Scope.READ.value],
        validators=[DataRequired(lazy("Choose what the program may do."))],
    )
    territory = SelectField(
        lazy("Where?"),
        description=lazy("In other territories the program sees what every visitor sees."),
        default="",
    )
    days = RadioField(
        lazy("How long?"),
        description=lazy("You can revoke it any day before."),
        choices=list(LASTS),
        default="90",
    )

"""The amount that is asked for at the till."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import UUID, DataRequired, InputRequired, Length, NumberRange, Optional

from app.plugin_api import lazy
from plugins.local_currency.forms import CentsField


class TillForm(FlaskForm):
    """How much, and perhaps what for."""

    amount = CentsField(
        lazy("Amount to be paid"),
        places=2,
        validators=[
            InputRequired(lazy("Write how much.")),
            NumberRange(0.01, 1_000_000, lazy("Between 0.01 and 1,000,000 units.")),
        ],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    text = StringField(lazy("What for"), validators=[Optional(), Length(max=140)])
    key = HiddenField(validators=[DataRequired(), UUID()])

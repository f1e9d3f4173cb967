"""Forms of the local currency."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, Form, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from app.plugin_api import lazy

HUNDRED, PLACES = 100, 2
BEYOND = 10**12
"""What no sum reaches; the range of a field says no to it."""


class CentsField(DecimalField):
    """A sum typed with decimals and kept in hundredths."""

    def process_data(self, value: Any) -> None:
        """Show hundredths as a sum."""
        super().process_data(None if value is None else value / HUNDRED)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a sum, with a comma or a point."""
        super().process_formdata([str(value).replace(",", ".").strip() for value in valuelist])
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(self.gettext("Not a valid decimal value."))
        if self.data is not None and -BEYOND < self.data < BEYOND and self.data != round(self.data, PLACES):
            raise ValueError(lazy("At most two decimals, please."))

    def populate_obj(self, obj: Any, name: str) -> None:
        """Keep hundredths."""
        setattr(obj, name, self.hundredths)

    @property
    def hundredths(self) -> int | None:
        """The sum in hundredths."""
        return None if self.data is None else round(self.data * HUNDRED)


class ProductForm(Form):
    """Price and delivery."""

    price = CentsField(
        lazy("Price in the local currency"),
        places=2,
        description=lazy("Leave it empty when you agree each time."),
        validators=[Optional(), NumberRange(0, 100_000, lazy("That price is out of reach."))],
    )
    delivery = BooleanField(lazy("Can be brought"))


class CurrencySettings(Form):
    """What the issuer association decides."""

    name = StringField(
        lazy("Name of the currency"),
        default="",
        validators=[DataRequired(lazy("Give the currency its name.")), Length(max=40)],
    )
    code = StringField(
        lazy("Code"),
        description=lazy("Two to five capital letters, shown behind each sum."),
        default="MLC",
        validators=[Regexp(r"^[A-Z]{2,5}$", message=lazy("Two to five capital letters."))],
    )


class IssueForm(FlaskForm):
    """Issue units against euros received."""

    member = SelectField(lazy("Member"), validators=[DataRequired(lazy("Choose a member."))])
    amount = CentsField(
        lazy("Units"),
        places=2,
        description=lazy("One unit for each euro received."),
        validators=[
            InputRequired(lazy("Write how many units.")),
            NumberRange(0.01, 10_000, lazy("Between 0.01 and 10,000 units.")),
        ],
    )
    memo = StringField(
        lazy("Receipt"),
        description=lazy("Number of the receipt or of the bank transfer."),
        validators=[DataRequired(lazy("Note the receipt, so that it can be checked.")), Length(max=120)],
    )
    key = StringField(validators=[DataRequired(), Length(max=64)])

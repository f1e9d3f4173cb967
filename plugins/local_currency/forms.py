"""Forms of the local currency."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import BooleanField, DecimalField, Field, Form, IntegerField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import TextInput

from app.plugin_api import lazy
from plugins.local_currency.check_digits import is_bic, is_iban, without_spaces

HUNDRED, PLACES = 100, 2
BEYOND = 10**12
"""What no sum reaches; the range of a field says no to it."""


class CentsField(DecimalField):
    """A sum typed with decimals and kept in hundredths.

    It is a field for words: fields for numbers refuse the comma in some browsers and lose what was typed.
    """

    widget = TextInput()

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


class PercentField(Field):
    """A percentage typed with at most two decimals and kept in hundredths of a percent."""

    widget = TextInput()

    def _value(self) -> str:
        """Write it as a person would."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data) / HUNDRED:f}".replace(".00", "")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read it, with a comma or a point, with or without the sign."""
        typed = str(valuelist[0]).replace(",", ".").replace("%", "").strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            value = Decimal(typed) * HUNDRED
        except InvalidOperation:
            raise ValueError(self.gettext("Not a valid decimal value.")) from None
        if not value.is_finite() or abs(value) > BEYOND or value != value.to_integral_value():
            raise ValueError(lazy("At most two decimals, please."))
        self.data = int(value)


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
    holder = StringField(
        lazy("Holder of the bank account"),
        description=lazy("The association, as the bank writes it. It is the name in the code for transfers."),
        default="",
        validators=[Optional(), Length(max=70)],
    )
    iban = StringField(
        lazy("IBAN of the guarantee fund"),
        description=lazy("Without it, members are not offered to pay by transfer."),
        default="",
        filters=[lambda typed: without_spaces(typed or "")],
        validators=[Optional()],
    )
    bic = StringField(
        lazy("BIC"),
        description=lazy("Only needed outside the European Economic Area."),
        default="",
        filters=[lambda typed: without_spaces(typed or "")],
        validators=[Optional()],
    )
    reconversion_rate = PercentField(
        lazy("What stays with the association when units are changed back, in percent"),
        description=lazy("Five is usual. Only organisations can change back."),
        default=500,
        validators=[
            InputRequired(lazy("Write a percentage; 0 is possible.")),
            NumberRange(0, 3000, lazy("Between 0 and 30 percent.")),
        ],
    )
    committee_yeses = IntegerField(
        lazy("How many coordinators must say yes to an organisation"),
        default=1,
        validators=[
            InputRequired(lazy("Write a number.")),
            NumberRange(1, 20, lazy("Between 1 and 20.")),
        ],
    )
    legal_words = TextAreaField(
        lazy("Words of the association on the page How it works"),
        description=lazy("Its name and address, its rules, who to write to. They stand above the law's."),
        default="",
        validators=[Optional(), Length(max=4000)],
        render_kw={"rows": 6},
    )

    def validate_iban(self, field: Field) -> None:
        """Check the two digits that check the others."""
        if field.data and not is_iban(field.data):
            raise ValidationError(lazy("This IBAN is not right. Please look at it once more."))
        if field.data and not self.holder.data:
            raise ValidationError(lazy("Name the holder of the account as well."))

    def validate_bic(self, field: Field) -> None:
        """Look at its form."""
        if field.data and not is_bic(field.data):
            raise ValidationError(lazy("A BIC has 8 or 11 letters and digits."))

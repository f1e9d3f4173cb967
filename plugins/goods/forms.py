"""The fields of a thing."""

from wtforms import Form, IntegerField, RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from app.plugin_api import lazy

MODES = (("lend", lazy("Lend, and get it back")), ("give", lazy("Give for good")))
CONDITIONS = (
    ("new", lazy("As new")),
    ("good", lazy("In good order")),
    ("worn", lazy("Worn, but it works")),
    ("to_repair", lazy("Needs a repair")),
)


class ThingForm(Form):
    """Lend or give, in which condition, for how long."""

    mode = RadioField(lazy("Lend or give"), choices=list(MODES), default="lend")
    condition = SelectField(lazy("Condition"), choices=list(CONDITIONS), default="good")
    loan_days = IntegerField(
        lazy("Longest loan, in days"),
        description=lazy("Leave it empty when you agree each time."),
        validators=[Optional(), NumberRange(1, 730, lazy("Between 1 day and 2 years."))],
    )


class GoodsSettings(Form):
    """What a sub-network decides about things."""

    usual_loan_days = IntegerField(
        lazy("Usual loan, in days"),
        description=lazy("Proposed when somebody lists a thing to lend."),
        default=14,
        validators=[NumberRange(1, 365, lazy("Between 1 day and 1 year."))],
    )

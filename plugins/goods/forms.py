"""The fields of a thing."""

from wtforms import Form, IntegerField, RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from app.plugin_api import lazy
from plugins.goods.words import CONDITIONS, MODES


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

    longest_loan = IntegerField(
        lazy("Longest loan, in days"),
        description=lazy("Longer loans are refused when people agree; leave it empty for no limit."),
        validators=[Optional(), NumberRange(1, 730, lazy("Between 1 day and 2 years."))],
    )

"""What an exchange changed, said in ten seconds; and the choices of the impact page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Form, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from app.impact.queries import whole_months
from app.impact.services import LONGEST_SENTENCE
from app.text import lazy
from app.web.asked import likely_day
from app.wellbeing.queries import Term

UNTOUCHED = ""
LEVELS = (
    ("2", lazy("much better")),
    ("1", lazy("a little better")),
    ("0", lazy("no change")),
    ("-1", lazy("a little worse")),
    ("-2", lazy("much worse")),
)


class FeelingForm(FlaskForm):
    """A sentence if one wishes; the levels are added for the components proposed."""

    more = SelectField(lazy("Something else it touched"), validators=[Optional()])
    more_level = SelectField(lazy("How"), choices=list(LEVELS), default="1")
    sentence = TextAreaField(
        lazy("In a sentence, if you wish"),
        validators=[Length(max=LONGEST_SENTENCE, message=lazy("600 characters are enough."))],
        render_kw={"rows": 2},
    )
    public = BooleanField(lazy("The territory may show this sentence, without my name"))


def feeling_form(
    proposed: Sequence[Term], others: Sequence[Term], said: dict[str, int], **values: Any
) -> FeelingForm:
    """Build the form: one line for each component proposed, all others in a list."""
    lines = {
        f"felt_{term.code}": RadioField(
            term.label,
            choices=[*LEVELS, (UNTOUCHED, lazy("not touched"))],
            default=str(said[term.code]) if term.code in said else UNTOUCHED,
            validators=[Optional()],
        )
        for term in proposed
    }
    form: FeelingForm = type("FeelingFormOf", (FeelingForm,), lines)(**values)
    form.more.choices = [(UNTOUCHED, lazy("Nothing else"))] + [(term.code, term.label) for term in others]
    return form


def felt_from(form: FeelingForm) -> dict[str, int]:
    """Return the levels by code that were chosen."""
    felt = {
        field.name.removeprefix("felt_"): int(field.data)
        for field in form
        if field.name.startswith("felt_") and field.data not in (None, UNTOUCHED)
    }
    if form.more.data:
        felt[form.more.data] = int(form.more_level.data)
    return felt


class PeriodForm(Form):
    """Which days and which sub-network a report is about."""

    since = DateField(lazy("From"), validators=[Optional(), likely_day])
    until = DateField(lazy("To"), validators=[Optional(), likely_day])
    network = SelectField(lazy("Sub-network"), validators=[Optional()])

    def days(self, today: date) -> tuple[date, date]:
        """Return whole months around the days chosen, the last twelve when none were."""
        return whole_months(self.since.data, self.until.data, today)

"""The choice of mails."""

from flask_wtf import FlaskForm
from wtforms import BooleanField

from app.notifications.kinds import KINDS


def choices_form(switched_off: set[str]) -> FlaskForm:
    """Build the form with one box for each kind of mail that can be switched off."""
    fields = {
        kind.slug.replace(".", "-"): BooleanField(kind.label, default=kind.slug not in switched_off)
        for kind in KINDS.values()
        if kind.optional
    }
    form: FlaskForm = type("ChoicesForm", (FlaskForm,), fields)()
    return form

"""Fields that answer with a sentence of ours, in the language of the page."""

from typing import Any

from app.plugin_api import _
from wtforms import DateField, IntegerField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import NumberRange, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget


class Ticks(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Whole(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write a whole number, such as 3.")) from error


class Day(DateField):
    """A day, as the browser sends it or as people in France write it."""

    def __init__(self, label: Any, validators: Any, **more: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d/%m/%Y"], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Write a day, such as 31/12/2026.")) from error


class Between(NumberRange):
    """Holds a number within limits; what is no number has been told so already."""

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Check the number of a field."""
        if field.process_errors:
            raise StopValidation
        super().__call__(form, field)

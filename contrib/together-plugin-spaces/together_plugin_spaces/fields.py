"""Fields for what people type in words: opening hours, lengths of time, sums of euros."""

from typing import Any

from app.plugin_api import _, amount_from, minutes_from, minutes_in_words
from wtforms import Field, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from together_plugin_spaces.opening import hours_in_words, read_hours


class HoursField(StringField):
    """The opening hours of one day; kept as they are understood."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the hours; what cannot be read stays in the field."""
        self.data = str(valuelist[0]).strip() if valuelist else ""
        self.data = hours_in_words(read_hours(self.data))


class _Typed(Field):
    """A whole number that people write in words; what they typed stays in the field."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.said(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = self.read(typed) if typed else None

    def said(self, value: int) -> str:
        """Write a value as a person would type it."""
        raise NotImplementedError

    def read(self, typed: str) -> int:
        """Read what was typed, or raise a ``ValueError`` with a sentence."""
        raise NotImplementedError


class MinutesField(_Typed):
    """A length of time, such as 1 h 30."""

    def said(self, value: int) -> str:
        """Write ``90`` as ``1 h 30``."""
        return minutes_in_words(value)

    def read(self, typed: str) -> int:
        """Read a length of time in minutes."""
        found = minutes_from(typed)
        if found is None:
            raise ValueError(_("Write a length of time, such as 1 h 30, 1:30 or 45 min."))
        return found


class CentsField(_Typed):
    """A sum of euros, such as 20 or 12,50."""

    def said(self, value: int) -> str:
        """Write ``1250`` as ``12.50``."""
        return f"{value // 100}.{value % 100:02}" if value % 100 else str(value // 100)

    def read(self, typed: str) -> int:
        """Read a sum in cents."""
        found = amount_from(typed, "cents", scale=2)
        if found is None:
            raise ValueError(_("Write a sum in euros, such as 20 or 12.50."))
        return found


class Ticks(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

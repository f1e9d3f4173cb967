"""Forms of debts and of rounds of clearing."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.text import lazy

LONGEST_TEXT = 200


class DebtForm(FlaskForm):
    """Note what somebody owes."""

    direction = RadioField(
        lazy("Who owes?"),
        choices=[("i_owe", lazy("I owe something")), ("owed_to_me", lazy("I am owed something"))],
        validators=[InputRequired(lazy("Say who owes."))],
    )
    mine = SelectField(lazy("For whom do you note it?"))
    other = SelectField(lazy("Who is it with?"), validators=[InputRequired(lazy("Choose who it is with."))])
    book = SelectField(lazy("In what?"), validators=[InputRequired(lazy("Choose what it is counted in."))])
    amount = StringField(
        lazy("How much?"),
        description=lazy("For example 1 h 30, or 12.50."),
        validators=[InputRequired(lazy("Write how much.")), Length(max=40)],
        render_kw={"autocomplete": "off"},
    )
    text = StringField(
        lazy("What for?"),
        description=lazy("Both of you will read it."),
        validators=[InputRequired(lazy("Say in a few words what it is for.")), Length(max=LONGEST_TEXT)],
    )

    def __init__(
        self,
        *,
        mine: list[tuple[str, str]],
        people: list[tuple[str, str]],
        books: list[tuple[str, str]],
        **values: Any,
    ) -> None:
        super().__init__(**values)
        self.mine.choices = mine
        self.other.choices = [("", lazy("Choose")), *people]
        self.book.choices = books


class MoveForm(FlaskForm):
    """Nothing but the press of a button."""


class TakeBackForm(FlaskForm):
    """Say why a round is taken back."""

    why = TextAreaField(
        lazy("Why"),
        description=lazy("Everybody in the round will read it on their statement."),
        validators=[InputRequired(lazy("Say in a few words what was wrong.")), Length(max=300)],
        render_kw={"rows": 3},
    )

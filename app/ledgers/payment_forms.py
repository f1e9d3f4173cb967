"""Forms of payments: how much and what for, from which account, and for what one asks."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Form, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.ledgers.amount_field import AmountField
from app.ledgers.payments import LONGEST_TEXT
from app.text import lazy
from app.web.asked import likely_day


def in_one_line(typed: str | None) -> str:
    """Return words without line ends and doubled spaces, so that the same words are the same payment."""
    return " ".join((typed or "").split())


class WordsField(StringField):
    """A few words, in one line."""

    def __init__(self, label: Any, **values: Any) -> None:
        too_long = lazy("This is too long: at most %(max)s characters.")
        validators = [Optional(), Length(max=LONGEST_TEXT, message=too_long)]
        super().__init__(label, validators, filters=[in_one_line], **values)


class PayForm(Form):
    """Which account pays how much, and what for; read from the address, so that it survives a cut."""

    payer = SelectField(lazy("From which account?"))
    amount = AmountField(lazy("How much?"), [InputRequired(lazy("Write how much."))])
    text = WordsField(
        lazy("What for?"), description=lazy("Both of you read it on your statements."), default=""
    )


class ConfirmForm(FlaskForm):
    """What was decided, once more, to be confirmed."""

    payer = HiddenField(validators=[Length(max=36)])
    amount = AmountField(lazy("How much?"), [InputRequired(lazy("Write how much."))])
    text = WordsField(lazy("What for?"), default="")
    after = HiddenField(validators=[Regexp(r"^[0-9a-f-]{10,36}$")])


class DeclineForm(FlaskForm):
    """Say no, perhaps with a word."""

    words = StringField(
        lazy("A word, if you like"), [Optional(), Length(max=300)], filters=[in_one_line], default=""
    )


HOW_LONG = (("1", lazy("one day")), ("7", lazy("one week")), ("30", lazy("one month")))


class AskForm(FlaskForm):
    """Ask for an amount, or let the payer say how much."""

    key = HiddenField(validators=[Regexp(r"^[0-9a-f]{32}$")])
    amount = AmountField(lazy("How much?"), [Optional()], description=lazy("Empty: who pays says how much."))
    text = WordsField(lazy("What for?"), default="")
    days = SelectField(lazy("Valid for"), choices=list(HOW_LONG), default="7")


RHYTHM_CHOICES = (
    ("week", lazy("each week")),
    ("month", lazy("each month")),
    ("quarter", lazy("every three months")),
    ("year", lazy("each year")),
)


class OrderForm(FlaskForm):
    """A payment that is made again and again."""

    key = HiddenField(validators=[Regexp(r"^[0-9a-f]{32}$")])
    payer = SelectField(lazy("From which account?"))
    amount = AmountField(lazy("How much each time?"), [InputRequired(lazy("Write how much."))])
    text = WordsField(lazy("What for?"), default="")
    rhythm = RadioField(lazy("How often?"), choices=list(RHYTHM_CHOICES), default="month")
    first_on = DateField(
        lazy("First day"),
        [InputRequired(lazy("Choose a first day.")), likely_day],
        description=lazy("The 31st is the last day of shorter months."),
    )
    until = DateField(
        lazy("Last day"), [Optional(), likely_day], description=lazy("Empty: until you end it.")
    )


MOST_PEOPLE = 100


class SeveralForm(FlaskForm):
    """Which way the amounts go, and what they are for; people and their amounts stand beside."""

    key = HiddenField(validators=[Regexp(r"^[0-9a-f]{32}$")])
    way = RadioField(lazy("Which way?"), choices=[], validators=[InputRequired(lazy("Choose which way."))])
    account = SelectField(lazy("Which account?"))
    same = AmountField(
        lazy("The same for all"), [Optional()], description=lazy("Or write an amount beside each name.")
    )
    text = WordsField(lazy("What for?"), default="")

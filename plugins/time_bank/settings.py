"""What a sub-network decides about its hours, as its coordinator says it."""

import re
import unicodedata

from wtforms import Form, IntegerField, RadioField, StringField
from wtforms.fields import Field
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from app.plugin_api import lazy
from plugins.time_bank.forms import DurationField
from plugins.time_bank.rules import HOUR, Mode, Rules

USUAL = Rules()
MOST_UNITS = 1000

MODES = (
    (Mode.CENTRAL, lazy("In accounts kept here: each exchange moves time from one account to the other")),
    (Mode.DECLARED, lazy("On each member's own sheet: exchanges are noted, nobody keeps central accounts")),
    (Mode.NONE, lazy("Not at all: gifts and exchange of knowledge, nothing is counted")),
)
CURRENCIES = frozenset(
    {
        "aud", "brl", "cad", "cent", "cents", "centime", "centimes", "chf", "cny", "dollar", "dollars",
        "eur", "euro", "euros", "franc", "francs", "gbp", "inr", "jpy", "livre", "livres", "mxn", "pence",
        "penny", "pound", "pounds", "rouble", "roubles", "rub", "usd", "yen", "yuan",
    }
)  # fmt: skip
TIMES = frozenset({"h", "hour", "hours", "heure", "heures", "m", "min", "mn", "minute", "minutes"})


class TimeBankSettings(Form):
    """What the coordinator decides, in hours and minutes."""

    name = StringField(
        lazy("What you call your hours"),
        description=lazy("Shown on accounts and statements. Empty: the name of the sub-network."),
        default=USUAL.name,
        validators=[Length(max=60)],
    )
    mode = RadioField(
        lazy("How time is counted"),
        choices=list(MODES),
        default=Mode.CENTRAL,
        description=lazy(
            "You may change this later. Accounts and sheets stay as they are and can still be read; new "
            "exchanges follow the new way."
        ),
    )
    unit_name = StringField(
        lazy("Name of your unit"),
        description=lazy(
            "If you do not count in hours: such as grains. Empty: hours and minutes. It is never money, and "
            "it can no longer change once something was given."
        ),
        default=USUAL.unit_name,
        validators=[Optional(), Length(max=20)],
        filters=[lambda typed: " ".join((typed or "").split())],
    )
    units_per_hour = IntegerField(
        lazy("How many of them are an hour"),
        description=lazy(
            "Only with a unit of your own: 60 in many exchange systems, 20 in others. Times that make no "
            "whole unit are rounded when the exchange is proposed; half and more is one. Empty: 60."
        ),
        default=USUAL.units_per_hour,
        validators=[
            Optional(),
            NumberRange(min=1, max=MOST_UNITS, message=lazy("A whole number between 1 and 1,000.")),
        ],
    )
    welcome_minutes = DurationField(
        lazy("Time lent to newcomers"),
        most=100 * HOUR,
        default=USUAL.welcome_minutes,
        description=lazy(
            "Lent once by the community when a person's account opens, so that they can ask before they "
            "give. Many time banks lend 15 h. Empty or 0: nothing."
        ),
    )
    lowest_balance_minutes = DurationField(
        lazy("How far below zero an account may go"),
        most=1000 * HOUR,
        below_zero=True,
        default=USUAL.lowest_balance_minutes,
        description=lazy("Such as 10 h. Empty: no limit."),
    )
    highest_balance_minutes = DurationField(
        lazy("How far above zero an account may go"),
        most=1000 * HOUR,
        default=USUAL.highest_balance_minutes,
        description=lazy("Invites those who give much to ask. Empty: no limit."),
    )
    longest_exchange_minutes = DurationField(
        lazy("Longest exchange"),
        most=1000 * HOUR,
        default=USUAL.longest_exchange_minutes,
        description=lazy("A time bank is for a helping hand, not for a job. Empty: no limit."),
    )

    def validate_unit_name(self, field: Field) -> None:
        """Refuse money and digits: an hour has no price; refuse the names of time, which need none."""
        words = set(re.findall(r"[^\W\d_]+", _plain(field.data)))
        if words & CURRENCIES or any(unicodedata.category(letter) == "Sc" for letter in field.data):
            raise ValidationError(
                lazy("This is the name of a currency. Time is never money here: choose another word.")
            )
        if words & TIMES:
            raise ValidationError(lazy("Leave this empty to count in hours and minutes."))
        if re.search(r"\d|[^\w '’.\-]", field.data):
            raise ValidationError(lazy("Write a word without figures or signs, such as grains."))

    def validate_welcome_minutes(self, field: Field) -> None:
        """Turn nothing into zero; refuse a welcome that an account could not hold."""
        field.data = field.data or 0
        highest = self.highest_balance_minutes.data
        if highest is not None and field.data > highest:
            raise ValidationError(lazy("More than an account may hold: raise that limit, or lend less."))


def _plain(typed: str) -> str:
    letters = unicodedata.normalize("NFKD", typed.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

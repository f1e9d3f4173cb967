"""The fields of a plot, a harvest and a meal; each has the name of a column."""

import re
from datetime import date, timedelta
from typing import Any

from app.plugin_api import _, clock, lazy
from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from together_plugin_food import words
from together_plugin_food.fields import Between, Day, Ticks, Whole

FURTHEST = timedelta(days=366)
_time = re.compile(r"(\d{1,2})\s*[h:.]\s*(\d{2})?")


def tidy(value: Any) -> Any:
    """Leave out spaces that nobody means; nothing at all is an empty text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


SHORT = Length(max=80, message=lazy("This is too long: at most %(max)d characters."))


class CountedForm(Form):
    """A form of something of which parts may be agreed already."""

    def __init__(self, formdata: Any = None, obj: Any = None, prefix: str = "", **more: Any) -> None:
        super().__init__(formdata, obj, prefix, **more)
        self.taken: int = getattr(obj, "taken", None) or 0
        self.former: Any = obj

    def refuse_less(self, field: IntegerField) -> None:
        """Refuse less than others have agreed to take."""
        if self.taken and field.data is not None and field.data < self.taken:
            raise ValidationError(
                _("At least %(taken)s: others have agreed to them already.", taken=self.taken)
            )

    def refuse_past(self, field: DateField) -> None:
        """Refuse a day that is over, unless it stood there before, and a slip of the pen in the year."""
        if field.data is None or field.data == getattr(self.former, field.short_name, None):
            return
        today = clock.today()
        refuse_far(field.data, today)
        if field.data < today - timedelta(days=1):  # it may still be that day further west
            raise ValidationError(_("This day has passed."))


def refuse_far(day: date, today: date) -> None:
    """Refuse a day more than a year away."""
    if abs(day - today) > FURTHEST:
        raise ValidationError(_("Is the year right?"))


class PlotForm(Form):
    """What the ground is like, and what one may do there."""

    size = Whole(
        lazy("Size, in square metres"),
        [Optional(), Between(1, 100_000, lazy("Between 1 and 100,000 m²."))],
    )
    gardeners = Whole(
        lazy("With how many people it is shared, at most"),
        [Optional(), Between(1, 100, lazy("Between 1 and 100 people."))],
        description=lazy("Leave it empty when you agree each time."),
    )
    grown = Ticks(lazy("What may be grown"), [Optional()], choices=list(words.GROWN))
    first_month = SelectField(lazy("The season begins in"), choices=list(words.MONTHS), default="3")
    last_month = SelectField(lazy("and ends in"), choices=list(words.MONTHS), default="10")
    light = SelectField(lazy("Sun and shade"), choices=list(words.LIGHT), default="sun")
    access = SelectField(lazy("How one gets in"), choices=list(words.ACCESS), default="key")
    water = BooleanField(lazy("There is water"))
    tools = BooleanField(lazy("There are tools"))
    step_free = BooleanField(
        lazy("Without steps"), description=lazy("From the street to the beds, for wheelchairs and barrows.")
    )
    no_chemicals = BooleanField(lazy("Nothing chemical is used there"))


class SurplusForm(CountedForm):
    """What there is too much of, how much, until when, how to get it."""

    what = StringField(
        lazy("What is it?"),
        [DataRequired(lazy("Say what it is: courgettes, plums, eggs …")), SHORT],
        filters=[tidy],
        description=lazy(
            "Fresh from the garden. Please no home-made jars of meat, fish, vegetables or mushrooms: "
            "badly sterilised, they can carry botulism, which nobody sees or smells."
        ),
    )
    produce = SelectField(lazy("What kind of food"), choices=list(words.PRODUCE), default="vegetables")
    kilograms = Whole(
        lazy("How many kilograms in all"),
        [
            InputRequired(lazy("Say about how many kilograms there are.")),
            Between(1, 10_000, lazy("Between 1 and 10,000 kg; for less than a kilogram, write 1.")),
        ],
        description=lazy("Estimated is good enough. Each taker asks for a part."),
    )
    picked_on = Day(lazy("Picked on"), [Optional()])
    best_before = Day(
        lazy("Good to eat until"),
        [Optional()],
        description=lazy(
            "The last day on which you would eat it yourself. Nobody can ask for it afterwards."
        ),
    )
    way = RadioField(lazy("How to get it"), choices=list(words.WAYS), default="collect")
    bring = StringField(
        lazy("What to bring"),
        [SHORT],
        filters=[tidy],
        description=lazy("Bags, crates, egg boxes. Leave it empty for nothing."),
    )
    organic = BooleanField(
        lazy("Grown without chemicals"), description=lazy("You say so; nobody checks it, and it is no label.")
    )

    def validate_kilograms(self, field: IntegerField) -> None:
        """Refuse less than others have agreed to take."""
        self.refuse_less(field)

    def validate_picked_on(self, field: DateField) -> None:
        """Refuse a harvest of next year: it is picked today, or will be soon."""
        if field.data is not None:
            refuse_far(field.data, clock.today())

    def validate_best_before(self, field: DateField) -> None:
        """Refuse a day that is over or comes before the harvest."""
        self.refuse_past(field)
        if field.data is not None and self.picked_on.data is not None and field.data < self.picked_on.data:
            raise ValidationError(_("This is before the day on which it is picked."))


class MealForm(CountedForm):
    """What is on the table, when, for how many, and what one must know before eating."""

    dish = StringField(
        lazy("What is on the table"),
        [DataRequired(lazy("Say what there is to eat, or what you would like.")), SHORT],
        filters=[tidy],
    )
    day = Day(
        lazy("Day"),
        [Optional()],
        description=lazy("Leave it empty when you look for a seat and any day is good."),
    )
    hour = StringField(lazy("Hour"), filters=[tidy], description=lazy("Such as 12:30 or 19:30."))
    seats = Whole(
        lazy("Seats"),
        [
            InputRequired(lazy("Say how many seats.")),
            Between(1, 200, lazy("Between 1 and 200 seats.")),
        ],
        default=1,
        description=lazy("How many you offer, or look for. At your own table yours is not counted."),
    )
    diets = Ticks(lazy("It suits these diets"), [Optional()], choices=list(words.DIETS))
    allergens = Ticks(
        lazy("Allergens"),
        [Optional()],
        choices=list(words.ALLERGENS),
        description=lazy(
            "You cook: tick what is in the dish. You look for a seat: tick what must not be in it; everybody "
            "can read it. These are the fourteen of the European rules on food information."
        ),
    )
    allergens_checked = BooleanField(
        lazy("I have gone through the list"),
        description=lazy(
            "Then what is not ticked is not in the dish. Read the packets: stock cubes, sauces, bread."
        ),
    )
    ingredients = Whole(
        lazy("What the ingredients cost in all, in euros"),
        [Optional(), Between(1, 2000, lazy("Between 1 and 2,000 euros."))],
        description=lazy(
            "Only if guests share them. Everybody at the table pays the same part; nobody earns."
        ),
    )
    setting = SelectField(lazy("Where one eats"), choices=list(words.PLACES), default="home")
    step_free = BooleanField(
        lazy("Without steps"), description=lazy("From the street to the table and the toilet.")
    )
    bring = StringField(
        lazy("What to bring"),
        [SHORT],
        filters=[tidy],
        description=lazy("A plate, a dessert, a good mood."),
    )

    def validate_seats(self, field: IntegerField) -> None:
        """Refuse less than others have agreed to take."""
        self.refuse_less(field)

    def validate_day(self, field: DateField) -> None:
        """Refuse a day that is over."""
        self.refuse_past(field)

    def validate_hour(self, field: StringField) -> None:
        """Accept 19:30, 19h30, 19.30 and keep 19:30."""
        if not field.data:
            return
        found = _time.fullmatch(field.data)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValidationError(_("Write the time like 19:30."))
        field.data = f"{hour:02d}:{minute:02d}"


class FoodSettings(Form):
    """What a sub-network decides about food."""

    note = StringField(
        lazy("A word of your own about food safety"),
        [Length(max=300, message=lazy("This is too long: at most %(max)d characters."))],
        filters=[tidy],
        description=lazy("Shown with what is ripe: where the shared fridge is, whom to call."),
    )


class Choice(Form):
    """Which meals somebody can eat; read from the address, where nothing is refused."""

    diet = Ticks(lazy("Suits the diet"), choices=list(words.DIETS), validate_choice=False)
    without = Ticks(lazy("Surely without"), choices=list(words.ALLERGENS), validate_choice=False)

"""Forms of listings: finding them, writing one, and the small ones of a listing's page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    Form,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.contributions import Filter
from app.text import lazy

KILOMETRES = (1, 2, 5, 10, 20, 50)
LONGEST_TITLE = 90
LONGEST_TEXT = 5_000
DIRECTIONS = (("offer", lazy("I offer something")), ("request", lazy("I need something")))
LASTS = (
    ("months", lazy("Three months; we ask you before it ends")),
    ("day", lazy("Until a day I choose")),
    ("never", lazy("Until I take it off")),
)

Choices = Sequence[tuple[str, str]]


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


class SearchForm(Form):
    """What somebody looks for; every field may stay empty."""

    q = SearchField(
        lazy("What are you looking for?"),
        filters=[_tidy],
        render_kw={"maxlength": 100, "autocomplete": "off"},
    )
    direction = RadioField(
        lazy("Offers or requests"),
        choices=[("", lazy("Everything")), ("offer", lazy("Offers")), ("request", lazy("Requests"))],
        default="",
    )
    kind = SelectField(lazy("What kind"), default="")
    subnetwork = SelectField(lazy("Sub-network"), default="")
    near = StringField(
        lazy("Around"),
        filters=[_tidy],
        description=lazy("A town, a neighbourhood or a postcode. Empty: where you live."),
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )
    within = SelectField(lazy("How far"), default="")
    terms = SelectField(lazy("On which terms"), default="")
    dimension = SelectField(lazy("For which dimension of well-being"), default="")
    order = SelectField(
        lazy("In which order"),
        choices=[("newest", lazy("Newest first")), ("nearest", lazy("Nearest first"))],
        default="newest",
    )

    def offer_choices(
        self,
        *,
        kinds: Mapping[str, Sequence[tuple[str, str]]],
        subnetworks: Choices,
        terms: Choices,
        dimensions: Choices,
    ) -> None:
        """Fill in what can be chosen here."""
        any_ = str(lazy("Any"))
        self.kind.choices = {"": [("", any_)], **kinds}
        self.subnetwork.choices = [("", any_), *subnetworks]
        self.within.choices = [("", str(lazy("Any distance"))), *((str(km), f"{km} km") for km in KILOMETRES)]
        self.terms.choices = [("", any_), *terms]
        self.dimension.choices = [("", any_), *dimensions]

    def understood(self) -> dict[str, str]:
        """Return the filters in use; a plugin's slug stands for all of its kinds."""
        found = {}
        for field in self:
            value = str(field.data or "").strip()
            if not value or (field.name == "order" and value == "newest"):
                continue
            if field.name in ("q", "near") or value in _values(field) or field.name == "kind":
                found[field.name] = value[:100]
        return found


def _values(field: Any) -> set[str]:
    choices = field.choices
    if isinstance(choices, dict):
        choices = [choice for group in choices.values() for choice in group]
    return {str(key) for key, _label in choices}


def kind_filters(filters: Iterable[Filter], args: MultiDict[str, str]) -> Form:
    """Return a form with one field for each filter that a kind brings, named ``f-<name>``."""
    fields: dict[str, Any] = {}
    for item in filters:
        if item.choices:
            choices = [("", lazy("Any")), *item.choices]
            fields[item.name] = SelectField(item.label, choices=choices, default="", validate_choice=False)
        else:
            fields[item.name] = IntegerField(item.label, [Optional(), NumberRange(0, 1_000_000)])
    form: Form = type("KindFilters", (Form,), fields)(args, prefix="f-")
    form.validate()
    return form


class Ticks(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ListingForm(FlaskForm):
    """What every listing has, whatever its kind."""

    direction = RadioField(
        lazy("What is it about?"),
        [DataRequired(lazy("Say whether you offer or need something."))],
        choices=list(DIRECTIONS),
    )
    kind = RadioField(lazy("What kind of thing?"), [DataRequired(lazy("Choose what it is about."))])
    title = StringField(
        lazy("Title"),
        [
            InputRequired(lazy("Give it a title, as on a notice board.")),
            Length(min=3, max=LONGEST_TITLE, message=lazy("Between %(min)d and %(max)d characters, please.")),
        ],
        filters=[_tidy],
        description=lazy("As you would write it on a notice board."),
        render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"},
    )
    text = TextAreaField(
        lazy("In your words"),
        [Optional(), Length(max=LONGEST_TEXT, message=lazy("This is too long: at most %(max)d characters."))],
        description=lazy("What somebody should know before asking. An empty line makes a new paragraph."),
        render_kw={"rows": 6},
    )
    terms = Ticks(lazy("On which terms?"), [DataRequired(lazy("Choose at least one way to settle it."))])
    when_text = StringField(
        lazy("When?"),
        [Optional(), Length(max=120)],
        filters=[_tidy],
        description=lazy("In your words: Saturday mornings, any evening, during the holidays."),
        render_kw={"maxlength": 120},
    )
    starts_on = DateField(lazy("From which day?"), [Optional()], format=["%Y-%m-%d", "%d/%m/%Y"])
    ends_on = DateField(lazy("To which day?"), [Optional()], format=["%Y-%m-%d", "%d/%m/%Y"])
    quantity = IntegerField(
        lazy("How much?"), [Optional(), NumberRange(1, 1_000_000, lazy("A whole number from 1, please."))]
    )
    place = StringField(
        lazy("Where?"),
        [Optional(), Length(max=80)],
        filters=[_tidy],
        description=lazy("A neighbourhood or a public place, never your address. It is shown to everybody."),
        render_kw={"maxlength": 80},
    )
    subnetwork = RadioField(lazy("In which sub-network?"), [DataRequired(lazy("Choose where it belongs."))])
    lasts = RadioField(lazy("How long should it stay on the board?"), choices=list(LASTS), default="months")
    expires_on = DateField(
        lazy("Last day, when you choose one"), [Optional()], format=["%Y-%m-%d", "%d/%m/%Y"]
    )
    components = Ticks(lazy("What well-being do you hope it brings?"), [Optional()])


class PressForm(FlaskForm):
    """A button."""


class HideForm(FlaskForm):
    """Why a coordinator hides a listing."""

    reason = StringField(
        lazy("Why? The author reads it"),
        [DataRequired(lazy("Say why: its author will read it.")), Length(max=300)],
        filters=[_tidy],
    )

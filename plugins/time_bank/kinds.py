"""The ten kinds of help that are counted in hours."""

from collections.abc import Iterator
from typing import Any

from app.plugin_api import Filter, ResourceKind, lazy
from plugins.time_bank import services
from plugins.time_bank.forms import TaskForm
from plugins.time_bank.models import Task
from plugins.time_bank.words import LENGTHS, PLACES, RHYTHMS

FILTERS = (
    Filter(
        name="length",
        label=lazy("How long"),
        choices=LENGTHS,
        clause=lambda value: Task.minutes <= int(value),
    ),
    Filter(
        name="place",
        label=lazy("Where"),
        choices=PLACES[:-1],
        clause=lambda value: Task.place.in_((value, "any")),
    ),
    Filter(
        name="rhythm", label=lazy("How often"), choices=RHYTHMS, clause=lambda value: Task.rhythm == value
    ),
)


def kinds() -> Iterator[ResourceKind]:
    """Yield the kinds, each with the components of well-being that it is meant to serve."""
    yield _kind(
        "home_help",
        lazy("Help at home"),
        lazy("I help at home"),
        lazy("I need help at home"),
        "home-heart",
        ("A09", "F02", "F03"),
    )
    yield _kind(
        "garden",
        lazy("Garden"),
        lazy("I help in the garden"),
        lazy("I need help in the garden"),
        "shovel",
        ("F07", "D04", "B05"),
    )
    yield _kind(
        "repairs",
        lazy("Repairs and odd jobs"),
        lazy("I mend things"),
        lazy("I have something to mend"),
        "tools",
        ("A03", "A08", "H06"),
    )
    yield _kind(
        "paperwork",
        lazy("Paperwork"),
        lazy("I help with paperwork"),
        lazy("I need help with paperwork"),
        "file-text",
        ("C05", "G04", "A11"),
    )
    yield _kind(
        "care",
        lazy("Looking after children or relatives"),
        lazy("I look after somebody for a while"),
        lazy("I need somebody to look after a relative or child"),
        "heart-handshake",
        ("A09", "D02", "F03"),
    )
    yield _kind(
        "company",
        lazy("Company and visits"),
        lazy("I keep company"),
        lazy("I would like some company"),
        "friends",
        ("D04", "F06", "H04"),
    )
    yield _kind(
        "errands",
        lazy("Errands"),
        lazy("I run errands"),
        lazy("I need somebody to run an errand"),
        "shopping-bag",
        ("A09", "A01", "D04"),
    )
    yield _kind(
        "cooking",
        lazy("Cooking"),
        lazy("I cook"),
        lazy("I need a hand in the kitchen"),
        "soup",
        ("A01", "E07", "A07"),
    )
    yield _kind(
        "computers",
        lazy("Computers and telephones"),
        lazy("I help with computers and telephones"),
        lazy("I need help with a computer or telephone"),
        "device-laptop",
        ("A11", "F02", "A05"),
    )
    yield _kind(
        "pets",
        lazy("Pets"),
        lazy("I look after pets"),
        lazy("I need somebody for my pet"),
        "dog",
        ("D04", "F07", "G03"),
    )


def _kind(
    noun: str, label: Any, offer_label: Any, request_label: Any, icon: str, components: tuple[str, ...]
) -> ResourceKind:
    return ResourceKind(
        slug=f"{services.SLUG}.{noun}",
        label=label,
        offer_label=offer_label,
        request_label=request_label,
        icon=icon,
        unit="minutes",
        components=(*components, *(code for code in ("E07", "G01") if code not in components)),
        terms=(services.TERMS, "gift"),
        detail=Task,
        form=TaskForm,
        card=services.card,
        facts=services.facts,
        filters=FILTERS,
        default_quantity=services.USUAL_MINUTES,
        suggest=services.suggested_minutes,
    )

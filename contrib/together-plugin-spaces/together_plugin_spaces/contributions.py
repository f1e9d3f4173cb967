"""The values that the plugin contributes; plugin.py only names them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from app.plugin_api import Filter, ImpactMeasure, Job, Notice, Panel, ResourceKind, lazy

from together_plugin_spaces import facts, keys
from together_plugin_spaces import measures as brought
from together_plugin_spaces import panels as shown
from together_plugin_spaces.forms import CommonForm, RoomForm
from together_plugin_spaces.models import COMMON, KINDS, ROOM, Common, Room
from together_plugin_spaces.week import USUAL
from together_plugin_spaces.words import EQUIPMENT

COMPONENTS = ("B03", "E07", "H06", "D04")
TERMS = ("gift", "local_currency.units")


def kinds() -> Iterator[ResourceKind]:
    """Rooms and common goods."""
    yield ResourceKind(
        slug=ROOM,
        label=lazy("Shared room"),
        offer_label=lazy("I open a room to others"),
        request_label=lazy("I look for a room"),
        icon="key",
        unit="minutes",
        components=COMPONENTS,
        terms=TERMS,
        detail=Room,
        form=RoomForm,
        confidential=("kept_by",),
        card=facts.room_card,
        facts=facts.room_facts,
        filters=(
            Filter(name="people", label=lazy("For at least so many people"), clause=_holds),
            Filter(
                name="step_free",
                label=lazy("Without steps"),
                choices=(("1", lazy("Without steps")),),
                clause=lambda value: Room.step_free,
            ),
            Filter(name="equipment", label=lazy("With"), choices=EQUIPMENT, clause=_has),
        ),
        suggest=lambda listing, room: room.shortest or USUAL,
    )
    yield ResourceKind(
        slug=COMMON,
        label=lazy("Common good"),
        offer_label=lazy("I look after something for everybody"),
        request_label=lazy("I need something for a while"),
        icon="package",
        unit="things",
        components=("A08", "E07", "H06", "D04"),
        terms=TERMS,
        detail=Common,
        form=CommonForm,
        confidential=("kept_by",),
        card=facts.common_card,
        facts=facts.common_facts,
        default_quantity=1,
    )


def _holds(value: str) -> Any:
    return Room.capacity >= int(value)


def _has(value: str) -> Any:
    return sa.cast(Room.equipment, sa.UnicodeText).contains(f'"{value}"', autoescape=True)


def measures() -> Iterator[ImpactMeasure]:
    """Hours shared, spaces opened."""
    source = lazy("The exchanges of this territory.")
    yield ImpactMeasure(
        slug="spaces.hours",
        label=lazy("Hours of shared spaces"),
        unit="minutes",
        method=lazy(
            "Adds up the hours of every confirmed booking, from beginning to end as both sides agreed; "
            "two pieces of a common good for an hour are two hours."
        ),
        source=source,
        uncertainty=lazy("Hours that were agreed, not measured: who leaves early is counted to the end."),
        kinds=KINDS,
        measure=brought.minutes_shared,
    )
    yield ImpactMeasure(
        slug="spaces.opened",
        label=lazy("Spaces opened"),
        unit="things",
        method=lazy("Counts a room or a common good once, when its first booking is confirmed."),
        source=source,
        uncertainty=lazy("None in the count; a space that is listed twice is counted twice."),
        kinds=KINDS,
        measure=brought.opened,
    )


def panels() -> Iterator[Panel]:
    """The week of a space, what was agreed about it, and what is free today."""
    yield Panel(
        slug="spaces.week",
        title=lazy("When it is free"),
        place="listing",
        template="spaces/panel_week.html",
        context=shown.week_of_listing,
    )
    yield Panel(
        slug="spaces.booking",
        title=lazy("Hours, rules and keys"),
        place="exchange",
        template="spaces/panel_booking.html",
        context=shown.booking_of_exchange,
    )
    yield Panel(
        slug="spaces.today",
        title=lazy("Free today"),
        place="subnetwork",
        template="spaces/panel_today.html",
        context=shown.free_today,
    )


def jobs() -> Iterator[Job]:
    """Keys that are late, hours of exchanges that are off."""
    yield Job(slug="spaces.keys", every=timedelta(hours=6), run=keys.ask_back)
    yield Job(slug="spaces.tidy", every=timedelta(days=1), run=keys.tidy)


def notices() -> Iterator[Notice]:
    """Keys that are late."""
    yield Notice(
        slug="spaces.keys_late",
        label=lazy("Keys or things I have not returned yet"),
        sentence=lazy("“%(title)s” waits for its keys, or to come back."),
        mail_subject=lazy("“%(title)s” should come back"),
        mail_text=lazy(
            "Your hours of “%(title)s” are over, and nobody has written down that the keys, or the thing "
            "itself, came back. If you have returned them, the other side can say so on this page."
        ),
    )

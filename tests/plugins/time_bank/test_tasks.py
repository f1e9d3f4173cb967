import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from app.listings.models import Direction, Listing
from app.text import speaking
from plugins.time_bank.forms import TaskForm
from plugins.time_bank.models import Task
from plugins.time_bank.settings import TimeBankSettings


def test_the_ten_kinds_say_what_they_are_and_what_they_serve(valley):
    kinds = {slug: kind for slug, kind in valley.plugins.kinds.items() if slug.startswith("time_bank.")}

    nouns = "care company computers cooking errands garden home_help paperwork pets repairs"
    assert sorted(slug.split(".")[1] for slug in kinds) == nouns.split()
    assert {kind.unit for kind in kinds.values()} == {"minutes"}
    assert {kind.terms for kind in kinds.values()} == {("time_bank.hours", "gift")}


def test_every_component_of_a_kind_is_in_the_typology(valley):
    from app.wellbeing.models import Component

    known = set(valley.session.scalars(sa.select(Component.code)))
    named = {
        code
        for slug, kind in valley.plugins.kinds.items()
        if slug.startswith("time_bank.")
        for code in kind.components
    }

    assert named - known == set()


def test_every_label_of_a_kind_is_said_in_french(valley):
    kind = valley.plugins.kinds["time_bank.garden"]

    with speaking("fr"):
        words = (str(kind.label), str(kind.offer_label), str(kind.request_label))

    assert words == ("Jardin", "J’aide au jardin", "J’ai besoin d’aide au jardin")


def test_a_task_says_its_facts(valley):
    kind = valley.plugins.kinds["time_bank.repairs"]
    task = Task(minutes=90, place="remote", rhythm="every_week", travel_counts=True, travel_minutes=20)

    assert kind.card(task) == ["about 1 h 30", "By telephone or video", "Every week"]
    assert dict(kind.facts(task)) == {
        "Usual duration": "1 h 30",
        "Where": "By telephone or video",
        "How often": "Every week",
        "The way there and back": "counts as time given, about 20 min",
    }


def test_the_form_reads_durations_as_people_type_them():
    form = TaskForm(MultiDict({"minutes": "1 h 30", "place": "mine", "rhythm": "once"}))
    task = Task()

    assert form.validate(), form.errors
    form.populate_obj(task)

    assert (task.minutes, task.place, task.rhythm, task.travel_counts, task.travel_minutes) == (
        90, "mine", "once", False, None
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"minutes": "a while"}, "minutes", "Write a duration such as 45 min, 1 h or 1 h 30."),
        ({"minutes": "25 h"}, "minutes", "At most 24 h."),
        (
            {"travel_minutes": "20 min"},
            "travel_minutes",
            "Tick that the way counts, or leave its time empty.",
        ),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_is_kept(typed, field, sentence):
    form = TaskForm(MultiDict({"place": "any", "rhythm": "once", **typed}))

    assert not form.validate()
    assert [str(error) for error in form[field].errors] == [sentence]
    assert f'value="{typed[field]}"' in form[field]()


def test_the_settings_are_kept_in_minutes():
    form = TimeBankSettings(
        MultiDict({
            "name": "Grains", "welcome_minutes": "15 h", "lowest_balance_minutes": "10 h",
            "highest_balance_minutes": "", "longest_exchange_minutes": "2 h",
        })
    )  # fmt: skip

    assert form.validate(), form.errors
    assert form.data == {
        "name": "Grains",
        "mode": "central",
        "unit_name": "",
        "units_per_hour": 60,
        "welcome_minutes": 900,
        "lowest_balance_minutes": -600,
        "highest_balance_minutes": None,
        "longest_exchange_minutes": 120,
    }


def test_settings_are_shown_again_as_they_were_typed():
    form = TimeBankSettings(None, data={"lowest_balance_minutes": -630, "welcome_minutes": 0})

    assert 'value="10 h 30"' in form.lowest_balance_minutes()
    assert 'value="20 h"' in form.highest_balance_minutes()


def test_a_welcome_that_no_account_can_hold_is_refused():
    form = TimeBankSettings(MultiDict({"welcome_minutes": "15 h", "highest_balance_minutes": "10 h"}))

    assert not form.validate()
    assert [str(error) for error in form.welcome_minutes.errors] == [
        "More than an account may hold: raise that limit, or lend less."
    ]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("length", "60", ["short"]),
        ("length", "240", ["short", "weekly"]),
        ("place", "mine", ["anywhere", "short"]),
        ("rhythm", "every_week", ["weekly"]),
    ],
)
def test_filters_find_tasks(valley, name, value, found):
    for title, task in {
        "short": {"minutes": 45, "place": "mine"},
        "weekly": {"minutes": 180, "place": "theirs", "rhythm": "every_week"},
        "anywhere": {"minutes": None, "place": "any"},
    }.items():
        valley.listing(valley.bea, **task).title = title
    valley.session.commit()
    filters = {item.name: item for item in valley.plugins.kinds["time_bank.repairs"].filters}

    titles = valley.session.scalars(
        sa.select(Listing.title).join(Task, Task.listing_id == Listing.id).where(filters[name].clause(value))
    )

    assert sorted(titles) == found


def _match(valley, offered, wanted):
    offer = valley.listing(valley.bea, **offered)
    request = valley.listing(valley.ana, Direction.REQUEST, **wanted)
    return valley.plugins.criteria["time_bank.time"].score(valley.session, offer, request)


def test_time_enough_at_the_same_place_fits_best(valley):
    match = _match(valley, {"minutes": 120, "place": "theirs"}, {"minutes": 90, "place": "theirs"})

    assert (match.score, match.reason) == (1.0, "the same kind of help, and time enough (1 h 30)")


def test_too_little_time_fits_less(valley):
    match = _match(valley, {"minutes": 45, "rhythm": "every_week"}, {"minutes": 90})

    assert (match.score, match.reason) == (0.65, "the same kind of help")


def test_places_that_do_not_meet_do_not_fit(valley):
    assert _match(valley, {"place": "mine"}, {"place": "theirs"}) is None

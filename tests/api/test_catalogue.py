"""What the platform offers: plugins, kinds with their fields, the typology; and forms as JSON."""

from datetime import date, datetime, time

import jsonschema
import pytest
from marshmallow import ValidationError
from wtforms import (
    DateField,
    DateTimeLocalField,
    DecimalField,
    FloatField,
    Form,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, Length, Optional

from app import text
from app.api import details
from app.testing import factories


@pytest.fixture
def kinds(app):
    """The kinds of the installed plugins, in a request: forms ask for its language."""
    with app.test_request_context():
        yield app.extensions["together_plugins"].kinds


def test_every_installed_plugin_says_what_it_contributes(app, program):
    installed = app.extensions["together_plugins"].installed

    listed = program().get("/plugins?limit=100").json["items"]
    bank = program().get("/plugins/time_bank").json

    assert [line["slug"] for line in listed] == sorted(installed)
    assert [method["slug"] for method in bank["settlement_methods"]] == ["time_bank.hours"]
    assert "time_bank.repairs" in bank["kinds"]
    assert bank["settings"]["properties"]["welcome_minutes"]["type"] == ["integer", "null"]
    assert bank in listed
    assert program().get("/plugins/none").status_code == 404


def test_the_kinds_of_a_territory_are_those_switched_on_with_the_terms_possible_there(session, program):
    place = factories.territory(session)
    factories.subnetwork(session, place, "tools", plugins=("goods",))
    factories.subnetwork(session, place, "money", plugins=("goods", "local_currency"))
    factories.subnetwork(session, factories.territory(session, "lyon"), "rooms", plugins=("housing",))
    session.commit()

    everywhere = program().get("/bordeaux/kinds?limit=100").json["items"]
    tools = program().get("/bordeaux/kinds?subnetwork=tools").json["items"]

    [thing] = [kind for kind in everywhere if kind["slug"] == "goods.thing"]
    assert {kind["plugin"] for kind in everywhere} == {"goods", "local_currency"}
    assert thing["subnetworks"] == [
        {"subnetwork": "money", "terms": ["gift", "local_currency.units"]},
        {"subnetwork": "tools", "terms": ["gift"]},
    ]
    assert [kind["slug"] for kind in tools] == ["goods.thing"]
    assert tools[0]["subnetworks"] == [{"subnetwork": "tools", "terms": ["gift"]}]
    assert program().get("/bordeaux/kinds?subnetwork=none").json["items"] == []


def test_words_come_in_the_language_of_the_caller(program):
    def label(language):
        answer = program().get("/plugins/goods", headers={"Accept-Language": language})
        return answer.json["title"]

    assert (label("en"), label("fr")) == ("Things", "Objets")


def test_the_typology_has_its_dimensions_components_and_sources(program):
    view = program().get("/components").json
    french = program().get("/components", headers={"Accept-Language": "fr"}).json

    assert [dimension["letter"] for dimension in view["dimensions"]] == list("ABCDEFGHI")
    assert all(
        component["code"].startswith(dimension["letter"])
        for dimension in view["dimensions"]
        for component in dimension["components"]
    )
    food = view["dimensions"][0]["components"][1]
    assert (food["code"], food["label"]) == ("A01", "Food and drink")
    assert food["source"] != ""
    assert french["dimensions"][0]["components"][1]["label"] != food["label"]


def test_the_schema_of_every_kind_is_one_and_its_proposals_obey_it(kinds):
    for kind in kinds.values():
        schema = details.detail_schema(kind.form)
        jsonschema.Draft202012Validator.check_schema(schema)
        proposed = {name: said["default"] for name, said in schema["properties"].items() if "default" in said}
        jsonschema.validate(proposed, {**schema, "required": []})


def test_a_schema_says_what_the_form_asks(kinds):
    schema = details.detail_schema(kinds["transport.ride"].form)

    assert schema["required"] == ["origin", "destination"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["seats"] == {
        "title": "Seats",
        "type": "integer",
        "default": 1,
        "minimum": 1,
        "maximum": 8,
    }
    assert schema["properties"]["origin"]["maxLength"] == 80
    assert schema["properties"]["weekdays"]["items"]["oneOf"][0] == {"const": "mon", "title": "Monday"}
    with text.speaking("fr"):
        assert details.detail_schema(kinds["transport.ride"].form)["properties"]["seats"]["title"] == "Places"


def test_what_people_type_in_words_programs_send_as_whole_numbers(kinds):
    task, product = kinds["time_bank.repairs"], kinds["local_currency.product"]

    described = details.detail_schema(task.form)["properties"]["minutes"]
    sums = details.detail_schema(product.form)["properties"]["price"]

    assert described["type"] == ["integer", "null"]
    assert described["description"].endswith("A whole number: 60 is “1 h”.")
    assert sums["description"].endswith("A whole number: 60 is “0.60”.")
    assert details.detail_values(task, {"minutes": 95})["minutes"] == 95
    assert details.detail_values(product, {"price": 1250})["price"] == 1250
    with text.speaking("fr"):
        assert details.detail_values(task, {"minutes": 95})["minutes"] == 95
        assert details.detail_values(product, {"price": 1205})["price"] == 1205


def test_values_are_checked_as_on_the_page_and_what_is_left_out_is_proposed(kinds):
    room = kinds["housing.room"]

    assert details.detail_values(room, {"sleeps": 3, "step_free": True}) == {
        "room_type": "spare_room",
        "sleeps": 3,
        "nights_max": None,
        "step_free": True,
        "pets_welcome": False,
    }


def test_what_is_left_out_of_a_change_stays(kinds):
    room = kinds["housing.room"]
    row = room.detail(room_type="sofa_bed", sleeps=4, nights_max=7, step_free=True, pets_welcome=True)

    changed = details.detail_values(room, {"nights_max": None, "pets_welcome": False}, row=row)

    assert changed == {
        "room_type": "sofa_bed",
        "sleeps": 4,
        "nights_max": None,
        "step_free": True,
        "pets_welcome": False,
    }
    assert details.told(room, row, to_author=True) == {
        "room_type": "sofa_bed",
        "sleeps": 4,
        "nights_max": 7,
        "step_free": True,
        "pets_welcome": True,
    }


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("housing.room", {"sleeps": 0}, "sleeps"),
        ("housing.room", {"sleeps": None}, "sleeps"),
        ("housing.room", {"sleeps": "2"}, "sleeps"),
        ("housing.room", {"sleeps": 2.0}, "sleeps"),
        ("housing.room", {"sleeps": True}, "sleeps"),
        ("housing.room", {"sleeps": 2**63}, "sleeps"),
        ("housing.room", {"step_free": 1}, "step_free"),
        ("housing.room", {"step_free": None}, "step_free"),
        ("housing.room", {"room_type": "castle"}, "room_type"),
        ("housing.room", {"room_type": None}, "room_type"),
        ("housing.room", {"room_type": ["sofa_bed"]}, "room_type"),
        ("housing.room", {"beds": 2}, "beds"),
        ("transport.ride", {"origin": "a\0b", "destination": "b"}, "origin"),
        ("transport.ride", {"origin": "\ud800", "destination": "b"}, "origin"),
        ("transport.ride", {"origin": "x" * 81, "destination": "b"}, "origin"),
        ("transport.ride", {"origin": "a"}, "destination"),
        ("transport.ride", {"origin": "a", "destination": "b", "weekdays": ["mon", "someday"]}, "weekdays"),
        ("transport.ride", {"origin": "a", "destination": "b", "weekdays": "mon"}, "weekdays"),
        ("transport.ride", {"origin": "a", "destination": "b", "weekdays": [["mon"]]}, "weekdays"),
        ("transport.ride", {"origin": "a", "destination": "b", "departs": "noon"}, "departs"),
        ("time_bank.repairs", {"minutes": -90}, "minutes"),
        ("time_bank.repairs", {"minutes": 10**12}, "minutes"),
        ("time_bank.repairs", {"travel_minutes": 10}, "travel_minutes"),
        ("local_currency.product", {"price": -1}, "price"),
        ("local_currency.product", {"price": 2**62}, "price"),
    ],
)
def test_values_that_the_page_refuses_are_refused_by_their_field(kinds, kind, given, field):
    with pytest.raises(ValidationError) as refused:
        details.detail_values(kinds[kind], given)

    assert list(refused.value.messages) == [field]


class Everything(Form):
    """Fields that no plugin of ours has yet."""

    day = DateField("Day", [Optional()])
    hour = TimeField("Hour", [Optional()])
    starts = DateTimeLocalField("Starts", [Optional()])
    share = FloatField("Share", [Optional()])
    exact = DecimalField("Exact", [Optional()], places=2)
    size = SelectField("Size", choices=[(1, "Small"), (2, "Large")], coerce=int, default=1)
    words = StringField("Words", [DataRequired(), Length(min=2, max=5)])


def test_other_fields_of_wtforms_have_types_too(kinds):
    schema = details.detail_schema(Everything)
    given = {
        "day": "2026-05-03",
        "hour": "14:30",
        "starts": "2026-05-03T14:30",
        "share": 0.5,
        "exact": 1.5,
        "size": 2,
        "words": "abc",
    }
    form = details.checked(Everything, given)

    properties = schema["properties"]
    assert properties["day"] == {"title": "Day", "type": ["string", "null"], "format": "date"}
    assert properties["hour"]["format"] == "time"
    assert properties["starts"]["format"] == "date-time"
    assert properties["size"]["type"] == "integer"
    assert (form.hour.data, form.starts.data) == (time(14, 30), datetime(2026, 5, 3, 14, 30))  # noqa: DTZ001
    assert form.size.data == 2
    assert properties["share"]["type"] == ["number", "null"]
    assert properties["exact"]["type"] == ["number", "null"]
    assert properties["words"] == {"title": "Words", "type": "string", "minLength": 2, "maxLength": 5}
    assert (form.day.data, form.share.data, float(form.exact.data)) == (date(2026, 5, 3), 0.5, 1.5)


@pytest.mark.parametrize(
    "given",
    [
        {"day": "3.5.2026"},
        {"day": "2026-02-30"},
        {"day": 5},
        {"share": float("nan")},
        {"share": float("inf")},
        {"share": "0.5"},
        {"hour": "25:00"},
        {"hour": "14:30+02:00"},
        {"hour": 14},
        {"starts": "tomorrow"},
        {"size": 3},
        {"size": "2"},
        {"words": "x"},
    ],
)
def test_other_fields_refuse_what_they_are_not(kinds, given):
    with pytest.raises(ValidationError) as refused:
        details.checked(Everything, {"words": "abc", **given})

    assert list(refused.value.messages) == list(given)

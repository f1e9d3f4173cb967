"""``together plugins check`` finds what is wrong with a plugin, and says nothing where nothing is."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app.kit import commands
from tests.distribution.machine import OFFLINE, Machine
from tests.kit.broken import begun, break_everywhere

WRONG = [
    "The kind bread.loaf names the icon 'croissant', which does not exist.",
    "Its function exchange_objection is no hook; did you mean exchange_objections?",
    "Its hook impact_measures lacks @hookimpl.",
    "services.py imports app.errors, which is not promised: use app.plugin_api or app.plugin_web.",
    "Its manifest names the component Z99, which the typology does not have.",
    "The kind bread.loaf serves no component of well-being.",
    "The kind bread.loaf is settled by bread.crumbs, which the plugin does not bring.",
    "The form of bread.loaf has a field crust, and its table has no such column.",
    (
        "card of bread.loaf fails: TypeError(\"'NoneType' object is not subscriptable\"), "
        "for a row with {'pieces': 1, 'moment': 'any', 'bring': None}."
    ),
    "The kind bread.slice needs a form and a table, or neither.",
    "The table of bread.slice must have listing_id for its key, not id.",
    (
        "clause of the filter moment of bread.loaf fails: "
        "AttributeError(\"type object 'Loaf' has no attribute 'hour'\"), for 'any'."
    ),
    "The measure bread.pieces has no uncertainty.",
    "The measure bread.pieces is for the kind bread.roll, which the plugin does not bring.",
    "The table oven_door must be called bread_<noun>.",
    "The table oven_door belongs to no territory: let its model descend from Scoped.",
    "The revision bread_0001 must depend on core_0001, not on core_0002.",
    (
        "Its models and its migrations differ: the table bread_slice is in no migration. "
        "Run 'together db upgrade && together db revision bread \"what changed\" --id bread_<number>'."
    ),
    "The panel bread.smell cannot be shown: TemplateNotFound: bread/smell.html.",
    "Its menu entry Loaf leads to bread.nowhere, which does not exist.",
    "Not said in French: 'Whenever you like'.",
]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine.made(tmp_path)


def test_every_mistake_of_a_plugin_is_named(machine: Machine) -> None:
    folder = machine.folder / "broken"
    break_everywhere(begun(folder))
    machine.pip("install", *OFFLINE, "--no-build-isolation", str(folder))
    machine.together("db", "upgrade")

    said = json.loads(machine.together("plugins", "check", "bread", "--json", code=1))

    assert [plugin["slug"] for plugin in said] == ["bread"]
    assert said[0]["wrong"] == WRONG


def test_nothing_is_wrong_with_the_plugins_of_this_repository(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(commands.group, ["check", "--json"])

    found = {plugin["slug"]: plugin["wrong"] for plugin in json.loads(answer.output)}
    assert found == {slug: [] for slug in app.extensions["together_plugins"].installed}
    assert answer.exit_code == 0


def test_a_check_can_be_read(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(commands.group, ["check", "goods"])

    assert (
        answer.output
        == """\
goods 0.1.0 (together): Things
  hooks               manifest, resource_kinds, impact_measures, exchange_objections
  kinds               goods.thing
  measures            goods.things
  settings            longest_loan
  tables              goods_thing
  migrations          goods_0001
  catalogues          fr
  Nothing is wrong with it.
"""
    )


def test_a_check_names_what_a_plugin_contributes(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(commands.group, ["check", "goods", "--json"])

    assert json.loads(answer.output) == [
        {
            "slug": "goods",
            "distribution": "together",
            "version": "0.1.0",
            "api_version": None,
            "contributes": {
                "hooks": ["manifest", "resource_kinds", "impact_measures", "exchange_objections"],
                "kinds": ["goods.thing"],
                "measures": ["goods.things"],
                "settings": ["longest_loan"],
                "tables": ["goods_thing"],
                "migrations": ["goods_0001"],
                "catalogues": ["fr"],
            },
            "wrong": [],
        }
    ]


def test_a_plugin_that_is_not_installed_cannot_be_checked(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(commands.group, ["check", "bread"])

    assert str(answer.exception) == "bread is not installed; in its folder: pip install --editable ."

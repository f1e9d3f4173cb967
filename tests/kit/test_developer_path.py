"""A developer's way: a plugin is begun, tested, installed, used, switched off, purged and uninstalled."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.distribution.machine import OFFLINE, Machine, wheel_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A fresh environment with the platform, installed from the wheel of this tree."""
    made = Machine.made(tmp_path)
    made.pip("install", *OFFLINE, "--no-compile", "--ignore-installed", str(wheel_of(ROOT, tmp_path)))
    return made


def story(machine: Machine, *parts: str) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = json.loads(machine.run(str(HERE / "story.py"), *parts).splitlines()[-1])
    return said


def test_a_plugin_is_begun_tested_installed_used_and_taken_away(machine: Machine) -> None:
    begun = machine.together("plugins", "new", "bread", "--kind", "loaf")
    folder = "together-plugin-bread"
    tested = machine.run("-m", "pytest", "-q", "--database=sqlite", "-p", "no:cacheprovider", within=folder)
    machine.pip("install", *OFFLINE, "--no-build-isolation", str(machine.folder / folder))
    machine.together("db", "upgrade")
    listed = machine.together("plugins", "list")

    assert "files of together-plugin-bread are in" in begun
    assert tested.splitlines()[-1].startswith("14 passed")
    assert "bread                0.1.0        together-plugin-bread; not switched on anywhere" in listed
    assert machine.tables("bread") == {"bread_loaf"}

    on, offered, seen, off, seen_off = story(machine, "begin", "offer", "look", "switch_off", "look")

    assert on == {"in_the_catalogue": True, "answer": 302, "enabled": True}
    assert offered == {"answer": 302, "kinds": ["bread.loaf"]}
    plain = {"listing": 200, "title": True, "facts": False, "found": True, "can_be_written": False}
    assert seen == plain | {"facts": True, "can_be_written": True, "ready": "ready\n"}

    assert off == {"answer": 302, "enabled": False}
    assert seen_off == plain | {"facts": True, "ready": "ready\n"}

    purged = machine.together("plugins", "purge", "bread", "--yes")
    machine.pip("uninstall", "--quiet", "--yes", "together-plugin-bread")
    [seen_without] = story(machine, "look")

    assert "bread has left nothing behind. Now uninstall together-plugin-bread." in purged
    assert machine.tables("bread") == set()
    assert "bread" not in machine.together("plugins", "list")
    assert seen_without == plain | {"ready": "ready\n"}

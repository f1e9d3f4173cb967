"""A plugin in a distribution of its own: built, installed, used, purged, uninstalled; and the other order."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.distribution import machine as machines
from tests.distribution.machine import wheel_of

HERE = Path(__file__).parent


class Machine(machines.Machine):
    """One on which the story of the umbrellas is played."""

    def story(self, part: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(str(HERE / "story.py"), part).splitlines()[-1])
        return found


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny distribution, built."""
    return wheel_of(HERE / "tiny", tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def machine(tmp_path: Path, wheel: Path) -> Machine:
    """A machine on which the distribution is installed and an umbrella stands on the shelf."""
    machine = Machine.made(tmp_path)
    machine.pip("install", "--quiet", "--no-deps", str(wheel))
    machine.together("db", "upgrade")
    assert machine.story("begin") == {"enabled": True, "settings": {"most": 3}}
    return machine


def test_an_installed_plugin_brings_its_kind_its_table_its_block_and_its_page(machine: Machine) -> None:
    listed = machine.together("plugins", "list")
    seen = machine.story("look")

    assert "umbrellas            1.0          together-umbrellas; switched on in 1 sub-networks" in listed
    assert machine.tables("umbrellas") == {"umbrellas_umbrella"}
    assert seen["shelf"]["status"] == 200
    assert "<li>yellow</li>" in seen["shelf"]["text"]
    assert "On the shelf" in seen["subnetwork"]["text"]
    assert "A large umbrella" in seen["listing"]["text"]
    assert "yellow" in seen["listing"]["text"]
    assert seen["readyz"]["text"] == "ready\n"


def test_the_contract_holds_for_it(machine: Machine) -> None:
    contract = str(HERE / "tiny/test_umbrellas.py")
    report = machine.run("-m", "pytest", contract, "-q", "--database=sqlite", "-p", "no:cacheprovider")

    assert "12 passed" in report


def test_a_purged_plugin_leaves_nothing_behind_and_the_platform_goes_on(machine: Machine) -> None:
    purged = machine.together("plugins", "purge", "umbrellas", "--yes")
    machine.pip("uninstall", "--quiet", "--yes", "together-umbrellas")
    upgraded = machine.together("db", "upgrade")
    seen = machine.story("look")

    assert "This removes for good the tables of umbrellas: umbrellas_umbrella." in purged
    assert "Now uninstall together-umbrellas." in purged
    assert machine.tables("umbrellas") == set()
    assert "The database is up to date." in upgraded
    assert seen["shelf"]["status"] == 404
    assert seen["subnetwork"]["status"] == 200
    assert seen["listing"]["status"] == 200
    assert "A large umbrella" in seen["listing"]["text"]
    assert seen["readyz"]["text"] == "ready\n"


def test_a_plugin_uninstalled_too_early_is_named_and_can_be_forgotten(machine: Machine) -> None:
    machine.pip("uninstall", "--quiet", "--yes", "together-umbrellas")
    refused = machine.together("db", "upgrade", code=1)
    unready = machine.story("look")["readyz"]
    forgotten = machine.together("plugins", "forget", "umbrellas", "--yes")
    upgraded = machine.together("db", "upgrade")
    seen = machine.story("look")

    assert refused.strip() == (
        "The database still holds tables of umbrellas, which is not installed any more "
        "(revision umbrellas_0001). Install it again, or run 'together plugins forget umbrellas'."
    )
    assert unready == {
        "status": 503,
        "text": "the database holds tables of a plugin that is gone: run 'together db upgrade'\n",
    }
    assert "Left of umbrellas: tables umbrellas_umbrella; revisions umbrellas_0001." in forgotten
    assert machine.tables("umbrellas") == set()
    assert "The database is up to date." in upgraded
    assert "A large umbrella" in seen["listing"]["text"]
    assert seen["readyz"]["text"] == "ready\n"

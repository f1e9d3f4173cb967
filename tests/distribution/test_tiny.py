"""A plugin in a distribution of its own: built, installed, used, purged, uninstalled; and the other order."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

HERE = Path(__file__).parent
OURS = sysconfig.get_path("purelib")


@dataclass
class Machine:
    """A fresh virtual environment that sees our own packages, with a data folder of its own."""

    folder: Path

    def run(self, *arguments: str, fails: bool = False) -> str:
        environment = {
            "PATH": os.environ["PATH"],
            "TOGETHER_DATA_DIR": str(self.folder / "data"),
            "TOGETHER_BASE_URL": "http://localhost",
            "TOGETHER_MAIL_URL": f"file:{self.folder / 'mail'}",
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }
        finished = subprocess.run(
            [str(self.folder / "venv/bin/python"), *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (finished.returncode != 0) == fails, finished.stdout + finished.stderr
        return finished.stderr if fails else finished.stdout

    def pip(self, *arguments: str) -> str:
        return self.run("-m", "pip", *arguments)

    def together(self, *arguments: str, fails: bool = False) -> str:
        return self.run("-c", "from app.cli import main; main()", *arguments, fails=fails)

    def story(self, part: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(str(HERE / "story.py"), part).splitlines()[-1])
        return found

    def tables(self) -> set[str]:
        engine = sa.create_engine(f"sqlite:///{self.folder / 'data/together.sqlite3'}", poolclass=sa.NullPool)
        return {name for name in sa.inspect(engine).get_table_names() if name.startswith("umbrellas")}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny distribution, built."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-build-isolation",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*build, "--wheel-dir", str(folder), str(HERE / "tiny")], check=True)
    return next(folder.glob("together_umbrellas-1.0-*.whl"))


@pytest.fixture
def machine(tmp_path: Path, wheel: Path) -> Machine:
    """A machine on which the distribution is installed and an umbrella stands on the shelf."""
    venv.create(tmp_path / "venv", with_pip=False)
    packages = next((tmp_path / "venv").glob("lib/python*/site-packages"))
    (packages / "ours.pth").write_text(f"import site; site.addsitedir({OURS!r})\n")
    machine = Machine(tmp_path)
    machine.pip("install", "--quiet", "--no-deps", str(wheel))
    machine.together("db", "upgrade")
    assert machine.story("begin") == {"enabled": True, "settings": {"most": 3}}
    return machine


def test_an_installed_plugin_brings_its_kind_its_table_its_block_and_its_page(machine: Machine) -> None:
    listed = machine.together("plugins", "list")
    seen = machine.story("look")

    assert "umbrellas            1.0          together-umbrellas; switched on in 1 sub-networks" in listed
    assert machine.tables() == {"umbrellas_umbrella"}
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
    assert machine.tables() == set()
    assert "The database is up to date." in upgraded
    assert seen["shelf"]["status"] == 404
    assert seen["subnetwork"]["status"] == 200
    assert seen["listing"]["status"] == 200
    assert "A large umbrella" in seen["listing"]["text"]
    assert seen["readyz"]["text"] == "ready\n"


def test_a_plugin_uninstalled_too_early_is_named_and_can_be_forgotten(machine: Machine) -> None:
    machine.pip("uninstall", "--quiet", "--yes", "together-umbrellas")
    refused = machine.together("db", "upgrade", fails=True)
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
    assert machine.tables() == set()
    assert "The database is up to date." in upgraded
    assert "A large umbrella" in seen["listing"]["text"]
    assert seen["readyz"]["text"] == "ready\n"

"""A plugin that cannot be used stops every command with one sentence that names it, never a traceback."""

from pathlib import Path

import pytest

from app import serving
from app.kernel.version import API_VERSION
from tests.distribution.machine import OFFLINE, Machine
from tests.kit.broken import begun, replace

GUNICORN = (
    *("-m", "gunicorn", "--config", str(Path(serving.__file__).with_name("gunicorn.py"))),
    *("--bind", "127.0.0.1:0", "--workers", "1", "app.serving:application()"),
)
COMMANDS = [("serve", "--port", "0"), ("db", "upgrade"), ("plugins", "list")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine.made(tmp_path)


def install(machine: Machine, old: str, new: str) -> None:
    folder = machine.folder / "broken"
    replace(begun(folder) / "plugin.py", old, new)
    machine.pip("install", *OFFLINE, "--no-build-isolation", str(folder))


def test_a_hook_that_raises_stops_every_command_with_one_sentence(machine: Machine) -> None:
    install(
        machine,
        '    """What changed hands."""\n',
        '    """What changed hands."""\n    raise LookupError("no flour")\n',
    )

    said = {command: machine.together(*command, code=1) for command in COMMANDS}

    sentence = (
        "impact_measures of bread (together-plugin-bread) failed at start: LookupError('no flour') "
        "(together_plugin_bread/plugin.py, line 65)\n"
    )
    assert said == dict.fromkeys(COMMANDS, sentence)
    served = machine.run(*GUNICORN, code=3)
    assert served.count(sentence) == 1
    assert "Traceback" not in served


def test_a_plugin_for_another_version_of_the_interface_stops_the_start(machine: Machine) -> None:
    written = API_VERSION.rpartition(".")[0]
    install(machine, f'api_version="{written}"', 'api_version="2.0"')

    said = machine.together("plugins", "list", code=1)

    assert said == (
        "The plugin bread (together-plugin-bread 0.1.0) was written for version 2.0 of the plugin interface; "
        f"this platform has the older {API_VERSION}. Install another version of one of them.\n"
    )


def test_a_plugin_that_cannot_be_imported_stops_the_start(machine: Machine) -> None:
    install(machine, "from together_plugin_bread import services", "from together_plugin_bread import oven")

    said = machine.together("plugins", "list", code=1)

    assert said.startswith("The plugin bread of together-plugin-bread cannot be loaded: ImportError(")
    assert said.endswith(" (together_plugin_bread/plugin.py, line 8)\n")
    assert said.count("\n") == 1


def test_a_plugin_with_a_slip_of_the_pen_names_file_and_line(machine: Machine) -> None:
    install(machine, "HERE = Path(__file__).parent", "HERE = = Path(__file__).parent")

    said = machine.together("plugins", "list", code=1)

    assert said == (
        "The plugin bread of together-plugin-bread cannot be loaded: "
        "SyntaxError: invalid syntax (plugin.py, line 13)\n"
    )

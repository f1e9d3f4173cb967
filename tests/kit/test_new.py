"""What ``together plugins new`` writes is clean from the first line, and it never writes over anything."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.errors import Refusal
from app.kit import commands, names, scaffold
from app.testing import catalogues

TOOLS = Path(sys.executable).parent
NAMES = [("bread", "bread"), ("x", "y"), ("p" * names.LONGEST["plugin"], "k" * names.LONGEST["kind"])]


def run(folder: Path, *command: str) -> str:
    finished = subprocess.run([TOOLS / command[0], *command[1:]], cwd=folder, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def refused(*arguments: str) -> str:
    answer = CliRunner().invoke(commands.group, ["new", *arguments])
    assert isinstance(answer.exception, Refusal), answer.output
    return str(answer.exception)


@pytest.mark.parametrize(("slug", "kind"), NAMES)
def test_what_is_written_passes_ruff_whatever_its_name(tmp_path: Path, slug: str, kind: str) -> None:
    scaffold.write(tmp_path, scaffold.files(slug, kind))

    assert "All checks passed!" in run(tmp_path, "ruff", "check", "--no-cache")
    assert "already formatted" in run(tmp_path, "ruff", "format", "--check", "--no-cache")
    assert not [
        path for path in tmp_path.rglob("*") if path.is_file() and "{{" in path.read_text("utf-8", "ignore")
    ]


def test_its_catalogues_say_what_its_code_says_and_are_compiled(tmp_path: Path) -> None:
    content = scaffold.files("bread", "loaf")
    scaffold.write(tmp_path, content)
    package = tmp_path / "together_plugin_bread"
    for language in ("en", "fr"):
        catalogues.merge(package, package / "translations", language)

    assert {path: (tmp_path / path).read_bytes() for path in content} == content
    assert catalogues.gaps(package, package / "translations") == []


def test_a_distribution_is_written_into_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    answer = CliRunner().invoke(commands.group, ["new", "tool_library", "--kind", "tool"])

    assert answer.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["together-plugin-tool-library"], (
        "and no data folder"
    )
    assert "18 files of together-plugin-tool-library" in answer.output
    manifest = tmp_path / "together-plugin-tool-library/pyproject.toml"
    assert 'tool_library = "together_plugin_tool_library.plugin"' in manifest.read_text()


def test_a_distribution_can_be_written_into_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")

    answer = CliRunner().invoke(commands.group, ["new", "bread", "--here"])

    assert answer.exit_code == 0
    assert (tmp_path / "together_plugin_bread/plugin.py").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_nothing_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "together-plugin-bread").mkdir()

    here = refused("bread", "--here")
    beside = refused("bread")

    assert here == f"Nothing was written: {tmp_path} already has README.md."
    assert beside == f"Nothing was written: {tmp_path / 'together-plugin-bread'} is already there."
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["README.md", "together-plugin-bread"]
    assert (tmp_path / "README.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Tool-Library", "beginning with a letter: how about 'tool_library'?"),
        ("2rain", "beginning with a letter: how about 'rain'?"),
        ("été", "cannot be the name of a plugin: use small letters from a to z"),
        ("", "'' cannot be the name of a plugin"),
        ("../bread", "how about 'bread'?"),
        ("class", "'class' is a word of Python's own and cannot be the name of a plugin."),
        ("b" * 21, "is too long for the name of a plugin: at most 20 characters."),
        ("core", "'core' is a word of the platform's own: choose another name."),
        ("gift", "'gift' is a word of the platform's own"),
        ("listing", "'listing' is a word of the platform's own"),
        ("search", "'search' is a word of the platform's own"),
        ("backup", "'backup' is a word of the platform's own"),
        ("goods", "There is a plugin called 'goods' already, in together: choose another name."),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)

    said = refused(name)

    assert sentence in said
    assert list(tmp_path.iterdir()) == []


def test_the_word_for_a_kind_is_looked_at_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert "cannot be the name of a kind" in refused("bread", "--kind", "a loaf")


def test_names_of_keys_fit_into_postgresql() -> None:
    longest = scaffold.files("p" * names.LONGEST["plugin"], "k" * names.LONGEST["kind"])
    migration = next(text.decode() for path, text in longest.items() if "migrations" in path.parts)
    keys = re.findall(r'op\.f\("(\w+)"\)', migration)

    assert sorted(len(key) for key in keys) == [40, 59, 63]

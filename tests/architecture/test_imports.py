"""The import contracts hold, and each of them can tell when it does not."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


def _contrib(folder: Path) -> list[Path]:
    return sorted((folder / "contrib").glob("together-plugin-*"))


def lint(folder: Path) -> str:
    finished = subprocess.run(
        [LINTER, "--no-cache", "--no-logo", "--config", "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": ":".join(map(str, (folder, *_contrib(folder)))), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return finished.stdout + finished.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code, in which a test may do what must not be done."""
    for package in ("app", "plugins", "contrib"):
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda folder, names: {
                name for name in names if not name.endswith(".py") and "." in name or name == "__pycache__"
            },
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add_line(file: Path, line: str) -> None:
    file.write_text(f"{file.read_text()}\n{line}\n")


def test_the_code_keeps_every_contract() -> None:
    report = lint(ROOT)

    assert "Contracts: 7 kept, 0 broken." in report


def test_each_contract_reports_what_breaks_it(tree: Path) -> None:
    add_line(tree / "app/exchanges/words.py", "import plugins.goods.words")
    add_line(tree / "plugins/skills/services.py", "from plugins.goods import words")
    add_line(tree / "plugins/goods/services.py", "from app.db.scope import crossing")
    add_line(tree / "app/ledgers/queries.py", "from flask import request")
    add_line(tree / "app/members/queries.py", "from app.ledgers import models")
    add_line(tree / "app/impact/models.py", "from app.impact import services")
    food = tree / "contrib/together-plugin-food/together_plugin_food"
    add_line(food / "words.py", "from app.db.scope import crossing")

    report = lint(tree)

    assert "Contracts: 0 kept, 7 broken." in report
    for planted in (
        "app.exchanges.words -> plugins.goods.words",
        "plugins.skills.services -> plugins.goods.words",
        "plugins.goods.services -> app.db.scope",
        "app.ledgers.queries -> flask",
        "app.members.queries -> app.ledgers.models",
        "app.impact.models -> app.impact.services",
        "together_plugin_food.words -> app.db.scope",
    ):
        assert planted in report


def test_a_new_package_fails_until_somebody_says_where_it_stands(tree: Path) -> None:
    (tree / "app/weather").mkdir()
    (tree / "app/weather/__init__.py").write_text('"""Rain and shine."""\n')

    report = lint(tree)

    assert "The core stands in layers BROKEN" in report
    assert "app.weather" in report


def test_the_tests_of_plugins_of_others_use_the_documented_kit_only() -> None:
    allowed = ("app.plugin_api", "app.plugin_web", "app.testing")
    others = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in sorted((ROOT / "contrib").glob("*/tests/*.py"))
        for name in imported(file)
        if name.split(".")[0] in ("app", "plugins", "tests") and not name.startswith(allowed)
    ]

    assert others == []


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)

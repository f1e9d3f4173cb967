"""The import contracts hold, and each of them can tell when it does not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> str:
    finished = subprocess.run(
        [LINTER, "--no-cache", "--no-logo", "--config", "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return finished.stdout + finished.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code, in which a test may do what must not be done."""
    for package in ("app", "plugins"):
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

    assert "Contracts: 6 kept, 0 broken." in report


def test_each_contract_reports_what_breaks_it(tree: Path) -> None:
    add_line(tree / "app/exchanges/words.py", "import plugins.goods.words")
    add_line(tree / "plugins/skills/services.py", "from plugins.goods import words")
    add_line(tree / "plugins/goods/services.py", "from app.db.scope import crossing")
    add_line(tree / "app/ledgers/queries.py", "from flask import request")
    add_line(tree / "app/members/queries.py", "from app.ledgers import models")
    add_line(tree / "app/impact/models.py", "from app.impact import services")

    report = lint(tree)

    assert "Contracts: 0 kept, 6 broken." in report
    for planted in (
        "app.exchanges.words -> plugins.goods.words",
        "plugins.skills.services -> plugins.goods.words",
        "plugins.goods.services -> app.db.scope",
        "app.ledgers.queries -> flask",
        "app.members.queries -> app.ledgers.models",
        "app.impact.models -> app.impact.services",
    ):
        assert planted in report


def test_a_new_package_fails_until_somebody_says_where_it_stands(tree: Path) -> None:
    (tree / "app/weather").mkdir()
    (tree / "app/weather/__init__.py").write_text('"""Rain and shine."""\n')

    report = lint(tree)

    assert "The core stands in layers BROKEN" in report
    assert "app.weather" in report

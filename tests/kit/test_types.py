"""mypy, as strict as a new plugin asks it to be, has nothing to say about it, nor about that of the guide."""

import subprocess
import sys
from pathlib import Path

from app.kit import scaffold
from tests.kit.guide import built

CACHE = Path(__file__).parents[2] / ".mypy_cache/kit"


def test_a_new_plugin_and_that_of_the_guide_pass_mypy(tmp_path: Path) -> None:
    scaffold.write(tmp_path, scaffold.files("bread", "loaf"))
    built(tmp_path)

    strict = "strict = true" in (tmp_path / "pyproject.toml").read_text()
    finished = subprocess.run(
        [Path(sys.executable).with_name("mypy"), "--cache-dir", str(CACHE)]
        + ["together_plugin_bread", "tests", "oven.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert strict
    assert finished.stdout == "Success: no issues found in 9 source files\n"

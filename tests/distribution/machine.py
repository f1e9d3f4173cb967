"""A fresh virtual environment with a data folder of its own, in which the tests install what they build."""

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import sqlalchemy as sa

OURS = sysconfig.get_path("purelib")
OFFLINE = ("--quiet", "--no-deps", "--no-index")


@dataclass
class Machine:
    """It sees the packages of the environment of the tests, below those it has itself."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Self:
        venv.create(folder / "venv", with_pip=False)
        packages = next((folder / "venv").glob("lib/python*/site-packages"))
        (packages / "ours.pth").write_text(f"import site; site.addsitedir({OURS!r})\n")
        return cls(folder)

    def run(self, *arguments: str, code: int = 0, within: str = ".") -> str:
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
            cwd=self.folder / within,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == code, finished.stdout + finished.stderr
        return finished.stdout or finished.stderr if code else finished.stdout

    def pip(self, *arguments: str) -> str:
        return self.run("-m", "pip", *arguments)

    def together(self, *arguments: str, code: int = 0) -> str:
        return self.run("-c", "from app.cli import main; main()", *arguments, code=code)

    def tables(self, slug: str) -> set[str]:
        engine = sa.create_engine(f"sqlite:///{self.folder / 'data/together.sqlite3'}", poolclass=sa.NullPool)
        return {name for name in sa.inspect(engine).get_table_names() if name.startswith(f"{slug}_")}


def wheel_of(source: Path, into: Path) -> Path:
    """Build the wheel of the distribution in ``source``."""
    build = [sys.executable, "-m", "pip", "wheel", *OFFLINE, "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", str(into), str(source)], check=True)
    return next(into.glob("*.whl"))

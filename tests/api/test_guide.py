"""The story of docs/api.md, run as it stands there: in curl and in Python."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.sites import ROOT, Mailbox, Site, link_in, site

GUIDE = (ROOT / "docs/api.md").read_text("utf-8")


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("guide"), prepare=("seed",)) as made:
        yield made


def blocks(language: str) -> str:
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL))


def token_in(mailbox: Mailbox, address: str) -> str:
    return link_in(mailbox.wait(address)).rstrip("/").rpartition("/")[2]


def test_the_story_in_curl(seeded: Site, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not on this machine")
    asked = tmp_path / "asked"
    script = f"""
set -euo pipefail
API={seeded.url}/api/v1
mail_token() {{ echo "$1" > {asked}; while [ -e {asked} ]; do sleep 0.05; done; cat {tmp_path}/token; }}
{blocks("bash")}
"""
    story = subprocess.Popen(
        ["bash", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    while story.poll() is None:
        time.sleep(0.02)
        if asked.exists() and (address := asked.read_text().strip()):
            (tmp_path / "token").write_text(token_in(seeded.mailbox, address))
            asked.unlink()
    said, _ = story.communicate(timeout=60)

    assert story.returncode == 0, said
    lines = said.splitlines()
    assert "Réparer votre vélo avec vous" in said
    assert [line for line in lines if line == "90"] == ["90"]
    assert lines[-1].lower().startswith("idempotency-replayed: true")


def test_the_story_in_python(seeded: Site) -> None:
    names: dict[str, Any] = {
        "API": f"{seeded.url}/api/v1",
        "mail_token": lambda address: token_in(seeded.mailbox, address),
    }

    exec(compile(blocks("python"), "docs/api.md", "exec"), names)  # what stands there must run

    assert names["settled"]["state"] == "confirmed"

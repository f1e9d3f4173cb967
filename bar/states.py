"""T2, the ledger against a model of it: 16,000 steps of everything that can happen, on both databases."""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator

from bar.report import ROOT, Found, note

STEPS = 16_000
TEST = "tests/ledgers/test_state_machine.py"


def run(options: set[str]) -> Iterator[Found]:
    """Run the state machine of the tests, all of it, with a new seed."""
    whole = "quick" not in options
    seed = random.SystemRandom().randrange(2**31)
    note(f"seed {seed}: pytest {TEST} --hypothesis-seed={seed}")
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", TEST, "--database", "all", f"--hypothesis-seed={seed}"],
        env={**os.environ, "TOGETHER_STATE_MACHINE": "1" if whole else "0"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.monotonic() - began
    last = done.stdout.strip().splitlines()[-1:] or [""]
    passed = done.returncode == 0 and re.search(r"\b2 passed", last[0]) is not None
    steps = STEPS if whole else STEPS // 5
    if not passed:
        note(done.stdout[-6000:])
    yield Found(
        id="T2",
        number={"steps": steps, "seconds": round(seconds), "violations": 0 if passed else 1},
        target=f"{steps} steps over both databases, 0 violations of L1-L11",
        passed=passed,
        seed=seed,
        sentence=f"{steps} steps on SQLite and PostgreSQL in {seconds:.0f} s: "
        f"{'every law held after every step' if passed else 'a law was broken, see above'}.",
    )

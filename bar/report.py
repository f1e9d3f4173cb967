"""How a test says what it found: one line of JSON for machines, one sentence for people."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one test found."""

    id: str
    number: Any
    """What was measured: figures by name."""
    target: str
    passed: bool
    sentence: str
    seed: int | None = None


def tell(found: Found) -> bool:
    """Print what a test found; tell whether it passed."""
    line = {
        "id": found.id,
        "number": found.number,
        "target": found.target,
        "pass": found.passed,
        "seed": found.seed,
        "commit": commit(),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
    print(f"{'PASS' if found.passed else 'FAIL'}  {found.id}: {found.sentence}", flush=True)
    return found.passed


def commit() -> str:
    """Return the commit that is tried, with a plus when files were changed since."""
    asked = ["git", "describe", "--always", "--dirty=+", "--abbrev=10", "--exclude=*"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def note(text: str) -> None:
    """Say how far a test has come."""
    print(f"      {text}", file=sys.stderr, flush=True)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of ``values`` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

"""T14: requests that nobody would think of, made from the description of the interface by Schemathesis.

Each group of operations begins in the same lively world; ids come from it seven times out of ten, so that
handlers are reached. ``bar.fuzz_settings`` names the checks that do not fit, with the reason.
"""

import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bar import fuzz_hooks, fuzz_settings, fuzz_world
from bar.report import Found, note
from bar.site import Site, site

EXAMPLES = 2000
TARGET = f">= {EXAMPLES} examples per group of operations, 0 failures"


def run(options: set[str]) -> Iterator[Found]:
    """Let Schemathesis loose on each group of operations, on SQLite or, with --postgresql, on PostgreSQL."""
    examples = 150 if "quick" in options else EXAMPLES
    only = {one.removeprefix("group=") for one in options if one.startswith("group=")}
    with site("postgresql" if "postgresql" in options else "sqlite", settle=fuzz_world.fill) as world:
        described = _described(world)
        for group in [tag["name"] for tag in described["tags"]]:
            if not only or group in only:
                with fuzz_world.anew(world) as made:
                    config = fuzz_settings.written(made, described)
                    config += f'\n[auth.openapi]\ntoken = {{ bearer = "{fuzz_world.token(made)}" }}\n'
                    made.start(environment={"TOGETHER_API_RATE": "", "TOGETHER_PROXIES": "1"})
                    yield _group(made, described, group, examples, config)


def _group(made: Site, described: dict[str, Any], group: str, examples: int, settings: str) -> Found:
    operations = [
        (method, path)
        for path, item in described["paths"].items()
        for method, said in item.items()
        if method != "parameters" and group in said["tags"]
    ]
    each = math.ceil(examples / max(1, len(operations)))
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "schemathesis.toml")
        config.write_text(settings)
        report = Path(folder, "report.ndjson")
        command = [
            str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config), "run",
            f"http://127.0.0.1:{made.port}/api/v1/openapi.json", "--include-tag", group,
            "--max-examples", str(each), "--continue-on-failure", "--request-timeout", "30",
            "--phases", "examples,coverage,fuzzing,stateful", "--report", "ndjson",
            "--report-ndjson-path", str(report), "--suppress-health-check", "all", "--no-color",
        ]  # fmt: skip
        hooks = {"SCHEMATHESIS_HOOKS": fuzz_hooks.__file__, fuzz_hooks.TOKEN_ID: fuzz_world.token_id(made)}
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=folder, check=False, env={**os.environ, **hooks}
        )
        statuses, sent = _sent(report)
    bounded = not any(_varies(described, method, path) for method, path in operations)
    crashed = made.log().count('"status": 500')
    failures = done.stdout[done.stdout.find("FAILURES") :] if "FAILURES" in done.stdout else ""
    if done.returncode:
        note(f"{group}:\n{failures[:6000] or done.stdout[-3000:] + done.stderr[-2000:]}")
    seed = re.search(r"[Ss]eed:? +(\d+)", done.stdout)
    return Found(
        id=f"T14 {group}",
        number={"operations": len(operations), "examples": sent, "statuses": statuses, "crashes": crashed},
        target=TARGET if examples == EXAMPLES else TARGET.replace(str(EXAMPLES), str(examples)),
        passed=done.returncode == 0 and not crashed and (sent >= examples or (bounded and sent > 0)),
        sentence=f"{sent} examples over {len(operations)} operations of “{group}”: "
        f"{'no failure' if done.returncode == 0 else 'failures, see above'}; answers {statuses}"
        f"{'; nothing in them can be chosen, so there are no more' if bounded else ''}.",
        seed=int(seed[1]) if seed else None,
    )


def _varies(described: dict[str, Any], method: str, path: str) -> bool:
    """Tell whether anything of an operation can be chosen: a part of its address, a filter or its body."""
    said = described["paths"][path][method]
    return "{" in path or "requestBody" in said or bool(said.get("parameters"))


def _sent(report: Path) -> tuple[dict[str, int], int]:
    """Count the answers of a run by the hundred of their status."""
    found = Counter(re.findall(r'"status_code": ?(\d)\d\d', report.read_text(errors="replace")))
    return {f"{hundred}xx": count for hundred, count in sorted(found.items())}, found.total()


def _described(made: Site) -> dict[str, Any]:
    application = made.application
    described: dict[str, Any] = application.extensions["together_interface"].spec.to_dict()
    found: dict[str, Any] = json.loads(application.json.dumps(described))
    return found

"""T14: requests that nobody would think of, made from the description of the interface by Schemathesis.

Every check that Schemathesis has is on, but for what ``EXCEPTIONS`` names with its reason. Each group of
operations begins in the same lively world; ids come from it seven times out of ten, so that handlers are
reached.
"""

import json
import math
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import schemathesis.specs.openapi.checks  # noqa: F401  # registers the checks
from schemathesis.checks import CHECKS

from bar import fuzz_world
from bar.report import Found, note
from bar.site import Site, site

EXAMPLES = 2000
EXCEPTIONS = {
    "positive_data_acceptance: 422 and 409 are accepted": (
        "rules of the domain (a blank title, an unknown kind, a limit reached) cannot be written in a schema"
    ),
    "generation without the character NUL": (
        "no keyboard types it; it is refused everywhere with 400 (tests/web) before anything looks at it"
    ),
    "negative_data_rejection: 414 is accepted": (
        "the server in front refuses an overlong address before the application can"
    ),
}
SUBNETWORK = "/api/v1/{territory}/subnetworks/{slug}"
EXCEPTED = {
    ("ensure_resource_availability", f"DELETE {SUBNETWORK}/coordinators/{{member_id}}"): (
        "the address names a member, too, whom making the sub-network did not make a coordinator"
    ),
    ("use_after_free", f"GET {SUBNETWORK}/plugins/{{plugin}}"): (
        "a plugin that is switched off keeps its settings and says that it is off"
    ),
}
"""Checks that do not fit one operation, with the reason."""
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
                    token = fuzz_world.token(made)
                    config = _config(made, described, token)
                    made.start(environment={"TOGETHER_API_RATE": ""})
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
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
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


def _config(made: Site, described: dict[str, Any], token: str) -> str:
    """Write the settings of a run: the token, and real values for names that stand for something real."""
    names = {name.removesuffix("[*]") for _, name in _names(described)}
    known = fuzz_world.known(made, names)
    bindings = []
    for place, name in sorted(_names(described)):
        word = name.removesuffix("[*]")
        if known[word]:
            share = 0.95 if name == "territory" else 0.7
            bindings.append(f'"{place}.{name}" = {{ dictionary = "{word}", probability = {share} }}')
    accepted = ["2xx", "401", "403", "404", "409", "414", "422", "429"]
    refused = ["400", "401", "403", "404", "405", "406", "409", "414", "415", "422", "428", "429"]
    expected = {
        "positive_data_acceptance": f"expected-statuses = {json.dumps(accepted)}",
        "negative_data_rejection": f"expected-statuses = {json.dumps(refused)}",
    }
    return "\n".join(
        [
            "[generation]\nallow-x00 = false",
            "[output.sanitization]\nenabled = false",
            f'[auth.openapi]\ntoken = {{ bearer = "{token}" }}',
            *(
                f"[checks.{check}]\nenabled = true\n{expected.get(check, '')}"
                for check in CHECKS.get_all_names()
            ),
            *(
                f"[dictionaries.{word}]\nvalues = {json.dumps(values)}"
                for word, values in known.items()
                if values
            ),
            "[parameters]",
            *bindings,
            *(
                f'[[operations]]\ninclude-name = "{operation}"\n[operations.checks.{check}]\nenabled = false'
                for check, operation in EXCEPTED
            ),
        ]
    )


def _names(described: dict[str, Any]) -> set[tuple[str, str]]:
    """Return place and name of every variable of the addresses and every field of the bodies."""
    found = set()
    for path, item in described["paths"].items():
        found |= {("path", name) for name in re.findall(r"{(\w+)}", path)}
        for method, said in item.items():
            if method == "parameters":
                continue
            found |= {
                ("query", one["name"]) for one in said.get("parameters", ()) if one.get("in") == "query"
            }
            for media in said.get("requestBody", {}).get("content", {}).values():
                shape = media.get("schema", {}).get("$ref", "").rpartition("/")[2]
                fields = described["components"]["schemas"].get(shape, {}).get("properties", {})
                found |= {
                    ("body", f"{name}[*]" if field.get("type") == "array" else name)
                    for name, field in fields.items()
                }
    return found


def _described(made: Site) -> dict[str, Any]:
    application = made.application
    described: dict[str, Any] = application.extensions["together_interface"].spec.to_dict()
    found: dict[str, Any] = json.loads(application.json.dumps(described))
    return found

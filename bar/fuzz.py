"""T14: requests that nobody would think of, made from the description of the interface by Schemathesis.

Every check that Schemathesis has is on, but for what ``EXCEPTIONS`` names with its reason. The world is
that of ``together seed``; ids come from it seven times out of ten, so that handlers are reached.
"""

import json
import math
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from bar.report import Found, note
from bar.site import Site, site

EXAMPLES = 2000
TERRITORY = "creon"
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
TABLES = {
    "common_account_id": "account",
    "from_account_id": "account",
    "to_account_id": "account",
    "payer_id": "account",
    "payee_id": "account",
}
"""Tables of path variables that are not called after theirs."""
TARGET = f">= {EXAMPLES} examples per group of operations, 0 failures"


def run(options: set[str]) -> Iterator[Found]:
    """Let Schemathesis loose on each group of operations, on SQLite or, with --postgresql, on PostgreSQL."""
    examples = 150 if "quick" in options else EXAMPLES
    only = {one.removeprefix("group=") for one in options if one.startswith("group=")}
    told: dict[str, Any] = {}

    def settle(made: Site) -> None:
        seeded = made.run("seed", "--json")
        if seeded.returncode:
            raise RuntimeError(seeded.stderr)
        told.update(json.loads(seeded.stdout))

    with site("postgresql" if "postgresql" in options else "sqlite", settle=settle) as made:
        _let_one_person_do_everything(made)
        made.start(environment={"TOGETHER_API_RATE": "", "TOGETHER_EMBEDDED_JOBS": "0"})
        described = _described(made)
        for group in [tag["name"] for tag in described["tags"]]:
            if not only or group in only:
                yield _group(made, described, group, examples)


def _group(made: Site, described: dict[str, Any], group: str, examples: int) -> Found:
    operations = [
        (method, path)
        for path, item in described["paths"].items()
        for method, said in item.items()
        if method != "parameters" and group in said["tags"]
    ]
    each = math.ceil(examples / max(1, len(operations)))
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "schemathesis.toml")
        config.write_text(_config(made, described, _token(made)))
        report = Path(folder, "report.ndjson")
        command = [
            str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config), "run",
            f"http://127.0.0.1:{made.port}/api/v1/openapi.json", "--include-tag", group, "--checks", "all",
            "--max-examples", str(each), "--continue-on-failure", "--request-timeout", "30",
            "--phases", "examples,coverage,fuzzing,stateful", "--report", "ndjson",
            "--report-ndjson-path", str(report), "--suppress-health-check", "all", "--no-color",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
        statuses, sent = _sent(report)
    crashed = made.log().count('"status": 500')
    failures = done.stdout[done.stdout.find("FAILURES") :] if "FAILURES" in done.stdout else ""
    if done.returncode:
        note(f"{group}:\n{failures[:6000] or done.stdout[-3000:] + done.stderr[-2000:]}")
    seed = re.search(r"[Ss]eed:? +(\d+)", done.stdout)
    return Found(
        id=f"T14 {group}",
        number={"operations": len(operations), "examples": sent, "statuses": statuses, "crashes": crashed},
        target=TARGET if examples == EXAMPLES else TARGET.replace(str(EXAMPLES), str(examples)),
        passed=done.returncode == 0 and sent >= examples,
        sentence=f"{sent} examples over {len(operations)} operations of “{group}”: "
        f"{'no failure' if done.returncode == 0 else 'failures, see above'}; answers {statuses}.",
        seed=int(seed[1]) if seed else None,
    )


def _sent(report: Path) -> tuple[dict[str, int], int]:
    """Count the answers of a run by the hundred of their status."""
    found = Counter(re.findall(r'"status_code": ?(\d)\d\d', report.read_text(errors="replace")))
    return {f"{hundred}xx": count for hundred, count in sorted(found.items())}, found.total()


def _config(made: Site, described: dict[str, Any], token: str) -> str:
    """Write the settings of a run: the token, and real values for names that stand for something real."""
    known: dict[str, list[str]] = {}
    tables = _tables(made)
    bindings = []
    for place, name in sorted(_names(described)):
        word = name.removesuffix("[*]")
        if word not in known:
            known[word] = _values(made, tables, word)
        if known[word]:
            share = 0.95 if name == "territory" else 0.7
            bindings.append(f'"{place}.{name}" = {{ dictionary = "{word}", probability = {share} }}')
    accepted = ["2xx", "401", "403", "404", "409", "414", "422", "429"]
    refused = ["400", "401", "403", "404", "405", "406", "409", "414", "415", "422", "428", "429"]
    return "\n".join(
        [
            "[generation]\nallow-x00 = false",
            f'[auth.openapi]\ntoken = {{ bearer = "{token}" }}',
            f"[checks.positive_data_acceptance]\nexpected-statuses = {json.dumps(accepted)}",
            f"[checks.negative_data_rejection]\nexpected-statuses = {json.dumps(refused)}",
            *(
                f"[dictionaries.{word}]\nvalues = {json.dumps(values)}"
                for word, values in known.items()
                if values
            ),
            "[parameters]",
            *bindings,
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


def _values(made: Site, tables: sa.MetaData, name: str) -> list[str]:
    """Return some of what ``name`` stands for in the territory: ids, slugs, kinds, terms."""
    plugins = made.application.extensions["together_plugins"]
    plain = {
        "territory": [TERRITORY],
        "kind": [*plugins.kinds],
        "plugin": [*plugins.installed],
        "terms": ["gift", *plugins.settlements],
        "component": ["A01", "B02", "C03"],
        "components": ["A01", "B02", "C03"],
    }
    return plain[name] if name in plain else _ids(made, tables, name)


def _tables(made: Site) -> sa.MetaData:
    tables = sa.MetaData()
    with made.session() as session:
        tables.reflect(session.get_bind())
    return tables


def _ids(made: Site, tables: sa.MetaData, name: str) -> list[str]:
    with made.session() as session:
        places = tables.tables["territory"]
        place = session.scalar(sa.select(places.c.id).where(places.c.slug == TERRITORY))
        word = TABLES.get(name, name.removesuffix("_id").removesuffix("_slug"))
        column = "id" if name.endswith("_id") else "slug"
        table = tables.tables.get({"slug": "subnetwork"}.get(word, word))
        if table is None or column not in table.c:
            return []
        wanted = sa.select(table.c[column]).limit(30)
        if "territory_id" in table.c:
            wanted = wanted.where(table.c.territory_id == place)
        found = session.scalars(wanted).all()
        return [str(UUID(str(value))) if column == "id" else str(value) for value in found]


def _let_one_person_do_everything(made: Site) -> None:
    """Make the administrator of the territory a coordinator of every sub-network, too."""
    from app.members.models import Member, Person
    from app.subnetworks import services
    from app.subnetworks.models import Subnetwork
    from app.territories.models import Territory

    with made.session() as session:
        place = session.scalars(sa.select(Territory).where(Territory.slug == TERRITORY)).one()
        person = session.scalars(sa.select(Person).where(Person.email == _email())).one()
        wanted = (Member.person_id == person.id, Member.territory_id == place.id)
        member = session.scalars(sa.select(Member).where(*wanted)).one()
        for network in session.scalars(sa.select(Subnetwork).where(Subnetwork.territory_id == place.id)):
            services.name_coordinator(session, network, member)
        session.commit()


def _token(made: Site) -> str:
    from app.api.scopes import Scope

    words = [word for scope in Scope for word in ("--scope", scope.value)]
    made_token = made.run("tokens", "create", _email(), *words)
    if made_token.returncode:
        raise RuntimeError(made_token.stderr)
    return made_token.stdout.strip().splitlines()[0]


def _email() -> str:
    return f"administrator.{TERRITORY}@example.org"


def _described(made: Site) -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{made.port}/api/v1/openapi.json") as answer:
        described: dict[str, Any] = json.loads(answer.read())
        return described

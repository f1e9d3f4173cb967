"""What Schemathesis is told for T14: which checks do not fit, and real values for what stands for something.

Every check that it has is on, but for what ``EXCEPTIONS`` and ``EXCEPTED`` name with the reason.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import schemathesis.specs.openapi.checks  # noqa: F401  # registers the checks
from schemathesis.checks import CHECKS

from app.demo.accounts import PASSWORD
from bar import fuzz_world
from bar.site import Site

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
GROUP = "/api/v1/{territory}/ledgers/{ledger_id}/groups/{group_id}"
REPLAYED = "what an answer kept under a key tells of may have been deleted since"
EXCEPTED = {
    **{("ensure_resource_availability", f"{verb} {GROUP}"): REPLAYED for verb in ("GET", "PUT", "DELETE")},
    ("ensure_resource_availability", f"DELETE {SUBNETWORK}/coordinators/{{member_id}}"): (
        "the address names a member, too, whom making the sub-network did not make a coordinator"
    ),
    ("use_after_free", f"GET {SUBNETWORK}/plugins/{{plugin}}"): (
        "a plugin that is switched off keeps its settings and says that it is off"
    ),
}
"""Checks that do not fit one operation, with the reason."""


def written(made: Site, described: dict[str, Any]) -> str:
    """Write the settings of a run but for its token: checks, and real values for what stands for them."""
    names = {_word(*one) for one in _names(described)}
    known = fuzz_world.known(made, names)
    bindings = []
    for place, name in sorted(_names(described)):
        word = _word(place, name)
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
            *_of_some_operations(made, described),
        ]
    )


def _of_some_operations(made: Site, described: dict[str, Any]) -> Iterator[str]:
    """Yield settings of operations that know less than others: those of plugins, signing up and in."""
    for plugin, slugs in fuzz_world.installed(made).items():
        if not any(f"/{plugin}/" in path for path in described["paths"]):
            continue
        yield f"[dictionaries.with_{plugin}]\nvalues = {json.dumps(slugs)}"
        yield f'[[operations]]\ninclude-path-regex = "/{plugin}/"\n[operations.parameters]'
        yield f'"path.slug" = {{ dictionary = "with_{plugin}", probability = 0.9 }}'
    people = [f"newcomer{number}@example.org" for number in range(500)]
    for path, emails in (("/api/v1/tokens", [fuzz_world.EMAIL]), ("/api/v1/people", people)):
        word = path.rpartition("/")[2]
        yield f"[dictionaries.{word}_email]\nvalues = {json.dumps(emails)}"
        yield f"[dictionaries.{word}_password]\nvalues = {json.dumps([PASSWORD])}"
        yield f'[[operations]]\ninclude-path = "{path}"\n[operations.parameters]'
        for field in ("email", "password"):
            yield f'"body.{field}" = {{ dictionary = "{word}_{field}", probability = 0.8 }}'


def _names(described: dict[str, Any]) -> set[tuple[str, str]]:
    """Return place and name of what is bound: variables of the addresses, filters and fields of the bodies.

    What has few values by its description needs none from here.
    """
    found = set()
    for path, item in described["paths"].items():
        found |= {("path", name) for name in re.findall(r"{(\w+)}", path)}
        for method, said in item.items():
            if method == "parameters":
                continue
            found |= {
                ("query", one["name"])
                for one in said.get("parameters", ())
                if one.get("in") == "query" and "enum" not in one["schema"]
            }
            for media in said.get("requestBody", {}).get("content", {}).values():
                found |= {("body", name) for name in _fields(described, media.get("schema", {}))}
    return found


def _fields(described: dict[str, Any], shape: dict[str, Any]) -> Iterator[str]:
    """Yield the paths of the fields of a body, those of the objects in its lists, too."""
    if "$ref" in shape:
        shape = described["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    for name, field in shape.get("properties", {}).items():
        listed = field.get("type") == "array"
        inner = [f"{name}[*].{below}" for below in _fields(described, field["items"])] if listed else []
        if "enum" not in field:
            yield from inner or [f"{name}[*]" if listed else name]


def _word(place: str, name: str) -> str:
    """Return what a variable is called: the last part of its path, without the mark of a list."""
    return fuzz_world.MEANT.get(f"{place}.{name}") or name.removesuffix("[*]").rpartition(".")[2]

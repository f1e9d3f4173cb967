"""Problem documents (RFC 9457): what a program reads when something did not go."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, current_app

from app.errors import Refusal

TYPE = "application/problem+json"
EXPLAINED_AT = "/api/v1/docs#"
"""Where the kinds of problems are explained to people, within this site."""


def problem(
    status: int,
    title: str,
    *,
    detail: str | None = None,
    kind: str | None = None,
    reasons: Iterable[str] = (),
    errors: Iterable[Mapping[str, str]] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> Response:
    """Write a problem document.

    Args:
        status: the HTTP status, also kept in the document.
        title: names the kind of problem, in the language of the caller.
        detail: what happened this time.
        kind: name of a kind of problem that the documentation explains; without one the status says it all.
        reasons: every reason of a refusal, each a sentence.
        errors: each wrong value: ``detail`` with ``pointer`` (into the body) or ``parameter`` (its name).
    """
    said: dict[str, Any] = {
        "type": f"{EXPLAINED_AT}{kind}" if kind else "about:blank",
        "title": title,
        "status": status,
    }
    if detail:
        said["detail"] = detail
    if reasons := list(reasons):
        said["reasons"] = reasons
    if errors := [dict(error) for error in errors]:
        said["errors"] = errors
    response = Response(current_app.json.dumps(said), status=status, content_type=TYPE)
    response.headers.extend(list(headers))
    return response


def refused(refusal: Refusal) -> Response:
    """Write down why the domain said no: 422 when one value is to blame, 409 otherwise."""
    from app.text import _

    errors = []
    if refusal.field is not None:
        errors = [{"detail": reason, "pointer": f"#/{refusal.field}"} for reason in refusal.reasons]
    return problem(
        422 if errors else 409,
        _("Refused"),
        detail=str(refusal),
        kind="refused",
        reasons=refusal.reasons,
        errors=errors,
    )


def wrong_values(messages: Mapping[str, Any]) -> list[dict[str, str]]:
    """Turn what the validation says, by place and nested by field, into a flat list of errors."""
    found: list[dict[str, str]] = []
    for place, said in messages.items():
        if place in ("query", "path", "headers"):
            found += [{"detail": text, "parameter": name.strip("/")} for name, text in _flat(said, "")]
        else:
            found += [{"detail": text, "pointer": f"#{name}"} for name, text in _flat(said, "")]
    return found


def _flat(said: Any, path: str) -> list[tuple[str, str]]:
    if isinstance(said, Mapping):
        return [
            line
            for name, inner in said.items()
            for line in _flat(inner, path if name == "_schema" else f"{path}/{name}")
        ]
    if isinstance(said, (list, tuple)):
        return [line for inner in said for line in _flat(inner, path)]
    return [(path, str(said))]

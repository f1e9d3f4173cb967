"""The description of the interface in the order in which people read it: groups, operations, fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 3
"""Fields of fields are shown down to here; deeper ones are found in the OpenAPI file."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One parameter, or one field of a body or an answer."""

    name: str
    """With the names of what it is in: ``amount.unit``."""
    type: str
    required: bool
    text: str
    place: str = ""
    """Of a parameter: ``path``, ``query`` or ``header``."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation, as a person reads about it."""

    anchor: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    public: bool
    parameters: list[Field]
    """Of the address; the one header, the idempotency key, is told of once for all."""
    body: list[Field]
    answer: list[Field]
    status: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of operations."""

    name: str
    text: str
    operations: list[Operation]


def groups(described: Mapping[str, Any]) -> list[Group]:
    """Read an OpenAPI description, as its tags are ordered."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in described.get("tags", ())}
    for path, item in described["paths"].items():
        for method in METHODS:
            if method in item:
                made = _operation(described, path, method, item)
                found.setdefault(item[method]["tags"][0], []).append(made)
    texts = {tag["name"]: tag.get("description", "") for tag in described.get("tags", ())}
    return [
        Group(name=name, text=texts.get(name, ""), operations=made) for name, made in found.items() if made
    ]


def _operation(described: Mapping[str, Any], path: str, method: str, item: Mapping[str, Any]) -> Operation:
    said = item[method]
    parameters = [
        _resolved(described, one) for one in (*item.get("parameters", ()), *said.get("parameters", ()))
    ]
    needed = [scope for one in said.get("security", ()) for scope in one.get("token", ())]
    status = next((code for code in said["responses"] if code.startswith("2")), "200")
    return Operation(
        anchor="-".join((method, *path.strip("/").replace("{", "").replace("}", "").split("/")[2:])),
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        text=said.get("description", ""),
        scope=needed[0] if needed else "",
        public={} in said.get("security", ()),
        parameters=[_parameter(described, one) for one in parameters if one["in"] != "header"],
        body=list(_fields_of(described, said.get("requestBody", {}))),
        answer=list(_fields_of(described, _resolved(described, said["responses"][status]))),
        status=status,
    )


def _parameter(described: Mapping[str, Any], said: Mapping[str, Any]) -> Field:
    return Field(
        name=said["name"],
        type=_type(described, said.get("schema", {})),
        required=bool(said.get("required")),
        text=said.get("description", ""),
        place=said["in"],
    )


def _fields_of(described: Mapping[str, Any], holder: Mapping[str, Any]) -> Iterator[Field]:
    for media in holder.get("content", {}).values():
        yield from _fields(described, media.get("schema", {}), "", 1)


def _fields(
    described: Mapping[str, Any], schema: Mapping[str, Any], inside: str, depth: int
) -> Iterator[Field]:
    schema = _one(described, schema)
    if schema.get("type") == "array":
        yield from _fields(described, schema.get("items", {}), inside, depth)
        return
    for name, said in schema.get("properties", {}).items():
        yield Field(
            name=f"{inside}{name}",
            type=_type(described, said),
            required=name in schema.get("required", ()),
            text=said.get("description", "") or _one(described, said).get("description", ""),
        )
        if depth < DEEPEST:
            yield from _fields(described, said, f"{inside}{name}.", depth + 1)


def _type(described: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    schema = _one(described, schema)
    kind = schema.get("type", "")
    if isinstance(kind, list):
        kind = " | ".join(kind)
    if kind == "array":
        return f"list of {_type(described, schema.get('items', {})) or 'values'}"
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value is not None)
    return str(schema.get("format") or kind)


def _one(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference, and out of several shapes take the first that is one."""
    schema = _resolved(described, schema)
    for word in ("anyOf", "oneOf", "allOf"):
        for choice in schema.get(word, ()):
            found = _resolved(described, choice)
            if found.get("type") != "null":
                return found
    return schema


def _resolved(described: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = said
    while "$ref" in found:
        path = found["$ref"].removeprefix("#/").split("/")
        found = described
        for part in path:
            found = found[part]
    return dict(found)

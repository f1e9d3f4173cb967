"""Where this request is and who makes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from flask import current_app, g, request
from werkzeug.local import LocalProxy

if TYPE_CHECKING:
    from app.kernel.registry import Plugins
    from app.members.models import Member, Person
    from app.roles import Role
    from app.territories.models import Territory


@dataclass
class Here:
    """The territory a request is in, the person who makes it, and what they are there."""

    territory: "Territory | None" = None
    person: "Person | None" = None
    member: "Member | None" = None
    roles: "frozenset[Role]" = frozenset()
    coordinates: frozenset[UUID] = frozenset()
    """Ids of the sub-networks that the member coordinates."""
    remembered: dict[str, Any] = field(default_factory=dict)
    """Answers kept for the length of the request."""

    def recall(self, name: str, make: Callable[[], Any]) -> Any:
        """Return the answer kept under ``name``, made once per request."""
        if name not in self.remembered:
            self.remembered[name] = make()
        return self.remembered[name]


def _here() -> Here:
    if "here" not in g:
        g.here = Here()
    return cast(Here, g.here)


here: Here = cast(Here, LocalProxy(_here))


def for_programs() -> bool:
    """Tell whether this request is for the interface for programs, not for a page."""
    return request.path.startswith("/api/") and request.endpoint != "interface.page"


def the_territory() -> "Territory":
    """Return the territory of this request; for routes that have one."""
    assert here.territory is not None
    return here.territory


def the_member() -> "Member":
    """Return the member who makes this request; for routes that only members reach."""
    assert here.member is not None
    return here.member


def the_person() -> "Person":
    """Return the person who makes this request; for routes that need a sign-in."""
    assert here.person is not None
    return here.person


def the_plugins() -> "Plugins":
    """Return the installed plugins."""
    return cast("Plugins", current_app.extensions["together_plugins"])

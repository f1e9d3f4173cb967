"""What a token allows its program, in words that its owner understands."""

from enum import StrEnum
from typing import Any

from app.text import lazy


class Scope(StrEnum):
    """One thing that a token allows; a token has one or more of them."""

    READ = "read"
    LISTINGS = "listings"
    EXCHANGES = "exchanges"
    PAYMENTS = "payments"
    PROFILE = "profile"
    COORDINATE = "coordinate"
    ADMINISTER = "administer"


SCOPES: dict[Scope, Any] = {
    Scope.READ: lazy("Read what I can read"),
    Scope.LISTINGS: lazy("Write and change what I offer and need"),
    Scope.EXCHANGES: lazy("Ask, propose, agree and write messages for me"),
    Scope.PAYMENTS: lazy("Pay from my accounts"),
    Scope.PROFILE: lazy("Join territories and sub-networks, and change my profile"),
    Scope.COORDINATE: lazy("Do what I do as a coordinator"),
    Scope.ADMINISTER: lazy("Do what I do as an administrator of a territory"),
}

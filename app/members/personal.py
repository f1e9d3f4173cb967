"""What the features above know about a member: they stand higher, so the application hands it down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.orm import Session

from app.members.models import Member, Person


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Five questions that only the whole application can answer."""

    cards: Callable[[Session, UUID, str], list[Any]]
    """Cards of what a member offers and needs (id of the member, slug of the territory)."""
    export: Callable[[Session, Person], dict[str, Any]]
    """Everything kept about a person, as plain values."""
    farewell: Callable[[Session, Member], None]
    """What happens to listings and open exchanges when a member leaves."""
    forgotten: Callable[[Session, Person], None]
    """What goes with an account that is deleted: tokens of programs, and what was answered to them."""
    moved: Callable[[Session, Member, float | None, float | None], None]
    """What follows a member from their former public point (its latitude and longitude)."""


def wire(app: Flask, personal: Personal) -> None:
    """Hand down the answers."""
    app.extensions["together_personal"] = personal


def the_personal() -> Personal:
    """Return the answers of this application."""
    return cast(Personal, current_app.extensions["together_personal"])

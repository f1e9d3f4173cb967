"""What conversations are about, as told by the features above them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from app.members.models import Member


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a conversation is about, and the page on which it is held."""

    url: str
    label: str
    """Where the matter stands: "Agreed"."""
    look: str
    """Look of its badge, as macros/states.html names them."""
    waits: bool
    """Whether it waits for the reader."""


Describer = Callable[[Sequence[UUID], Member], dict[UUID, Subject]]
_NAME = "together_conversation_subjects"


def describe_with(app: Flask, describer: Describer) -> None:
    """Let ``describer`` say what conversations are about, by their ids."""
    app.extensions.setdefault(_NAME, []).append(describer)


def subjects_of(conversation_ids: Sequence[UUID], reader: Member) -> dict[UUID, Subject]:
    """Return what each conversation is about, as far as a feature knows."""
    found: dict[UUID, Subject] = {}
    for describer in cast(list[Describer], current_app.extensions.get(_NAME, [])):
        found.update(describer(conversation_ids, reader))
    return found

"""Movements of notes in words."""

from app.plugin_api import lazy
from plugins.local_currency.notes_models import NoteMove

KINDS = {
    NoteMove.PRINTED: lazy("Printed"),
    NoteMove.MOVED: lazy("Brought elsewhere"),
    NoteMove.ISSUED: lazy("Handed out"),
    NoteMove.RETURNED: lazy("Brought back"),
    NoteMove.DESTROYED: lazy("Destroyed"),
    NoteMove.LOST: lazy("Lost"),
    NoteMove.COUNTED: lazy("Difference of a count"),
}
TITLES = {
    NoteMove.MOVED: lazy("Bring notes elsewhere"),
    NoteMove.ISSUED: lazy("Hand out notes"),
    NoteMove.RETURNED: lazy("Take notes back"),
    NoteMove.DESTROYED: lazy("Destroy notes"),
    NoteMove.LOST: lazy("Enter lost notes"),
    NoteMove.COUNTED: lazy("Count the notes"),
}
HELP = {
    NoteMove.MOVED: lazy("They leave this stock and come into the other one at once."),
    NoteMove.ISSUED: lazy("As many units leave the account; what is out stays the same, now on paper."),
    NoteMove.RETURNED: lazy("As many units come onto the account."),
    NoteMove.DESTROYED: lazy("Torn or withdrawn notes of this stock; they were not out."),
    NoteMove.LOST: lazy(
        "Notes of this stock that cannot be found; they were not out. Found again, count them."
    ),
    NoteMove.COUNTED: lazy("Write what is really there. A difference is entered with your explanation."),
}


def kind_in_words(kind: str) -> str:
    """Name why notes moved."""
    return str(KINDS[NoteMove(kind)])


def title_of(kind: str) -> str:
    """Say what somebody is about to do."""
    return str(TITLES[NoteMove(kind)])


def help_of(kind: str) -> str:
    """Say what it does."""
    return str(HELP[NoteMove(kind)])

"""What is said to someone whose picture cannot be taken: which file, what is wrong, what is allowed."""

import math

from app.errors import Refusal
from app.text import _

LONGEST_NAME = 60


def name_shown(name: str) -> str:
    """Return how to name the file to its sender: no folder, nothing unprintable, not endless."""
    base = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in base if letter.isprintable()).strip()
    if not shown:
        return _("This file")
    return _("“%(name)s”", name=shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…")


def empty(called: str) -> Refusal:
    """Refuse a file without content."""
    return Refusal(
        _("%(name)s is empty: nothing of it arrived. Please choose the picture again.", name=called)
    )


def other_kind(called: str, kind: str) -> Refusal:
    """Refuse what is none of the four formats; ``kind`` may be empty when it is not known."""
    if kind == "HEIC":
        sentence = _(
            "%(name)s is in the HEIC format, which many telephones cannot show. Please send it as JPEG "
            "(on an iPhone: Settings, Camera, Formats, Most Compatible).",
            name=called,
        )
    elif kind == "film":
        sentence = _("%(name)s is a film. Please choose a picture: JPEG, PNG, WebP or AVIF.", name=called)
    elif kind:
        sentence = _(
            "%(name)s is a %(kind)s file. Please choose a picture: JPEG, PNG, WebP or AVIF.",
            name=called,
            kind=kind,
        )
    else:
        sentence = _("%(name)s is not a picture. Please choose one: JPEG, PNG, WebP or AVIF.", name=called)
    return Refusal(sentence)


def moving(called: str) -> Refusal:
    """Refuse an animation."""
    return Refusal(_("%(name)s moves. Please choose a still picture: JPEG, PNG, WebP or AVIF.", name=called))


def damaged(called: str) -> Refusal:
    """Refuse a file that breaks off or contradicts itself."""
    return Refusal(
        _(
            "%(name)s is damaged or did not arrive whole. "
            "Please choose it again, or another picture: JPEG, PNG, WebP or AVIF.",
            name=called,
        )
    )


def holds_more(called: str) -> Refusal:
    """Refuse a picture in which another file hides."""
    return Refusal(
        _(
            "%(name)s holds something else beside a picture. "
            "Please open it in your photo app, save it as a new JPEG and send that one.",
            name=called,
        )
    )


def too_heavy(called: str, size: int, limit: int) -> Refusal:
    """Refuse more than ``limit`` bytes."""
    return Refusal(
        _(
            "%(name)s weighs %(size)s MB; a picture may weigh at most %(limit)s MB. "
            "Please send a smaller one.",
            name=called,
            size=math.ceil(size / 1_000_000),
            limit=limit // 1_000_000,
        )
    )


def too_large(called: str, width: int, height: int, limit: int) -> Refusal:
    """Refuse more than ``limit`` pixels."""
    return Refusal(
        _(
            "%(name)s measures %(width)s by %(height)s pixels; at most %(limit)s million pixels are allowed. "
            "Please make it smaller and send it again.",
            name=called,
            width=width,
            height=height,
            limit=limit // 1_000_000,
        )
    )


def too_much_work(called: str) -> Refusal:
    """Refuse what takes more memory or time than a picture may, or makes the decoder fail."""
    return Refusal(
        _(
            "%(name)s takes too much work to open. "
            "Please open it in your photo app, save it as a new JPEG and send that one.",
            name=called,
        )
    )


def busy(called: str) -> Refusal:
    """Refuse because too many pictures are waiting already."""
    return Refusal(
        _(
            "%(name)s has to wait: many pictures are being prepared just now. "
            "Please send it again in a minute.",
            name=called,
        )
    )


def no_room(called: str) -> Refusal:
    """Refuse because the disk is full."""
    return Refusal(
        _(
            "%(name)s was not kept: there is no room left for pictures here. "
            "Please tell your coordinator, and try again later.",
            name=called,
        )
    )

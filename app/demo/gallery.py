"""The pictures of the demonstration, made as everybody's are, each once.

They are our own and nothing hides in them, so they are made in this process: a guarded process for
each, as for the pictures that people send, would take as long as everything else together.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from app.demo import texts
from app.demo.chance import Chance
from app.demo.rows import Rows
from app.media import pictures_worker
from app.media.models import Picture
from app.media.picture_files import KeptPicture
from app.media.pictures import LIMIT_PIXELS, PreparedPicture, Rendition
from app.media.services import store_in

FOLDER = Path(__file__).parent / "pictures"
SIZES = (320, 640)
"""Widths; without the widest, which takes three times the others together and shows no more of a drawing."""
AT_ONCE = 2


class Gallery:
    """Prepares pictures beside whatever else is done, and lets their rows wait."""

    def __init__(self, data_dir: Path, chance: Chance) -> None:
        self._store = store_in(data_dir)
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pictures")
        self._kept: dict[str, Future[KeptPicture]] = {}
        self._chance = chance
        self.ids: dict[str, UUID] = {name: chance.id("picture", chance.now) for name in sorted(texts.alts())}

    def prepare(self, names: set[str], told: Callable[[], None] = lambda: None) -> None:
        """Begin to prepare the pictures that are shown."""
        for name in sorted(names):
            self._kept[name] = self._workers.submit(self._keep, name)
            self._kept[name].add_done_callback(lambda _done: told())

    def _keep(self, name: str) -> KeptPicture:
        content = (FOLDER / f"{name}.webp").read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        return self._store.find(digest) or self._store.add(prepared(content, digest), name=name)

    def finish(self, rows: Rows) -> None:
        """Wait until every picture is prepared and let the rows wait."""
        for name, future in self._kept.items():
            kept = future.result()
            rows.add(
                Picture,
                id=self.ids[name],
                digest=kept.digest,
                width=kept.width,
                height=kept.height,
                widths=list(kept.widths),
                colour=kept.colour,
                created_at=self._chance.now,
            )

    def close(self) -> None:
        """Let go of the workers; what was not begun is left."""
        self._workers.shutdown(cancel_futures=True)


def prepared(content: bytes, digest: str) -> PreparedPicture:
    """Make the copies of one of our own pictures."""
    image = pictures_worker.upright(
        content, {"format": "WEBP", "sizes": list(SIZES), "limit_pixels": LIMIT_PIXELS}
    )
    return PreparedPicture(
        digest=digest,
        width=image.width,
        height=image.height,
        colour=pictures_worker.dominant_colour(image),
        renditions=tuple(
            Rendition(kind=kind, width=width, height=height, content=made)
            for kind, width, height, made in pictures_worker.renditions(image, SIZES)
        ),
    )

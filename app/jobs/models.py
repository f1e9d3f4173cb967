"""When each job last ran, and who has it now."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.db import Model


class JobRun(Model):
    """The state of one job; a claim keeps two workers from running it at once."""

    __tablename__ = "job_run"

    slug: Mapped[str] = mapped_column(primary_key=True)
    claimed_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """Failures in a row."""
    last_error: Mapped[str | None]

"""The worker: Huey wakes it every minute, and at once when a mail or an event was written."""

from collections.abc import Callable

import structlog
from flask import Flask
from huey import SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.config import Settings
from app.jobs.running import run_due
from app.notifications import outbox
from app.webhooks import outbox as events

WORKERS = 2
"""Two, so that receivers of events who let us wait keep no mail waiting."""
TASKS = {outbox.FLAG: "together_deliver_now", events.FLAG: "together_send_events_now"}
"""What a transaction left behind, and what it wakes."""
log = structlog.get_logger("together.jobs")


class QuietConsumer(Consumer):
    """A consumer inside another program, which keeps its own signal handlers."""

    stop_watching: Callable[[], None]

    def _set_signal_handlers(self) -> None:
        return None

    def stop(self, graceful: bool = False) -> None:
        """Stop, and no longer listen for commits."""
        self.stop_watching()
        super().stop(graceful)


def init_app(app: Flask) -> None:
    """Make the queue; the truth stays in the tables, the queue only says "look now"."""
    settings: Settings = app.extensions["together_settings"]
    queue = SqliteHuey(
        "together",
        filename=str(settings.data_dir / "jobs.sqlite3"),
        results=False,
        serializer=SignedSerializer(secret=settings.secret_key),
    )

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def every_minute() -> None:
        run_due(app)

    @queue.task()  # type: ignore[untyped-decorator]
    def deliver_now() -> None:
        run_due(app, only=["mail"])

    @queue.task()  # type: ignore[untyped-decorator]
    def send_events_now() -> None:
        run_due(app, only=["webhooks"])

    app.extensions["together_queue"] = queue
    app.extensions["together_deliver_now"] = deliver_now
    app.extensions["together_send_events_now"] = send_events_now


def watch_commits(app: Flask) -> Callable[[], None]:
    """Wake the worker after each commit that wrote a mail or an event. Returns how to stop watching."""

    def wake(session: Session) -> None:
        for flag, task in TASKS.items():
            if session.info.pop(flag, False):
                try:
                    app.extensions[task]()
                except Exception:  # what was written is safe in its table; the next minute finds it
                    log.exception("the worker could not be woken")

    def forget(session: Session) -> None:
        for flag in TASKS:
            session.info.pop(flag, None)

    event.listen(Session, "after_commit", wake)
    event.listen(Session, "after_rollback", forget)

    def stop() -> None:
        event.remove(Session, "after_commit", wake)
        event.remove(Session, "after_rollback", forget)

    return stop


def start_embedded(app: Flask) -> QuietConsumer:
    """Run the worker in threads of this process."""
    consumer = QuietConsumer(
        app.extensions["together_queue"], workers=WORKERS, initial_delay=0.1, max_delay=1.0
    )
    consumer.stop_watching = watch_commits(app)
    consumer.start()
    return consumer


def run_forever(app: Flask) -> None:
    """Run the worker until the process is told to stop."""
    watch_commits(app)
    Consumer(app.extensions["together_queue"], workers=WORKERS, initial_delay=0.1, max_delay=2.0).run()

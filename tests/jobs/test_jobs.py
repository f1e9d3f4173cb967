"""Jobs run when they are due, by one worker at a time; one that fails stops no other."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.jobs import running, worker
from app.jobs.agenda import Job
from app.jobs.commands import group
from app.jobs.models import JobRun
from app.notifications import outbox
from app.notifications.models import OutgoingMail
from app.web.database import db


def agenda(monkeypatch: pytest.MonkeyPatch, *jobs: Job) -> None:
    monkeypatch.setattr(running, "agenda", lambda app: jobs)


def job(slug: str, run, every: timedelta = timedelta(hours=1)) -> Job:
    return Job(slug=slug, every=every, run=run)


def test_a_job_runs_when_it_is_due_and_not_before(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    agenda(monkeypatch, job("sweep", lambda app, session: done.append("swept")))
    first = running.run_due(app)
    clock.shift(timedelta(minutes=59))
    second = running.run_due(app)
    clock.shift(timedelta(minutes=61))
    third = running.run_due(app)

    assert (first, second, third) == (["sweep"], [], ["sweep"])
    assert done == ["swept", "swept"]


def test_two_workers_at_once_run_a_job_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    together = threading.Barrier(2)

    def slow(app: Flask, session: Session) -> None:
        done.append(threading.get_ident())
        time.sleep(0.3)

    agenda(monkeypatch, job("sweep", slow))

    def work(_: int) -> list[str]:
        together.wait()
        return running.run_due(app, everything=True)

    with ThreadPoolExecutor(2) as pool:
        ran = list(pool.map(work, range(2)))

    assert sorted(ran) == [[], ["sweep"]]
    assert len(done) == 1


def test_the_claim_of_a_worker_that_died_runs_out(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    agenda(monkeypatch, job("sweep", lambda app, session: done.append("swept")))
    now = clock.now()
    session.add(JobRun(slug="sweep", started_at=now, claimed_until=now + running.CLAIM))
    session.commit()
    at_once = running.run_due(app, everything=True)
    clock.shift(running.CLAIM + timedelta(seconds=1))
    later = running.run_due(app, everything=True)

    assert (at_once, later) == ([], ["sweep"])
    assert done == ["swept"]


def test_a_job_that_fails_is_noted_and_stops_no_other(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail(app: Flask, session: Session) -> None:
        outbox.write(session, kind="role.given", recipient="ana@example.org", subject="Half", text="done")
        raise LookupError("no broom")

    agenda(monkeypatch, job("sweep", fail), job("dust", lambda app, session: done.append("dusted")))
    running.run_due(app, everything=True)
    running.run_due(app, everything=True)

    swept = session.get_one(JobRun, "sweep")
    assert (swept.failures, swept.last_error, swept.claimed_until) == (2, "LookupError", None)
    assert session.get_one(JobRun, "dust").failures == 0
    assert done == ["dusted", "dusted"]
    assert session.query(OutgoingMail).count() == 0


def test_every_job_of_the_agenda_runs_on_an_empty_platform(app: Flask, session: Session) -> None:
    result = app.test_cli_runner().invoke(group, ["run-once"])

    assert result.output == f"Ran: {', '.join(job.slug for job in running.agenda(app))}.\n"
    assert {run.slug: run.last_error for run in session.query(JobRun)} == dict.fromkeys(
        [job.slug for job in running.agenda(app)]
    )


@pytest.fixture
def embedded(app: Flask) -> Iterator[Flask]:
    """The application with the worker in threads of this process."""
    consumer = worker.start_embedded(app)
    yield app
    consumer.stop(graceful=True)


def test_the_embedded_worker_wakes_when_a_mail_is_committed(embedded: Flask) -> None:
    folder = embedded.extensions["together_settings"].data_dir / "mail"
    with embedded.app_context():
        mail = outbox.write(
            db.session, kind="role.given", recipient="ana@example.org", subject="At once", text="Hello."
        )
        db.session.commit()
        file = folder / f"{mail.id}.eml"
    deadline = time.monotonic() + 10
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)

    assert b"Subject: At once" in file.read_bytes()


def test_a_mail_that_was_rolled_back_wakes_nobody(embedded: Flask) -> None:
    woken: list[bool] = []
    embedded.extensions["together_deliver_now"] = lambda: woken.append(True)
    with embedded.app_context():
        outbox.write(db.session, kind="role.given", recipient="ana@example.org", subject="No", text="No.")
        db.session.rollback()
        db.session.commit()

    assert woken == []

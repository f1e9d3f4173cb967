"""Runs the agenda: what is due, each job in its own transaction, by one worker at a time."""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa
import structlog
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.jobs.agenda import Job, agenda
from app.jobs.models import JobRun
from app.web.database import db

CLAIM = timedelta(minutes=10)
log = structlog.get_logger("together.jobs")


def run_due(app: Flask, *, everything: bool = False, only: Iterable[str] | None = None) -> list[str]:
    """Run the jobs that are due, or all of them; returns those that ran. One that fails stops no other."""
    ran = []
    chosen = None if only is None else set(only)
    for job in agenda(app):
        if chosen is not None and job.slug not in chosen:
            continue
        with app.app_context():
            if _claim(db.session, job, now_anyway=everything or chosen is not None):
                _run(app, job)
                ran.append(job.slug)
    return ran


def _claim(session: Session, job: Job, *, now_anyway: bool) -> bool:
    now = clock.now()
    if session.get(JobRun, job.slug) is None:
        session.rollback()
        try:
            session.add(JobRun(slug=job.slug))
            session.commit()
        except sa.exc.IntegrityError:  # another worker wrote the line first
            session.rollback()
    free = sa.or_(JobRun.claimed_until.is_(None), JobRun.claimed_until < now)
    due = sa.or_(JobRun.started_at.is_(None), JobRun.started_at <= now - job.every)
    claimed = session.execute(
        sa.update(JobRun)
        .where(JobRun.slug == job.slug, free, sa.true() if now_anyway else due)
        .values(claimed_until=now + CLAIM, started_at=now)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]


def _run(app: Flask, job: Job) -> None:
    session = db.session
    error: Exception | None = None
    try:
        job.run(app, session)
        session.commit()
    except Exception as caught:  # logged and noted; the next job has a right to run
        session.rollback()
        error = caught
        log.exception("job failed", job=job.slug)
    note = {
        "claimed_until": None,
        "finished_at": clock.now(),
        "failures": JobRun.failures + 1 if error else 0,
        "last_error": type(error).__name__ if error else None,
    }
    session.execute(sa.update(JobRun).where(JobRun.slug == job.slug).values(note))
    session.commit()

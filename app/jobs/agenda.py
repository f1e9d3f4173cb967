"""Every job with its rhythm. A job is a function of a feature; it may run twice without harm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.kernel import contributions
from app.kernel.registry import Plugins
from app.notifications.delivery import deliver_due
from app.notifications.transport import transport_for


@dataclass(frozen=True, kw_only=True)
class Job:
    """One entry of the agenda."""

    slug: str
    every: timedelta
    run: Callable[[Flask, Session], object]


def _plugins(app: Flask) -> Plugins:
    found: Plugins = app.extensions["together_plugins"]
    return found


def _deliver(app: Flask, session: Session) -> int:
    settings: Settings = app.extensions["together_settings"]
    transport = transport_for(settings.mail_url, sender=settings.mail_sender, base_url=settings.base_url)
    return deliver_due(session, transport)


def _expire_holds(app: Flask, session: Session) -> object:
    from app.ledgers import services

    return services.expire_holds(session)


def _link_transfers(app: Flask, session: Session) -> object:
    from app.ledgers import chain

    return chain.link_all(session)


def _expire_requests(app: Flask, session: Session) -> object:
    from app.ledgers import payment_requests

    return payment_requests.expire_requests(session)


def _pay_standing_orders(app: Flask, session: Session) -> object:
    from app.ledgers import standing_orders

    paid = 0
    for order_id in standing_orders.due_orders(session):
        paid += standing_orders.pay_due(session, _plugins(app), order_id)
        session.commit()  # each order by itself: no account stays locked while the others are paid
    return paid


def _look_at_ledgers(app: Flask, session: Session) -> object:
    from app.ledgers import watch

    return watch.look(session)


def _remind(app: Flask, session: Session) -> object:
    from app.exchanges import services

    return services.remind(session)


def _confirm_overdue(app: Flask, session: Session) -> object:
    from app.exchanges import services

    return services.confirm_overdue(session, _plugins(app))


def _expire_listings(app: Flask, session: Session) -> object:
    from app.listings import services

    return services.expire(session)


def _sweep_pictures(app: Flask, session: Session) -> object:
    from app.media import services

    settings: Settings = app.extensions["together_settings"]
    return services.sweep(session, settings.data_dir)


def _tidy_accounts(app: Flask, session: Session) -> object:
    from app.members import farewell

    return farewell.tidy(session)


def _close_clearing(app: Flask, session: Session) -> object:
    from app.clearing import services

    return services.close_overdue(session)


def _note_erasures(app: Flask, session: Session) -> object:
    from app.backup import erasures

    settings: Settings = app.extensions["together_settings"]
    return erasures.record(session, settings.data_dir)


def _forget_answers(app: Flask, session: Session) -> object:
    from app.api import keys, token_ends

    return keys.forget_old(session) + token_ends.forget_old(session)


def _send_events(app: Flask, session: Session) -> object:
    from app.webhooks import delivery

    return delivery.deliver_due(delivery.post_of(session.get_bind(), app.extensions["together_settings"]))


def _forget_deliveries(app: Flask, session: Session) -> object:
    from app.webhooks import services

    return services.forget_old(session)


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

AGENDA: tuple[Job, ...] = (
    Job(slug="mail", every=MINUTE, run=_deliver),
    Job(slug="chain", every=MINUTE, run=_link_transfers),
    Job(slug="ledgers", every=DAY, run=_look_at_ledgers),
    Job(slug="holds", every=HOUR, run=_expire_holds),
    Job(slug="clearing", every=HOUR, run=_close_clearing),
    Job(slug="payment_requests", every=HOUR, run=_expire_requests),
    Job(slug="standing_orders", every=HOUR, run=_pay_standing_orders),
    Job(slug="reminders", every=HOUR, run=_remind),
    Job(slug="confirmations", every=HOUR, run=_confirm_overdue),
    Job(slug="expiries", every=HOUR, run=_expire_listings),
    Job(slug="pictures", every=HOUR, run=_sweep_pictures),
    Job(slug="erasures", every=MINUTE, run=_note_erasures),
    Job(slug="answers", every=DAY, run=_forget_answers),
    Job(slug="accounts", every=HOUR, run=_tidy_accounts),
    Job(slug="deliveries", every=DAY, run=_forget_deliveries),
    Job(slug="webhooks", every=MINUTE, run=_send_events),  # last: receivers may keep it waiting
)


def agenda(app: Flask) -> tuple[Job, ...]:
    """Return the jobs of the core and those of the installed plugins."""
    return (*AGENDA, *(_of_plugin(one) for one in _plugins(app).jobs.values()))


def _of_plugin(one: contributions.Job) -> Job:
    return Job(slug=one.slug, every=one.every, run=lambda app, session: one.run(session))

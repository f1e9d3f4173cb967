"""Signing in and out: sign-ins live on the server, and nothing tells who has an account."""

import time

import pytest
import sqlalchemy as sa

from app import clock
from app.members.models import Person, SignIn
from app.testing import factories
from app.testing.factories import PASSWORD, post, sign_in
from tests.members.conftest import look, stays_here, words


@pytest.fixture
def ana(session):
    person = factories.person(session, "Ana", email="ana@example.org")
    session.commit()
    return person


def enter(client, email="ana@example.org", password=PASSWORD, **more):
    return post(client, "/sign-in", email=email, password=password, **more)


def cookie_of(client):
    return client.get_cookie("together").value


def is_in(client):
    return client.get("/settings/devices").status_code == 200


def test_signing_in_leads_to_where_one_wanted_to_go(client, ana):
    wanted = client.get("/settings/devices?x=1")

    entered = enter(client, next="/settings/devices?x=1")

    assert wanted.location == "/sign-in?next=/settings/devices?x%3D1"
    assert entered.location == "/settings/devices?x=1"
    assert is_in(client)


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example", "/\\evil.example", "https:evil.example"]
)
def test_signing_in_leads_to_no_other_site(client, ana, elsewhere):
    entered = enter(client, next=elsewhere)

    assert stays_here(entered.location or "/")


def test_a_device_signed_out_elsewhere_is_out_at_once(app, session, ana):
    phone, computer = app.test_client(), app.test_client()
    lost = sign_in(phone, ana)
    sign_in(computer, ana)

    before = is_in(phone)
    post(computer, f"/settings/devices/{lost}/end")

    assert before
    assert not is_in(phone)
    assert is_in(computer)


def test_all_other_devices_can_be_signed_out_together(app, ana):
    clients = [app.test_client() for _ in range(3)]
    for client in clients:
        sign_in(client, ana)

    post(clients[0], "/settings/devices/end-others")

    assert [is_in(client) for client in clients] == [True, False, False]


def test_nobody_signs_a_device_of_somebody_else_out(app, session, ana):
    bea = factories.person(session, "Béa")
    session.commit()
    hers, his = app.test_client(), app.test_client()
    of_ana = sign_in(hers, ana)
    sign_in(his, bea)

    answer = post(his, f"/settings/devices/{of_ana}/end")

    assert answer.status_code == 404
    assert is_in(hers)


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app, client, ana):
    enter(client)
    stolen = cookie_of(client)
    thief = app.test_client()
    thief.set_cookie("together", stolen)

    before = is_in(thief)
    post(client, "/sign-out")

    assert before
    assert not is_in(thief)


def test_a_cookie_planted_before_signing_in_does_not_become_a_sign_in(app, client, ana):
    client.get("/sign-in")
    planted = cookie_of(client)
    with client.session_transaction() as before:
        form_token = before.get("csrf_token")

    enter(client)
    attacker = app.test_client()
    attacker.set_cookie("together", planted)
    with client.session_transaction() as after:
        tokens = after["sign_in"], after.get("csrf_token")

    assert is_in(client)
    assert not is_in(attacker)
    assert tokens[1] != form_token


def test_every_sign_in_has_a_token_of_its_own_and_ends_the_one_before(session, client, ana):
    enter(client)
    first = cookie_of(client)
    post(client, "/sign-out")
    enter(client)

    session.rollback()
    rows = session.scalars(sa.select(SignIn).order_by(SignIn.created_at)).all()
    assert [row.ended_at is None for row in rows] == [False, True]
    assert rows[0].token_digest != rows[1].token_digest
    assert cookie_of(client) != first


def test_the_table_does_not_hold_what_the_cookie_holds(session, client, ana):
    enter(client)

    with client.session_transaction() as cookie:
        token = cookie["sign_in"]
    row = session.scalars(sa.select(SignIn)).one()
    assert len(token) >= 43  # 256 bits
    assert token.encode() not in row.token_digest


def test_a_sign_in_ends_after_thirty_days(client, ana):
    from datetime import timedelta

    sign_in(client, ana)

    clock.shift(timedelta(days=31))
    try:
        out = not is_in(client)
    finally:
        clock.shift(timedelta(0))

    assert out


def test_a_closed_account_is_out_at_once(session, client, ana):
    sign_in(client, ana)
    before = is_in(client)
    session.execute(sa.update(Person).values(active=False))
    session.commit()

    assert before
    assert not is_in(client)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(app, session, ana):
    unconfirmed = factories.person(session, "Uli", email="unconfirmed@example.org", confirmed=False)
    session.commit()
    answers = []
    wrong = "wrong wrong wrong"
    for email, password in (("ana@example.org", wrong), ("nobody@example.org", wrong),
                            (unconfirmed.email, PASSWORD)):  # fmt: skip
        answer = enter(app.test_client(), email, password)
        answers.append((answer.status_code, words(answer).replace(email, "…")))

    assert answers[0] == answers[1] == answers[2]


def test_a_token_in_a_header_or_a_password_in_the_address_opens_nothing(app, client, ana):
    with app.test_request_context():
        from app.web.database import db

        token = db.session.get(Person, ana.id).get_auth_token()

    by_header = client.get("/settings", headers={"Authentication-Token": token})
    by_basic = client.get("/settings", auth=("ana@example.org", PASSWORD))

    assert by_header.location.startswith("/sign-in")
    assert by_basic.location.startswith("/sign-in")


def test_asking_for_a_new_password_is_answered_alike_for_known_and_unknown(app, ana, mails):
    answers = []
    for email in ("ana@example.org", "nobody@example.org"):
        answer = post(app.test_client(), "/new-password", email=email)
        answers.append((answer.status_code, words(answer).replace(email, "…")))

    assert answers[0] == answers[1]
    assert [(mail.kind, mail.recipient) for mail in mails()] == [
        ("account.reset_instructions", "ana@example.org")
    ]


def test_a_new_password_signs_every_device_out_and_its_link_works_once(app, session, ana, mails):
    client, elsewhere = app.test_client(), app.test_client()
    sign_in(elsewhere, ana)
    post(client, "/new-password", email="ana@example.org")
    path = mails()[0].path

    saved = post(client, path, password="trottinette verte du lundi")
    again = post(app.test_client(), path, password="une toute autre phrase")

    assert saved.location == "/sign-in"
    assert again.location == "/new-password"
    assert not is_in(elsewhere)
    assert enter(client, password=PASSWORD).status_code == 200
    assert enter(client, password="trottinette verte du lundi").status_code == 302
    assert mails()[-1].kind == "account.reset_notice"
    assert [
        row.ended_at is None for row in session.scalars(sa.select(SignIn).order_by(SignIn.created_at))
    ] == [False, True]


def test_changing_the_password_keeps_this_device_and_signs_the_others_out(app, ana, mails):
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here, ana)
    sign_in(elsewhere, ana)

    wrong = post(
        here, "/settings/password", password="not the one", new_password="trottinette verte du lundi"
    )
    changed = post(here, "/settings/password", password=PASSWORD, new_password="trottinette verte du lundi")

    assert wrong.status_code == 200
    assert changed.location == "/settings"
    assert is_in(here)
    assert not is_in(elsewhere)
    assert [mail.kind for mail in mails()] == ["account.change_notice"]


def test_a_new_mail_address_counts_after_the_click_in_its_own_mail(session, client, ana, mails):
    sign_in(client, ana)

    post(client, "/settings/mail", email="new@example.org")
    [mail] = mails()
    client.get(mail.path)
    opened = look(session, sa.select(Person.email))
    post(client, mail.path)

    assert mail.recipient == "new@example.org"
    assert opened == ["ana@example.org"]
    assert look(session, sa.select(Person.email)) == ["new@example.org"]


def test_the_eleventh_try_on_one_account_is_turned_away_wherever_it_comes_from(app, client, ana, limits):
    for number in range(10):
        enter(app.test_client(), password="wrong wrong wrong") if number % 2 else enter(
            client, password="wrong wrong wrong"
        )

    token = factories.csrf(client)
    eleventh = client.post(
        "/sign-in", data={"email": " ANA@example.org ", "password": PASSWORD, "csrf_token": token},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )  # fmt: skip

    assert eleventh.status_code == 429
    assert not is_in(client)


def test_one_machine_that_fails_ten_times_is_turned_away_and_another_is_not(
    app, session, client, ana, limits
):
    for number in range(10):
        enter(client, email=f"somebody{number}@example.org", password="wrong wrong wrong")

    here = enter(client, email="one.more@example.org")
    token = factories.csrf(client)
    elsewhere = client.post(
        "/sign-in", data={"email": "ana@example.org", "password": PASSWORD, "csrf_token": token},
        environ_base={"REMOTE_ADDR": "192.0.2.8"},
    )  # fmt: skip

    assert here.status_code == 429
    assert elsewhere.status_code == 302


def test_a_new_password_can_be_asked_for_five_times_a_day(client, ana, limits, mails):
    codes = [post(client, "/new-password", email="ana@example.org").status_code for _ in range(6)]

    assert codes == [200] * 5 + [429]
    assert len(mails()) == 5


def test_known_and_unknown_addresses_take_the_same_time(app, ana, even):
    spent = {}
    for email in ("ana@example.org", "nobody@example.org"):
        client = app.test_client()
        token = factories.csrf(client)
        began = time.perf_counter()
        client.post("/new-password", data={"email": email, "csrf_token": token})
        spent[email] = time.perf_counter() - began

    assert min(spent.values()) >= 0.3
    assert abs(spent["ana@example.org"] - spent["nobody@example.org"]) < 0.1

"""Signing in in two steps: by app, by mail, by recovery code; never twice with one code."""

import re

import pytest
import sqlalchemy as sa

from app.members.models import Person
from app.testing import factories
from app.testing.factories import PASSWORD, post, sign_in
from tests.members.conftest import look


@pytest.fixture
def ana(session):
    person = factories.person(session, "Ana", email="ana@example.org")
    session.commit()
    return person


def enter(client):
    return post(client, "/sign-in", email="ana@example.org", password=PASSWORD)


def is_in(client):
    return client.get("/settings/devices").status_code == 200


def switch_on(client, how):
    page = post(client, "/settings/two-steps", setup=how).text
    return re.search(r'action="(/settings/two-steps/[^"]+)"', page)[1], page


def authenticator(app, page):
    """Return the app on the telephone: what shows the code of a moment."""
    from passlib.totp import TOTP

    key = re.search(r'<code class="t-code">([^<]+)</code>', page)[1].replace("-", "").replace(" ", "")
    return TOTP(key=key, digits=6)


def test_with_an_app_each_code_works_once(app, session, client, ana):
    sign_in(client, ana)
    path, page = switch_on(client, "authenticator")
    telephone = authenticator(app, page)
    code = telephone.generate().token
    switched = post(client, path, code=code)

    first, second = app.test_client(), app.test_client()
    entered = enter(first)
    half_way = is_in(first)
    post(first, "/sign-in/code", code=code)
    enter(second)
    again = post(second, "/sign-in/code", code=code)

    assert "data:image" in page
    assert switched.status_code == 302
    assert entered.location.startswith("/sign-in/code")
    assert not half_way
    assert is_in(first)
    assert again.status_code == 200
    assert not is_in(second)


def test_with_a_code_by_mail(app, client, ana, mails):
    sign_in(client, ana)
    path, _page = switch_on(client, "email")
    post(client, path, code=re.search(r"\d{6}", mails()[0].subject)[0])

    other = app.test_client()
    entered = enter(other)
    before = is_in(other)
    code = re.search(r"\d{6}", mails()[-1].text)[0]
    post(other, "/sign-in/code", code=code)

    assert entered.location.startswith("/sign-in/code")
    assert not before
    assert mails()[-1].kind == "account.two_factor_instructions"
    assert is_in(other)


def test_a_recovery_code_works_once_and_is_kept_sealed(app, session, client, ana, mails):
    sign_in(client, ana)
    path, _page = switch_on(client, "email")
    post(client, path, code=re.search(r"\d{6}", mails()[0].subject)[0])
    page = post(client, "/settings/recovery-codes", generate_new_codes="1").text
    codes = re.findall(r'<code class="t-code">([^<]+)</code>', page)
    [kept] = [person.mf_recovery_codes for person in look(session, sa.select(Person))]

    let_in = []
    for code in (codes[0], codes[0], codes[1]):
        other = app.test_client()
        enter(other)
        post(other, "/sign-in/recovery-code", code=code)
        let_in.append(is_in(other))

    assert len(codes) == 8
    assert not set(codes) & set(kept)
    assert let_in == [True, False, True]


def test_a_new_password_does_not_go_round_the_second_step(app, client, ana, mails):
    sign_in(client, ana)
    path, _page = switch_on(client, "email")
    post(client, path, code=re.search(r"\d{6}", mails()[0].subject)[0])
    other = app.test_client()

    post(other, "/new-password", email="ana@example.org")
    post(other, mails()[-1].path, password="trottinette verte du lundi")
    after_reset = is_in(other)
    post(other, "/sign-in", email="ana@example.org", password="trottinette verte du lundi")

    assert not after_reset
    assert not is_in(other)


def test_codes_cannot_be_tried_at_will(app, client, ana, mails, limits):
    sign_in(client, ana)
    path, _page = switch_on(client, "email")
    post(client, path, code=re.search(r"\d{6}", mails()[0].subject)[0])
    other = app.test_client()
    enter(other)

    answers = [post(other, "/sign-in/code", code=f"{number:06}").status_code for number in range(6)]

    assert answers == [200] * 5 + [429]


def test_two_steps_ask_who_one_is_when_the_sign_in_is_old(client, ana):
    sign_in(client, ana)
    with client.session_transaction() as cookie:
        cookie["fs_paa"] -= 3 * 24 * 3600

    answer = client.get("/settings/two-steps")
    post(client, "/settings/verify", password=PASSWORD)

    assert answer.location.startswith("/settings/verify")
    assert client.get("/settings/two-steps").status_code == 200


def test_switching_it_off_leaves_the_password_alone(app, client, ana, mails):
    sign_in(client, ana)
    path, _page = switch_on(client, "email")
    post(client, path, code=re.search(r"\d{6}", mails()[0].subject)[0])

    post(client, "/settings/two-steps", setup="disable")
    other = app.test_client()
    enter(other)

    assert is_in(other)

"""``together tokens``: made, listed and revoked by an operator."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api.commands import group
from app.api.models import ApiToken
from app.errors import Refusal
from app.notifications.models import OutgoingMail
from app.testing import factories

ANA = "ana@example.org"


@pytest.fixture
def ana(session):
    person = factories.person(session, email=ANA)
    factories.member(session, factories.territory(session), person)
    session.commit()
    return person


@pytest.fixture
def run(app):
    """Run the command; a refusal is raised, as the command line turns it into a sentence."""

    def run(*words):
        result = app.test_cli_runner().invoke(group, words)
        if isinstance(result.exception, Refusal):
            raise result.exception
        return result

    return run


def kept(session, model):
    with Session(session.get_bind(), expire_on_commit=False) as own:
        return own.scalars(sa.select(model).order_by(model.id)).all()


def test_the_token_alone_stands_on_the_first_output_and_works(session, run, ana, program):
    made = run("create", ANA, "--scope", "read", "--scope", "profile", "--days", "7")

    [token], [mail] = kept(session, ApiToken), kept(session, OutgoingMail)
    text = made.stdout.strip()
    assert made.exit_code == 0
    assert text.startswith("tgr_")
    assert f"Good until {token.expires_at:%Y-%m-%d}." in made.stderr
    assert mail.recipient == ANA
    assert program().get("/me", headers={"Authorization": f"Bearer {text}"}).json["email"] == ANA


def test_a_token_made_for_one_territory_counts_only_there(run, ana, program):
    text = run("create", ANA, "--scope", "read", "--territory", "bordeaux").stdout.strip()

    answer = program().get("/bordeaux/me", headers={"Authorization": f"Bearer {text}"})

    assert answer.status_code == 200
    assert "bordeaux" in run("list", ANA).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("create", "nobody@example.org", "--scope", "read"), "Nobody has signed up"),
        (("create", ANA, "--scope", "read", "--territory", "nowhere"), "no territory nowhere"),
        (("list", "nobody@example.org"), "Nobody has signed up"),
        (("revoke", ANA), "Name one token"),
        (("revoke", ANA, "00000000-0000-0000-0000-000000000000", "--all"), "Name one token"),
        (("revoke", ANA, "00000000-0000-0000-0000-000000000000"), "no such token"),
        (("revoke", ANA, "--all"), "no such token"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(session, run, ana, words, said):
    with pytest.raises(Refusal, match=said):
        run(*words)

    assert kept(session, ApiToken) == []


@pytest.mark.parametrize(
    "words",
    [("create", ANA), ("create", ANA, "--scope", "all"), ("create", ANA, "--scope", "read", "--days", "367")],
)
def test_what_is_not_understood_makes_nothing(session, run, ana, words):
    assert run(*words).exit_code == 2
    assert kept(session, ApiToken) == []


def test_listing_names_every_token_that_counts_and_revoking_ends_one_or_all(session, run, ana, program):
    first, second, third = (program(ana) for _ in range(3))

    listed = run("list", ANA).stdout.splitlines()
    one = run("revoke", ANA, str(first.token_id)).stdout
    left = run("list", ANA).stdout.splitlines()
    rest = run("revoke", ANA, "--all").stdout

    assert [line.split()[0] for line in listed] == [str(mine.token_id) for mine in (third, second, first)]
    assert all(
        f"…{mine.token[-4:]}" in line for mine, line in zip((third, second, first), listed, strict=True)
    )
    assert (one, rest) == ("Revoked: 1.\n", "Revoked: 2.\n")
    assert len(left) == 2
    assert [mine.get("/me").status_code for mine in (first, second, third)] == [401] * 3

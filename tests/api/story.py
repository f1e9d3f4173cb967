"""The whole story as programs tell it: from an empty town to an hour and a half in the garden.

Odile administers her town and Chloé coordinates; Ana needs a hand, Bilal gives it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.geo.names import fold
from app.notifications.models import OutgoingMail
from app.testing import factories
from tests.api.conftest import Program
from tests.api.neighbours import HOURS, request_for_help
from tests.api.pictures import a_picture

TITLE = "Un coup de main pour la haie du jardin"
SENTENCE = "On a ri autant qu’on a taillé."
BEAUTY = "F07"
"""One of the components that help in the garden is meant to serve."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A POST as a program sent it under a key, and what it was answered."""

    program: Program
    path: str
    values: dict[str, Any]
    key: str
    answer: TestResponse

    def again(self) -> TestResponse:
        """Send it once more, as a program does that did not get the answer."""
        return self.program.post(self.path, key=self.key, **self.values)


@dataclass
class Story:
    """Where it takes place, who is in it, and every POST that they sent."""

    slug: str
    odile: Program
    chloe: Program
    ana: Program
    bilal: Program
    ids: dict[str, str]
    """Ids of the members, by first name."""
    sent: list[Sent] = field(default_factory=list)
    _keys: "count[int]" = field(default_factory=count)

    def post(self, who: Program, path: str, json: Json | None = None, *, status: int, **values: Any) -> Json:
        """Send a POST about the town under a key of its own; see ``post_anywhere``."""
        return self.post_anywhere(who, f"/{self.slug}/{path}", json, status=status, **values)

    def post_anywhere(
        self, who: Program, path: str, json: Json | None = None, *, status: int, **values: Any
    ) -> Json:
        """Send a POST under a key of its own, expect this status, and remember it."""
        key = f"story-{next(self._keys)}"
        values = {**values, "json": json} if json is not None else values
        answer = who.post(path, key=key, **values)
        assert answer.status_code == status, (path, answer.get_data(as_text=True))
        self.sent.append(Sent(who, path, values, key, answer))
        return answer.json or {}

    def put(self, who: Program, path: str, json: Json) -> Json:
        """Put something in place."""
        answer = who.put(f"/{self.slug}/{path}", json)
        assert answer.status_code == 200, (path, answer.get_data(as_text=True))
        return answer.json or {}

    def get(self, who: Program, path: str, **values: Any) -> Json:
        """Read."""
        answer = who.get(f"/{self.slug}/{path}", query_string=values)
        assert answer.status_code == 200, (path, answer.get_data(as_text=True))
        return answer.json or {}


def begin(app: Flask, session: Session, program: Callable[..., Program]) -> Story:
    """Let Odile open her town, and three neighbours come to live there by their programs alone."""
    town = factories.territory(session, "talence")
    odile = factories.member(session, town, first_name="Odile", roles=("administrator",))
    session.commit()
    story = Story(str(town.slug), program(odile), *[program()] * 3, ids={})
    story.chloe, story.ana, story.bilal = (
        come_to_live_there(story, app, session, name) for name in ("Chloé", "Ana", "Bilal")
    )
    return story


def come_to_live_there(story: Story, app: Flask, session: Session, first_name: str) -> Program:
    """Sign up, confirm the address with what the mail says, ask for a token, join."""
    visitor, email = Program(app), f"{fold(first_name)}@example.org"
    known = {"email": email, "password": f"{first_name} aime les haies"}
    assert visitor.post("/people", {**known, "first_name": first_name}).status_code == 202
    newest = sa.select(OutgoingMail.path).where(OutgoingMail.recipient == email)
    with Session(session.get_bind()) as own:
        token = own.scalars(newest).one().rpartition("/")[2].partition("?")[0]
    assert visitor.post("/people/confirm", {"token": token}).status_code == 204
    scopes = ["read", "listings", "exchanges", "profile", "coordinate"]
    wish = {**known, "name": "Telephone", "scopes": scopes, "territory": story.slug}
    made = story.post_anywhere(visitor, "/tokens", wish, status=201)
    joined = Program(app, made["token"])
    story.ids[first_name] = story.post(joined, "members", {"agree": True}, status=201)["member_id"]
    return joined


def found_the_time_bank(story: Story) -> None:
    """Odile founds the sub-network; Chloé switches the time bank on with its rules."""
    told = {"theme": "intergenerational", "name": "Un coup de main", "coordinator_id": story.ids["Chloé"]}
    network = story.post(story.odile, "subnetworks", told, status=201)
    rules = {"name": "Heures de chez nous", "welcome_minutes": 0}
    story.put(story.chloe, f"subnetworks/{network['slug']}/plugins/time_bank", {"settings": rules})


def need_help(story: Story) -> str:
    """Ana sends a photograph and writes her request; returns the id of the listing."""
    picture = story.post(story.ana, "pictures", status=201, data=a_picture(), content_type="image/png")
    listing = story.post(
        story.ana,
        "listings",
        {
            "direction": "request",
            "kind": "time_bank.garden",
            "title": TITLE,
            "text": "La haie a trop poussé.\n\nJ’ai les outils, il me manque des bras.",
            "terms": [HOURS],
            "detail": {"minutes": 60},
            "pictures": [{"id": picture["id"], "alt": "Un jardin avec une haie"}],
        },
        status=201,
    )
    return str(listing["id"])


def agree(story: Story) -> str:
    """Bilal finds the request and proposes an hour, Ana an hour and a half; returns the exchange's id."""
    found = story.get(story.bilal, "listings", q="jardins", order="nearest")["items"]
    assert [listing["title"] for listing in found] == [TITLE]
    answer = {"text": "Hello Ana, I have shears and a free morning.", "quantity": 60, "terms": HOURS}
    exchange = story.post(story.bilal, f"listings/{found[0]['id']}/exchanges", answer, status=201)
    path = f"exchanges/{exchange['id']}"
    story.post(
        story.ana, f"{path}/messages", {"text": "Merci ! Je crois qu’il faudra plus longtemps."}, status=201
    )
    another = {"quantity": 90, "terms": HOURS, "seen": exchange["version"]}
    proposed = story.post(story.ana, f"{path}/proposals", another, status=201)
    assert open_steps(story.get(story.ana, path)) == {"propose", "decline"}
    messages = story.get(story.bilal, f"{path}/messages")["items"]
    assert [message["author"]["first_name"] for message in messages] == ["Ana", "Bilal"]
    assert open_steps(story.get(story.bilal, path)) == {"propose", "accept", "cancel"}
    story.post(story.ana, f"{path}/moves", {"do": "accept"}, status=409)  # it is for Bilal
    agreed = {"do": "accept", "number": proposed["proposals"][-1]["number"]}
    held = story.post(story.bilal, f"{path}/moves", agreed, status=200)["held"]
    assert held == {"amount": 90, "unit": "minutes", "scale": 0}
    return str(exchange["id"])


def do_it_and_confirm(story: Story, exchange_id: str) -> None:
    """Bilal says that it is done, Ana confirms; only then the minutes move."""
    path = f"exchanges/{exchange_id}"
    story.post(story.bilal, f"{path}/moves", {"do": "done"}, status=200)
    assert balances(story) == {"Ana": 0, "Bilal": 0}
    confirmed = story.post(story.ana, f"{path}/moves", {"do": "confirm"}, status=200)
    assert confirmed["state"] == "confirmed"
    assert balances(story) == {"Ana": -90, "Bilal": 90}


def say_what_it_brought(story: Story, exchange_id: str) -> None:
    """Each says what was touched and how; Ana adds a sentence that the town may show."""
    path = f"exchanges/{exchange_id}/feeling"
    assert BEAUTY in story.get(story.ana, path)["proposed"]
    story.put(story.ana, path, {"felt": {BEAUTY: 2}, "sentence": SENTENCE, "public": True})
    story.put(story.bilal, path, {"felt": {BEAUTY: 2}})
    assert story.get(story.ana, path)["felt"] == {BEAUTY: 2}


def tell(story: Story) -> str:
    """Tell all of it; returns the id of the exchange."""
    found_the_time_bank(story)
    need_help(story)
    exchange_id = agree(story)
    do_it_and_confirm(story, exchange_id)
    say_what_it_brought(story, exchange_id)
    return exchange_id


def open_steps(exchange: Json) -> set[str]:
    """Return what one could do next."""
    return {step["do"] for step in exchange["next_steps"] if step["open"]}


def balances(story: Story) -> dict[str, int]:
    """Return what stands on the accounts of Ana and of Bilal, as each reads it."""
    return {
        account["name"]: account["balance"]["amount"]
        for program in (story.ana, story.bilal)
        for account in story.get(program, "accounts")["items"]
    }


def help_in_the_garden(story: Story, giver: Program, receiver: Program, *, minutes: int) -> None:
    """Let two more people of the town exchange help, from asking to what they felt."""
    request = request_for_help(title="Weeds, everywhere")
    listing = story.post(receiver, "listings", request, status=201)
    answer = {"text": "I come.", "quantity": minutes, "terms": HOURS}
    exchange = story.post(giver, f"listings/{listing['id']}/exchanges", answer, status=201)
    path = f"exchanges/{exchange['id']}"
    for who, do in ((receiver, "accept"), (giver, "done"), (receiver, "confirm")):
        story.post(who, f"{path}/moves", {"do": do}, status=200)
    for who in (giver, receiver):
        story.put(who, f"{path}/feeling", {"felt": {BEAUTY: 1}})

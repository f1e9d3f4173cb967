"""What docs/webhooks.md tells the authors of receivers is what happens."""

import json
import re
from pathlib import Path
from typing import Any

from app import clock
from app.webhooks import signing
from app.webhooks.kinds import KINDS, PING
from tests.webhooks.conftest import SECRET, Town
from tests.webhooks.receivers import Receiver

GUIDE = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()


def example(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def check() -> Any:
    """The function of the guide by which a receiver knows a delivery for ours."""
    told: dict[str, Any] = {}
    exec(example("python"), told)
    return told["is_ours"]


def test_the_receiver_of_the_guide_knows_a_delivery_from_a_forgery(town: Town, receiver: Receiver) -> None:
    is_ours = check()
    town.hook(receiver.url)
    town.happens("exchange.agreed")
    town.deliver()
    (came,) = receiver.requests
    forged = came.body.replace(b"agreed", b"denied")
    older = came.headers | {"webhook-timestamp": str(int(clock.now().timestamp()) - 301)}
    other_id = came.headers | {"webhook-id": "another"}

    assert is_ours(SECRET, came.headers, came.body)
    assert not is_ours(SECRET, came.headers, forged)
    assert not is_ours(SECRET, older, came.body)
    assert not is_ours(SECRET, other_id, came.body)
    assert not is_ours(signing.new_secret(), came.headers, came.body)


def test_an_example_of_the_standard_is_signed_as_it_says() -> None:
    """The values are those of the Standard Webhooks specification."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    at = clock.now().fromtimestamp(1614265330, clock.now().tzinfo)

    headers = signing.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, [secret])

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_delivery_has_the_form_that_the_guide_shows(town: Town, receiver: Receiver) -> None:
    def shape(value: Any) -> Any:
        return (
            {name: shape(inner) for name, inner in value.items()} if isinstance(value, dict) else type(value)
        )

    town.hook(receiver.url)
    town.happens("exchange.agreed")
    town.deliver()

    assert shape(receiver.requests[0].said) == shape(json.loads(example("json")))


def test_every_kind_of_event_is_in_the_guide() -> None:
    told = set()
    for cell in re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE):
        names = re.findall(r"`([a-z.]+)`", cell)
        told |= {
            name if "." not in name or name[0] != "." else names[0].split(".")[0] + name for name in names
        }

    assert told == {*KINDS, PING}

"""Run by the tests in an environment of its own: a loaf is offered where the plugin bread is on."""

import json
import sys

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.factory import create_app
from app.listings.models import Listing
from app.members.models import Person
from app.subnetworks.models import Installation, Subnetwork
from app.testing import factories
from app.web.database import db

NETWORK = "/t/bordeaux/networks/ovens"
app = create_app()
client = app.test_client()
with app.app_context():
    engine = db.engine


def begin() -> dict[str, object]:
    """Found a territory with Ana and a sub-network; find the plugin in its catalogue and switch it on."""
    with Session(engine, expire_on_commit=False) as session:
        place = factories.territory(session, "bordeaux")
        factories.member(session, place, first_name="Ana", roles=["administrator"])
        factories.subnetwork(session, place, "ovens", plugins=())
        session.commit()
        _signed_in(session)
        catalogue = client.get(f"{NETWORK}/plugins").get_data(as_text=True)
        switched = factories.post(client, f"{NETWORK}/plugins/bread")
        return {
            "in_the_catalogue": "Share what you have, find what you need." in catalogue,
            "answer": switched.status_code,
            "enabled": session.query(Installation).one().enabled,
        }


def offer() -> dict[str, object]:
    """Write an offer of the plugin's kind on the page, as a person would."""
    with Session(engine, expire_on_commit=False) as session:
        network_id = session.query(Subnetwork).one().id
        answer = factories.post(
            _signed_in(session),
            "/t/bordeaux/listings/new",
            step=4,
            go="publish",
            described="bread.loaf",
            placed="bread.loaf",
            direction="offer",
            kind="bread.loaf",
            title="Rye from the village oven",
            terms=["gift"],
            place="Nansouty",
            subnetwork=str(network_id),
            lasts="months",
            **{"detail-pieces": 3, "detail-moment": "evening", "detail-bring": "A linen bag"},
        )
        return {"answer": answer.status_code, "kinds": [row.kind for row in session.query(Listing)]}


def switch_off() -> dict[str, object]:
    """Switch the plugin off again."""
    with Session(engine, expire_on_commit=False) as session:
        answer = factories.post(_signed_in(session), f"{NETWORK}/plugins/bread/off")
        return {"answer": answer.status_code, "enabled": session.query(Installation).one().enabled}


def look() -> dict[str, object]:
    """Tell what Ana sees."""
    with Session(engine, expire_on_commit=False) as session:
        listing_id = session.query(Listing).one().id
        page = _signed_in(session).get(f"/t/bordeaux/listings/{listing_id}")
        return {
            "listing": page.status_code,
            "title": "Rye from the village oven" in page.text,
            "facts": "A linen bag" in page.text,
            "found": "Rye from the village oven" in client.get("/t/bordeaux/search").text,
            "can_be_written": "bread.loaf" in client.get("/t/bordeaux/listings/new").text,
            "ready": client.get("/readyz").text,
        }


def _signed_in(session: Session) -> FlaskClient:
    """Sign Ana in; the session lets go of the database first."""
    ana = session.query(Person).one()
    session.commit()
    factories.sign_in(client, ana)
    return client


PARTS = {"begin": begin, "offer": offer, "switch_off": switch_off, "look": look}
sys.stdout.write(json.dumps([PARTS[name]() for name in sys.argv[1:]]))

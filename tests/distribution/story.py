"""Run by the tests in an environment of its own: two neighbours and a shelf of umbrellas."""

import json
import sys

from sqlalchemy.orm import Session

from app.factory import create_app
from app.listings.models import Listing
from app.members.models import Member, Person
from app.subnetworks.models import Installation, Subnetwork
from app.testing import factories
from app.web.database import db

app = create_app()


def begin() -> None:
    """Switch the plugin on in a sub-network, and leave an umbrella there."""
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        place = factories.territory(session, "bordeaux")
        ana = factories.member(session, place, first_name="Ana", roles=["administrator"])
        rain = factories.subnetwork(session, place, "rain", plugins=())
        session.commit()
        client = app.test_client()
        factories.sign_in(client, ana.person)
        page = f"/t/bordeaux/networks/{rain.slug}/plugins/umbrellas"
        factories.post(client, page, **{"settings-most": "3"})
        installed = session.query(Installation).one()
        umbrella = factories.listing(session, ana, rain, "A large umbrella", kind="umbrellas.umbrella")
        kind = app.extensions["together_plugins"].kinds["umbrellas.umbrella"]
        session.add(kind.detail(listing_id=umbrella.id, territory_id=place.id, colour="yellow", people=2))
        session.commit()
        sys.stdout.write(json.dumps({"enabled": installed.enabled, "settings": installed.settings}))


def look() -> None:
    """Print what a neighbour sees, and what there is in the tables of the core."""
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        ana = session.query(Person).join(Member).one()
        listing = session.query(Listing).one()
        slug = session.query(Subnetwork).one().slug
    client = app.test_client()
    factories.sign_in(client, ana)
    seen = {}
    for name, path in {
        "shelf": f"/t/bordeaux/umbrellas/{slug}/shelf",
        "subnetwork": f"/t/bordeaux/networks/{slug}",
        "listing": f"/t/bordeaux/listings/{listing.id}",
        "readyz": "/readyz",
    }.items():
        response = client.get(path)
        seen[name] = {"status": response.status_code, "text": response.get_data(as_text=True)}
    sys.stdout.write(json.dumps(seen))


{"begin": begin, "look": look}[sys.argv[1]]()

"""Writing a listing without JavaScript: three steps, a preview, and nothing typed is ever lost."""

import re
from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app import clock
from app.listings.models import Listing, ListingComponent, ListingPicture, ListingStatus
from app.media.models import Picture
from tests.listings.conftest import Town, form_of

NEW = "/t/bordeaux/listings/new"


class Pen:
    """Fills in the form of the page in front of it and presses a button."""

    def __init__(self, client: FlaskClient, path: str = NEW) -> None:
        self.client, self.path = client, path.partition("?")[0]
        self.page: TestResponse = client.get(path)

    @property
    def form(self) -> MultiDict[str, str]:
        return form_of(self.page.text)

    def press(self, go: str, *, files: Iterable[tuple[bytes, str]] = (), **typed: Any) -> TestResponse:
        values = self.form
        for name, value in typed.items():
            values.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
        sent: dict[str, Any] = {name: values.getlist(name) for name in values}
        sent["photos"] = [(BytesIO(content), name) for content, name in files]
        self.page = self.client.post(self.path, data={**sent, "go": go}, content_type="multipart/form-data")
        return self.page


def jpeg(colour: str = "teal") -> bytes:
    target = BytesIO()
    Image.new("RGB", (400, 300), colour).save(target, "JPEG")
    return target.getvalue()


def third_step(town: Town, **typed: Any) -> Pen:
    pen = Pen(town.client(town.ana))
    pen.press("next", direction="offer", kind="goods.thing")
    pen.press("next", title="A ladder", text="Three metres, *light*.", **typed)
    return pen


def only_listing(town: Town) -> Listing:
    town.session.rollback()
    found = town.session.scalars(sa.select(Listing)).one()
    town.session.commit()  # the browser may write next
    return found


def test_a_listing_is_written_in_three_steps_and_a_preview(town: Town) -> None:
    pen = third_step(town, detail__mode="give", detail__loan_days="12")
    pen.press("next", when_text="Any evening", place="Saint-Michel", terms=["gift"])

    preview = pen.page.text
    pen.press("publish")

    listing = only_listing(town)
    detail: Any = town.session.get(town.plugins.kinds["goods.thing"].detail, listing.id)
    assert "<em>light</em>" in preview
    assert "Give for good" in preview
    assert pen.page.location == f"/t/bordeaux/listings/{listing.id}"
    assert (listing.title, listing.status, listing.when_text, listing.terms) == (
        "A ladder",
        ListingStatus.ACTIVE,
        "Any evening",
        ["gift"],
    )
    assert (listing.member_id, listing.subnetwork_id) == (town.ana.id, town.sharing.id)
    assert (detail.mode, detail.loan_days) == ("give", 12)
    assert listing.expires_on == clock.today(town.territory.time_zone) + timedelta(days=90)
    assert (listing.public_lat, listing.public_lon) == (town.ana.public_lat, town.ana.public_lon)


def test_only_kinds_that_are_switched_on_somewhere_can_be_chosen(town: Town) -> None:
    pen = Pen(town.client(town.ana))

    assert 'value="goods.thing"' in pen.page.text
    assert 'value="housing.room"' not in pen.page.text
    assert pen.press("next", direction="offer", kind="housing.room").status_code == 422


def test_where_nothing_is_switched_on_the_page_says_why(town: Town) -> None:
    for subnetwork in (town.sharing, town.learning):
        subnetwork.closed_at = clock.now()

    page = town.client(town.ana).get(NEW)

    assert "Nothing can be listed here yet" in page.text


def test_components_proposed_by_the_kind_are_ticked_and_can_be_taken_off(town: Town) -> None:
    pen = third_step(town)
    proposed = pen.form.getlist("components")

    pen.press("next", components=["A08", "D03"])
    pen.press("publish")

    kept = town.session.scalars(sa.select(ListingComponent.code).order_by(ListingComponent.code)).all()
    assert set(proposed) == set(town.plugins.kinds["goods.thing"].components)
    assert kept == ["A08", "D03"]


def test_taking_every_component_off_is_remembered_on_the_way_back(town: Town) -> None:
    pen = third_step(town)

    pen.press("next", components=[])
    pen.press("back")

    assert pen.form.getlist("components") == []


def test_wrong_input_keeps_everything_that_was_typed(town: Town) -> None:
    pen = Pen(town.client(town.ana))
    pen.press("next", direction="request", kind="goods.thing")

    answer = pen.press(
        "next",
        title="",
        text="Long words\n\nwith <tags> & signs",
        detail__mode="give",
        detail__loan_days="many",
        files=[(jpeg(), "ladder.jpg")],
    )

    kept = pen.form
    assert answer.status_code == 422
    assert "Give it a title" in answer.text
    assert kept["text"].replace("\r", "") == "Long words\n\nwith <tags> & signs"
    assert (kept["detail-mode"], kept["detail-loan_days"]) == ("give", "many")
    assert (kept["direction"], kept["kind"]) == ("request", "goods.thing")
    assert kept["photo"].startswith("staged:")


def test_wrong_input_of_the_last_step_keeps_the_first_two_and_the_pictures(town: Town) -> None:
    pen = third_step(town, files=[(jpeg(), "ladder.jpg")], detail__mode="give")

    answer = pen.press("next", terms=[], lasts="day", expires_on="someday", place="Nansouty", quantity="-2")

    kept = pen.form
    assert answer.status_code == 422
    assert "Choose at least one way to settle it." in answer.text
    assert (kept["title"], kept["detail-mode"], kept["place"]) == ("A ladder", "give", "Nansouty")
    assert (kept["expires_on"], kept["quantity"], kept["lasts"]) == ("someday", "-2", "day")
    assert kept["photo"].startswith("staged:")


def test_a_refused_file_is_a_sentence_beside_the_field_and_the_good_one_stays(town: Town) -> None:
    pen = Pen(town.client(town.ana))
    pen.press("next", direction="offer", kind="goods.thing")

    answer = pen.press(
        "next", title="A ladder", files=[(jpeg(), "good.jpg"), (b"%PDF-1.7 nothing", "bill.pdf")]
    )

    assert answer.status_code == 422
    assert re.search(r'id="photos-error".*?bill\.pdf', answer.text, re.DOTALL)
    assert len(pen.form.getlist("photo")) == 1
    assert pen.form["title"] == "A ladder"


def test_pictures_are_kept_with_their_words_in_the_order_chosen(town: Town) -> None:
    pen = third_step(town)
    pen.press("back")
    pen.press("add", files=[(jpeg("red"), "a.jpg"), (jpeg("blue"), "b.jpg"), (jpeg("green"), "c.jpg")])
    red, blue, green = pen.form.getlist("photo")
    pen.press(f"first:{blue}", photo_alt=["red", "blue", "green"])
    pen.press(f"remove:{green}")
    pen.press("next")
    pen.press("next")

    preview = pen.page.text
    pen.press("publish")

    rows = town.session.scalars(sa.select(ListingPicture).order_by(ListingPicture.position)).all()
    assert [row.alt for row in rows] == ["blue", "red"]
    assert 'alt="blue"' in preview
    page = pen.client.get(pen.page.location).text
    src = re.findall(r'src="(/media/[0-9a-f]{64}/\d+\.jpg)" [^>]*alt="blue"', page)[0]
    assert pen.client.get(src).mimetype == "image/jpeg"


def test_a_staged_picture_is_seen_by_who_sent_it_alone(town: Town) -> None:
    pen = third_step(town, files=[(jpeg(), "ladder.jpg")])
    pen.press("back")
    address = re.findall(r'src="(/media/staged/[^"]+)"', pen.page.text)[0]

    mine, others = pen.client.get(address), town.client(town.omar).get(address)

    assert (mine.status_code, mine.mimetype) == (200, "image/jpeg")
    assert others.status_code == 404


def test_another_persons_staged_picture_cannot_be_taken(town: Town) -> None:
    theirs = third_step(town, files=[(jpeg(), "ladder.jpg")])
    stolen = theirs.form["photo"]

    pen = Pen(town.client(town.omar))
    pen.press("next", direction="offer", kind="goods.thing")
    pen.press("next", title="Mine", photo=[stolen], photo_alt=["x"])

    assert "photo" not in pen.form


def test_six_pictures_are_enough(town: Town) -> None:
    pen = third_step(town)
    pen.press("back")

    pen.press("add", files=[(jpeg(f"#0000{number}0"), f"{number}.jpg") for number in range(1, 9)])

    assert len(pen.form.getlist("photo")) == 6
    assert "Six pictures are enough" in pen.page.text


def test_sent_twice_a_form_makes_one_listing(town: Town) -> None:
    pen = third_step(town)
    pen.press("next")
    before = pen.page

    first = pen.press("publish")
    pen.page = before
    second = pen.press("publish")

    assert first.location == second.location
    assert town.session.scalar(sa.select(sa.func.count()).select_from(Listing)) == 1


def test_the_same_picture_sent_by_two_people_is_one_row(town: Town) -> None:
    for member in (town.ana, town.omar):
        pen = Pen(town.client(member))
        pen.press("next", direction="offer", kind="goods.thing")
        pen.press("next", title="A ladder", files=[(jpeg(), "ladder.jpg")])
        pen.press("next")
        pen.press("publish")

    assert town.session.scalar(sa.select(sa.func.count()).select_from(Picture)) == 1
    assert town.session.scalar(sa.select(sa.func.count()).select_from(ListingPicture)) == 2


def test_a_draft_is_seen_by_its_author_alone(town: Town) -> None:
    pen = third_step(town)
    pen.press("draft")
    listing = only_listing(town)

    address = f"/t/bordeaux/listings/{listing.id}"
    seen = [town.client(who).get(address).status_code for who in (town.ana, town.omar, town.chloe, None)]

    assert listing.status == ListingStatus.DRAFT
    assert seen == [200, 404, 404, 404]


def test_a_draft_is_published_from_its_page(town: Town) -> None:
    third_step(town).press("draft")
    listing = only_listing(town)

    pen = Pen(town.client(town.ana), f"/t/bordeaux/listings/{listing.id}/edit")
    pen.press("publish", title="A longer ladder")

    written = town.fresh(listing)
    assert (written.title, written.status) == ("A longer ladder", ListingStatus.ACTIVE)
    assert "A longer ladder" in town.client().get("/t/bordeaux/search?q=ladders").text


def test_the_end_can_be_a_day_or_never(town: Town) -> None:
    pen = third_step(town)
    pen.press("next", lasts="never")
    pen.press("publish")

    assert only_listing(town).expires_on is None

    pen = Pen(pen.client, f"/t/bordeaux/listings/{only_listing(town).id}/edit")
    past = pen.press("save", lasts="day", expires_on="2020-01-01")

    assert past.status_code == 422
    assert "That day has passed." in past.text
    assert pen.form["expires_on"] == "2020-01-01"


def test_changing_a_listing_changes_its_kinds_own_fields_and_its_pictures(town: Town) -> None:
    pen = third_step(town, files=[(jpeg(), "ladder.jpg")])
    pen.press("next")
    pen.press("publish")
    listing = only_listing(town)

    pen = Pen(pen.client, f"/t/bordeaux/listings/{listing.id}/edit")
    kept = pen.form["photo"]
    pen.press(
        "save", title="A ladder and a rope", detail__mode="give", detail__loan_days="", photo_alt=["rope"]
    )

    detail: Any = town.session.get(town.plugins.kinds["goods.thing"].detail, listing.id)
    assert kept.startswith("kept:")
    assert town.fresh(listing).title == "A ladder and a rope"
    assert (detail.mode, detail.loan_days) == ("give", None)
    assert town.session.scalars(sa.select(ListingPicture.alt)).all() == ["rope"]


def test_wrong_input_on_the_page_of_changes_keeps_everything(town: Town) -> None:
    third_step(town).press("draft")
    listing = only_listing(town)
    pen = Pen(town.client(town.ana), f"/t/bordeaux/listings/{listing.id}/edit")

    answer = pen.press("save", title="", place="Nansouty", files=[(jpeg(), "a.jpg")], detail__loan_days="x")

    assert answer.status_code == 422
    assert (pen.form["title"], pen.form["place"], pen.form["detail-loan_days"]) == ("", "Nansouty", "x")
    assert pen.form["photo"].startswith("staged:")
    assert town.fresh(listing).title == "A ladder"


def test_only_the_author_changes_a_listing(town: Town) -> None:
    listing = town.thing("Omar's saw")

    for who in (town.ana, town.chloe):
        assert town.client(who).get(f"/t/bordeaux/listings/{listing.id}/edit").status_code == 404


def test_terms_that_are_not_possible_there_are_refused_and_nothing_is_lost(town: Town) -> None:
    pen = third_step(town)

    answer = pen.press("next", terms=["time_bank.hours"], when_text="Sundays")

    assert answer.status_code == 422
    assert pen.form["when_text"] == "Sundays"


def test_a_sub_network_that_the_author_is_in_is_chosen_first(town: Town) -> None:
    from app.testing import factories

    other = factories.subnetwork(town.session, town.territory, "attic", plugins=("goods",))
    factories.takes_part(town.session, town.sharing, town.ana)

    pen = third_step(town)

    assert pen.form["subnetwork"] == str(town.sharing.id)
    pen.press("next", subnetwork=str(other.id))
    pen.press("publish")
    assert only_listing(town).subnetwork_id == other.id


def test_an_id_of_somebody_elses_listing_is_not_answered(town: Town) -> None:
    saw = town.thing("Omar's saw")
    pen = third_step(town)
    pen.press("next")

    answer = pen.press("publish", listing_id=str(saw.id))

    assert answer.status_code == 404
    assert town.fresh(saw).member_id == town.omar.id


def test_the_address_can_say_what_is_asked_for(town: Town) -> None:
    pen = Pen(town.client(town.ana), f"{NEW}?direction=request&title=a+zeppelin&subnetwork=sharing")

    assert pen.form["direction"] == "request"
    assert pen.form["title"] == "a zeppelin"
    assert UUID(pen.form["subnetwork"]) == town.sharing.id

"""The written texts of the demonstration territory are complete, regular and fit to be published."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

TEXTS = Path(__file__).resolve().parents[2] / "app" / "demo" / "texts"
Row = dict[str, Any]

FAMILIES = ("time_bank", "goods", "skills", "transport", "housing", "local_currency")
KINDS = {
    *(
        "time_bank.home_help",
        "time_bank.garden",
        "time_bank.repairs",
        "time_bank.paperwork",
        "time_bank.care",
    ),
    *("time_bank.company", "time_bank.errands", "time_bank.cooking", "time_bank.computers", "time_bank.pets"),
    *("housing.room", "transport.ride", "skills.lesson", "goods.thing", "local_currency.product"),
}
WANTED_SHARES = {
    "time_bank": 40,
    "goods": 20,
    "skills": 13,
    "transport": 12,
    "housing": 8,
    "local_currency": 7,
}
TERMS = {"gift", "hours", "currency", "shared_costs"}
THEMES = {
    *("healthy_eating", "health", "mobility", "access_to_work", "shared_spaces"),
    *("common_goods", "exchange_systems", "reuse", "intergenerational", "free"),
}
LAST_COMPONENT = {"A": 11, "B": 6, "C": 8, "D": 5, "E": 9, "F": 7, "G": 5, "H": 8}
COMPONENTS = {f"{letter}{n:02}" for letter, last in LAST_COMPONENT.items() for n in range(last + 1)}
DETAIL_KEYS = {
    "time_bank": {"minutes"},
    "goods": {"mode", "condition", "loan_days"},
    "skills": {"subject", "level", "setting", "seats"},
    "transport": {"origin", "destination", "departs", "weekdays", "seats", "detour_minutes"},
    "housing": {"sleeps", "nights_max", "room_type", "step_free", "pets_welcome"},
    "local_currency": {"price", "delivery"},
}
DETAIL_CHOICES = {
    "mode": {"lend", "give"},
    "condition": {"new", "good", "worn", "to_repair"},
    "level": {"beginner", "intermediate", "all"},
    "setting": {"one_to_one", "group", "online"},
    "room_type": {"spare_room", "sofa_bed", "studio", "whole_home"},
}
DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
PLACEHOLDER = re.compile(r"\{(\w*)\}")
LONGEST_PLACE = "aux environs de Cadillac-sur-Garonne"


def read(name: str) -> dict[str, Any]:
    with (TEXTS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def pictures() -> set[str]:
    return set(read("pictures")["names"])


def listings() -> list[Row]:
    return [row for family in FAMILIES for row in read(f"listings_{family}")["listing"]]


def places() -> list[Row]:
    rows: list[Row] = read("places")["place"]
    return rows


def family_of(row: Row) -> str:
    return str(row["kind"]).split(".")[0]


def share(rows: list[Row], part: list[Row]) -> float:
    return 100 * len(part) / len(rows)


def written_for_people() -> list[str]:
    messages = [turn["text"] for thread in read("messages")["thread"] for turn in thread["turns"]]
    words = [text for row in listings() for text in (row["title"], row["text"])]
    said = [row["text"] for row in read("felt")["felt"]]
    shared = [row["text"] for row in read("people")["description"]]
    return words + messages + said + shared


def test_every_file_opens_with_a_comment_that_explains_it() -> None:
    files = sorted(TEXTS.glob("*.toml"))

    first_lines = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in files}

    assert len(files) == len(FAMILIES) + 7
    assert [name for name, line in first_lines.items() if not line.startswith("# ")] == []


def test_there_are_enough_listings_in_the_wished_shares() -> None:
    rows = listings()

    families = {family: [row for row in rows if family_of(row) == family] for family in FAMILIES}

    assert len(rows) >= 420
    for family, wanted in WANTED_SHARES.items():
        assert share(rows, families[family]) == pytest.approx(wanted, abs=3), family
    assert share(rows, [row for row in rows if row["direction"] == "offer"]) == pytest.approx(62, abs=3)
    assert share(rows, [row for row in rows if row["lang"] == "en"]) == pytest.approx(15, abs=3)


def test_every_kind_is_both_offered_and_requested() -> None:
    seen = Counter((row["kind"], row["direction"]) for row in listings())

    missing = [(kind, way) for kind in sorted(KINDS) for way in ("offer", "request") if seen[kind, way] < 4]

    assert missing == []
    assert {kind for kind, _ in seen} == KINDS


def test_titles_are_distinct_and_texts_fit_once_filled() -> None:
    rows = listings()

    titles = Counter(row["title"] for row in rows)
    long_titles = [row["title"] for row in rows if len(PLACEHOLDER.sub(LONGEST_PLACE, row["title"])) > 80]
    long_texts = [row["title"] for row in rows if len(PLACEHOLDER.sub(LONGEST_PLACE, row["text"])) > 700]
    sentences = {row["title"]: len(re.findall(r"[.!?]+(?:\s|$)", row["text"])) for row in rows}

    assert [title for title, times in titles.items() if times > 1] == []
    assert len({row["text"] for row in rows}) == len(rows)
    assert long_titles == []
    assert long_texts == []
    assert [title for title, count in sentences.items() if not 2 <= count <= 6] == []


def test_listings_use_only_known_words() -> None:
    slugs = {place["slug"] for place in places()} | {""}
    traditions = {name["tradition"] for name in read("people")["first_name"]} | {""}

    known = pictures() | {""}
    for row in listings():
        assert row["direction"] in {"offer", "request"}, row["title"]
        assert row["lang"] in {"fr", "en"}, row["title"]
        assert set() < set(row["terms"]) <= TERMS, row["title"]
        assert set() < set(row["components"]) <= COMPONENTS, row["title"]
        assert row["picture"] in known, row["title"]
        assert row["place"] in slugs, row["title"]
        assert row["voice"] in {"woman", "man", "any"}, row["title"]
        assert row["age"] in {"young", "adult", "elder", "any"}, row["title"]
        assert row["tradition"] in traditions, row["title"]


def test_details_are_those_of_the_kind() -> None:
    communes = {place["name"] for place in places() if place["level"] == "commune"}

    for row in listings():
        details, title = row["details"], row["title"]
        assert set(details) == DETAIL_KEYS[family_of(row)], title
        for key, choices in DETAIL_CHOICES.items():
            assert key not in details or details[key] in choices, (title, key)
        for key in DETAIL_KEYS[family_of(row)] & {"minutes", "seats", "sleeps", "nights_max", "price"}:
            assert int(details[key]) > 0, (title, key)
        if family_of(row) == "goods":
            assert (details["loan_days"] > 0) == (details["mode"] == "lend"), title
        if family_of(row) == "transport":
            assert {details["origin"], details["destination"]} <= communes, title
            assert details["origin"] != details["destination"], title
            assert re.fullmatch(r"[0-2]\d:[0-5]\d", details["departs"]), title
            assert set(details["weekdays"]) <= DAYS, title


def test_only_known_placeholders_are_used() -> None:
    in_listings = {name for row in listings() for name in PLACEHOLDER.findall(row["title"] + row["text"])}
    threads = [turn["text"] for thread in read("messages")["thread"] for turn in thread["turns"]]
    in_messages = {name for text in threads for name in PLACEHOLDER.findall(text)}
    in_others = [row["text"] for row in read("felt")["felt"] if PLACEHOLDER.search(row["text"])]

    assert in_listings <= {"place", "at_place", "from_place"}
    assert in_messages <= {"asker", "owner", "day", "Day", "place", "at_place"}
    assert in_others == []


def test_nothing_that_people_read_holds_private_contacts_or_filler() -> None:
    private = re.compile(r"@\w|https?:|\b0\d(?:[ .]?\d\d){4}\b|lorem|TODO|—", re.IGNORECASE)

    found = [text for text in written_for_people() if private.search(text)]

    assert found == []


def test_places_form_a_tree_with_two_active_territories() -> None:
    rows = places()
    slugs = [row["slug"] for row in rows]

    orphans = [row["slug"] for row in rows if row["parent"] not in [*slugs, ""]]
    active = [row["slug"] for row in rows if row["active"]]
    outside = [r["slug"] for r in rows[3:] if not (44.4 < r["lat"] < 45.2 and -1 < r["lon"] < 0.1)]

    assert len(slugs) == len(set(slugs))
    assert orphans == []
    assert active == ["bordeaux", "libourne"]
    assert outside == []
    assert {row["level"] for row in rows if "population" not in row} == {"neighbourhood"}


def test_people_have_enough_names_that_can_be_drawn_together() -> None:
    people = read("people")
    first, last = people["first_name"], people["last_name"]

    first_names, last_names = {row["name"] for row in first}, {row["name"] for row in last}
    unformable = [
        pair
        for pair in people["avoid"]["pairs"]
        if pair.split(" ", 1)[0] not in first_names or pair.split(" ", 1)[1] not in last_names
    ]
    languages = Counter(row["lang"] for row in people["description"])

    assert len(first_names) == len(first) >= 165
    assert len(last_names) == len(last) >= 210
    assert {row["tradition"] for row in first} == {row["tradition"] for row in last}
    assert {row["age"] for row in first} == {"young", "adult", "elder"}
    assert unformable == []
    assert languages["fr"] >= 55
    assert languages["en"] >= 15


def test_subnetworks_cover_the_themes_and_share_their_territory() -> None:
    rows = read("subnetworks")["subnetwork"]

    shares = Counter[str]()
    for row in rows:
        shares[row["territory"]] += row["share"]
        assert row["theme"] in THEMES, row["slug"]
        assert set() < set(row["plugins"]) <= set(FAMILIES), row["slug"]
        assert set(row["settings"]) <= set(row["plugins"]), row["slug"]
        assert set(row["components"]) <= COMPONENTS, row["slug"]
        assert len(row["rules_fr"]) == len(row["rules_en"]) >= 4, row["slug"]
        assert all(row[key] for key in ("name_fr", "name_en", "description_fr", "description_en"))

    assert Counter(row["territory"] for row in rows) == {"bordeaux": 8, "libourne": 2}
    assert shares == {"bordeaux": 100, "libourne": 100}
    assert {plugin for row in rows for plugin in row["plugins"]} == set(FAMILIES)


def test_threads_are_short_conversations_that_end_in_every_way() -> None:
    threads = read("messages")["thread"]

    outcomes = Counter(thread["outcome"] for thread in threads)
    families = {thread["family"] for thread in threads if thread["outcome"] == "agreed"}

    assert len(threads) >= 90
    assert families == set(FAMILIES)
    assert set(outcomes) == {"agreed", "declined", "cancelled", "disputed", "open"}
    assert min(outcomes.values()) >= 3
    for thread in threads:
        assert 1 <= len(thread["turns"]) <= 6
        assert thread["kind"] in KINDS | {""}
        assert {turn["by"] for turn in thread["turns"]} <= {"asker", "owner"}
        assert len(thread["turns"]) > 1 or thread["outcome"] == "open"


def test_what_was_felt_is_mostly_good_and_honestly_mixed() -> None:
    rows = read("felt")["felt"]

    changes = [effect["change"] for row in rows for effect in row["effects"]]
    painful = [row for row in rows if any(effect["change"] < 0 for effect in row["effects"])]

    assert len(rows) >= 140
    assert len({row["text"] for row in rows}) == len(rows)
    assert sum(row["lang"] == "en" for row in rows) >= 20
    assert set(changes) == {-2, -1, 0, 1, 2}
    assert 10 <= share(rows, painful) <= 30
    for row in rows:
        assert row["said_by"] in {"giver", "receiver"}, row["text"]
        assert row["family"] in {*FAMILIES, "any"}, row["text"]
        assert row["kind"] in KINDS | {""}, row["text"]
        assert set(row["pictures"]) <= pictures(), row["text"]
        assert {effect["component"] for effect in row["effects"]} <= COMPONENTS, row["text"]


def test_a_felt_sentence_about_a_thing_meets_a_listing_of_that_thing() -> None:
    shown = {(row["kind"], row["picture"]) for row in listings()}

    unmet = [
        (row["text"], picture)
        for row in read("felt")["felt"]
        for picture in row["pictures"]
        if (row["kind"], picture) not in shown
    ]

    assert unmet == []

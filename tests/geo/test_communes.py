import gzip
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refusal
from app.geo.communes import BadLine, CommuneRow, read_communes
from app.geo.point import Point

HEADER = "insee,nom,departement,region,epci_siren,population,lat,lon,codes_postaux\n"
VIENNE = "38544,Vienne,38,84,200077014,31555,45.5257,4.8743,38200\n"


def read(text: str | bytes) -> list[CommuneRow | BadLine]:
    return list(read_communes(BytesIO(text.encode() if isinstance(text, str) else text)))


def test_the_official_table_is_read_whole(communes_file: Path) -> None:
    rows = list(read_communes(communes_file))

    assert len(rows) == 34_969
    assert [row for row in rows if isinstance(row, BadLine)] == []
    assert sum(row.point is None for row in rows if isinstance(row, CommuneRow)) == 101
    assert rows[0] == CommuneRow(
        line=2,
        insee="01001",
        name="L'Abergement-Clémenciat",
        departement="01",
        region="84",
        epci_siren="200069193",
        population=860,
        point=Point(46.15359, 4.92582),
        postcodes=("01400",),
    )


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_every_usual_form_of_the_file_gives_the_same_rows(
    packed: bool, bom: bytes, delimiter: str, encoding: str
) -> None:
    text = (HEADER + "38185,Évry-l'Œuvre,38,84,,156389,45.18,5.72,38000|38100\r\n").replace(",", delimiter)
    raw = bom + text.encode(encoding)

    [row] = read(gzip.compress(raw) if packed else raw)

    assert isinstance(row, CommuneRow)
    assert (row.name, row.postcodes, row.point) == ("Évry-l'Œuvre", ("38000", "38100"), Point(45.18, 5.72))


def test_a_spreadsheet_that_lost_the_zeros_and_uses_decimal_commas_is_understood() -> None:
    text = "Nom;INSEE;population;lat;lon;codes_postaux\nAmbérieu;1004;15 934;45,96105;5,37235;1500\n"

    [row] = read(text)

    assert isinstance(row, CommuneRow)
    assert (row.insee, row.departement, row.population) == ("01004", "01", 15_934)
    assert (row.point, row.postcodes) == (Point(45.96105, 5.37235), ("01500",))


def test_corsica_and_overseas_have_their_departments() -> None:
    rows = read("insee,nom\n2A004,Ajaccio\n97411,Saint-Denis\n")

    assert [row.departement for row in rows if isinstance(row, CommuneRow)] == ["2A", "974"]


def test_a_commune_without_coordinates_or_population_is_kept() -> None:
    [row] = read(HEADER + "15031,Celles,15,84,200066637,,,,15170\n")

    assert isinstance(row, CommuneRow)
    assert (row.point, row.population) == (None, None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("XX,Nowhere,38,84,,1,45,5,38000", "“XX” is not the INSEE code of a commune."),
        ("38001,,38,84,,1,45,5,38000", "The name is missing or cannot be read."),
        ("38001,A,38,84,,many,45,5,38000", "“many” is not a number of inhabitants."),
        ("38001,A,38,84,,-3,45,5,38000", "“-3” is not a number of inhabitants."),
        ("38001,A,38,84,,1,95,5,38000", "“95, 5” is not a latitude and a longitude in degrees."),
        ("38001,A,38,84,,1,45,,38000", "“45, ” is not a latitude and a longitude in degrees."),
        ("38001,A,38,84,,1,nan,5,38000", "“nan, 5” is not a latitude and a longitude in degrees."),
        ("38001,A,38,84,,1,45,5,38O00", "“38O00” is not a postcode."),
        ("38001,A,38", "There are 3 values for 9 columns."),
        ('38001,"A,38,84,,1,45,5,38000', "A quotation mark is missing or out of place."),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_are_kept(line: str, reason: str) -> None:
    rows = read(HEADER + VIENNE + line + "\n\n38185,Grenoble,38,84,,1,45,5,38000\n")

    assert rows[1] == BadLine(3, reason)
    assert [row.name for row in rows if isinstance(row, CommuneRow)] == ["Vienne", "Grenoble"]


def test_a_code_that_comes_twice_is_named_with_its_first_line() -> None:
    rows = read(HEADER + VIENNE + VIENNE)

    assert rows[1] == BadLine(3, "The code 38544 is already on line 2.")


def test_a_packed_file_that_is_cut_short_keeps_what_could_be_read() -> None:
    many = HEADER + "".join(
        f"{code:05},Name {code * 7919 % 99991},38,84,,1,45,5,\n" for code in range(1001, 9000)
    )
    packed = gzip.compress(many.encode())

    rows = read(packed[: len(packed) // 2])

    assert len(rows) > 1_000
    assert isinstance(rows[-1], BadLine)
    assert rows[-1].reason == "The file is cut short or damaged from here on."
    assert all(isinstance(row, CommuneRow) for row in rows[:-1])


@pytest.mark.parametrize("text", ["", "\n", "name,population\nA,3\n", "%PDF-1.7\x00\x01"])
def test_a_file_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="The first line does not name these columns: insee"):
        read(text)


@given(st.binary(max_size=400))
def test_no_bytes_after_the_header_make_the_reader_fail(noise: bytes) -> None:
    rows = read(HEADER.encode() + VIENNE.encode() + noise)

    assert isinstance(rows[0], CommuneRow)
    assert rows[0].name == "Vienne"

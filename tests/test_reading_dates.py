"""Dates as sites print them."""

from __future__ import annotations

import datetime as dt

import pytest

from toolkit.reading.dates import find_dates, find_in_name, parse_date


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("8 juillet 2020 à 03h52", "2020-07-08", "8 juillet 2020 à 03h52"),
        ("Sep 27, 2020 15:14 UTC", "2020-09-27", "Sep 27, 2020 15:14 UTC"),
        ("Publié le 11/06/2020", "2020-06-11", "11/06/2020"),
        ("Publié le 11/06/2020 à 10 h 30, par Untel", "2020-06-11", "11/06/2020 à 10 h 30"),
        ("accordée le jeudi 11 juin 2020 à l'agence", "2020-06-11", "jeudi 11 juin 2020"),
        ("Le 1er janv. 2020", "2020-01-01", "1er janv. 2020"),
        ("1 er août 2019", "2019-08-01", "1 er août 2019"),
        ("le premier juin 2021", "2021-06-01", "premier juin 2021"),
        ("11 AOUT 2020", "2020-08-11", "11 AOUT 2020"),
        ("9 févr. 2020", "2020-02-09", "9 févr. 2020"),
        ("9 fevrier 2020", "2020-02-09", "9 fevrier 2020"),
        ("9 fe\u0301vrier 2020", "2020-02-09", "9 fe\u0301vrier 2020"),
        ("31 déc. 2019", "2019-12-31", "31 déc. 2019"),
        ("9\u00a0juillet\u202f2020", "2020-07-09", "9\u00a0juillet\u202f2020"),
        ("mis à jour le 12.06.2020 à 8h", "2020-06-12", "12.06.2020 à 8h"),
        ("dim. 3 mai 2020, 14:05", "2020-05-03", "dim. 3 mai 2020, 14:05"),
        ("11-juin-2020", "2020-06-11", "11-juin-2020"),
        ("25/06/20.", "2020-06-25", "25/06/20"),
        ("Thursday, June 11, 2020", "2020-06-11", "Thursday, June 11, 2020"),
        ("June 3rd, 2020 at 10:15 AM EST", "2020-06-03", "June 3rd, 2020 at 10:15 AM EST"),
        ("the 3rd of June 2020", "2020-06-03", "3rd of June 2020"),
        ("06/25/2020", "2020-06-25", "06/25/2020"),
        ("2020-06-11T08:30:00+02:00", "2020-06-11", "2020-06-11T08:30:00+02:00"),
        ("2020-06-11T23:30:00-05:00", "2020-06-11", "2020-06-11T23:30:00-05:00"),
        ("2020/06/11", "2020-06-11", "2020/06/11"),
        ("En janvier 2020, le Parlement", "2020-01", "janvier 2020"),
        ("entre le 3 et le 7 mars 2020", "2020-03-07", "7 mars 2020"),
        ("le 11 juin 2020 20 personnes", "2020-06-11", "11 juin 2020"),
    ],
)
def test_finds_one_date_and_its_words(text: str, value: str, words: str) -> None:
    (found,) = find_dates(text)
    assert (found.value, text[found.start : found.end]) == (value, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5200 soldats et 2500 hommes",
        "en 2011, puis en 2014",
        "le 3 janvier dernier",
        "mars 12 soldats 2020",
        "chapitre 10.12.14",
        "version 2.0.2020.1",
        "tél. 01.02.2020.45.33",
        "le score, 10-12-14",
        "le 32/13/2020",
        "12 brumaire 2020",
    ],
)
def test_finds_no_date_where_there_is_none(text: str) -> None:
    assert find_dates(text) == []


def test_finds_every_date_in_order() -> None:
    text = "Publié le 11 juin 2020 à 10h, mis à jour le 12/06/2020 ; voir aussi mai 2019 et Jan 5, 2018."
    assert [date.value for date in find_dates(text)] == ["2020-06-11", "2020-06-12", "2019-05", "2018-01-05"]
    assert [date.timed for date in find_dates(text)] == [True, False, False, False]


def test_tells_the_other_reading_of_a_numeric_date() -> None:
    (both,), (one,), (same,) = find_dates("11/06/2020"), find_dates("25/06/2020"), find_dates("06/06/2020")
    assert (both.date, both.other) == (dt.date(2020, 6, 11), dt.date(2020, 11, 6))
    assert one.other is None
    assert same.other is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-06-11", "2020-06-11"),
        ("2020-06-11 00:00:00", "2020-06-11"),
        ("2020-06-11T08:30:00.000Z", "2020-06-11"),
        ("Thu, 11 Jun 2020 10:00:00 GMT", "2020-06-11"),
        ("jeudi 11 juin 2020 à 10h05", "2020-06-11"),
        ("11/06/2020 10:00:00", "2020-06-11"),
        ("20200611", "2020-06-11"),
        ("2020_06_11", "2020-06-11"),
        (20200611, "2020-06-11"),
        (20200611.0, "2020-06-11"),
        (1591862400, "2020-06-11"),
        (1591862400000, "2020-06-11"),
        (dt.datetime(2020, 6, 11, 10), "2020-06-11"),
        (dt.date(2020, 6, 11), "2020-06-11"),
        ("juin 2020", "2020-06"),
        ("2020-06", "2020-06"),
        ("06/2020", "2020-06"),
        ("2020", "2020"),
    ],
)
def test_reads_a_cell(value: object, expected: str) -> None:
    printed = parse_date(value)
    assert printed is not None
    assert printed.value == expected


@pytest.mark.parametrize(
    "value",
    ["", "hier", "2020-13-45", "30 février 2020", "11 juin 2020 et 12 juin 2020", "vers le 11 juin 2020", "45000"],
)
def test_reads_no_cell_that_is_not_one_date(value: str) -> None:
    assert parse_date(value) is None


def test_reads_a_cell_month_first_when_told() -> None:
    printed = parse_date("06/11/2020", month_first=True)
    assert printed is not None
    assert printed.date == dt.date(2020, 6, 11)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2020-06-11_titre", "2020-06-11"),
        ("20200611-titre", "2020-06-11"),
        ("2020_06_11", "2020-06-11"),
        ("titre_11-06-2020", "2020-06-11"),
        ("article20200611", "2020-06-11"),
        ("le-11-juin-2020-a-bagdad", "2020-06-11"),
        ("003_31e52ad88bccfe9c", None),
        ("12345678", None),
        ("99920200611", None),
        ("titre-5200-soldats", None),
    ],
)
def test_reads_the_date_in_a_file_name(name: str, expected: str | None) -> None:
    printed = find_in_name(name)
    assert (None if printed is None else printed.value) == expected

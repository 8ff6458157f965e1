"""Dates as French and English sites print them.

Only what is printed is read: the day stays the one on the page, whatever the time zone beside it, and two readings of
one numeric date (06/11/2020) are told to the caller rather than decided in silence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1600, 2100
"""Years outside of these are numbers, not years: newspapers begin in 1605."""


@dataclass(frozen=True)
class PrintedDate:
    """One date found in a text.

    Attributes
    ----------
    date : datetime.date
        The day; the first of the month or of the year where no more is printed.
    start, end : int
        Characters of the text that print it, with the name of the day and the time where they stand with it.
    precision : str
        ``"day"``, ``"month"`` or ``"year"``.
    other : datetime.date or None
        The other reading of a numeric date whose day and month could be swapped.
    timed : bool
        Whether a time of day is printed with it.
    """

    date: dt.date
    start: int
    end: int
    precision: str = "day"
    other: dt.date | None = None
    timed: bool = False

    @property
    def value(self) -> str:
        """``2020-06-11``, ``2020-06`` or ``2020``: no more than is printed."""
        return self.date.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


# Written without accents: the text is folded before it is compared.
_MONTHS = {
    1: "janvier january janv jan",
    2: "fevrier february fevr fev feb",
    3: "mars march mar",
    4: "avril april avr apr",
    5: "mai may",
    6: "juin june jun",
    7: "juillet july juil juill jul",
    8: "aout august aou aug",
    9: "septembre september sept sep",
    10: "octobre october oct",
    11: "novembre november nov",
    12: "decembre december dec",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_DAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim|monday|tuesday|wednesday|thursday|"
    "friday|saturday|sunday|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun"
)

_FOLD = str.maketrans("éèêûôÉÈÊÛÔ’", "eeeuoEEEUO'")  # letter for letter, so that spans stay those of the text
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})\b\.?"
_DAY_NAME = rf"(?:\b(?:{_DAYS})\b\.?\s*,?\s*(?:le\s+)?)?"
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)(?!\d)"
_TIME = (
    r"(?P<time>(?:\s*,?\s*(?:[-–—•|à@]|a|at|T)\s*|\s*,\s*|\s+)"
    r"(?:[01]?\d|2[0-3])\s?(?:[:hH.]\s?[0-5]\d(?:[:m.][0-5]\d(?:[.,]\d+)?)?|h(?:eures?)?|(?=\s?[ap]\.?m\b))"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:min|mn)\b)?"
    r"(?:\s?(?:Z\b|\(?(?:UTC|GMT|CET|CEST|EST|EDT|PST|PDT|ET)(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?\)?|[+-]\d\d:?\d\d))?)?"
)
_WORDS = (
    rf"{_DAY_NAME}(?<!\w)(?P<day>[0-3]?\d|premier\b)\s?(?:er|e|st|nd|rd|th)?\s*(?:of\s+|[-/\s]\s*)?{_MONTH}"
    rf"\s*[,/-]?\s*(?:de\s+)?{_YEAR}"
)
_FORMS = [
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        _WORDS,
        # Sep 27, 2020
        rf"{_DAY_NAME}\b{_MONTH}\s*(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*,?\s+{_YEAR}",
        # 2020-06-11
        r"(?<![\d/.-])(?P<year>(?:1[6-9]|20)\d\d)(?P<mark>[-/.])(?P<number>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?!\d|[-/.]\d)",
        # 11/06/2020
        rf"{_DAY_NAME}(?<![\d/.-])(?P<first>[0-3]?\d)\s?(?P<mark>[/.-])\s?(?P<second>[0-3]?\d)\s?(?P=mark)\s?"
        r"(?P<year>(?:(?:1[6-9]|20)\d\d)|\d\d)(?!\d|[-/.]\d)",
        # juin 2020
        rf"\b{_MONTH}\s*,?\s+(?:de\s+)?{_YEAR}",
    )
]
# A date is looked for only around what could be its year: most text holds none, and is passed over quickly.
_YEARS = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)|(?<=\d[/.-])\d\d(?!\d|[/.-]\d)")
_DIGITS = re.compile(r"\d[\d/.-]\d")
_BEFORE, _AFTER = 48, 40
_COMPACT = re.compile(r"(?<!\d)((?:1[6-9]|20)\d\d)([01]\d)([0-3]\d)(?!\d)")


def find_dates(text: str) -> list[PrintedDate]:
    """Every date printed in a text with its year, in order, without overlaps.

    Numeric dates are read day first, as in French, unless only the other way gives a date.
    """
    return list(iterate_dates(text))


def iterate_dates(text: str) -> Iterator[PrintedDate]:
    """The dates of :func:`find_dates`, one by one as they are asked for."""
    if _DIGITS.search(text) is None:
        return
    past = 0
    for year in _YEARS.finditer(text):
        if year.start() < past:
            continue
        low, high = max(past, year.start() - _BEFORE), min(len(text), year.end() + _AFTER)
        while 0 < low < year.start() and text[low - 1].isalnum():
            low += 1  # no word or number is cut
        printed = _around(_fold(text[low:high]), low, year.start() - low)
        if printed is not None:
            yield printed
            past = printed.end


def parse_date(value: object, *, month_first: bool = False) -> PrintedDate | None:
    """The one date that a cell, a field or a name holds and holds nothing beside, or None.

    Parameters
    ----------
    value : object
        Text, a date, a timestamp; whole numbers are read as ``20200611``, as a year, or as seconds or milliseconds
        since 1970.
    month_first : bool
        How to read a numeric date that could be read either way.
    """
    if isinstance(value, dt.datetime):
        return PrintedDate(value.date(), 0, 0, timed=True)
    if isinstance(value, dt.date):
        return PrintedDate(value, 0, 0)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if text.isascii() and text.isdigit():
        return _digits(text)
    month = re.fullmatch(r"((?:1[6-9]|20)\d\d)[-/._](\d\d?)|(\d\d?)[/._-]((?:1[6-9]|20)\d\d)", text)
    if month:
        date = _date(month[1] or month[4], month[2] or month[3], 1)
        return None if date is None else PrintedDate(date, 0, len(text), "month")
    text = re.sub(r"(?<=\d)_(?=\d)", "-", text)
    dates = find_dates(re.sub(r"(?<=\d)T(?=\d)", " ", text))
    if len(dates) != 1 or re.search(r"\w", text[: dates[0].start] + text[dates[0].end :].replace("Z", "")):
        return None
    one = dates[0]
    if month_first and one.other is not None:
        one = PrintedDate(one.other, one.start, one.end, one.precision, one.date, one.timed)
    return one


def find_in_name(name: str) -> PrintedDate | None:
    """The day that a file name carries: ``2020-06-11_titre``, ``titre-20200611``, ``11-06-2020 titre``."""
    compact = [match for match in _COMPACT.finditer(name) if _date(*match.groups())]
    if len(compact) == 1:
        date = _date(*compact[0].groups())
        assert date is not None
        return PrintedDate(date, compact[0].start(), compact[0].end())
    spaced = name.replace("_", " ")
    iso = re.search(r"(?<!\d)((?:1[6-9]|20)\d\d)([- .])(\d\d)\2(\d\d)(?!\d)", spaced)
    if iso:
        date = _date(iso[1], iso[3], iso[4])
        if date:
            return PrintedDate(date, iso.start(), iso.end())
    day_first = re.search(r"(?<!\d)(\d\d)([- .])(\d\d)\2((?:1[6-9]|20)\d\d)(?!\d)", spaced)
    if day_first:
        date = _date(day_first[4], day_first[3], day_first[1])
        if date:
            other = None if day_first[1] == day_first[3] else _date(day_first[4], day_first[1], day_first[3])
            return PrintedDate(date, day_first.start(), day_first.end(), other=other)
    days = [printed for printed in find_dates(spaced.replace("-", " ")) if printed.precision == "day"]
    return days[0] if len(days) == 1 else None


def months_first(values: list[str]) -> bool | None:
    """Whether the numeric dates of one column are written month first: True, False, or None when both are met."""
    first = second = False
    for value in values:
        match = re.match(r"\s*(\d\d?)[/.-](\d\d?)[/.-]\d\d", value)
        if match:
            first |= int(match[1]) > 12
            second |= int(match[2]) > 12
    return None if first and second else second


def _fold(text: str) -> str:
    if text.isascii():
        return text
    text = text.translate(_FOLD)
    if "\u0301" in text or "\u0302" in text:
        # Decomposed accents: the mark goes, and a space at the end of the word keeps the length.
        text = re.sub(r"(\w*)((?:\w[\u0301\u0302]\w*)+)", _without_marks, text)
    return text


def _without_marks(match: re.Match[str]) -> str:
    word = match[0].replace("\u0301", "").replace("\u0302", "")
    return word.ljust(len(match[0]))


def _around(window: str, offset: int, year: int) -> PrintedDate | None:
    """The date whose year stands at a place of a window of text, the fullest form first."""
    for form in _FORMS:
        for match in form.finditer(window):
            if match.start() <= year < match.end():
                printed = _read(match, offset)
                if printed is not None:
                    return printed
    return None


def _read(match: re.Match[str], offset: int) -> PrintedDate | None:
    parts = match.groupdict()
    timed = bool(parts["time"])
    span = (match.start() + offset, match.end() + offset)
    if "first" in parts:
        return _read_numeric(parts, span, timed)
    number = parts.get("number") or _MONTH_OF[parts["month"].lower()]
    day = parts.get("day") or "1"
    date = _date(parts["year"], number, day if day.isdigit() else 1)
    if date is None:
        return None
    return PrintedDate(date, *span, "day" if parts.get("day") else "month", timed=timed)


def _read_numeric(parts: dict[str, str], span: tuple[int, int], timed: bool) -> PrintedDate | None:
    year = parts["year"]
    if len(year) == 2:
        if parts["mark"] == "." or (parts["mark"] == "-" and not timed):
            return None  # 10.12.14 is a paragraph number, 10-12-14 a score, as easily as a date
        year = str(_century(int(year)))
    date, other = _date(year, parts["second"], parts["first"]), _date(year, parts["first"], parts["second"])
    if date is None:
        date, other = other, None
    if date is None:
        return None
    return PrintedDate(date, *span, other=None if other == date else other, timed=timed)


def _digits(text: str) -> PrintedDate | None:
    """A date that is all digits."""
    if len(text) == 4:
        date = _date(text, 1, 1)
        return None if date is None else PrintedDate(date, 0, 4, "year")
    if len(text) == 6:
        date = _date(text[:4], text[4:], 1)
        return None if date is None else PrintedDate(date, 0, 6, "month")
    if len(text) == 8:
        date = _date(text[:4], text[4:6], text[6:])
        return None if date is None else PrintedDate(date, 0, 8)
    if len(text) in (10, 13):
        moment = dt.datetime.fromtimestamp(int(text[:10]), dt.UTC)
        return PrintedDate(moment.date(), 0, len(text), timed=True)
    return None


def _century(year: int) -> int:
    return 2000 + year if year < 70 else 1900 + year


def _date(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else None

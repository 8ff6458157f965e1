"""Bytes to text: byte-order marks and UTF-8 first, then what a French page would be, and only then a detector.

A detector of encodings needs a page or two of foreign letters; on a short French page it finds Big5 or Mac Cyrillic as
readily as Windows-1252. So it is asked last, and only where the text is long and the French encodings give no French.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "a word-processor document (RTF)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "an archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
)
# Windows-1252 before its subset ISO 8859-1; then what French Macs, DOS and Latin-9 systems wrote.
_FRENCH_ENCODINGS = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_FRENCH_SIGNS = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆáíóúñãõ«»‘’“”…–—•·°º€©®™§\xa0\xad½²³")
_COMMON_SIGNS = frozenset("éèàêçùâîôûëïœÉÈÀÊÇÎÔ«»’“”–…\xa0")
_MISPLACED = re.compile(r"[a-z][ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ«]")  # what another encoding makes of a small letter
_PLAUSIBLE = 0.9  # share of the letters beyond ASCII that French uses
_ENOUGH = 200  # letters beyond ASCII before a detector is worth asking
_LATIN_9 = re.compile(r"[A-Za-z][œŒ]|[œŒ][a-zA-Z]|€(?!\w)")  # what it has that cp1252 puts elsewhere: 1½ is not 1œ
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n?")


class Unreadable(Exception):
    """A file or an item that is left out; carries the reason and the remedy for the list of what was."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason, self.remedy = reason, remedy
        super().__init__(f"{reason}. {remedy}")


def read_bytes(file: Path) -> bytes:
    """The bytes of a file; one that may not be read, or is gone, is left out."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"it cannot be opened ({error.strerror})", "Check its permissions.") from error


def decode(data: bytes, *, html: bool = False) -> tuple[str, str]:
    """The text of a page, and the encoding it was read with.

    Parameters
    ----------
    data : bytes
        The whole file.
    html : bool
        Whether to believe a ``charset`` that the page declares, when it is not UTF-8.

    Returns
    -------
    text : str
        Line ends are ``\\n``; byte-order marks and NUL bytes are gone; nothing else is changed.
    encoding : str
        Python's name of it.

    Raises
    ------
    Unreadable
        It is not text, or no encoding makes text of it.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"it is {what}, whatever its name says", "Export it as text (.txt, UTF-8).")
    text, encoding = _decode(data, html)
    controls = len(_CONTROLS.findall(text))
    if controls > max(2, len(text) // 20):
        raise Unreadable("it is not text (binary data)", "Export it as text (.txt, UTF-8).")
    return _tidy(text), encoding


def tidy(text: str) -> str:
    """What :func:`decode` does to text that came decoded: line ends, NULs, and halves of surrogate pairs."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return _tidy(text)


def _tidy(text: str) -> str:
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = _LINE_ENDS.sub("\n", text)
    return text.replace("\x00", "") if "\x00" in text else text


def _decode(data: bytes, html: bool) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if text.count("\x00") * 4 < len(text):
            return text, "utf-8"
    wide = _sixteen_bits(data)
    if wide is not None:
        return wide
    if html:
        declared = _declared(data)
        if declared is not None:
            return declared
    mended = _mended(data)
    if mended is not None:
        return mended
    return _eight_bits(data)


def _sixteen_bits(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: in French, every other byte is then zero."""
    sample = data[: 1 << 16]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 < len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return data.decode(encoding, "replace"), encoding


def _declared(data: bytes) -> tuple[str, str] | None:
    match = _CHARSET.search(data[:4096])
    if match is None:
        return None
    try:
        encoding = codecs.lookup(match[1].decode("ascii")).name
        if encoding in ("utf-8", "utf-16", "utf-32", "ascii", "iso8859-1"):
            return None  # it is not what it says, or it says what servers say by default
        return data.decode(encoding), encoding
    except (LookupError, UnicodeError):
        return None


def _mended(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few stray bytes, from a cut download or from two pages pasted together."""
    text = data.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= sign <= "\udcff" for sign in text)
    whole = sum(not sign.isascii() for sign in text) - stray
    if stray * 3 > whole:
        return None
    return re.sub("[\udc80-\udcff]+", _as_windows, text), "utf-8"


def _as_windows(match: re.Match[str]) -> str:
    stray = match[0].encode("utf-8", "surrogateescape")
    if match.end() == len(match.string) and stray[0] >= 0xE0 and len(stray) > 1:
        return "\ufffd"  # a sign cut off at the end of the file
    return stray.decode("cp1252", "replace")


def _eight_bits(data: bytes) -> tuple[str, str]:
    scores = []
    for rank, encoding in enumerate(_FRENCH_ENCODINGS):
        text = data.decode(encoding, "replace")
        signs = [sign for sign in text if not sign.isascii()]
        if not signs:  # only control characters kept it from being UTF-8
            return data.decode("cp1252", "replace"), "cp1252"
        french = (sum(sign in _FRENCH_SIGNS for sign in signs) - len(_MISPLACED.findall(text))) / len(signs)
        common = sum(sign in _COMMON_SIGNS for sign in signs) / len(signs)
        scores.append((french >= _PLAUSIBLE, round(french + common, 2), -rank, len(signs), encoding))
    plausible, _, _, signs_beyond, encoding = max(scores)
    if not plausible and signs_beyond >= _ENOUGH:
        best = from_bytes(data[: 1 << 18]).best()
        if best is not None:
            return data.decode(best.encoding, "replace"), best.encoding
    text = data.decode(encoding, "replace")
    if not plausible or (encoding == "iso8859_15" and not _LATIN_9.search(text)):
        encoding = "cp1252"
    return data.decode(encoding, "replace"), encoding

"""Typography: one way to write each character, with the way back to the page.

The French tokenizer and the models know ``'`` and the plain space; pages have ``’``, no-break spaces, soft hyphens,
ligatures, decomposed accents and text decoded twice. Most lines of most pages change nothing but characters for
characters, so that they map by identity; only where the length changes does a line need runs of its own.

ftfy decides what is mojibake and repairs it. textacy.preprocessing is not used here: it keeps no offsets, and
straightens quotation marks that the annotation needs.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from itertools import pairwise

import ftfy

from toolkit.cleaning.alignment import Run, apply_edits, compose, identity, merge

_SPACES = (
    "\t\v\f\r\x1c\x1d\x1e\x1f\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
_APOSTROPHES = "\u2019\u02bc\uff07"
_HYPHENS = "\u2010\u2011"
# Unseen characters: controls, soft hyphen, zero-width and bidirectional marks, byte order mark, variation selectors.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f\x81\x8d\x8f\x90\x9d\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


def _one_to_one() -> dict[int, str]:
    """Characters that become one other character each. C1 controls are Windows-1252 that was read as Latin-1."""
    table = dict.fromkeys(map(ord, _SPACES), " ")
    table |= dict.fromkeys(map(ord, _HYPHENS), "-")
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    for code in range(0x80, 0xA0):
        with_meaning = bytes([code]).decode("cp1252", errors="ignore")
        if with_meaning:
            table[code] = with_meaning
    for code, character in list(table.items()):
        if character in _APOSTROPHES:
            table[code] = "'"
    return table | dict.fromkeys(map(ord, _APOSTROPHES), "'")


_TABLE = _one_to_one()
# Anything but what most French lines are made of goes the long way.
_UNUSUAL = re.compile(r"[^ !-%'-~¡-¬®-ɏ–—“”„…•€]|  |^ | $")
_EDITS = re.compile(
    rf"^[ {_UNSEEN}]+|[ {_UNSEEN}]+$| [ {_UNSEEN}]+|[{_UNSEEN}][ {_UNSEEN}]*|[{''.join(_LIGATURES)}]", re.DOTALL
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#[xX][0-9a-fA-F]{2,4});")
_MARKUP = {"<", ">"}  # written out on purpose by those who write about markup
# Bytes of UTF-8 read one by one: a lead byte and what follows it. Written so that a search looks for the lead only.
_MOJIBAKE = re.compile(
    r"[ÃÂÅÐÑØÙïâð](?:(?<=[ÃÂÅÐÑØÙï])[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]|(?<=â)[€\x80]|(?<=ð)[Ÿ\x9f])"
)
_WRONG_QUOTE = re.compile(r"(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd)[‘´`](?=\w)", re.IGNORECASE)


def normalise(line: str) -> tuple[str, list[Run]]:
    """Write one line of a page in one way.

    Parameters
    ----------
    line : str
        A line, without its line end. Only ``\\n`` ends a line; any other separator in it counts as a space.

    Returns
    -------
    str
        In Unicode NFC; typographic apostrophes as ``'``, quotation marks as they are; no-break and other spaces as
        single spaces, none at the ends; no soft hyphen, zero-width or control character; no f-ligature; HTML character
        references and clear mojibake read as what they stand for.
    list of Run
        From the text returned to the line; [] for a blank line.
    """
    text = line.replace("\u2019", "'").replace("\xa0", " ").replace("\u202f", " ")
    if _UNUSUAL.search(text) or _MOJIBAKE.search(line):
        return _the_long_way(line)
    return text, identity(len(text))


def _the_long_way(line: str) -> tuple[str, list[Run]]:
    text, runs = line, identity(len(line))
    if "&" in text and _ENTITY.search(text):
        text, step = apply_edits(text, _entities(text))
        runs = compose(step, runs)
    if _MOJIBAKE.search(text):
        text, step = _repair(text)
        runs = compose(step, runs)
    text = text.translate(_TABLE)
    text, step = apply_edits(text, _length_changes(text))
    runs = compose(step, runs)
    if not unicodedata.is_normalized("NFC", text):
        text, step = _to_nfc(text)
        runs = compose(step, runs)
    return _elide(text), merge(runs)


def _elide(text: str) -> str:
    """Read an opening quote, an accent or a backtick as the apostrophe that the word before it needs."""
    return _WRONG_QUOTE.sub(lambda found: found[0][:-1] + "'", text)


def _entities(text: str) -> list[tuple[int, int, str]]:
    edits = []
    for found in _ENTITY.finditer(text):
        character = html.unescape(found[0])
        if len(character) == 1 and character not in _MARKUP and character != "\n":
            edits.append((found.start(), found.end(), character))
    return edits


def _length_changes(text: str) -> list[tuple[int, int, str]]:
    edits = []
    for found in _EDITS.finditer(text):
        start, end = found.span()
        replacement = _LIGATURES.get(found[0])
        if replacement is None:
            replacement = " " if start and end < len(text) and " " in found[0] else ""
        if replacement == " " and text[start] == " ":
            start += 1  # the first space stays, character for character
            replacement = ""
        edits.append((start, end, replacement))
    return edits


def _repair(text: str) -> tuple[str, list[Run]]:
    """Undo a double decoding where ftfy is sure that it happened, run by run of characters beyond ASCII."""
    repaired = ftfy.fix_encoding(text)
    if repaired == text:
        return text, identity(len(text))
    edits = []
    old = new = 0
    while old < len(text):
        if new < len(repaired) and text[old] == repaired[new] and text[old].isascii():
            old, new = old + 1, new + 1
            continue
        end, new_end = _next_ascii(text, old), _next_ascii(repaired, new)
        # ftfy may read "Ã " as "à": then the space belongs to what was repaired.
        while text[end : end + 1] == " " and not _go_on_alike(text, end, repaired, new_end):
            end = _next_ascii(text, end + 1)
        if not _go_on_alike(text, end, repaired, new_end):
            end, new_end = len(text), len(repaired)
        if text[old:end] != repaired[new:new_end]:
            edits.extend(_by_bytes(old, end, repaired[new:new_end]))
        old, new = max(end, old + 1), new_end
    after, runs = apply_edits(text, edits)
    if after != repaired:  # an alignment that does not add up is none: the line maps as a whole
        return apply_edits(text, [(0, len(text), repaired)])
    return after, runs


def _by_bytes(start: int, end: int, repaired: str) -> list[tuple[int, int, str]]:
    """Give each repaired character as many wrong ones as it has bytes, where that adds up."""
    sizes = [len(character.encode("utf-8", errors="replace")) for character in repaired]
    if sum(sizes) != end - start:
        return [(start, end, repaired)]
    edits = []
    for character, size in zip(repaired, sizes, strict=True):
        edits.append((start, start + size, character))
        start += size
    return edits


def _go_on_alike(text: str, at: int, other: str, other_at: int, *, far: int = 8) -> bool:
    """Whether two texts have the same ASCII characters from here on, as far as both have only these."""
    for one, two in zip(text[at : at + far], other[other_at : other_at + far], strict=False):
        if not (one.isascii() and two.isascii()):
            return not one.isascii() and not two.isascii()
        if one != two:
            return False
    return (at < len(text)) == (other_at < len(other))


def _next_ascii(text: str, start: int) -> int:
    while start < len(text) and not text[start].isascii():
        start += 1
    return start


def _to_nfc(text: str) -> tuple[str, list[Run]]:
    """Compose accents, one base character with its marks at a time."""
    bounds = [0, *(i for i in range(1, len(text)) if not _joins(text[i])), len(text)]
    edits = []
    for start, end in pairwise(bounds):
        composed = unicodedata.normalize("NFC", text[start:end])
        if composed != text[start:end]:
            edits.append((start, end, composed))
    after, runs = apply_edits(text, edits)
    whole = unicodedata.normalize("NFC", text)
    return (after, runs) if after == whole else apply_edits(text, [(0, len(text), whole)])


@cache
def _joins(character: str) -> bool:
    """Whether a character may combine with the one before it."""
    return (
        unicodedata.combining(character) != 0
        or unicodedata.category(character).startswith("M")
        or "\u1160" <= character <= "\u11ff"
    )

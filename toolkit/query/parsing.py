"""From a query as typed to a pattern, by recursive descent; what does not parse says where."""

from __future__ import annotations

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

from toolkit.query.patterns import (
    ATTRIBUTES,
    MARKS,
    All,
    Any,
    Anything,
    Constraint,
    Mark,
    Not,
    Pattern,
    Query,
    Regex,
    Repeat,
    Token,
    Word,
    choice,
    least_tokens,
    sequence,
)
from toolkit.query.regex import matcher
from toolkit.schema import CorpusError

EXAMPLES = 'missile*   "Washington Post"   [lemma="frapper" & pos="VERB"] []{0,3} [lemma="milice|faction"]'
UPOS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ"),
    *("SPACE", "SYM", "VERB", "X"),
)
_ALIASES = {"word": "form", "tag": "pos", "upos": "pos"}
_YES, _NO = ("yes", "true", "1", "oui"), ("no", "false", "0", "non")
# What closes a quotation mark: word processors put one kind for another, and keyboards have one for both.
_CLOSING = {'"': '"', "“": '”"', "«": "»"}
_BARE = re.compile(r"[^\s\[\](){}|\"“”«»]+")
_TEST = re.compile(rf"(?:{'|'.join((*ATTRIBUTES, *MARKS, *_ALIASES))})!?=$", re.IGNORECASE)
_AS_REGEX = re.compile(r"\.[*+]|\\\w")
_NAME = re.compile(r"[A-Za-z_]+")
_TIMES = re.compile(r"\{\s*(\d*)\s*(,?)\s*(\d*)\s*\}")
_STRATEGY = re.compile(r"\s*\(\?\s*(shortest|longest)\s*\)")
_WITHIN = re.compile(r"within\s+s\s*$")
_PIECES = re.compile(r"[^\W_]+'?|[^\w\s]|_")
_MOST = 100  # repetitions; few sentences are longer
_DEPTH = 40
_SHOWN = 60  # characters on either side of a fault: a query may be pages long


class QueryError(CorpusError):
    """A query that does not parse.

    Attributes
    ----------
    query : str
    position : int
        Where, in characters from 0.
    """

    def __init__(self, problem: str, query: str, position: int) -> None:
        self.query, self.position = query, position
        first, after = max(position - _SHOWN, 0), position + _SHOWN
        before, behind = "… " if first else "", " …" if after < len(query) else ""
        shown = before + re.sub(r"\s", " ", query[first:after]) + behind
        super().__init__(
            f"{problem} (character {position + 1} of the query)\n    {shown}\n"
            f"    {' ' * (len(before) + position - first)}^\n",
            remedy=f"Queries look like this:   {EXAMPLES}",
        )


def parse(query: str) -> Query:
    """A query of the one language of the package, as a pattern; see ``toolkit.query`` for the language.

    Raises
    ------
    QueryError
        When it does not parse, with the position.
    """
    if not query.strip():
        raise CorpusError("the query is empty.", remedy="Write a word or a phrase: missile, dialogue stratégique.")
    return _Parser(query).query()


def literal(text: str, unit: str) -> Query:
    """Words as ``term_frequencies`` counts them, with no sign standing for anything but itself."""
    words = text.replace("’", "'").split()
    if not words:
        raise CorpusError("the query is empty.", remedy="Write a word or a phrase: missile, dialogue stratégique.")
    return Query(sequence([_of_kind(word) if unit == "lemma_pos" else _spelled(word, unit) for word in words]))


def _of_kind(word: str) -> Token:
    """``frapper_VERB``: a lemma as one part of speech."""
    lemma, _, kind = word.rpartition("_")
    if not lemma or kind not in UPOS:
        raise CorpusError(
            f"{word!r} is not a lemma with its part of speech.",
            remedy=f"Write frapper_VERB, or several in a row; there are {', '.join(UPOS)}.",
        )
    return Token(All((Word(unicodedata.normalize("NFC", lemma), "lemma"), Regex("pos", kind, literal=True))))


def _spelled(word: str, how: str) -> Pattern:
    """A word as one token, or as the tokens it may fall into: l'Irak, al-Kadhimi, dit-il, l'Arabie-Saoudite."""
    word = unicodedata.normalize("NFC", word)
    elided: list[str] = re.findall(r"[^']+'?|'", word)
    ways = [[word], elided]
    for clitics in (r"^[^-]+|-(?:t-)?[^-]+|-", r"^[^-]+|-[^-]+|-"):  # dit + -il, a + -t + -il
        ways.append([piece for part in elided for piece in re.findall(clitics, part)])
    ways.append(re.findall(r"\d[\d.,]*|\D+", word))  # n° + 5
    ways.append([piece for part in elided for piece in _PIECES.findall(part)])
    ways.append(_PIECES.findall(word))
    return choice([sequence([Token(Word(piece, how)) for piece in way]) for way in ways if "".join(way) == word])


class _Parser:
    """A position in a query, and a method for each construct, which reads it and moves on."""

    def __init__(self, text: str) -> None:
        self.given, self.text, self.at, self.depth = text, text.replace("’", "'"), 0, 0

    def fail(self, problem: str, at: int | None = None) -> QueryError:
        return QueryError(problem, self.given, self.at if at is None else at)

    def blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    @property
    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, sign: str) -> bool:
        """Move past a sign, and the blanks before it, if it comes next."""
        self.blank()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    # patterns

    def query(self) -> Query:
        strategy = _STRATEGY.match(self.text)
        if strategy:
            self.at = strategy.end()
        pattern = self.alternatives()
        self.blank()
        if self.next:
            raise self.fail(f"{self.next!r} closes what was never opened")
        if not least_tokens(pattern):
            raise self.fail("every part of the query is optional, so that it would find nothing anywhere", 0)
        return Query(pattern, shortest=strategy is not None and strategy[1] == "shortest")

    def alternatives(self) -> Pattern:
        self.depth += 1
        if self.depth > _DEPTH:
            raise self.fail("parentheses stand too deep one within another")
        parts = [self.row()]
        while self.take("|"):
            parts.append(self.row())
        self.depth -= 1
        return choice(parts)

    def row(self) -> Pattern:
        parts: list[Pattern] = []
        self.blank()
        while self.next and self.next not in "|)]}»”" and not self.within(parts):
            parts.append(self.item())
            self.blank()
        if not parts:
            raise self.fail("a word or a [constraint] is missing")
        return sequence(parts)

    def within(self, parts: list[Pattern]) -> bool:
        """``within s`` at the end of a query in brackets: it always is, so it is only read over."""
        found = _WITHIN.match(self.text, self.at) if parts and "[" in self.text[: self.at] and self.depth == 1 else None
        if found:
            self.at = found.end()
        return found is not None

    def item(self) -> Pattern:
        start = self.at
        if self.next == "[":
            part: Pattern = self.token()
        elif self.next == "(":
            self.at += 1
            part = self.alternatives()
            if not self.take(")"):
                raise self.fail("a closing parenthesis is missing")
        elif self.next == "{":
            raise self.fail("there is nothing before it to repeat")
        else:
            parts = [self.word()]
            # without blanks the line joins words, with blanks it divides the query: a|b c, a b | c d
            while self.next == "|" and re.match(r"[^\s\[\](){}|]", self.text[self.at + 1 : self.at + 2]):
                self.at += 1
                parts.append(self.word())
            part = choice(parts)
        return self.repeated(part, start)

    def repeated(self, part: Pattern, start: int) -> Pattern:
        simple: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
        if self.next and self.next in simple:
            least, most = simple[self.next]
            self.at += 1
        elif re.match(r"\s*\{", self.text[self.at :]):
            self.blank()
            least, most = self.times()
        else:
            return part
        if not least_tokens(part):
            raise self.fail("what is repeated may not itself be optional", start)
        return Repeat(part, least, most)

    def times(self) -> tuple[int, int | None]:
        start, found = self.at, _TIMES.match(self.text, self.at)
        if not found or not (found[1] or found[3]):
            raise self.fail("a number of repetitions is written {2}, {0,3} or {1,}")
        least = int(found[1] or 0)
        most = int(found[3]) if found[3] else None if found[2] else least
        if max(least, most or 0) > _MOST:
            raise self.fail(f"more than {_MOST} repetitions are more than a sentence holds", start)
        if most is not None and most < max(least, 1):
            raise self.fail("the second number must be the larger, and not 0", start)
        self.at = found.end()
        return least, most

    # words

    def word(self) -> Pattern:
        """A bare word, which may hold wildcards, or an exact one in quotation marks."""
        if self.next in _CLOSING:
            start, closing = self.at, re.compile(f"[{_CLOSING[self.next]}]").search(self.text, self.at + 1)
            if not closing:
                raise self.fail("a quotation mark is never closed", start)
            end = closing.start()
            words = self.text[start + 1 : end].split()
            if not words:
                raise self.fail("there is nothing between the quotation marks", start)
            self.at = end + 1
            return sequence([_spelled(word, "exact") for word in words])
        found = _BARE.match(self.text, self.at)
        if not found:
            raise self.fail("a word is missing")
        text = unicodedata.normalize("NFC", found[0])
        if _TEST.match(text) and self.text[found.end() : found.end() + 1] in _CLOSING:
            raise self.fail('an attribute stands in square brackets, as in [lemma="frapper"]')
        if _AS_REGEX.search(text):
            raise self.fail('a word takes * and ? only; a regular expression is written [form="missil.*"]')
        self.at = found.end()
        return Token(Word(text, wild=True)) if re.search(r"[*?]", text) else _spelled(text, "any")

    # constraints

    def token(self) -> Token:
        start = self.at
        self.at += 1
        if self.take("]"):
            return Token(Anything())
        constraint = self.either()
        if not self.take("]"):
            if not self.next:
                raise self.fail("a square bracket is never closed", start)
            raise self.fail("only & | or the closing ] can come here")
        return Token(constraint)

    def either(self) -> Constraint:
        self.depth += 1
        if self.depth > _DEPTH:
            raise self.fail("parentheses stand too deep one within another")
        parts = [self.both()]
        while self.take("|"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self) -> Constraint:
        parts = [self.negated()]
        while self.take("&"):
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negated(self) -> Constraint:
        self.blank()
        negations = 0
        while self.take("!"):
            negations += 1
        if self.take("("):
            constraint = self.either()
            if not self.take(")"):
                raise self.fail("a closing parenthesis is missing")
        else:
            constraint = self.test()
        return Not(constraint) if negations % 2 else constraint

    def test(self) -> Constraint:
        self.blank()
        start, found = self.at, _NAME.match(self.text, self.at)
        if not found:
            raise self.fail(f"an attribute is missing: {', '.join((*ATTRIBUTES, *MARKS))}")
        name = _ALIASES.get(found[0].lower(), found[0].lower())
        if name not in ATTRIBUTES and name not in MARKS:
            known = ", ".join((*ATTRIBUTES, *MARKS))
            raise self.fail(f"there is no attribute {found[0]!r}; there are {known}", start)
        self.at = found.end()
        different = self.take("!=")
        if not different and not self.take("="):
            if name in MARKS:
                return Mark(name)
            raise self.fail(f'what {name} shall be is missing, as in {name}="…"')
        constraint = self.mark(name) if name in MARKS else self.regex(name)
        return Not(constraint) if different else constraint

    def value(self) -> tuple[str, int]:
        """A value between quotation marks, and where it begins; ``\\"`` is a mark in it."""
        self.blank()
        if not self.next or self.next not in (*_CLOSING, "'"):
            raise self.fail('a value in quotation marks is missing, as in lemma="frapper"')
        start, mark = self.at + 1, _CLOSING.get(self.next, self.next)
        found = re.compile(rf"((?:\\.|[^\\{mark}])*)[{mark}]").match(self.text, start)
        if not found:
            raise self.fail("a quotation mark is never closed", start - 1)
        self.at = found.end()
        return unicodedata.normalize("NFC", re.sub(r"\\([\"'])", r"\1", found[1])), start

    def mark(self, name: str) -> Constraint:
        value, start = self.value()
        if value.lower() not in (*_YES, *_NO):
            raise self.fail(f'{name} is "yes" or "no"', start)
        return Mark(name) if value.lower() in _YES else Not(Mark(name))

    def regex(self, name: str) -> Constraint:
        value, start = self.value()
        flags = ""
        if self.take("%"):
            found = _NAME.match(self.text, self.at)
            flags = found[0] if found else ""
            if not flags or set(flags) - set("cdl"):
                raise self.fail("after % come c (case forgiven), d (accents forgiven) or l (no regular expression)")
            self.at += len(flags)
        # parts of speech are written in capitals, whatever was typed
        regex = Regex(name, value, "c" in flags or name == "pos", "d" in flags, "l" in flags)
        try:
            answers = matcher(regex)(pa.array(UPOS, pa.large_string()))
        except ValueError as error:
            raise self.fail(f"the regular expression is not valid: {error}", start) from None
        if name == "pos" and not pc.any(answers).as_py():
            raise self.fail(f"no part of speech is called so; there are {', '.join(UPOS)}", start)
        return regex

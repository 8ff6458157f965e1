"""The query language: every construct, every fault with its place, and agreement with a matcher that reads on."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from handmade import HEADLINE, QUOTED, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import Corpus, CorpusError
from toolkit.query import Hits, QueryError, find, parse, suggest
from toolkit.query.matching import match_query
from toolkit.query.patterns import (
    All,
    Any,
    Anything,
    Choice,
    Constraint,
    Mark,
    Not,
    Pattern,
    Query,
    Regex,
    Repeat,
    Sequence,
    Token,
    Word,
    least_tokens,
)
from toolkit.store import Tables, fold

TEXT = [
    [
        "L'/le/DET armée/armée/NOUN frappe/frapper/VERB les/le/DET milices/milice/NOUN pro-iraniennes/pro-iranien/ADJ"
        " ././PUNCT",
        "Une/un/DET frappe/frappe/NOUN vise/viser/VERB «/«/PUNCT la/le/DET/q grande/grand/ADJ/q milice/milice/NOUN/q"
        " »/»/PUNCT ,/,/PUNCT dit/dire/VERB -il/il/PRON ././PUNCT",
    ],
    [
        "Les/le/DET frappes/frappe/NOUN très/très/ADV très/très/ADV très/très/ADV dures/dur/ADJ",
        "États-Unis/États-Unis/PROPN Etats-Unis/États-Unis/PROPN al/al/PROPN -/-/PUNCT Kadhimi/Kadhimi/PROPN"
        " l'/le/DET Arabie-Saoudite/Arabie-Saoudite/PROPN œuvre/œuvre/NOUN",
        "Frapper/frapper/VERB une/un/DET faction/faction/NOUN ou/ou/CCONJ la/le/DET milice/milice/NOUN",
    ],
]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return tables_of(TEXT)


def said(tables: Tables, query: str, rows: list[int] | None = None) -> list[str]:
    """The words of every match, in order."""
    start, end = match_query(tables, parse(query), None if rows is None else np.array(rows, int))
    forms = tables.words("form", tables.type_form[tables.type])
    return [" ".join(forms[a:b]) for a, b in zip(start.tolist(), end.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # words
        ("frappe", ["frappe", "frappe", "frappes"]),
        ("FRAPPER", ["frappe", "Frapper"]),
        ("etats-unis", ["États-Unis", "Etats-Unis"]),
        ("oeuvre", ["œuvre"]),
        ("frapp*", ["frappe", "frappe", "frappes", "Frapper"]),
        ("*nis", ["États-Unis", "Etats-Unis"]),
        ("fr?pp?s", ["frappes"]),
        ("mil*ce", ["milices", "milice", "milice"]),
        ("?", []),  # one letter; not punctuation
        (".", [".", "."]),
        ("dit-il", ["dit -il"]),
        ("l'Arabie-Saoudite", ["l' Arabie-Saoudite"]),
        ("l’armée", ["L' armée"]),
        ("al-Kadhimi", ["al - Kadhimi"]),
        ("milice|faction", ["milices", "milice", "faction", "milice"]),
        ("une milice|faction", ["une faction"]),
        ("une frappe | la milice", ["Une frappe", "la milice"]),
        ("missile", []),
        # exact words
        ('"frappe"', ["frappe", "frappe"]),
        ('"Frappe"', []),
        ('"États-Unis"', ["États-Unis"]),
        ("“États-Unis”", ["États-Unis"]),
        ("« Etats-Unis »", ["Etats-Unis"]),
        ('“Etats-Unis"', ["Etats-Unis"]),
        ("[form=“Etats-Unis”]", ["Etats-Unis"]),
        ("[form = « Etats-Unis »]", []),  # a value is taken as it stands, blanks too
        ("[form=«Etats-Unis»]", ["Etats-Unis"]),
        ('"«"', ["«"]),
        ('"L\'armée"', ["L' armée"]),
        ('"al-Kadhimi"', ["al - Kadhimi"]),
        ('"frapp*"', []),
        ('"la"|"les" milice', ["les milices", "la milice"]),
        # phrases
        ("la milice", ["la milice"]),
        ("le milice", ["les milices", "la milice"]),
        ('"la" * milice', ["la grande milice"]),
        ("milice vise", []),  # the sentence ends between
        ("dures États-Unis", []),
        ("très très", ["très très", "très très"]),
        # tokens
        ('[form="frappe"]', ["frappe", "frappe"]),
        ('[word="frappe"]', ["frappe", "frappe"]),
        ('[form="frapp"]', []),  # the whole value
        ('[form="frapp.*"]', ["frappe", "frappe", "frappes"]),
        ('[form="frapp.*"%c]', ["frappe", "frappe", "frappes", "Frapper"]),
        ('[form="Etats-Unis"%d]', ["États-Unis", "Etats-Unis"]),
        ('[form="états-unis" %cd]', ["États-Unis", "Etats-Unis"]),
        ('[form="états-unis"%d]', []),
        ('[form="oeuvre"%d]', ["œuvre"]),
        ('[form="."%l]', [".", "."]),
        ('[form="\\."]', [".", "."]),
        ('[form="tr\\ws"]', ["très"] * 3),
        ('[form="tr[\\w]s"]', ["très"] * 3),
        ('[form=\'L\\\'\']', ["L'"]),
        ('[lemma="frapper" & pos="VERB"]', ["frappe", "Frapper"]),
        ('[lemma="frapper|viser"]', ["frappe", "vise", "Frapper"]),
        ('[lemma="frapper" | lemma="viser"]', ["frappe", "vise", "Frapper"]),
        ('[lemma="milice" & quoted]', ["milice"]),
        ('[lemma="milice" & quoted="no"]', ["milices", "milice"]),
        ('[lemma="milice" & !quoted]', ["milices", "milice"]),
        ('[lemma="milice" & quoted != "yes"]', ["milices", "milice"]),
        ('[quoted & pos="DET" | lemma="viser"]', ["vise", "la"]),  # & before |
        ('[quoted & (pos="DET" | lemma="viser")]', ["la"]),
        ('[pos="noun" & morph="Number=Plur"]', ["milices", "frappes"]),
        ('[pos="NOUN" & morph != "Number=Plur" & form != "f.*"]', ["armée", "milice", "œuvre", "milice"]),
        ('[!(pos="NOUN|VERB|DET|PUNCT|PROPN|ADV|ADJ")]', ["-il", "ou"]),
        ('[!!quoted & pos="ADJ"]', ["grande"]),
        ("[headline]", []),
        # repetition and alternation of tokens
        ('[pos="DET"] [pos="ADJ"]? [pos="NOUN"]', ["L' armée", "les milices", "Une frappe", "la grande milice",
            "Les frappes", "une faction", "la milice"]),
        ('[pos="NOUN"] [pos="ADV"]* [pos="ADJ"]', ["milices pro-iraniennes", "frappes très très très dures"]),
        ('[lemma="très"]+', ["très très très"]),
        ('[lemma="très"]{2}', ["très très", "très très"]),
        ('[lemma="très"]{2,} dur', ["très très très dures"]),
        ('[lemma="très"]{4,}', []),
        ('[lemma="très"]{,2} dur', ["très très dures"]),
        ("très {3}", ["très très très"]),
        ('[lemma="frapper" & pos="VERB"] []{0,3} [lemma="milice|faction"]', ["frappe les milices",
            "Frapper une faction"]),
        ('[lemma="frapper" & pos="VERB"] []{0,5} [lemma="milice|faction"]', ["frappe les milices",
            "Frapper une faction ou la milice"]),
        ('(?shortest) [lemma="frapper" & pos="VERB"] []{0,5} [lemma="milice|faction"]', ["frappe les milices",
            "Frapper une faction"]),
        ('(?longest) [lemma="très"]+', ["très très très"]),
        ('(?shortest) [lemma="très"]+', ["très", "très", "très"]),
        ('[lemma="armée"] []* [pos="ADJ"]', ["armée frappe les milices pro-iraniennes"]),
        ('([pos="DET"] [pos="ADJ"] | [lemma="viser"]) []', ["vise «", "la grande milice"]),
        ('(très dur|frappe){1,2}', ["très dures"]),
        ('(très dur | frappe){1,2}', ["frappe", "frappe", "frappes", "très dures"]),
        ('(très|dur){2,}', ["très très très dures"]),
        ('"une"? [lemma="faction"] within s', ["une faction"]),
        ('[lemma="le"] []{2} [lemma="milice"]', []),
    ],
)  # fmt: skip
def test_what_is_found(tables, query, found):
    assert said(tables, query) == found


def test_a_word_that_the_tokenizer_takes_apart():
    said_so = tables_of([["Y/y/PRON a/avoir/VERB -t/-t/PRON -il/il/PRON un/un/DET n°/numéro/NOUN 5/5/NUM ,/,/PUNCT"]])
    for query, found in (("a-t-il", "a -t -il"), ('"a-t-il"', "a -t -il"), ("n°5", "n° 5"), ("y a-t-il", "Y a -t -il")):
        assert said(said_so, query) == [found]


def test_documents_can_be_chosen(tables):
    assert said(tables, "milice", [1]) == ["milice"]
    assert said(tables, '[] [lemma="milice"]', [0]) == ["les milices", "grande milice"]
    assert said(tables, "milice", []) == []


def test_hits_tell_document_and_length(tables):
    hits = find(Corpus(tables), "la milice | frappes | armee")
    assert isinstance(hits, Hits)
    forms = tables.words("form", tables.type_form[tables.type[hits.token]]).tolist()
    assert list(zip(forms, hits.length.tolist(), hits.row.tolist(), strict=True)) == [
        ("armée", 1, 0),
        ("frappes", 1, 1),
        ("la", 2, 1),
    ]


def test_with_a_unit_no_sign_stands_for_anything_else(tables):
    corpus = Corpus(tables)
    assert len(find(corpus, "frapp*", unit="form")) == 0
    assert len(find(corpus, "[", unit="lemma")) == 0
    assert len(find(corpus, "frapper", unit="lemma")) == 2
    assert len(find(corpus, "Frapper", unit="lemma")) == 0
    assert len(find(corpus, "Frappe", unit="form")) == 2


@pytest.mark.parametrize(
    ("query", "position", "problem"),
    [
        ('[lemma="x"', 0, "never closed"),
        ('[lemma="x]', 7, "quotation mark is never closed"),
        ('a "b c', 2, "quotation mark is never closed"),
        ('a ""', 2, "nothing between"),
        ("a ]", 2, "closes what was never opened"),
        ("a )", 2, "closes what was never opened"),
        ("(a b", 4, "closing parenthesis is missing"),
        ("a | ", 4, "a word or a .constraint. is missing"),
        ("( | a)", 2, "a word or a .constraint. is missing"),
        ("()", 1, "a word or a .constraint. is missing"),
        ('[lemme="x"]', 1, "no attribute 'lemme'"),
        ("[lemma]", 6, "is missing"),
        ("[lemma=frapper]", 7, "value in quotation marks is missing"),
        ('[="x"]', 1, "an attribute is missing"),
        ('[lemma="x" pos="VERB"]', 11, "only & |"),
        ('[lemma="x" &]', 12, "an attribute is missing"),
        ('[(lemma="x"]', 11, "closing parenthesis is missing"),
        ('[quoted="maybe"]', 9, '"yes" or "no"'),
        ('[lemma="x"%z]', 11, "after % come"),
        ('[lemma="a("]', 8, "regular expression is not valid: missing \\)"),
        ('[lemma="a)|(b"]', 8, "regular expression is not valid"),
        ('[lemma="(?=a)"]', 8, "regular expression is not valid"),
        ('[pos="VERBE"]', 6, "no part of speech is called so"),
        ("[]{x}", 2, "number of repetitions"),
        ("[]{}", 2, "number of repetitions"),
        ("[]{,}", 2, "number of repetitions"),
        ("[]{3,1}", 2, "must be the larger"),
        ("[]{0}", 2, "must be the larger"),
        ("a []{0,1000}", 4, "more than 100"),
        ("{2} a", 0, "nothing before it"),
        ("[]* [pos=\"ADJ\"]?", 0, "every part of the query is optional"),
        ("a ([]?)*", 2, "may not itself be optional"),
        ('a lemma="frapper"', 2, "stands in square brackets"),
        ('POS!="VERB"', 0, "stands in square brackets"),
        ("a missil.*", 2, "a regular expression is written"),
        ("\\w+", 0, "a regular expression is written"),
        ("[form=“x]", 6, "quotation mark is never closed"),
        ("“x", 0, "quotation mark is never closed"),
        ("(" * 60 + "a", 40, "too deep"),
        ("[" + "(" * 60 + "a", 40, "too deep"),
    ],
)  # fmt: skip
def test_what_does_not_parse_says_where(query, position, problem):
    with pytest.raises(QueryError, match=problem) as raised:
        parse(query)
    assert raised.value.position == position
    lines = str(raised.value).splitlines()
    assert f"(character {position + 1} of the query)" in lines[0]
    assert lines[1] == f"    {query}"
    assert lines[2] == " " * (position + 4) + "^"
    assert '[lemma="frapper" & pos="VERB"] []{0,3} [lemma="milice|faction"]' in lines[3]


def test_of_a_long_query_the_place_is_shown():
    with pytest.raises(QueryError) as raised:
        parse("début " * 40 + "( " + "fin " * 40)
    assert raised.value.position == 402
    problem, shown, caret, _ = str(raised.value).splitlines()
    assert "character 403" in problem
    assert shown.startswith("    … fin fin") and len(shown) == 4 + 2 + 60
    assert caret == " " * (4 + 2 + 60) + "^"
    with pytest.raises(QueryError) as raised:
        parse("] " + "fin " * 40)
    assert str(raised.value).splitlines()[1:3] == ["    ] " + "fin " * 14 + "fi …", "    ^"]


def test_parentheses_that_change_nothing_are_taken_apart():
    assert parse("((a b) ([] c)) d") == parse("a b [] c d")
    assert parse("(a)") == parse("a")
    assert parse("(a b){2}") != parse("a b{2}")


def test_the_example_of_the_message_parses():
    assert parse('missile* "Washington Post" [lemma="frapper" & pos="VERB"] []{0,3} [lemma="milice|faction"]')


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("etats unis", ["Etats-Unis"]),
        ("arabie saoudite", ["Arabie-Saoudite"]),
        ("Etatsunis", ["Etats-Unis"]),
        ("frapes", ["frappes"]),
        ("frappse", ["frappe", "frappes", "Frapper"]),  # one slip, the frequent first; then two
        ("oeuv-re", ["œuvre"]),
        ('[lemma="facton" & pos="NOUN"] []{0,3} frappe', ["faction"]),
        ('"milise" frape', ["frappe", "milice"]),
        ("mil*ise", []),  # not a word
        ("la milice frappe", []),  # all there
        ("vse", []),  # too short
        ("xylophone", []),
        ("[", []),
    ],
)
def test_what_may_have_been_meant(tables, query, meant):
    assert suggest(Corpus(tables), query) == meant


def test_so_many_suggestions(tables):
    assert len(suggest(Corpus(tables), "milise", number=1)) == 1


@pytest.mark.parametrize("query", ["", "  \n"])
def test_an_empty_query(query):
    with pytest.raises(CorpusError, match="empty"):
        parse(query)


@given(st.text(st.sampled_from("ab \"[]()|{}?*+=!&%,1lemma'’«»\\"), max_size=20))
def test_any_text_parses_or_says_where(text):
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
    except CorpusError:
        assert not text.strip()
    else:
        assert least_tokens(query.pattern) > 0


# Agreement with a matcher that goes token by token


def holds(constraint: Constraint, token: tuple[str, str, str, str, int]) -> bool:
    form, lemma, pos, morph, flag = token
    match constraint:
        case Anything():
            return True
        case Word(text, _, wild):
            if wild:
                signs = re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in fold(text)))
                return form[0].isalnum() and any(bool(signs.fullmatch(fold(word))) for word in (form, lemma))
            return fold(text) in (fold(form), fold(lemma))
        case Regex(attribute, value, ignore_case):
            has = {"form": form, "lemma": lemma, "pos": pos, "morph": morph}[attribute]
            return bool(re.fullmatch(value, has, re.IGNORECASE if ignore_case else 0))
        case Mark(name):
            return bool(flag & {"quoted": QUOTED, "headline": HEADLINE}[name])
        case Not(part):
            return not holds(part, token)
        case All(parts):
            return all(holds(part, token) for part in parts)
        case Any(parts):
            return any(holds(part, token) for part in parts)


def ends(pattern: Pattern, tokens: list, start: int) -> set[int]:
    """Where a match that begins at ``start`` may end, within one sentence."""
    match pattern:
        case Token(constraint):
            return {start + 1} if start < len(tokens) and holds(constraint, tokens[start]) else set()
        case Sequence(parts):
            reached = {start}
            for part in parts:
                reached = {end for at in reached for end in ends(part, tokens, at)}
            return reached
        case Choice(parts):
            return {end for part in parts for end in ends(part, tokens, start)}
        case Repeat(part, least, most):
            reached, found = {start}, {start} if least == 0 else set()
            for times in range(1, len(tokens) + 1 if most is None else most + 1):
                reached = {end for at in reached for end in ends(part, tokens, at)}
                found |= reached if times >= least else set()
            return found


def naive(tables: Tables, query: Query) -> list[tuple[int, int]]:
    names = ("form", "lemma", "pos", "morph")
    columns = [tables.words(name, getattr(tables, f"type_{name}")[tables.type]) for name in names]
    tokens = list(zip(*columns, tables.flag.tolist(), strict=True))
    spans = set()
    bounds = tables.sentence_token.tolist()
    for low, high in pairwise(bounds):
        sentence = tokens[low:high]
        for start in range(len(sentence)):
            spans |= {(low + start, low + end) for end in ends(query.pattern, sentence, start)}

    def within(one: tuple[int, int], other: tuple[int, int]) -> bool:
        return one != other and other[0] <= one[0] and one[1] <= other[1]

    if query.shortest:
        return sorted(one for one in spans if not any(within(other, one) for other in spans))
    return sorted(one for one in spans if not any(within(one, other) for other in spans))


token_texts = st.builds(
    "{}/{}/{}{}".format,
    st.sampled_from(["a", "A", "á", "ab", "b", ","]),
    st.sampled_from(["a", "b"]),
    st.sampled_from(["NOUN", "VERB"]),
    st.sampled_from(["", "/q", "/h", "/q/h"]),
)
sentences = st.lists(token_texts, min_size=1, max_size=7).map(" ".join)
corpora = st.lists(st.lists(sentences, max_size=3), min_size=1, max_size=3).filter(any)

constraints = st.recursive(
    st.sampled_from(
        [
            *(
                "quoted",
                "headline",
                '!quoted="yes"',
                'form="a"',
                'form="a"%c',
                'form="[ab]+"',
                'lemma="a"',
                'lemma!="a"',
            ),
            *('pos="NOUN"', 'pos="verb"', 'form!="a|b"', 'form=".*"', 'morph=""'),
        ]
    ),
    lambda inner: st.one_of(
        st.builds("{} & {}".format, inner, inner),
        st.builds("({} | {})".format, inner, inner),
        st.builds("!({})".format, inner),
    ),
    max_leaves=3,
)
items = st.one_of(constraints.map("[{}]".format), st.sampled_from(["[]", "a", "b", "á", "a*", "?b", ",", "a|b"]))
closed = st.one_of(constraints.map("[{}]".format), st.just("[]"))
patterns = st.recursive(
    st.one_of(items, st.builds("{}{}".format, closed, st.sampled_from(["", "?", "*", "+", "{2}", "{0,2}", "{1,3}"]))),
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("({} | {})".format, inner, inner),
        st.builds("({}){}".format, inner, st.sampled_from(["?", "{1,2}", "+", "*"])),
    ),
    max_leaves=5,
)


@settings(max_examples=250, deadline=None)
@given(corpora, patterns, st.sampled_from(["", "(?shortest) "]))
def test_agrees_with_reading_token_by_token(documents, pattern, strategy):
    tables = tables_of(documents)
    try:
        query = parse(strategy + pattern)
    except QueryError:
        return  # all of it optional
    start, end = match_query(tables, query)
    assert list(zip(start.tolist(), end.tolist(), strict=True)) == naive(tables, query)


def test_every_word_of_the_sample_is_found_as_it_is_written():
    """However the tokenizer takes it apart: l'Irak, dit-il, a-t-on, al-Kadhimi, 2,5."""
    sample = Corpus.load(progress=False)
    words = {word.strip(".,;:!?…()«»\"“”–—'-") for text in sample.documents["text"] for word in text.split()}
    words.discard("")
    assert len(words) > 3_000
    lost = [word for word in sorted(words) if not len(find(sample, word))]
    assert lost == ["M"]  # the tokenizer keeps "M." whole

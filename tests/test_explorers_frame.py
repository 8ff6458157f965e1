"""The frame of explorers: the newest wish alone, choices of sources and period, what can be saved."""

from __future__ import annotations

import threading
import time

import ipywidgets as widgets
import pandas as pd
import pytest
import traitlets

from toolkit import Corpus, CorpusError
from toolkit.explorers.choices import Articles, Several, groupings
from toolkit.explorers.frame import Explorer, Panel, View
from toolkit.explorers.latest import Latest, asked_by_page

TEXTS = [
    ("canal-1", "Le Canal", "2020-06-11", "Le soldat visite Bagdad."),
    ("canal-2", "Le Canal", "2020-08-02", "Le soldat quitte Bagdad."),
    ("vigie-1", "La Vigie", "2020-07-01", "La milice proteste à Paris."),
    ("vigie-2", "La Vigie", None, "La milice mange."),
    ("sans", None, "2020-08-30", "Le navire attend."),
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    table = pd.DataFrame(TEXTS, columns=["doc_id", "source", "date", "text"]).set_index("doc_id")
    table["section"] = ["Monde", "Monde", "Monde", "France", "France"]
    return Corpus.from_documents(table.assign(date=pd.to_datetime(table["date"])), clean=False)


# -- Latest ----------------------------------------------------------------------------------------------------------


def test_what_a_cell_asks_for_is_done_before_the_next_line():
    done = []
    latest = Latest(lambda whole, overtaken: bool(done.append((whole, overtaken()))) or True)
    latest.ask(whole=True)
    latest.ask(whole=False)
    assert done == [(True, False), (False, False)]
    assert not asked_by_page()


def test_of_what_a_page_asks_for_meanwhile_only_the_newest_is_done():
    begun, go, seen = threading.Event(), threading.Event(), []

    def work(whole, overtaken):
        begun.set()
        go.wait(10)
        seen.append((whole, overtaken()))
        return True

    latest = Latest(work, beside=lambda: True)
    start = time.monotonic()
    latest.ask(whole=True)
    assert begun.wait(10)
    for _ in range(20):
        latest.ask(whole=False)  # returns at once: the work still waits to go on
    assert time.monotonic() - start < 5
    assert not latest.wait(0.01)
    go.set()
    assert latest.wait(10)
    assert seen == [(True, True), (False, False)]


def test_what_was_dropped_half_done_is_done_anew():
    begun, go, seen = threading.Event(), threading.Event(), []

    def work(whole, overtaken):
        begun.set()
        go.wait(10)
        seen.append(whole)
        return not overtaken()

    latest = Latest(work, beside=lambda: True)
    latest.ask(whole=True)
    begun.wait(10)
    latest.ask(whole=False)
    go.set()
    assert latest.wait(10)
    assert seen == [True, True]


def test_who_waits_waits_for_the_thread_before_him():
    beside, begun, go, seen = [True], threading.Event(), threading.Event(), []

    def work(whole, overtaken):
        begun.set()
        go.wait(10)
        seen.append(threading.current_thread() is threading.main_thread())
        return True

    latest = Latest(work, beside=lambda: beside[0])
    latest.ask(whole=True)
    begun.wait(10)
    beside[0] = False
    threading.Timer(0.05, go.set).start()
    latest.ask(whole=True)
    assert seen[-1] is True
    assert len(seen) >= 2


def test_what_the_work_itself_asks_for_makes_it_begin_anew():
    seen = []

    def work(whole, overtaken):
        seen.append(whole)
        if len(seen) == 1:
            latest.ask(whole=False)
        return True

    latest = Latest(work)
    latest.ask(whole=True)
    assert seen == [True, False]


def test_work_that_raises_does_not_block_the_next():
    seen = []

    def work(whole, overtaken):
        seen.append(whole)
        raise ZeroDivisionError

    latest = Latest(work)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            latest.ask(whole=True)
    assert len(seen) == 2


# -- Choices ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [3, 20])
def test_several(many):
    names = [f"Source {number}" for number in range(many)]
    several = Several(names, description="Sources")
    told = []
    several.observe(lambda change: told.append(change["new"]), names="value")
    assert several.value == tuple(names)
    several.value = (names[2], names[0])
    assert several.value == (names[0], names[2])  # in their own order
    assert told == [(names[0], names[2])]  # once, not a time a box
    with pytest.raises(traitlets.TraitError):
        several.value = ("Nobody",)
    assert several.value == (names[0], names[2])
    if many == 3:
        several._boxes[0].value = False
        assert told[-1] == several.value == (names[2],)
    else:
        several._list.value = (names[1],)
        assert told[-1] == several.value == (names[1],)


def documents(articles: Articles) -> list[str]:
    return articles.view().index.index.tolist()


def same_by_line(articles: Articles) -> bool:
    """Whether the line of Python gives the same articles."""
    return eval(articles.line(), {"corpus": articles.corpus}).index.equals(articles.view().index)


def test_articles_of_sources_and_period(corpus):
    articles = Articles(corpus)
    assert articles.words() == "all 3 sources, June to August 2020"
    assert len(documents(articles)) == 5
    assert articles.line() == "corpus"
    assert articles.view() is articles.view()

    articles.sources.value = ("Le Canal",)
    assert articles.words() == "Le Canal, June to August 2020"
    assert articles.line() == "corpus.select(sources='Le Canal')"
    articles.period.value = ("2020-07", "2020-08")
    assert documents(articles) == ["canal-2"]
    assert articles.words() == "Le Canal, July to August 2020"
    assert same_by_line(articles)

    articles.sources.value = ("La Vigie", "(unknown)")
    articles.period.value = ("2020-06", "2020-07")
    assert documents(articles) == ["vigie-1"]
    assert articles.words() == "2 of 3 sources, June to July 2020"
    assert same_by_line(articles)
    articles.period.value = ("2020-08", "2020-08")
    assert documents(articles) == ["sans"]
    assert articles.words().endswith("August 2020")
    assert same_by_line(articles)


def test_no_articles_say_why(corpus):
    articles = Articles(corpus)
    assert articles.nothing() == ""
    articles.sources.value = ()
    assert articles.nothing() == "No source is ticked: tick one."
    articles.sources.value = ("La Vigie",)
    articles.period.value = ("2020-08", "2020-08")
    assert articles.nothing() == (
        "There are no articles of La Vigie, August 2020: choose a longer period or more sources."
    )


def test_a_corpus_without_dates(corpus):
    articles = Articles(corpus.select(where=corpus.index["date"].isna()))
    assert articles.period.disabled
    assert articles.whole_period
    assert articles.words() == "one source, La Vigie"
    assert documents(articles) == ["vigie-2"]


def test_groupings_are_those_that_make_groups(corpus):
    assert [value for _, value in groupings(corpus)] == ["", "source", "month", "quarter", "section"]
    one = corpus.select(sources="Le Canal", until="2020-06")
    assert [value for _, value in groupings(one)] == [""]


# -- Explorer --------------------------------------------------------------------------------------------------------


class Letters(Explorer):
    """As simple an explorer as can be."""

    name = "explore_letters"

    def __init__(self, corpus: Corpus, **options) -> None:
        self.seen: list[str] = []
        controls = {"size": widgets.IntSlider(value=2, min=0, max=9), "pick": Several(["a", "b"], description="Pick")}
        super().__init__(
            corpus, controls, choose="Letter", reading={"shout": widgets.Checkbox()}, panels=("big", "small"), **options
        )

    def settings(self) -> str:
        return f"{self.controls['size'].value} letters"

    def line(self) -> str:
        return f"letters({self.controls['size'].value}, '<b>')"

    def show(self) -> View:
        letters = list("abcdefghi"[: self.controls["size"].value])
        frame = pd.DataFrame({"letter": letters})
        return View(None, "No figure.", "", [(letter, letter) for letter in letters], ["Warned."], {"letters": frame})

    def read(self, value):
        self.seen.append(value)
        shown = value.upper() if self.reading["shout"].value else value
        yield "big", Panel(f"<b>{shown}</b>", frame=pd.DataFrame({"shown": [shown]}))
        yield "small", Panel(f"<small>{shown}</small>")


def test_panels_are_read_of_the_chosen_row(corpus):
    explorer = Letters(corpus)
    assert explorer.said.value.count("<p") == 2
    assert [panel.value for panel in explorer.panels.values()] == ["<b>a</b>", "<small>a</small>"]
    explorer.chosen.index = 1
    assert explorer.panels["big"].value == "<b>b</b>"
    explorer.reading["shout"].value = True
    assert explorer.panels["small"].value == "<small>B</small>"
    explorer.controls["size"].value = 0
    assert [panel.value for panel in explorer.panels.values()] == ["", ""]
    assert explorer.seen == ["a", "b", "b"]


def test_a_row_is_picked_by_its_key(corpus):
    explorer = Letters(corpus)
    explorer.picked.value = "b"
    assert explorer.chosen.index == 1
    explorer.picked.value = "nobody's"
    assert explorer.chosen.index == 1


def test_the_line_of_python_is_shown_escaped_and_copied(corpus):
    code = Letters(corpus).code.value
    assert "<code>letters(2, &#x27;&lt;b&gt;&#x27;)</code>" in code
    assert 'data-copy="letters(2, &#x27;&lt;b&gt;&#x27;)"' in code


def test_settings_as_a_state(corpus):
    explorer = Letters(corpus)
    assert explorer.state() == {"size": 2, "pick": ["a", "b"], "shout": False}
    explorer.set_state({"size": 3, "pick": ["b"], "shout": True})
    assert explorer.seen == ["a"]  # nothing is done before it is asked for
    explorer.update()
    assert explorer.settings() == "3 letters"
    assert explorer.panels["big"].value == "<b>A</b>"
    with pytest.raises(CorpusError, match="no control 'colour'"):
        explorer.set_state({"colour": 1})
    with pytest.raises(CorpusError, match="'pick' cannot stand at"):
        explorer.set_state({"pick": ["z"]})


def test_settings_are_kept_under_a_name(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "un.txt").write_text("Le soldat dort.", encoding="utf-8")
    loaded = Corpus.load(pages, store=tmp_path / "store", progress=False)
    explorer = Letters(loaded)
    explorer.controls["size"].value = 4
    explorer.reading["shout"].value = True
    explorer.save_view("Four loud letters")
    again = Letters(loaded, view="Four loud letters")
    assert again.settings() == "4 letters"
    assert again.panels["big"].value == "<b>A</b>"
    with pytest.raises(CorpusError, match="nobody's"):
        Letters(loaded, view="nobody's")

    # the same by its controls
    again.controls["size"].value = 1
    again.keeping.name.value = " One  <b> "
    again.keeping.keep.click()
    assert "Kept as « One &lt;b&gt; »" in again.keeping.told.value
    assert again.keeping.kept.options == ("choose…", "Four loud letters", "One <b>")
    again.keeping.kept.value = "Four loud letters"
    assert again.settings() == "4 letters"
    assert len(again.chosen.options) == 4
    again.keeping.keep.click()
    assert 'role="alert"' in again.keeping.told.value  # a view needs a name


def test_a_corpus_in_memory_keeps_no_views(corpus):
    explorer = Letters(corpus)
    assert explorer.keeping.kept.disabled
    explorer.keeping.name.value = "One"
    explorer.keeping.keep.click()
    assert "made from a table in memory" in explorer.keeping.told.value


def test_what_the_page_asks_for_does_not_keep_it_waiting(corpus):
    explorer = Letters(corpus)
    explorer._latest._beside = lambda: True
    explorer.controls["size"].value = 5
    assert explorer.wait(10)
    assert len(explorer.chosen.options) == 5
    explorer.chosen.index = 4
    assert explorer.wait(10)
    assert explorer.panels["big"].value == "<b>e</b>"


def test_settings_that_cannot_be_taken_up_leave_all_as_it_was(corpus):
    explorer = Letters(corpus)
    before = explorer.state()
    with pytest.raises(CorpusError, match="'pick' cannot stand at"):
        explorer.set_state({"size": 7, "shout": True, "pick": ["z"]})
    assert explorer.state() == before


def test_a_row_can_be_picked_again_after_another_was_chosen_in_the_menu(corpus):
    explorer = Letters(corpus)
    for choice in ("b", "a", "b"):
        explorer.picked.value = "b"
        assert explorer._row() == "b"
        assert explorer.picked.value == ""
        explorer.chosen.index = "ab".index(choice)


def test_what_is_said_of_a_panel_stands_below_it_and_in_its_file(corpus):
    explorer = Letters(corpus)
    explorer._put("big", Panel("<b>A</b>", frame=pd.DataFrame({"a": [1]}), caption="As.", said=["Two are <left> out."]))
    assert explorer.panels["big"].value.startswith("<b>A</b><p")
    assert "Two are &lt;left&gt; out." in explorer.panels["big"].value
    assert explorer.saving._about["big"] == {"caption": "As.", "warnings": ["Two are <left> out."]}


def test_settings_taken_up_while_a_thread_draws_do_not_wait_for_each_other(tmp_path, monkeypatch):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "un.txt").write_text("Le soldat dort.", encoding="utf-8")
    explorer = Letters(Corpus.load(pages, store=tmp_path / "store", progress=False))
    explorer.controls["size"].value = 4
    explorer.keeping.name.value = "Four"
    explorer.keeping.keep.click()
    drawing, go = threading.Event(), threading.Event()
    show = explorer.show
    monkeypatch.setattr(explorer, "show", lambda: (drawing.set(), go.wait(10), show())[-1])
    explorer._latest._beside = lambda: not drawing.is_set()
    explorer.controls["size"].value = 6
    assert drawing.wait(10)
    cell = threading.Thread(target=lambda: setattr(explorer.keeping.kept, "value", "Four"), daemon=True)
    cell.start()
    time.sleep(0.1)
    go.set()
    cell.join(10)
    assert not cell.is_alive()
    assert explorer.wait(10)
    assert len(explorer.chosen.options) == 4

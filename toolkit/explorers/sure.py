"""How sure a difference is, for a reader who knows no statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit import evidence
from toolkit.contrast import Contrast, deals
from toolkit.contrast.dealing import DEALS
from toolkit.contrast.ranking import FEWEST
from toolkit.explorers.measures import DEALT
from toolkit.explorers.parts import sentence
from toolkit.plots import picture
from toolkit.plots.contrast import times


def told(one: Contrast, term: str, target: str, reference: str) -> str:
    """A row in sentences, as HTML: what was counted, what it rests on, and whether it holds counted otherwise."""
    row = pd.DataFrame(one.columns()).iloc[0]
    checks = {name: values[0] for name, values in one.robustness().items()}
    more = row["log_ratio"] >= 0
    who = target if more else reference
    said = [
        f"« {term} »: {row['count']:,} times in {row['documents']:,} of {row['n_documents']:,} articles of {target}, "
        f"{row['reference_count']:,} times in {row['reference_documents']:,} of {row['reference_n_documents']:,} of "
        f"{reference}: {times(row['log_ratio'])}{_at_least(row)}.",
        _resting(row, checks, who),
    ]
    otherwise = [
        f"{name} {times(checks[key])}"
        for key, name in (("as_form", "in its most frequent form alone"), ("without_headlines", "without headlines"))
        if not np.isnan(checks[key])
    ]
    if otherwise:
        said.append(f"Counted otherwise: {', '.join(otherwise)}.")
    return "".join(map(sentence, said))


def told_within(row: pd.Series, term: str, target: str, reference: str) -> str:
    """The same of a row within stories."""
    own, who = ("documents", target) if row["story_log_ratio"] >= 0 else ("reference_documents", reference)
    alone = f" One article of {who} has all of it: that article's word before anybody's." if row[own] == 1 else ""
    return sentence(
        f"« {term} » in {row['stories']:,} of {row['n_stories']:,} common stories: {row['count']:,} times in "
        f"{row['documents']:,} articles of {target}, {row['reference_count']:,} times in "
        f"{row['reference_documents']:,} of {reference}. Story by story {times(row['story_log_ratio'])}, between "
        f"{times(row['low'])} and {times(row['high'])}; taken as one text {times(row['log_ratio'])}.{alone}"
    )


def told_left_out(row: pd.Series, source: str) -> str:
    """The same of what a source leaves out."""
    sure = "hardly chance" if row["p_adjusted"] <= 0.05 else "which can well be chance"
    return sentence(
        f"« {row['term']} »: {row['count']:,} times in {source}, where {row['expected']:.1f} were to be expected at "
        f"the others' rate; {row['others_count']:,} times in {row['others_documents']:,} of "
        f"{row['others_n_documents']:,} articles of {row['sources']} of {row['n_sources']} other sources. So few of "
        f"its {row['n_documents']:,} articles would have it by chance in {_percent(row['chance'])} of cases, "
        f"{_percent(row['p_adjusted'])} adjusted for all the terms looked at: {sure}."
    )


def _percent(share: float) -> str:
    return "less than 0.1%" if share < 0.001 else f"{share:.1%}" if share < 0.1 else f"{share:.0%}"


def _at_least(row: pd.Series) -> str:
    zero = row["count"] == 0 or row["reference_count"] == 0
    return ", reckoning half an occurrence where there is none" if zero else ""


def _resting(row: pd.Series, checks: dict, who: str) -> str:
    where = f"one article of {who}, {checks['heaviest']}" if checks["heaviest"] else f"one article of {who}"
    if row["largest_share"] >= 1:
        return f"All of it stands in {where}: this is that article's word before it is anybody's."
    said = (
        f"{row['largest_share']:.0%} of it stands in {where}; without that article {times(checks['without_heaviest'])}"
    )
    if row["one_article"]:
        return f"{said}: one article carries it."
    return f"{said}, " + (
        "which still is a difference." if checks["holds_without_heaviest"] else "which no longer is a sure difference."
    )


def with_intervals(made: Contrast) -> pd.DataFrame:
    """The rows with their intervals over articles."""
    return made.table().assign(**made.intervals())


OVER_ARTICLES = (
    "If other articles of the same kind had been printed, these ratios would lie on the lines: in 95 of 100 such "
    "cases all of them at once. A line that crosses « as often » is no sure difference."
)
IN_STORIES = (
    "The lines are those of each term by itself, words taken as independent (Robins et al. 1986): the least doubt "
    "there is. A line that crosses « as often » is no sure difference."
)


def drawn(table: pd.DataFrame, draw: Callable[[pd.DataFrame], Axes], said: str = OVER_ARTICLES) -> str:
    """The intervals as a figure, as HTML; a sentence where there are none."""
    if table["low"].isna().all():
        return sentence(
            "No interval: with fewer than three articles on a side, or terms of one article, there is none."
        )
    shown = picture(draw(table), alt="How many times more each term is used, with intervals over articles").html
    return shown + sentence(said)


def dealt(made: Contrast) -> Iterator[tuple[str, pd.DataFrame | None]]:
    """p by dealing the articles out: how far that has got, as HTML, and in the end the table."""
    if min(side.n_documents for side in made.comparison.sides) < FEWEST:
        yield sentence("No p by dealing: with fewer than three articles on a side there is none."), None
        return
    table = made.table()[["term", "count", "documents", "reference_count", "reference_documents", "p_adjusted"]]
    table.attrs = {}
    for done, p in deals(made):
        table["p_permutation"] = p
        if done < DEALS:
            yield sentence(f"{done:,} of {DEALS:,} deals of the articles…"), None
    labels = {"count": "n", "documents": "articles", "reference_count": "n there", "p_adjusted": "p of the words",
              "reference_documents": "articles there", "p_permutation": "p of the articles"}  # fmt: skip
    shown = evidence.table(
        table, caption="How sure each term is: its words taken as independent, and its articles", labels=labels,
        formats={"p_adjusted": "p", "p_permutation": "p"}, key="term",
    )  # fmt: skip
    yield shown.html + sentence(DEALT), table

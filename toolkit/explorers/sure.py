"""How sure a difference is, for a reader who knows no statistics."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from toolkit.contrast import Contrast
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
        "which still is a difference." if checks["survives"] else "which no longer is a sure difference."
    )


def with_intervals(made: Contrast) -> pd.DataFrame:
    """The rows with their intervals over articles."""
    return made.table().assign(**made.intervals())


def drawn(table: pd.DataFrame, draw: Callable[[pd.DataFrame], Axes]) -> str:
    """The intervals as a figure, as HTML; a sentence where there are none."""
    if table["low"].isna().all():
        return sentence(
            "No interval: with fewer than three articles on a side, or terms of one article, there is none."
        )
    shown = picture(draw(table), alt="How many times more each term is used, with intervals over articles").html
    return shown + sentence(
        "If other articles of the same kind had been printed, these ratios would lie on the lines: in 95 of 100 such "
        "cases all of them at once. A line that crosses « as often » is no sure difference."
    )

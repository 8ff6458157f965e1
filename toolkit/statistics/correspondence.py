"""Correspondence analysis: a table of counts as a map on which rows and columns lie near those of a like profile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """The rows or the columns of a table on the axes of its map; NaN for those without a count.

    Attributes
    ----------
    mass : (n,)
        Share of the table's total.
    inertia : (n,)
        Share of the total inertia: mass times squared distance from the mean profile, over the sum. Sums to 1.
    coordinates : (n, axes)
        Principal coordinates: distances between them are chi-squared distances between profiles.
    contributions : (n, axes)
        Share of the axis that is this point's doing. Each column sums to 1.
    cos2 : (n, axes)
        Share of the point's distance from the mean that the axis shows. Over all axes a row sums to 1.
    """

    mass: Floats
    inertia: Floats
    coordinates: Floats
    contributions: Floats
    cos2: Floats


@dataclass(frozen=True)
class Correspondence:
    """What :func:`correspondence_analysis` found.

    Attributes
    ----------
    inertia : (axes,)
        Principal inertias, the squared singular values; their sum is chi-squared over the total of the table.
    rows, columns : Points
    standard_rows, standard_columns : (n, axes)
        Standard coordinates: principal ones divided by the square root of the axis' inertia.
    """

    inertia: Floats
    rows: Points
    columns: Points
    standard_rows: Floats
    standard_columns: Floats

    def supplementary_columns(self, table: ArrayLike) -> tuple[Floats, Floats]:
        """Where columns that did not make the map fall on it.

        Parameters
        ----------
        table : array-like, (rows, n)
            Counts for the rows of the analysis.

        Returns
        -------
        coordinates, cos2 : ndarray, (n, axes)
            NaN for a column without a count.
        """
        counts = np.asarray(table, float)
        used = self.rows.mass > 0
        mass = self.rows.mass[used]
        with np.errstate(divide="ignore", invalid="ignore"):
            profiles = (counts[used] / counts[used].sum(axis=0)).T
            coordinates = profiles @ self.standard_rows[used]
            distance = ((profiles - mass) ** 2 / mass).sum(axis=1)
            return coordinates, coordinates**2 / distance[:, None]


def correspondence_analysis(table: ArrayLike) -> Correspondence:
    """Correspondence analysis of a table of counts, by singular values of its standardized residuals.

    Parameters
    ----------
    table : array-like, (rows, columns)
        Counts. Rows and columns of zeros take no part.

    Returns
    -------
    Correspondence
        With as many axes as there are rows or columns with counts, whichever are fewer, less one. The sign of an axis
        means nothing; here the column that contributes most to it lies on its positive side.

    References
    ----------
    Benzécri, J.-P. (1973). L'analyse des données. Dunod. Greenacre, M. (2017). Correspondence analysis in practice,
    3rd ed., CRC Press: same values as the R package ca.
    """
    counts = np.asarray(table, float)
    if counts.ndim != 2 or (counts < 0).any():
        raise ValueError("correspondence analysis takes a table of counts, none of them negative")
    total = counts.sum()
    row_mass, column_mass = (counts.sum(axis=axis) / total if total else counts.sum(axis=axis) for axis in (1, 0))
    r, c = row_mass > 0, column_mass > 0
    axes = max(min(int(r.sum()), int(c.sum())) - 1, 0)
    expected = np.outer(row_mass[r], column_mass[c])
    residuals = (counts[np.ix_(r, c)] / (total or 1) - expected) / np.sqrt(expected)
    left, singular, right = np.linalg.svd(residuals, full_matrices=False)
    left, singular, right = left[:, :axes], singular[:axes], right[:axes].T
    strongest = np.abs(right).argmax(axis=0) if axes else np.zeros(0, int)
    sign = np.where(right[strongest, np.arange(axes)] < 0, -1.0, 1.0)
    whole = (residuals**2).sum()
    rows, standard_rows = _points(row_mass, left * sign, singular, (residuals**2).sum(axis=1), whole)
    columns, standard_columns = _points(column_mass, right * sign, singular, (residuals**2).sum(axis=0), whole)
    return Correspondence(singular**2, rows, columns, standard_rows, standard_columns)


def _points(mass: Floats, vectors: Floats, singular: Floats, inertia: Floats, whole: float) -> tuple[Points, Floats]:
    """The points of one side from its singular vectors; vectors and inertia are those of the points with counts."""
    used = mass > 0

    def of_all(values: Floats) -> Floats:
        spread = np.full((len(mass), *values.shape[1:]), np.nan)
        spread[used] = values
        return spread

    with np.errstate(divide="ignore", invalid="ignore"):
        standard = vectors / np.sqrt(mass[used])[:, None]
        principal = standard * singular
        shown = principal**2 * mass[used][:, None] / inertia[:, None]
        points = Points(
            mass,
            of_all(inertia / whole),
            of_all(principal),
            of_all(vectors**2),
            of_all(np.where(inertia[:, None] > 0, shown, np.nan)),
        )
    return points, of_all(standard)

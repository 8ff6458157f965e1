"""The arithmetic of the models, on plain arrays: convolutions over tokens, and the search for entities.

Knows nothing of spaCy: `fast` hands it the weights. The sums are spaCy's own, taken in another order, so results agree
to rounding. Three things make them faster: all paragraphs of a batch lie in one array, the work space is allocated once
(allocating megabytes anew for every layer costs as much as the products), and the search looks at the tokens that open
an entity, not at every token in turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

PAD = 4
"""Empty columns between two paragraphs: as many as the deepest encoder has layers, so that none sees its neighbour."""
BLOCK = 768
"""Tokens that go through all layers together: few enough to stay in the processor's cache."""
_EPSILON = 1e-8


class MaxoutLayer(NamedTuple):
    """Weights of one layer; the pieces of the maxout lie one after another."""

    weights: np.ndarray  # float32 (pieces * width, 3 * width)
    bias: np.ndarray  # float32 (pieces * width, 1)
    scale: np.ndarray  # float32 (width, 1), of the layer norm
    shift: np.ndarray  # float32 (width, 1), of the layer norm


class Encoder:
    """A stack of residual convolutions over three neighbouring tokens: maxout, then layer norm.

    Tokens are columns: sums over the width of a token then run along memory, many tokens at a time.

    Parameters
    ----------
    layers : list of MaxoutLayer
        From the input up.
    """

    def __init__(self, layers: list[MaxoutLayer]) -> None:
        self._layers = layers
        self.width = len(layers[0].scale)
        self._pieces = len(layers[0].bias) // self.width
        self._memory = np.empty(0, np.float32)

    def _workspace(self, columns: int) -> list[np.ndarray]:
        """Arrays of so many columns, cut from memory that is kept."""
        heights = [self.width, 3 * self.width, self._pieces * self.width, self.width, 1]
        if len(self._memory) < sum(heights) * columns:
            self._memory = np.empty(sum(heights) * columns, np.float32)
        cuts = np.cumsum([0, *heights]) * columns
        return [
            self._memory[start:stop].reshape(height, columns)
            for height, start, stop in zip(heights, cuts[:-1], cuts[1:], strict=True)
        ]

    def __call__(self, vectors: np.ndarray, place: np.ndarray, columns: int) -> np.ndarray:
        """Encode the tokens of a block.

        Parameters
        ----------
        vectors : float32 (n, width)
            One row a token.
        place : int (n,)
            The column of each token, empty columns between paragraphs left out.
        columns : int
            Tokens and empty columns.

        Returns
        -------
        float32 (n, width), a new array
        """
        width = self.width
        x, window, products, best, one = self._workspace(columns)
        x[:] = 0
        x[:, place] = vectors.T
        window[:width, 0] = window[2 * width :, -1] = 0
        for layer in self._layers:
            window[:width, 1:] = x[:, :-1]
            window[width : 2 * width] = x
            window[2 * width :, :-1] = x[:, 1:]
            np.matmul(layer.weights, window, out=products)
            products += layer.bias
            _maxout(products, best)
            _normalise(best, layer, products[:width], one)
            x += best
        return x.T[place]


def _maxout(products: np.ndarray, best: np.ndarray) -> None:
    """The largest of the pieces, into `best`."""
    height = len(best)
    np.maximum(products[:height], products[height : 2 * height], out=best)
    for piece in range(2, len(products) // height):
        np.maximum(best, products[piece * height : (piece + 1) * height], out=best)


def _normalise(x: np.ndarray, layer: MaxoutLayer, spare: np.ndarray, one: np.ndarray) -> None:
    """Layer norm, in place; `spare` and `one` are work space of the shape of `x` and of a row of it."""
    np.add.reduce(x, axis=0, keepdims=True, out=one)
    one /= len(x)
    x -= one
    np.multiply(x, x, out=spare)
    np.add.reduce(spare, axis=0, keepdims=True, out=one)
    one /= len(x)
    one += _EPSILON
    np.sqrt(one, out=one)
    np.reciprocal(one, out=one)
    x *= one
    x *= layer.scale
    x += layer.shift


def blocks(lengths: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Cut a batch of paragraphs into blocks of whole paragraphs.

    Returns
    -------
    list of (first paragraph, last + 1, first token, last + 1)
    """
    cuts, start, token, size = [], 0, 0, 0
    for number, length in enumerate(lengths.tolist()):
        if size and size + length + PAD > BLOCK:
            cuts.append((start, number, token, token + size - PAD * (number - start)))
            token, start, size = cuts[-1][3], number, 0
        size += length + PAD
    if len(lengths) > start:
        cuts.append((start, len(lengths), token, token + size - PAD * (len(lengths) - start)))
    return cuts


def padded(lengths: np.ndarray) -> tuple[np.ndarray, int]:
    """The column of each token of these paragraphs when empty columns stand around each, and how many there are."""
    place = np.arange(int(lengths.sum())) + np.repeat(PAD * np.arange(1, len(lengths) + 1), lengths)
    return place, int(lengths.sum()) + PAD * (len(lengths) + 1)


@dataclass(frozen=True)
class EntityScorer:
    """The last layers of the entity recognizer, and the meaning of its moves.

    A state of the recognizer is a token, and inside an entity that entity's first token and the token before: three
    vectors that are added. Outside an entity the two others are empty, so all such states are scored in one product.

    Attributes
    ----------
    lower : float32 (width, 3 * pieces * hidden)
        From a token's vector to what it adds to a state as the token, as the entity's first, as the one before.
    empty : float32 (3, pieces * hidden)
        What an empty place adds.
    bias : float32 (pieces * hidden,)
    upper, upper_bias : float32 (hidden, moves), (moves,)
        From a state to the scores of the moves.
    begin, inside, last, unit : int (labels,)
        The moves B-, I-, L-, U- of each label.
    outside : int
        The move O.
    """

    lower: np.ndarray
    empty: np.ndarray
    bias: np.ndarray
    upper: np.ndarray
    upper_bias: np.ndarray
    begin: np.ndarray
    inside: np.ndarray
    last: np.ndarray
    unit: np.ndarray
    outside: int

    def _scores(self, states: np.ndarray) -> np.ndarray:
        states += self.bias
        hidden = np.empty((len(self.upper), len(states)), np.float32).T
        _maxout(states.T, hidden.T)
        return hidden @ self.upper + self.upper_bias


def find_entities(
    vectors: np.ndarray, scorer: EntityScorer, may_continue: np.ndarray, is_space: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Entities of a batch, by spaCy's greedy search.

    Parameters
    ----------
    vectors : float32 (n, width)
        One row a token.
    scorer : EntityScorer
    may_continue : bool (n,)
        False where the next token begins a sentence or a paragraph: no entity runs on.
    is_space : bool (n,)
        White space cannot open an entity.

    Returns
    -------
    start, end, label : int arrays
        Tokens, the end excluded, and the position of the label in the scorer's arrays; in order, not overlapping.
    """
    none = np.empty(0, np.int64)
    if not len(vectors):
        return none, none, none
    size = scorer.empty.shape[1]
    parts = vectors @ scorer.lower
    scores = scorer._scores(parts[:, :size] + (scorer.empty[1] + scorer.empty[2]))
    allowed = np.full(scores.shape, -np.inf, np.float32)
    allowed[:, scorer.outside] = 0
    allowed[np.ix_(may_continue & ~is_space, scorer.begin)] = 0
    allowed[np.ix_(~is_space, scorer.unit)] = 0
    scores += allowed
    move = scores.argmax(axis=1)
    kind = np.full(scores.shape[1], -1)
    kind[scorer.begin] = kind[scorer.unit] = np.arange(len(scorer.begin))
    opens = np.flatnonzero(np.isin(move, scorer.begin))
    units = np.flatnonzero(np.isin(move, scorer.unit))
    ends = _follow(opens, kind[move[opens]], parts, scorer, may_continue)
    start = np.concatenate([opens, units])
    end = np.concatenate([ends, units + 1])
    order = np.argsort(start)
    start, end = start[order], end[order]
    keep, free = [], 0
    for number, (first, after) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        if first >= free:  # a token inside an entity is never asked whether it opens one
            keep.append(number)
            free = after
    return start[keep], end[keep], kind[move[start[keep]]]


def _follow(
    opens: np.ndarray, label: np.ndarray, parts: np.ndarray, scorer: EntityScorer, may_continue: np.ndarray
) -> np.ndarray:
    """The end (excluded) of each entity that opens at `opens`, all of them one token at a time."""
    size = scorer.empty.shape[1]
    end = opens + 2
    active = np.arange(len(opens))
    at = opens + 1
    while len(active):
        first = opens[active]
        states = parts[at, :size] + parts[first, size : 2 * size]
        states += parts[at - 1, 2 * size :]
        scores = scorer._scores(states)
        rows = np.arange(len(active))
        stay = scores[rows, scorer.inside[label[active]]]
        close = scores[rows, scorer.last[label[active]]]
        # Ties go to the move with the lower number, as in spaCy.
        goes_on = (stay > close) | ((stay == close) & (scorer.inside < scorer.last)[label[active]])
        goes_on &= may_continue[at]
        end[active[~goes_on]] = at[~goes_on] + 1
        active, at = active[goes_on], at[goes_on] + 1
    return end

"""Source vocabulary: whose words are whose, how sure that is, which articles carry it, and what one leaves out."""

from toolkit.contrast.comparison import Comparison, comparisons
from toolkit.contrast.dealing import deals
from toolkit.contrast.events import same_events
from toolkit.contrast.keyness import Contrast, contrast, keyness
from toolkit.contrast.maps import DISTANCES, SourceDistances, SourceMap, source_distances, source_map
from toolkit.contrast.omissions import omissions
from toolkit.contrast.scores import MEASURES, ON_REQUEST
from toolkit.contrast.shared import shared_text
from toolkit.contrast.sides import find_sides, keyness_of_sides, sides_compared
from toolkit.contrast.stories import compared_by_story, keyness_by_story

__all__ = [
    "DISTANCES",
    "MEASURES",
    "ON_REQUEST",
    "Comparison",
    "Contrast",
    "SourceDistances",
    "SourceMap",
    "compared_by_story",
    "comparisons",
    "contrast",
    "deals",
    "find_sides",
    "keyness",
    "keyness_by_story",
    "keyness_of_sides",
    "omissions",
    "same_events",
    "shared_text",
    "sides_compared",
    "source_distances",
    "source_map",
]

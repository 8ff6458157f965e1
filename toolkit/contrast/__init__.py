"""Source vocabulary: whose words are whose, how sure that is, which articles carry it, and what one leaves out."""

from toolkit.contrast.comparison import Comparison, comparisons
from toolkit.contrast.keyness import Contrast, contrast, keyness
from toolkit.contrast.maps import DISTANCES, SourceDistances, SourceMap, source_distances, source_map
from toolkit.contrast.omissions import omissions
from toolkit.contrast.scores import MEASURES, ON_REQUEST
from toolkit.contrast.shared import shared_text
from toolkit.contrast.stories import keyness_by_story, same_events

__all__ = [
    "DISTANCES",
    "MEASURES",
    "ON_REQUEST",
    "Comparison",
    "Contrast",
    "SourceDistances",
    "SourceMap",
    "comparisons",
    "contrast",
    "keyness",
    "keyness_by_story",
    "omissions",
    "same_events",
    "shared_text",
    "source_distances",
    "source_map",
]

"""The query language of the package, the same wherever words are looked for.

Words
    ``missile``           a word as lemma or as form, case and accents forgiven; hyphens are not (*peut-être* and
                          *peut être* are not the same), ' and ’ are one
    ``missile*``          with ``*`` for any letters and ``?`` for one; never punctuation
    ``"États-Unis"``      this very form, case and accents too; in “ ” or « » as well
    ``milice|faction``    one or the other
    ``dialogue stratégique``, ``"Premier ministre" al-Kadh*``    words directly after one another

CQL, the language of corpus linguistics, mixed with words as one likes
    ``[lemma="frapper" & pos="VERB"]``   one token: ``form`` (``word``), ``lemma``, ``pos``, ``morph`` ``=`` or ``!=`` a
    regular expression that matches the whole value; ``quoted`` and ``headline``, alone or ``="yes"``, ``="no"``;
    ``&``, ``|``, ``!``, parentheses; ``%c`` after a value forgives case, ``%d`` accents, ``%l`` takes it literally
    ``[]``                               any token, punctuation included
    ``?  *  +  {2}  {0,3}  {1,}``        directly after ``]``, ``)`` or ``"``: how many times in a row
    ``( … | … )``                        one row of tokens or another

No match crosses a sentence end (``within s`` may be written, and changes nothing). Of matches one within another only
the longest counts; ``(?shortest)`` at the beginning of a query asks for the shortest instead. Matches that merely
overlap all count, as n-grams do: ``très très`` is found twice in *très très très*.
"""

from toolkit.query.finding import Hits, find, hits_of
from toolkit.query.parsing import EXAMPLES, QueryError, parse
from toolkit.query.suggestions import suggest

__all__ = ["EXAMPLES", "Hits", "QueryError", "find", "hits_of", "parse", "suggest"]

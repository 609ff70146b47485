"""Lesson 07: find places, people, organisations, dates and numbers by lists and rules, and score the result.

`lists` holds the names that are known, `tags` gives each word one tag, `finding` applies the rules, `scoring`
compares with hand labels.
"""

from kit.names.finding import find_names
from kit.names.lists import gazetteer
from kit.names.scoring import hand_labels, score
from kit.names.together import named_together

__all__ = ["find_names", "gazetteer", "hand_labels", "named_together", "score"]

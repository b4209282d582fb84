"""English nouns, singular and plural, as far as names of tables need it."""

from __future__ import annotations

import re

_SAME = frozenset(
    """
    aircraft chassis cod data deer equipment feedback fish furniture hardware information knowledge media metadata
    money moose music news offspring police rice series sheep software species staff traffic weather
    """.split()
)
_IRREGULAR = {
    "child": "children",
    "criterion": "criteria",
    "foot": "feet",
    "goose": "geese",
    "index": "indexes",
    "man": "men",
    "matrix": "matrices",
    "mouse": "mice",
    "ox": "oxen",
    "person": "people",
    "phenomenon": "phenomena",
    "quiz": "quizzes",
    "tooth": "teeth",
    "vertex": "vertices",
    "woman": "women",
    "axis": "axes",
}
_PLURALS = {plural: word for word, plural in _IRREGULAR.items()} | {"indices": "index", "persons": "person"}
_F = {f"{stem}ves": f"{stem}{end}" for stem, end in (("cal", "f"), ("hal", "f"), ("kni", "fe"), ("lea", "f"),
      ("li", "fe"), ("loa", "f"), ("sel", "f"), ("shel", "f"), ("thie", "f"), ("wi", "fe"), ("wol", "f"))}  # fmt: skip
_WITH_ES = frozenset("echo embargo hero potato tomato torpedo veto".split())
# Words whose plural's ending looks like that of another class of words.
_WITH_E = re.compile(r"(.*(?:cach|ach|nich|quich|avalanch|sho|cano|to|obo))es\Z")
_IE = re.compile(r"(?:.*(?:mov|cook|zomb|calor|rook|brown|selfi|brows|birdi)|[^aeiou])ies\Z")
_US = re.compile(r".*(?:stat|bon|vir|camp|cens|b|nex|nucle|radi|stim|syllab|foc|corp|minus|pl|surpl|consens)uses\Z")
_AS = re.compile(r".*(?:ali|bi|canv|atl|g)as\Z")
_S = re.compile(r".*(?:ss|us|is|lens|chaos|kudos|always|process|access|address)\Z")


def singular(word: str) -> str:
    """The singular of a noun; what is singular already, or unknown, stays."""
    lower = word.lower()
    if lower in _SAME or len(word) < 3:
        return word
    if (found := _PLURALS.get(lower) or _F.get(lower)) is not None:
        return _as_case(word, found)
    if not lower.endswith("s") or lower in _IRREGULAR or _S.match(lower) or _AS.match(lower):
        return word
    if lower.endswith("ies"):
        return word[:-1] if _IE.match(lower) else _joined(word[:-3], "y")
    if _US.match(lower) or _AS.match(lower[:-2]):
        return word[:-2]
    if re.match(r".*(?:analy|cri|diagno|the|hypothe|parenthe|synop|paraly|oa|emph)ses\Z", lower) and len(lower) > 5:
        return _joined(word[:-2], "is")
    if _WITH_E.match(lower):
        return word[:-1]
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes")) or (lower.endswith("oes") and lower[:-2] in _WITH_ES):
        return word[:-2]
    return word[:-1]


def plural(word: str) -> str:
    """The plural of a noun; what is plural already stays."""
    lower = word.lower()
    if lower in _SAME or lower in _PLURALS or lower in _F or (singular(word) != word):
        return word
    if (found := _IRREGULAR.get(lower)) is not None:
        return _as_case(word, found)
    for many, one in _F.items():
        if lower == one:
            return _as_case(word, many)
    if re.search(r"[^aeiou]y\Z", lower):
        return _joined(word[:-1], "ies")
    if lower.endswith("sis"):
        return _joined(word[:-2], "es")
    if lower.endswith(("s", "x", "z", "ch", "sh")) or lower in _WITH_ES:
        return _joined(word, "es")
    return _joined(word, "s")


def _joined(stem: str, ending: str) -> str:
    return stem + (ending.upper() if len(stem) > 1 and stem.isupper() else ending)


def _as_case(like: str, word: str) -> str:
    return word.upper() if like.isupper() else word.capitalize() if like[:1].isupper() else word

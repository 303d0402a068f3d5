"""Words → dictionary forms: exceptions first, then the ending rule with the longest ending."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path

#: Parts of speech that share inflection.
SHARED = {"AUX": "VERB"}

Edit = tuple[int, str]


@dataclass(frozen=True)
class Lemmatiser:
    """Exceptions and ending rules of the shipped model, by part of speech.

    An edit ``(n, ending)`` cuts the last ``n`` letters of the lower-cased form and adds ``ending``.
    """

    exceptions: dict[tuple[str, str], str] = field(default_factory=dict)
    rules: dict[tuple[str, str], Edit] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def load(cls, path: Path) -> Lemmatiser:
        """Read the table that ``training/lemmas.py`` writes: lines ``=``, tag, form, lemma or ``-``, tag, ending, n, ending."""
        exceptions: dict[tuple[str, str], str] = {}
        rules: dict[tuple[str, str], Edit] = {}
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                cells = line.rstrip("\n").split("\t")
                if cells[0] == "=":
                    exceptions[cells[1], cells[2]] = cells[3]
                else:
                    rules[cells[1], cells[2]] = int(cells[3]), cells[4]
        return cls(exceptions, rules, max((len(ending) for _, ending in rules), default=0))

    def lemma(self, form: str, upos: str) -> str:
        """Return the dictionary form of ``form`` as a ``upos``; proper nouns and unknown words keep their form."""
        if upos == "PROPN":
            return form
        lowered = form.lower()
        tag = SHARED.get(upos, upos)
        exception = self.exceptions.get((upos, lowered)) or self.exceptions.get((tag, lowered))
        return exception or self.by_rule(lowered, tag)

    def by_rule(self, lowered: str, tag: str) -> str:
        """Apply the ending rule with the longest matching ending."""
        for length in range(min(self.longest, len(lowered)), -1, -1):
            rule = self.rules.get((tag, lowered[len(lowered) - length :]))
            if rule is not None:
                cut, ending = rule
                return lowered[: len(lowered) - cut] + ending
        return lowered

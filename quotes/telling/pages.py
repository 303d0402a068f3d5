"""Pages of HTML: templates, style, and texts with their quotations highlighted. What comes from documents is escaped everywhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quotes import __version__
from quotes.telling.columns import Row
from quotes.telling.pieces import pieces_of
from quotes.telling.tallies import placed_speakers
from quotes.telling.write import atomically

TEMPLATES = Path(__file__).parent / "templates"
GOLDEN_ANGLE = 137.508  # degrees; hues so far apart stay different as long as possible
NOBODY = "no speaker"


class Shown(NamedTuple):
    """A piece of a text as a page shows it; no ``classes`` where nothing is highlighted."""

    text: str
    tag: str = "span"
    classes: str = ""
    hue: int = 0
    title: str = ""
    link: str = ""


def hue(place: int) -> int:
    """Return the hue of a speaker, in degrees, by their place among all.

    Examples
    --------
    >>> hue(0), hue(1), hue(2)
    (0, 138, 275)
    """
    return round(place * GOLDEN_ANGLE) % 360


def hues_of(rows: Sequence[Row]) -> dict[str, int]:
    """Return the hue of each ``speaker_id`` of some quotations; those of the most quoted are furthest apart."""
    _, places = placed_speakers(rows)
    return {row["speaker_id"]: hue(place) for row, place in zip(rows, places, strict=True) if place >= 0}


def shown(text: str, rows: Sequence[Row], hues: Mapping[str, int], *, prefix: str = "quote") -> list[Shown]:
    """Return the pieces of a text as a page shows them, each with who says it and by which rule.

    Parameters
    ----------
    text, rows
        As in `pieces_of`.
    hues
        The hue of each ``speaker_id``.
    prefix
        Before the number of a quotation, what it is linked to is called.

    Examples
    --------
    >>> row = {"spans": "2-5", "cue_start": None, "cue_end": None, "mention_start": None, "mention_end": None}
    >>> row |= {"speaker": "Anne Roy", "speaker_id": "a#1", "rule": "marks", "confidence": 0.6, "quote_id": 1}
    >>> shown("« Oui »", [row], {"a#1": 12})[1]
    Shown(text='Oui', tag='mark', classes='said', hue=12, title='Anne Roy · marks · 60 %', link='quote-1')
    """
    found = []
    for words, said, cue, mention in pieces_of(text, rows):
        if not (said or cue or mention):
            found.append(Shown(words))
            continue
        row = rows[(said or cue or mention)[-1 if said else 0]]
        nobody = said and not row["speaker"]
        marks = {"said": said, "inner": len(said) > 1, "nobody": nobody, "cue": cue, "mention": mention}
        found.append(
            Shown(
                words,
                "mark" if said else "u" if cue else "span",
                " ".join(name for name, there in marks.items() if there),
                hues.get(row["speaker_id"], 0),
                f"{row['speaker'] or NOBODY} · {row['rule']} · {row['confidence']:.0%}".replace("%", " %"),
                f"{prefix}-{row['quote_id']}",
            )
        )
    return found


def page(template: str, **values: Any) -> str:
    """Return what a template makes of some values.

    Examples
    --------
    >>> "Which rule decided what" in page("explain.html.j2", style="", documents=[])
    True
    """
    return _environment().get_template(template).render(version=__version__, **values)


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def part(*names: str) -> str:
    """Return files of the templates, joined: styles or a script."""
    return "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


def digest(script: str) -> str:
    """Return what a page must say of the only script that may run in it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def json_for_script(value: Any) -> str:
    r"""Return JSON that no sign of it ends the element it stands in.

    Examples
    --------
    >>> json_for_script(["</script>", "Été"])
    '["\\u003c/script>","Été"]'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def write_page(html: str, path: Path) -> None:
    """Write a page; a lone surrogate stands as its escape."""
    with atomically(path) as temporary:
        temporary.write_bytes(html.encode("utf-8", "backslashreplace"))

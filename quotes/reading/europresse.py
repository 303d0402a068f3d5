"""A file of articles exported from Europresse → its articles: their text and what the export says of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from quotes.reading.blocks import Block, blocks
from quotes.reading.dates import find_date, period

OUTLET, HEADER, TITLE, AUTHORS, BODY = CLASSES = ("docpublicationname", "docheader", "titrearticlevisu", "docauthors", "dococurrcontainer")
HEAD, SECTION = "header", "section"  # elements
LEFT_OUT = "aside"
ASIDE = frozenset({LEFT_OUT, "footer", "figure", "nav"})
HOLDERS = (BODY, SECTION, "")  # of the text, from the inside out
ABOUT = frozenset({OUTLET, HEADER, TITLE, AUTHORS, HEAD})  # what stands there is no text

MARKED = re.compile(rf"class\s*=[^>]*\b(?:{'|'.join(CLASSES)})\b", re.IGNORECASE)
ARTICLE = re.compile(r"<article\b.*?(?=</?article\b|\Z)", re.IGNORECASE | re.DOTALL)
TABLE = re.compile(r"(?=<table\b)", re.IGNORECASE)

NUMBER = re.compile(r"\b[a-z]+·((\d{8})·[^\s·/]+(?:·[^\s·/]+)*)")  # news·20060315·LM·0_123456
COPYRIGHT = re.compile(r"©|\(c\)", re.IGNORECASE)
ISSUE = re.compile(r",\s*n[o°º]?\.?\s*\d.*", re.IGNORECASE)
TIME = re.compile(r"\d{1,2}\s?[:h]\s?\d\d(?::\d\d)?\s*UTC(?:\s*[+-]\s*\d[\d:]*)?", re.IGNORECASE)
LENGTH = re.compile(r"(?<!\w)\d[\d\s]*\s[a-z]+(?=\s*(?:,|$))")  # of the article, in words
PAGE = re.compile(r"(?<!\w)pp?\.\s*([^,•]+(?:,\s*\d+(?!\w))*)")
LONGEST_NAMES = 150  # characters; what is longer where the author stands is a text gone astray
NO_NAME = re.compile(r"[!?…:;«»\"“”]|\w\w\.$|\d")


@dataclass(frozen=True)
class Article:
    """An article of an export: its document number (20060315-LM-0012, empty without one), its text, and what the export says of it."""

    number: str
    text: str
    metadata: dict[str, str]


def is_export(html: str) -> bool:
    """Whether an HTML file comes from Europresse, in the layout of today or the old one.

    Examples
    --------
    >>> is_export('<span class="DocPublicationName">La Gazette</span>'), is_export("<article><p>Bonjour.</p></article>")
    (True, False)
    """
    return MARKED.search(html) is not None


def read_articles(html: str) -> list[Article]:
    """Return the articles of an export, in order; what an article lacks is empty.

    Parameters
    ----------
    html
        The whole file. Each article is read by itself, so that what is not closed in one does not reach the next.

    Returns
    -------
    list of Article
        A line of ``.text`` is a paragraph or what stands before a line break; no-break spaces stay. The keys of ``.metadata`` are
        ``outlet``, ``date`` (2006-03-15), ``author``, ``title``, ``section`` and ``page``.

    Examples
    --------
    >>> article, = read_articles('''<article><header><span class="DocPublicationName">La Gazette, no. 12</span>
    ... <div>Région, mercredi 15 mars 2006, p. 4</div><p class="titreArticleVisu">Le pont rouvre</p><div>Anne Roy</div></header>
    ... <section><div class="docOcurrContainer"><p>« Enfin ! », dit le <mark>maire</mark>.</p></div></section></article>''')
    >>> article.text, list(article.metadata.values())
    ('« Enfin ! », dit le maire.', ['La Gazette', '2006-03-15', 'Anne Roy', 'Le pont rouvre', 'Région', '4'])
    """
    return [_article(blocks(piece, _role)) for piece in _split(html)]


def _split(html: str) -> list[str]:
    """Return the source of each article: of the layout of today, of the old one (tables, more of which may follow in one), or else the whole."""
    if articles := ARTICLE.findall(html):
        return articles
    for table in TABLE.split(html)[1:]:
        if MARKED.search(table):
            articles.append(table)
        elif articles:
            articles[-1] += table
    return articles or [html]


def _role(tag: str, classes: frozenset[str], around: str) -> str:
    if tag in ASIDE:
        return LEFT_OUT
    if BODY in classes:
        return BODY
    if around in (BODY, LEFT_OUT):
        return around
    return next((name for name in CLASSES if name in classes), tag if tag in (HEAD, SECTION) else around)


def _article(found: Sequence[Block]) -> Article:
    number = next((match for block in found if (match := NUMBER.search(block.text))), None)
    outlet, title = (next((block for block in found if block.role == role), None) for role in (OUTLET, TITLE))
    about = [block for block in found if block.role in ABOUT and block not in (outlet, title)]
    header = [block for block in about if block.role == HEADER or (block.tag == "div" and find_date(block.text))]
    written, section, page = _section_and_page(", ".join(block.text for block in header))
    author = _author([block for block in about if block not in header], [] if title is None else found[found.index(title) + 1 :])
    lines = _lines(found)
    if not author and len(lines) > 1 and _is_bare(found) and _is_name(lines[0]):
        author, *lines = lines
    metadata = {
        "outlet": ISSUE.sub("", outlet.text) if outlet else "",
        "date": (period(number[2], "day") if number else "") or written,
        "author": author,
        "title": title.text if title else "",
        "section": section,
        "page": page,
    }
    return Article(number[1].replace("·", "-") if number else "", "\n".join(lines), metadata)


def _section_and_page(header: str) -> tuple[str, str, str]:
    """Return date, section and page of what stands below the outlet, in whatever order it says them.

    Examples
    --------
    >>> _section_and_page("Politique, jeudi 5 octobre 2013, p. 4"), _section_and_page("October 5, 2013 - 08:30 UTC, World")
    (('2013-10-05', 'Politique', '4'), ('2013-10-05', 'World', ''))
    >>> _section_and_page("Politique, mardi 14 janvier 2025 512 mots, p. 8")
    ('2025-01-14', 'Politique', '8')
    """
    date = ""
    if dated := find_date(header):
        date, place = dated
        header = f"{header[: place.start]}, {header[place.end :]}"
    header = LENGTH.sub("", TIME.sub("", header))
    page = PAGE.search(header)
    parts = (part.strip(" -–\u00a0") for part in re.split("[,•]", PAGE.sub(",", header)))
    return date, ", ".join(part for part in parts if part), page[1].strip() if page else ""


def _author(about: Sequence[Block], behind_title: Sequence[Block]) -> str:
    """Return who is named as author, or else what the first ``div`` behind the title says."""
    named = ", ".join(block.text for block in about if block.role == AUTHORS)
    first = next((block.text for block in behind_title if block.tag == "div" and block in about), "")
    return named or (first if len(first) <= LONGEST_NAMES else "")


def _lines(found: Sequence[Block]) -> list[str]:
    """Return the lines of the text, without the copyright and the document number that may end it."""
    lines = list(takewhile(lambda line: not NUMBER.search(line), (line for block in _text(found) for line in block.lines)))
    while lines and COPYRIGHT.match(lines[-1]):
        lines.pop()
    return lines


def _text(found: Sequence[Block]) -> list[Block]:
    """Return the blocks of the text: from its container on, or else of the section, or else of what stands below the head.

    What stands behind the container counts too, for an end tag too many may have ended it before the text does.
    """
    below = max((place for place, block in enumerate(found) if block.role in ABOUT), default=-1)
    for outer, holder in enumerate(HOLDERS):
        start = next((place for place, block in enumerate(found) if block.role == holder and (holder or place > below)), None)
        if start is not None:
            return [block for block in found[start:] if block.role in HOLDERS[outer:]]
    return []


def _is_bare(found: Sequence[Block]) -> bool:
    """Whether no element holds the text, as in the old layout, where the author stands above it like a paragraph."""
    return not any(block.role in (BODY, SECTION) for block in found)


def _is_name(line: str) -> bool:
    """Whether a line looks like the names of authors: words with a capital, and none but short ones without.

    Examples
    --------
    >>> [_is_name(line) for line in ("Anne Roy et Paul de La Tour", "Anne R.", "Reportage", "Un pont trop loin", "Il est là.")]
    [True, True, False, False, False]
    """
    if len(line) > LONGEST_NAMES or NO_NAME.search(line):
        return False
    words = re.findall(r"\w+", line)
    capitals = [word for word in words if word[0].isupper()]
    return len(capitals) > 1 and all(len(word) < 4 for word in words if word not in capitals)

"""HTML → blocks of text, as a browser shows them one below the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

TEXT_NODE = "-text"
LINE_BREAK = "\0"  # no text holds it: the parser puts another character for it
SPACE = re.compile(r"[ \t\n\f\r]+")  # white space of HTML, to which no-break spaces do not belong
# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
})
UNSEEN = frozenset({"button", "head", "iframe", "noscript", "object", "script", "select", "style", "svg", "template", "textarea"})
# fmt: on

#: What a block is for, from its tag, its classes (in lower case) and the role of what it stands in.
RoleOf = Callable[[str, frozenset[str], str], str]


@dataclass(frozen=True)
class Block:
    """Text that stands by itself: its lines, the role and the tag of the element around it."""

    role: str
    tag: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)


def blocks(html: str, role_of: RoleOf) -> list[Block]:
    """Return the blocks of a piece of HTML that hold text, in order.

    Read by the rules of HTML5: what is not closed ends where a browser ends it. An element with a role of its own is a block too.

    Examples
    --------
    >>> found = blocks("<h1>Un titre</h1><p>Le <b>d</b>ébut<br> la  suite</div>, la fin", lambda tag, classes, around: "")
    >>> [(block.tag, block.lines) for block in found]
    [('h1', ('Un titre',)), ('p', ('Le début', 'la suite, la fin'))]
    """
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(html)
    found: list[Block] = []
    role, tag, pieces = "", "", [""]
    for own_role, own_tag, text in _pieces(parser.root, role_of) if parser.root else ():
        if own_tag:
            found += _block(role, tag, pieces)
            role, tag, pieces = own_role, own_tag, []
        pieces.append(text)
    return found + _block(role, tag, pieces)


def _block(role: str, tag: str, pieces: list[str]) -> list[Block]:
    """Return the block that the pieces make, if they hold any text."""
    lines = (SPACE.sub(" ", line).strip() for line in "".join(pieces).split(LINE_BREAK))
    filled = tuple(line for line in lines if line)
    return [Block(role, tag, filled)] if filled else []


def _pieces(root: LexborNode, role_of: RoleOf) -> Iterator[tuple[str, str, str]]:
    """Yield role, tag and text of each piece; role and tag only where a block begins, or goes on behind one that stands in it."""
    #: A node, or None for the end of one, with role and tag of the block around it. No recursion: what is not closed goes deep.
    waiting: list[tuple[LexborNode | None, str, str]] = [(root, "", "html")]
    while waiting:
        node, role, around = waiting.pop()
        tag = (node.tag or "") if node else ""
        if node is None:
            yield role, around, ""
        elif tag == TEXT_NODE:
            yield "", "", node.text_content or ""
        elif tag == "br":
            yield "", "", LINE_BREAK
        elif tag not in UNSEEN and not tag.startswith("-"):
            own = role_of(tag, frozenset((node.attributes.get("class") or "").lower().split()), role)
            if tag in BLOCKS or own != role:
                yield own, tag, ""
                waiting.append((None, role, around))
                around = tag
            waiting += reversed([(child, own, around) for child in node.iter(include_text=True)])

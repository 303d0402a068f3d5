"""An analysis → what a notebook shows of it: texts with their quotations highlighted, and the first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from quotes.telling.columns import records
from quotes.telling.pages import hues_of, page, part, shown

if TYPE_CHECKING:
    from quotes.telling.results import Analysis

DOCUMENTS, CHARACTERS, ROWS = 3, 3000, 10  # what is shown: documents, characters of each, quotations
COLUMNS = ["doc_id", "quote", "cue", "mention", "speaker", "gender", "rule", "confidence"]


def notebook_view(analysis: Analysis) -> str:
    """Return HTML for a notebook: the first texts, and the first rows of ``quotes``."""
    from quotes.telling.results import counted
    from quotes.telling.summary import headline

    quotes = analysis.quotes
    documents = []
    for result in analysis.results[:DOCUMENTS]:
        document = result.document
        rows = records(quotes[quotes["doc_id"] == document.doc_id])
        pieces = shown(document.text[:CHARACTERS], rows, hues_of(rows))
        documents.append({"doc_id": document.doc_id, "pieces": pieces, "cut": len(document.text) > CHARACTERS})
    more, rest = len(analysis.results) - DOCUMENTS, len(quotes) - ROWS
    with pd.option_context("display.max_colwidth", 80):
        table = quotes[COLUMNS].head(ROWS).to_html(index=False)
    return page(
        "fragment.html.j2",
        style=part("text.css"),
        headline=headline(quotes, analysis.speakers, len(analysis.results)),
        documents=documents,
        more_documents=counted(more, "more document") if more > 0 else "",
        table=table,
        more_rows=counted(rest, "more quotation") if rest > 0 else "",
    )

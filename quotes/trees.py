"""Trees as Stanza documents: for CoNLL-U files, searches, and whatever else Stanza's users do with them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import stanza
from stanza.models.common import doc
from stanza.pipeline.processor import ProcessorVariant, register_processor_variant

from quotes.marking import mark
from quotes.pipeline import default_parser
from quotes.records import Document, Tree


def stanza_pipeline() -> stanza.Pipeline:
    """Return a Stanza pipeline with the shipped model: text → Stanza document with tokens, tags, lemmas and trees.

    Sentences and tokens are those of quotations: words in marks stay in one sentence with what stands around them. Offsets are those of the text.
    Nothing is downloaded.

    Examples
    --------
    >>> document = stanza_pipeline()("« Oui », a répondu la maire du village.")
    >>> [(word.text, word.lemma, word.deprel) for word in document.sentences[0].words[4:7]]
    [('a', 'avoir', 'aux:tense'), ('répondu', 'répondre', 'parataxis:insert'), ('la', 'le', 'det')]
    >>> document.sentences[0].tokens[8].text, [word.text for word in document.sentences[0].tokens[8].words]
    ('du', ['de', 'le'])
    """
    with tempfile.TemporaryDirectory() as folder:  # a pipeline asks for a list of models, even where it needs none
        Path(folder, "resources.json").write_text("{}", encoding="utf-8")
        return stanza.Pipeline(
            "fr",
            dir=folder,
            processors="tokenize",
            tokenize_with_quotes=True,
            allow_unknown_language=True,
            download_method=None,
            verbose=False,
            use_gpu=False,
        )


@register_processor_variant("tokenize", "quotes")
class TreeProcessor(ProcessorVariant):  # type: ignore[misc]
    """What stands for Stanza's tokenizer in a pipeline, and does the work of its tagger, lemmatiser and parser as well."""

    OVERRIDE = True

    def __init__(self, config: Any) -> None:
        """Take the pipeline's settings, none of which matter."""

    def process(self, document: Any) -> doc.Document:
        """Return the annotated document of a text, or of a document that has one."""
        text = document.text if isinstance(document, doc.Document) else document
        marked = mark(Document("", text))
        trees = default_parser().parse(marked, marked.sentences)
        return doc.Document([list(_entries(text, trees[number])) for number in sorted(trees)], text=text)


def _entries(text: str, tree: Tree) -> Iterator[dict[str, Any]]:
    """Yield what Stanza has of the tokens and words of a sentence."""
    numbered = enumerate(tree.words, start=1)
    for span, group in groupby(numbered, key=lambda pair: pair[1].span):
        words = list(group)
        place = {"start_char": span.start, "end_char": span.end}
        if len(words) > 1:
            yield {"id": tuple(number for number, _ in words), "text": text[span.start : span.end], **place}
        for number, word in words:
            feats = "|".join(f"{name}={value}" for name, value in sorted(word.feats.items()))
            form = text[span.start : span.end] if len(words) == 1 else word.form
            entry = {"id": number, "text": form, "lemma": word.lemma, "upos": word.upos, "head": word.head + 1, "deprel": word.deprel}
            yield {**entry, **({"feats": feats} if feats else {}), **(place if len(words) == 1 else {})}

"""The commands that show how good results are and where they come from: explain, evaluate, model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from quotes.cli.options import ANALYSING, FILE, INPUTS, READING, options
from quotes.cli.running import analysed, read, status_of
from quotes.cli.terminal import show, spare
from quotes.errors import InputError, ModelError

if TYPE_CHECKING:
    from quotes.records import Indirect


@click.command()
@options(INPUTS, *READING, *ANALYSING)
@click.option("--html", "output", type=FILE, metavar="FILE", help="Write a page to this file instead, to read in a browser.")
@click.option_panel("Reading", options=["--text-field", "--id-field", "--metadata", "--encoding"])
@click.option_panel("Analysing", options=["--indirect", "--jobs", "--quiet"])
@click.option_panel("Writing", options=["--html"])
def explain(inputs: tuple[str, ...], output: str | None, jobs: int, indirect: Indirect, quiet: bool, **how: Any) -> int:
    """Show which rule found each quotation, and what was not kept and why.

    The text comes first, the words said in the colour of who says them, each with its number; what introduces them is underlined, the words
    that name the speaker are bold.

    INPUT is a .txt file, a web page or articles exported from Europresse (.html), a folder of them, a table (.csv, .tsv, .xlsx, .jsonl,
    .parquet) with one text a row, or - for a text on standard input.

    \b
    Examples:
      quotes explain article.txt
      quotes explain article.txt --html why.html
      echo "« Non », a dit Paul." | quotes explain -
    """  # noqa: D301 - click reads \b
    if output is not None:
        spare([*inputs, how["metadata"]], [output])
    analysis = analysed(read(inputs, **how), jobs, indirect, quiet)
    from quotes.corpus import losers
    from quotes.telling.explain import explanation, explanation_page, highlighted
    from quotes.telling.pages import write_page
    from quotes.telling.results import counted

    explained = ((result, losers(result.document, indirect)) for result in analysis.results)
    if output is not None:
        write_page(explanation_page(explained), Path(output))
        if not quiet:
            click.echo(f"What decided {counted(len(analysis.quotes), 'quotation')} is in {output}.")
    else:
        for result, lost in explained:
            show(highlighted(result))
            click.echo()
            for line in explanation(result, lost):
                click.echo(line)
    return status_of(analysis)


@click.command()
@click.argument("gold", metavar="GOLD", type=FILE)
@click.argument("inputs", nargs=-1, type=FILE, metavar="[INPUT...]")
@options(*READING[:2], *ANALYSING)
@click.option("--misses", is_flag=True, help="List every quotation missed, false, or with another speaker.")
def evaluate(gold: str, inputs: tuple[str, ...], jobs: int, indirect: Indirect, quiet: bool, misses: bool, **how: Any) -> int:
    """Score the analysis against annotations of yours.

    GOLD is a file of JSON lines, a document each: {"id": "a", "text": "…", "quotes": [{"spans": [[2, 14]], "mention": [27, 38]}]}. The format
    that quotes extract writes will do, with "text" added or the texts given as INPUT (the identifiers must be the same). Or GOLD is a folder
    that quotes extract --format brat wrote and you corrected in brat.

    \b
    Examples:
      quotes evaluate gold.jsonl
      quotes evaluate gold.jsonl articles/ --misses
      quotes evaluate corrected/
    """  # noqa: D301 - click reads \b
    from quotes.evaluate import evaluate as scored
    from quotes.evaluate import read_gold, report
    from quotes.reading import Inputs, read_inputs
    from quotes.records import Document

    annotated = read_gold(gold)
    if inputs:
        texts = read_inputs(inputs, folder_metadata=False, **how)
    else:
        texts = Inputs(tuple(Document(record.doc_id, record.text) for record in annotated))
    wanted = {record.doc_id for record in annotated}
    texts = texts._replace(documents=tuple(document for document in texts.documents if document.doc_id in wanted and document.text))
    if not texts.documents:
        raise InputError(f'{gold}: no text for its documents; add "text" to each line, or name the texts behind it: quotes evaluate {gold} texts/')
    analysis = analysed(texts, jobs, indirect, quiet)
    for line in report(scored(annotated, analysis.results), misses=misses):
        click.echo(line)
    return status_of(analysis)


@click.group()
def model() -> None:
    """Ask about the language model.

    \b
    Example:
      quotes model info
    """  # noqa: D301 - click reads \b


@model.command()
def info() -> None:
    """Print where the model is, its card, and the sizes of its files.

    \b
    Example:
      quotes model info
    """  # noqa: D301 - click reads \b
    from quotes.french import MODEL

    card = MODEL / "meta.json"
    try:
        entries = json.loads(card.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{card}: the model card cannot be read ({error}); install the package again") from error
    click.echo(f"path: {MODEL.resolve()}")
    for line in _card_lines({name: entry for name, entry in entries.items() if name != "sha256"}):
        click.echo(line)
    click.echo("files:")
    for path in sorted(MODEL.iterdir()):
        click.echo(f"  {path.name:<16} {path.stat().st_size / 1e6:8.2f} MB")


def _card_lines(entries: dict[str, Any], indent: str = "") -> Iterator[str]:
    for name, entry in entries.items():
        if isinstance(entry, dict):
            yield f"{indent}{name}:"
            yield from _card_lines(entry, indent + "  ")
        else:
            yield f"{indent}{name}: {', '.join(map(str, entry)) if isinstance(entry, list) else entry}"

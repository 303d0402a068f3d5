"""The command ``quotes``: read the arguments, call one function, print.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 a document or the model failed, 2 bad usage, 130
interrupted.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quotes import __version__
from quotes.errors import InputError, ModelError, OutputError, QuotesError

if TYPE_CHECKING:
    from quotes.corpus import Progress
    from quotes.reading import Inputs
    from quotes.records import Alias, Indirect
    from quotes.telling.results import Analysis

DONE, FAILED, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130

Command = TypeVar("Command", bound=Callable[..., Any])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; a mistake is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return commands.main(args=arguments, prog_name="quotes", standalone_mode=False) or DONE
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return BAD_USAGE
    except click.ClickException as error:
        _complain(error.format_message())
        return BAD_USAGE
    except (InputError, OutputError) as error:
        _complain(str(error))
        return BAD_USAGE
    except QuotesError as error:
        _complain(str(error))
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Say who said what in French text.

    \b
    Examples:
      quotes analyse articles/ --out results
      quotes extract article.txt -o rows.csv
      quotes model info

    Each command has its own help: quotes analyse --help
    """  # noqa: D301 - click reads \b


ALIASES = click.option("--aliases", metavar="FILE", help="Table that says who is who: columns name, canonical, type, gender (see the README).")


def _input_options(command: Command) -> Command:
    """Add the arguments that say what to read and how."""
    options = [
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
        click.option("--text-field", default="text", show_default=True, metavar="NAME", help="Column of a table that holds the texts."),
        click.option("--id-field", metavar="NAME", help="Column of a table that identifies the texts; without it, the number of the row."),
        click.option("--metadata", metavar="FILE", help="Table whose first column is 'id'; its other columns are carried along."),
        click.option("--encoding", metavar="NAME", help="Encoding of the files, such as cp1252; without it, found for each file."),
        click.option(
            "--indirect",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="Count speech reported without quotation marks; auto leaves it out of texts told in the past historic (novels).",
        ),
        click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Processes to use at once."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@commands.command()
@_input_options
@ALIASES
@click.option("--out", required=True, metavar="DIR", help="Folder for the tables and charts; made when missing, files in it replaced.")
@click.option("--excel", is_flag=True, help="Write CSV as a French Excel reads it (; and decimal comma).")
def analyse(inputs: tuple[str, ...], out: str, excel: bool, aliases: str | None, jobs: int, indirect: Indirect, **how: Any) -> int:
    """Write every table and chart to a folder, and a summary to the screen.

    INPUT is a .txt file, a folder of them, a table (.csv, .tsv, .xlsx, .jsonl) with one text a row, or - for standard input.

    In DIR: quotes.csv (one row per quotation), speakers.csv, verbs.csv, speakers_by_verb.csv, documents.csv, speakers.png, speakers.svg.

    \b
    Examples:
      quotes analyse article.txt --out results
      quotes analyse articles/ --metadata articles/metadata.csv --out results
      quotes analyse press.csv --text-field body --id-field number --out results --excel --jobs 2
      quotes analyse articles/ --aliases people.csv --out results
    """  # noqa: D301 - click reads \b
    known = _aliases(aliases)
    read = _read(inputs, **how)
    from quotes.telling.summary import summary
    from quotes.telling.write import make_folder

    make_folder(Path(out))
    analysis = replace(_analysed(read, jobs, indirect), aliases=known)
    analysis.save(out, excel=excel)
    click.echo(summary(analysis.quotes, analysis.speakers, len(analysis.results)))
    click.echo(f"\nThe tables and charts are in {out}.")
    return _status(analysis)


@commands.command()
@_input_options
@ALIASES
@click.option("-o", "--output", required=True, metavar="FILE", help="Ending .csv or .jsonl; - writes .jsonl to standard output.")
@click.option("--excel", is_flag=True, help="Write CSV as a French Excel reads it (; and decimal comma).")
def extract(inputs: tuple[str, ...], output: str, excel: bool, aliases: str | None, jobs: int, indirect: Indirect, **how: Any) -> int:
    """Write the quotations only, to one file.

    INPUT is a .txt file, a folder of them, a table (.csv, .tsv, .xlsx, .jsonl) with one text a row, or - for standard input.

    A .csv has one row per quotation, a .jsonl one line per document.

    \b
    Examples:
      quotes extract article.txt -o rows.csv
      quotes extract articles/ -o rows.jsonl --jobs 2
      cat article.txt | quotes extract - -o -
    """  # noqa: D301 - click reads \b
    from quotes.telling.write import check_ending, json_lines, make_folder, write_rows

    if output != "-":
        check_ending(output)
    known = _aliases(aliases)
    read = _read(inputs, **how)
    if output != "-":
        make_folder(Path(output).parent)
    analysis = replace(_analysed(read, jobs, indirect), aliases=known)
    if output == "-":
        stdout = sys.stdout.buffer
        for line in json_lines(analysis.results, analysis.aliases):
            stdout.write(f"{line}\n".encode(errors="backslashreplace"))
        stdout.flush()
    else:
        write_rows(analysis, output, excel=excel)
    return _status(analysis)


@commands.command()
@click.argument("folder", metavar="DIR")
@ALIASES
@click.option("--out", metavar="DIR", help="Folder for the tables and charts; without it, those in DIR are replaced.")
@click.option("--excel", is_flag=True, help="Write CSV as a French Excel reads it (; and decimal comma).")
def recount(folder: str, aliases: str | None, out: str | None, excel: bool) -> int:
    """Count anew, in seconds, after you corrected who is who; no text is read again.

    DIR is a folder that quotes analyse wrote to. Its tables are made again from the column 'named' of quotes.csv, which you may have
    corrected by hand, and from an alias file.

    \b
    Examples:
      quotes recount results --aliases people.csv
      quotes recount results --aliases people.csv --out corrected
    """  # noqa: D301 - click reads \b
    from quotes.telling.results import save_tables
    from quotes.telling.saved import recount as counted_anew
    from quotes.telling.summary import summary

    tables = counted_anew(folder, _aliases(aliases))
    save_tables(tables, out or folder, excel=excel)
    click.echo(summary(tables["quotes"], tables["speakers"], len(tables["documents"])))
    click.echo(f"\nThe tables and charts are in {out or folder}.")
    return DONE


@commands.command()
@_input_options
def explain(inputs: tuple[str, ...], jobs: int, indirect: Indirect, **how: Any) -> int:
    """Show which rule found each quotation, and what was not kept and why.

    INPUT is a .txt file, a folder of them, a table (.csv, .tsv, .xlsx, .jsonl) with one text a row, or - for standard input.

    \b
    Examples:
      quotes explain article.txt
      echo "« Non », a dit Paul." | quotes explain -
    """  # noqa: D301 - click reads \b
    read = _read(inputs, **how)
    analysis = _analysed(read, jobs, indirect)
    from quotes.corpus import losers
    from quotes.telling.explain import explanation

    for result in analysis.results:
        for line in explanation(result, losers(result.document, indirect)):
            click.echo(line)
    return _status(analysis)


@commands.command()
@click.argument("gold", metavar="GOLD")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@click.option("--text-field", default="text", show_default=True, metavar="NAME", help="Column of a table that holds the texts.")
@click.option("--id-field", metavar="NAME", help="Column of a table that identifies the texts; without it, the number of the row.")
@click.option("--indirect", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="As in analyse.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Processes to use at once.")
@click.option("--misses", is_flag=True, help="List every quotation missed, false, or with another speaker.")
def evaluate(gold: str, inputs: tuple[str, ...], text_field: str, id_field: str | None, indirect: Indirect, jobs: int, misses: bool) -> int:
    """Score the analysis against annotations of yours.

    GOLD is a file of JSON lines, a document each: {"id": "a", "text": "…", "quotes": [{"spans": [[2, 14]], "mention": [27, 38]}]}. The format
    that quotes extract writes will do, with "text" added or the texts given as INPUT (the identifiers must be the same).

    \b
    Examples:
      quotes evaluate gold.jsonl
      quotes evaluate gold.jsonl articles/ --misses
    """  # noqa: D301 - click reads \b
    from quotes.evaluate import evaluate as scored
    from quotes.evaluate import read_gold, report
    from quotes.reading import Inputs, read_inputs
    from quotes.records import Document

    annotated = read_gold(gold)
    if inputs:
        read = read_inputs(inputs, text_field=text_field, id_field=id_field)
    else:
        read = Inputs(tuple(Document(record.doc_id, record.text) for record in annotated))
    wanted = {record.doc_id for record in annotated}
    read = read._replace(documents=tuple(document for document in read.documents if document.doc_id in wanted and document.text))
    if not read.documents:
        raise InputError(f'{gold}: no text for its documents; add "text" to each line, or name the texts behind it: quotes evaluate {gold} texts/')
    analysis = _analysed(read, jobs, indirect)
    for line in report(scored(annotated, analysis.results), misses=misses):
        click.echo(line)
    return _status(analysis)


@commands.group()
def model() -> None:
    """Ask about the language model."""


@model.command()
def info() -> None:
    """Print where the model is, its card, and the sizes of its files."""
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


def _read(inputs: tuple[str, ...], *, text_field: str, id_field: str | None, metadata: str | None, encoding: str | None) -> Inputs:
    from quotes.reading import read_inputs, read_metadata, with_metadata

    described = None if metadata is None else read_metadata(metadata, encoding=encoding)
    read = read_inputs(inputs, text_field=text_field, id_field=id_field, encoding=encoding)
    return read if described is None else read._replace(documents=with_metadata(read.documents, described))


def _aliases(path: str | None) -> tuple[Alias, ...]:
    from quotes.reading import read_aliases

    return () if path is None else read_aliases(path)


def _analysed(read: Inputs, jobs: int, indirect: Indirect) -> Analysis:
    from quotes.corpus import analyse_inputs

    with _progress(len(read.documents)) as progress:
        return analyse_inputs(read, jobs=jobs, progress=progress, indirect=indirect)


@contextmanager
def _progress(total: int) -> Iterator[Progress | None]:
    """Lend a function that moves a bar on standard error; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit=" documents", leave=False, file=sys.stderr) as bar:
        yield lambda done, total: bar.update(done - bar.n)


def _status(analysis: Analysis) -> int:
    """Name the documents that failed on standard error; return the exit status."""
    for failure in analysis.failures:
        _complain(f"{failure.where}: {failure.message}")
    return FAILED if analysis.failures else DONE


def _complain(message: str) -> None:
    click.echo(f"quotes: {' '.join(message.split())}", err=True)

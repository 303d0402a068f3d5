"""The command ``quotes``: read the arguments, call one function, print.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 a document or the model failed, 2 bad usage, 130
interrupted.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from quotes import __version__
from quotes.cli_options import ALIASES, ANALYSING, COUNTING, EXCEL, FILE, INPUTS, READING, options
from quotes.errors import InputError, ModelError, OutputError, QuotesError
from quotes.terminal import STDOUT, complain, left, note, progress_bar, show, spare, to_stdout

if TYPE_CHECKING:
    from quotes.reading import Inputs
    from quotes.records import Alias, Indirect
    from quotes.telling.groups import By
    from quotes.telling.results import Analysis

DONE, FAILED, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; a mistake is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return commands.main(args=arguments, prog_name="quotes", standalone_mode=False) or DONE
    except click.ClickException as error:
        complain(error.format_message())
        return BAD_USAGE
    except (InputError, OutputError) as error:
        complain(str(error))
        return BAD_USAGE
    except QuotesError as error:
        complain(str(error))
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
      quotes explain article.txt

    Each command has its own help: quotes analyse --help
    """  # noqa: D301 - click reads \b


@commands.command()
@options(INPUTS, *READING, *ANALYSING, ALIASES)
@click.option(
    "-o", "--out", required=True, type=FILE, metavar="DIR", help="Folder for the report, tables and charts; made when missing, files in it replaced."
)
@options(*COUNTING, EXCEL)
@click.option("--workbook", is_flag=True, help="Write tables.xlsx too, a sheet for each table.")
@click.option_panel("Reading", options=["--text-field", "--id-field", "--metadata", "--encoding"])
@click.option_panel("Analysing", options=["--indirect", "--aliases", "--jobs", "--quiet"])
@click.option_panel("Writing", options=["--out", "--by", "--date-field", "--excel", "--workbook"])
def analyse(
    inputs: tuple[str, ...],
    out: str,
    by: tuple[str, ...],
    date_field: str | None,
    excel: bool,
    workbook: bool,
    aliases: str | None,
    jobs: int,
    indirect: Indirect,
    quiet: bool,
    **how: Any,
) -> int:
    """Write a report to read, every table and every chart to a folder, and a summary to the screen.

    INPUT is a .txt file, a web page or articles exported from Europresse (.html), a folder of them, a table (.csv, .tsv, .xlsx, .jsonl,
    .parquet) with one text a row, or - for a text on standard input.

    In DIR: report.html, to open in a browser; quotes.csv (one row per quotation), speakers.csv, gender.csv, verbs.csv, speakers_by_verb.csv,
    documents.csv; and a folder of charts, each as .png and .svg. With --by outlet also by_outlet.csv, speakers_by_outlet.csv and their charts.

    \b
    Examples:
      quotes analyse article.txt --out results
      quotes analyse articles/ --out results --by outlet --by month
      quotes analyse press.csv --text-field body --id-field number --out results --excel --jobs 2
      quotes analyse articles/ --aliases people.csv --out results
    """  # noqa: D301 - click reads \b
    from quotes.telling.results import leftovers, table_files

    groups = _groups(by)
    spare([*inputs, how["metadata"], aliases], table_files(out, by=groups))
    known = _aliases(aliases)
    read = _read(inputs, **how)
    from quotes.telling.notes import notes
    from quotes.telling.summary import summary
    from quotes.telling.tables import check_groups
    from quotes.telling.write import make_folder

    check_groups(read.documents, groups, date=date_field)
    make_folder(Path(out))
    analysis = replace(_analysed(read, jobs, indirect, quiet), aliases=known)
    written = analysis.save(out, by=groups, date=date_field, excel=excel, workbook=workbook)
    if not quiet:
        show(summary(analysis.quotes, analysis.speakers, len(analysis.results), out))
        note(*notes(analysis.documents, analysis.quotes, aliases=known, date=date_field), *left(leftovers(out, written)))
    return _status(analysis)


@commands.command()
@options(INPUTS, *READING, *ANALYSING, ALIASES)
@click.option(
    "-o",
    "--out",
    "output",
    required=True,
    type=FILE,
    metavar="FILE",
    help="Ending .csv, .jsonl, .parquet, .xlsx, .sqlite, .xml (TEI); a folder with --format brat; - is standard output.",
)
@click.option(
    "--format",
    "to",
    type=click.Choice(["csv", "jsonl", "brat"]),
    help="brat: a new folder for the annotation tool brat. csv, jsonl: what to write to standard output; jsonl if nothing is said.",
)
@EXCEL
@click.option_panel("Reading", options=["--text-field", "--id-field", "--metadata", "--encoding"])
@click.option_panel("Analysing", options=["--indirect", "--aliases", "--jobs", "--quiet"])
@click.option_panel("Writing", options=["--out", "--format", "--excel"])
def extract(
    inputs: tuple[str, ...], output: str, to: str | None, excel: bool, aliases: str | None, jobs: int, indirect: Indirect, quiet: bool, **how: Any
) -> int:
    """Write the quotations only, to one file; its ending says in which format.

    INPUT is a .txt file, a web page or articles exported from Europresse (.html), a folder of them, a table (.csv, .tsv, .xlsx, .jsonl,
    .parquet) with one text a row, or - for a text on standard input.

    A .jsonl has one line per document, a .xml (TEI) the texts with their quotations marked; the others have one row per quotation, a .sqlite
    in its table quotes. With --format brat, the folder holds the texts and annotations to be corrected in brat; quotes evaluate reads them back.

    \b
    Examples:
      quotes extract article.txt -o rows.csv
      quotes extract articles/ -o rows.xlsx --jobs 2
      quotes extract articles/ -o corrected --format brat
      cat article.txt | quotes extract - -o - --format csv
    """  # noqa: D301 - click reads \b
    from quotes.telling.brat import write_brat
    from quotes.telling.formats import json_lines, write_rows
    from quotes.telling.notes import notes
    from quotes.telling.results import counted
    from quotes.telling.write import csv_bytes, make_folder

    _check_output(output, to, excel=excel)
    spare([*inputs, how["metadata"], aliases], [] if output == STDOUT else [output])
    known = _aliases(aliases)
    read = _read(inputs, **how)
    if output != STDOUT:
        make_folder(Path(output).parent)
    analysis = replace(_analysed(read, jobs, indirect, quiet), aliases=known)
    if to == "brat":
        write_brat(analysis, output)
    elif output != STDOUT:
        write_rows(analysis, output, excel=excel)
    elif to == "csv":
        to_stdout([csv_bytes(analysis.quotes, excel=excel)])
    else:
        to_stdout(f"{line}\n".encode(errors="backslashreplace") for line in json_lines(analysis.results, analysis.aliases))
    if not quiet:
        if output != STDOUT:
            click.echo(f"{counted(len(analysis.quotes), 'quotation')} of {counted(len(analysis.results), 'document')} are in {output}.")
        note(*notes(analysis.documents, analysis.quotes, aliases=known))
    return _status(analysis)


@commands.command()
@click.argument("folder", metavar="DIR", type=FILE)
@ALIASES
@click.option("--out", type=FILE, metavar="DIR", help="Folder for the tables and charts; without it, those in DIR are replaced.")
@options(*COUNTING, EXCEL)
@click.option("--quiet", "-q", is_flag=True, help="Show no summary, only what goes wrong.")
def recount(folder: str, aliases: str | None, out: str | None, by: tuple[str, ...], date_field: str | None, excel: bool, quiet: bool) -> int:
    """Count anew, in seconds, after you corrected who is who; no text is read again.

    DIR is a folder that quotes analyse wrote to. Its tables are made again from the column 'named' of quotes.csv, which you may have
    corrected by hand, and from an alias file, which is to be given each time. Without --by, what was counted by is counted by again.

    \b
    Examples:
      quotes recount results --aliases people.csv
      quotes recount results --by outlet --out results-by-outlet
    """  # noqa: D301 - click reads \b
    from quotes.telling.notes import notes
    from quotes.telling.report import read_texts
    from quotes.telling.results import REPORT, counted, leftovers, save_tables
    from quotes.telling.saved import read_quotes, saved_for_excel, saved_groups
    from quotes.telling.saved import recount as counted_anew
    from quotes.telling.summary import summary

    known = _aliases(aliases)
    before = read_quotes(folder)
    tables = counted_anew(folder, known, quotes=before)
    groups = _groups(by) or saved_groups(folder)
    written = save_tables(tables, read_texts(Path(folder, REPORT)), out or folder, by=groups, date=date_field, excel=excel or saved_for_excel(folder))
    if not quiet:
        show(summary(tables["quotes"], tables["speakers"], len(tables["documents"]), out or folder))
        changed = sum(old != new for old, new in zip(before["speaker"], tables["quotes"]["speaker"], strict=True))
        click.echo(f"{counted(changed, 'quotation')} changed speaker.")
        note(*notes(tables["documents"], tables["quotes"], aliases=known, date=date_field), *left(leftovers(out or folder, written)))
    return DONE


@commands.command()
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
    analysis = _analysed(_read(inputs, **how), jobs, indirect, quiet)
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
    return _status(analysis)


@commands.command()
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
        read = read_inputs(inputs, folder_metadata=False, **how)
    else:
        read = Inputs(tuple(Document(record.doc_id, record.text) for record in annotated))
    wanted = {record.doc_id for record in annotated}
    read = read._replace(documents=tuple(document for document in read.documents if document.doc_id in wanted and document.text))
    if not read.documents:
        raise InputError(f'{gold}: no text for its documents; add "text" to each line, or name the texts behind it: quotes evaluate {gold} texts/')
    analysis = _analysed(read, jobs, indirect, quiet)
    for line in report(scored(annotated, analysis.results), misses=misses):
        click.echo(line)
    return _status(analysis)


@commands.group()
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


@commands.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options and file names with the tab key.

    \b
    Examples, for the file that your shell reads at its start:
      quotes completion bash >> ~/.bashrc
      quotes completion zsh >> ~/.zshrc
      quotes completion fish > ~/.config/fish/completions/quotes.fish
    """  # noqa: D301 - click reads \b
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None, "the choices are those that click knows"
    click.echo(kind(commands, {}, "quotes", "_QUOTES_COMPLETE").source())


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
    read = read_inputs(inputs, text_field=text_field, id_field=id_field, encoding=encoding, folder_metadata=described is None)
    return read if described is None else read._replace(documents=with_metadata(read.documents, described))


def _check_output(output: str, to: str | None, *, excel: bool) -> None:
    """Refuse, before any work is done, an output of `extract` that cannot be made."""
    from quotes.telling.brat import check_folder
    from quotes.telling.formats import check_ending

    to_csv = to == "csv" if output == STDOUT else to is None and output.lower().endswith(".csv")
    if excel and not to_csv:
        raise click.UsageError("--excel is for .csv; leave it out for other formats")
    if to == "brat":
        if output == STDOUT:
            raise click.UsageError("--format brat makes a folder; name a new one: -o corrected --format brat")
        check_folder(output)
    elif output != STDOUT:
        check_ending(output)
        if to is not None:
            raise click.UsageError("--format csv and jsonl are for standard output (-o -); the ending of a file says its format")


def _aliases(path: str | None) -> tuple[Alias, ...]:
    from quotes.reading import read_aliases

    return () if path is None else read_aliases(path)


def _groups(by: tuple[str, ...]) -> list[By]:
    """Return what to count by; names with a comma between are crossed."""
    return [[name.strip() for name in names.split(",") if name.strip()] for names in by]


def _analysed(read: Inputs, jobs: int, indirect: Indirect, quiet: bool) -> Analysis:
    from quotes.corpus import analyse_inputs

    if not quiet:
        note(*read.notes)
    with progress_bar(len(read.documents), quiet=quiet) as progress:
        return analyse_inputs(read, jobs=jobs, progress=progress, indirect=indirect)


def _status(analysis: Analysis) -> int:
    """Name the documents that failed on standard error; return the exit status."""
    for failure in analysis.failures:
        complain(f"{failure.where}: {failure.message}")
    return FAILED if analysis.failures else DONE

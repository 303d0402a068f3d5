"""The commands that write results: analyse, extract, recount."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from quotes.cli.options import ALIASES, ANALYSING, COUNTING, EXCEL, FILE, INPUTS, READING, options
from quotes.cli.running import DONE, aliases_of, analysed, groups_of, read, status_of
from quotes.cli.terminal import STDOUT, left, note, show, spare, to_stdout

if TYPE_CHECKING:
    from quotes.records import Indirect


@click.command()
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

    groups = groups_of(by)
    spare([*inputs, how["metadata"], aliases], table_files(out, by=groups))
    known = aliases_of(aliases)
    texts = read(inputs, **how)
    from quotes.telling.notes import notes
    from quotes.telling.summary import summary
    from quotes.telling.tables import check_groups
    from quotes.telling.write import make_folder

    check_groups(texts.documents, groups, date=date_field)
    make_folder(Path(out))
    analysis = replace(analysed(texts, jobs, indirect, quiet), aliases=known)
    written = analysis.save(out, by=groups, date=date_field, excel=excel, workbook=workbook)
    if not quiet:
        show(summary(analysis.quotes, analysis.speakers, len(analysis.results), out))
        note(*notes(analysis.documents, analysis.quotes, aliases=known, date=date_field), *left(leftovers(out, written)))
    return status_of(analysis)


@click.command()
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
    from quotes.telling.tables import documents_table
    from quotes.telling.write import csv_pieces, make_folder

    _check_output(output, to, excel=excel)
    spare([*inputs, how["metadata"], aliases], [] if output == STDOUT else [output])
    known = aliases_of(aliases)
    texts = read(inputs, **how)
    if output != STDOUT:
        make_folder(Path(output).parent)
    analysis = replace(analysed(texts, jobs, indirect, quiet), aliases=known)
    if to == "brat":
        write_brat(analysis, output)
    elif output != STDOUT:
        write_rows(analysis, output, excel=excel)
    elif to == "csv":
        to_stdout(csv_pieces(analysis.pieces(), excel=excel))
    else:
        to_stdout(f"{line}\n".encode(errors="backslashreplace") for line in json_lines(analysis.results, analysis.aliases))
    if not quiet:
        if output != STDOUT:
            click.echo(f"{counted(analysis.quotations, 'quotation')} of {counted(len(analysis.results), 'document')} are in {output}.")
        nothing = replace(analysis, results=()).quotes  # enough where no alias is looked for; all quotations together may be too many
        quotes = analysis.quotes if known else nothing
        note(*notes(documents_table(analysis.results, nothing, analysis.failures), quotes, aliases=known))
    return status_of(analysis)


@click.command()
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
    from quotes.telling.columns import ERROR
    from quotes.telling.notes import notes
    from quotes.telling.report import read_texts
    from quotes.telling.results import REPORT, counted, leftovers, save_tables
    from quotes.telling.saved import read_quotes, saved_for_excel, saved_groups
    from quotes.telling.saved import recount as counted_anew
    from quotes.telling.summary import summary

    known = aliases_of(aliases)
    before = read_quotes(folder)
    tables = counted_anew(folder, known, quotes=before)
    groups = groups_of(by) or saved_groups(folder)
    written = save_tables(tables, read_texts(Path(folder, REPORT)), out or folder, by=groups, date=date_field, excel=excel or saved_for_excel(folder))
    if not quiet:
        done = int((tables["documents"][ERROR] == "").sum())
        show(summary(tables["quotes"], tables["speakers"], done, out or folder))
        changed = sum(old != new for old, new in zip(before["speaker"], tables["quotes"]["speaker"], strict=True))
        click.echo(f"{counted(changed, 'quotation')} changed speaker.")
        note(*notes(tables["documents"], tables["quotes"], aliases=known, date=date_field), *left(leftovers(out or folder, written)))
    return DONE


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

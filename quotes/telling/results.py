"""What an analysis found, as tables, made when they are asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from quotes.reading import read_aliases
from quotes.records import Alias, DocumentResult, Failure
from quotes.telling.groups import By, names_of
from quotes.telling.tables import (
    documents_table,
    gender_table,
    groups_table,
    quotes_table,
    quotes_tables,
    speakers_by_verb_table,
    speakers_table,
    verbs_table,
)
from quotes.telling.write import make_folder, together, write_table

TABLES = ("quotes", "speakers", "gender", "verbs", "speakers_by_verb", "documents")
GROUPED = ("by_", "speakers_by_")  # before the name of what is counted by
WORKBOOK = "tables.xlsx"
CHARTS = "charts"  # the folder, beside the tables
REPORT = "report.html"
LONGEST_NAME = 60  # characters that the name of a table has of what is counted by


def counted(count: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> counted(1, "speaker"), counted(2, "speaker")
    ('1 speaker', '2 speakers')
    """
    return f"{count:,} {noun}{'s' * (count != 1)}"


def part(count: int, of: int, noun: str) -> str:
    """Return a count, of how many if it is not all.

    Examples
    --------
    >>> part(2, 3, "speaker"), part(3, 3, "speaker")
    ('2 of 3 speakers', '3 speakers')
    """
    return f"{count:,} of {counted(of, noun)}" if count < of else counted(of, noun)


@dataclass(frozen=True, repr=False)
class Analysis:
    """Who says what in some documents.

    Attributes
    ----------
    results
        The documents with what was found in each.
    failures
        Documents that could not be read or analysed, with the reason.
    aliases
        What an alias file says of the speakers, see `with_aliases`.
    quotes, speakers, gender, verbs, speakers_by_verb, documents
        DataFrames, described in the README; made once, with all their columns when nothing was found.

    Examples
    --------
    >>> from quotes.records import Document
    >>> Analysis((DocumentResult(Document("a", "Rien à dire."), ()),))
    <Analysis: 1 document, 0 quotations, 0 failures>
    """

    results: tuple[DocumentResult, ...]
    failures: tuple[Failure, ...] = ()
    aliases: tuple[Alias, ...] = ()

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """One row per quotation."""
        return quotes_table(self.results, self.aliases)

    def pieces(self) -> Iterator[pd.DataFrame]:
        """Yield ``quotes`` in one or several tables, for writers that need not hold it whole."""
        return quotes_tables(self.results, self.aliases)

    @property
    def quotations(self) -> int:
        """How many quotations there are."""
        return sum(len(result.attributions) for result in self.results)

    @cached_property
    def speakers(self) -> pd.DataFrame:
        """One row per speaker."""
        return speakers_table(self.quotes)

    @cached_property
    def gender(self) -> pd.DataFrame:
        """What women, men, people of unknown gender, and institutions say."""
        return gender_table(self.quotes)

    @cached_property
    def verbs(self) -> pd.DataFrame:
        """One row per verb, preposition or noun that introduces quotations."""
        return verbs_table(self.quotes, self.texts())

    @cached_property
    def speakers_by_verb(self) -> pd.DataFrame:
        """One row per speaker and cue."""
        return speakers_by_verb_table(self.quotes)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per document, with its metadata; failures last."""
        return documents_table(self.results, self.quotes, self.failures)

    def with_aliases(self, path: str | os.PathLike[str]) -> Analysis:
        """Return the same analysis with an alias file applied to its speakers; nothing is parsed again.

        Raises
        ------
        InputError
            The file cannot be read or says what it may not, see `read_aliases`.
        """
        return replace(self, aliases=read_aliases(path))

    def __repr__(self) -> str:
        parts = counted(len(self.results), "document"), counted(self.quotations, "quotation"), counted(len(self.failures), "failure")
        return f"<Analysis: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the first texts with their quotations highlighted, and the first rows."""
        from quotes.telling.notebook import notebook_view

        return notebook_view(self)

    def save(
        self, folder: str | os.PathLike[str], *, by: str | Sequence[By] = (), date: str | None = None, excel: bool = False, workbook: bool = False
    ) -> list[Path]:
        """Write the report, every table and every chart to a folder, which is made when missing.

        Parameters
        ----------
        folder
            Files of the same names in it are replaced when all new ones are complete; others are left alone.
        by
            What to count by: names of metadata columns, ``year``, ``month``, ``week`` or ``day``, or lists of such names, which are crossed
            (``["outlet", ["outlet", "month"]]``). Each gives two tables, ``by_NAME.csv`` and ``speakers_by_NAME.csv``, and two charts.
        date
            The column of dates; without it, see `quotes.tables.speakers`.
        excel
            CSV as a French Excel reads it, see `write_table`.
        workbook
            Write ``tables.xlsx`` too, a sheet for each table.

        Returns
        -------
        list of Path
            What was written: a .csv for each table, in ``charts`` a .png and a .svg for each chart, and ``report.html``.

        Raises
        ------
        InputError
            The documents have no such column to count by; nothing is written then.
        OutputError
            The folder cannot be made or a file in it cannot be written.
        """
        tables = {name: getattr(self, name) for name in TABLES}
        return save_tables(tables, self.texts(), folder, by=by, date=date, excel=excel, workbook=workbook)

    def texts(self) -> dict[str, str]:
        """Return the text of each document by its identifier."""
        return {result.document.doc_id: result.document.text for result in self.results}


def save_tables(
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    folder: str | os.PathLike[str],
    *,
    by: str | Sequence[By] = (),
    date: str | None = None,
    excel: bool = False,
    workbook: bool = False,
) -> list[Path]:
    """Write tables, by their names, the charts, and the report with the texts, by their identifiers, to a folder, as `Analysis.save` does."""
    from quotes.telling.charts import every_chart
    from quotes.telling.drawing import write_chart
    from quotes.telling.formats import write_workbook
    from quotes.telling.pages import write_page
    from quotes.telling.report import picture, report

    folder = Path(folder)
    quotes = tables["quotes"]
    named = _file_names([by] if isinstance(by, str) else by)
    groups: dict[str, pd.DataFrame] = {}
    for name, names in named.items():
        of_groups, of_speakers = (kind + name for kind in GROUPED)
        groups[of_groups] = groups_table(quotes, names, documents=tables["documents"], date=date)
        groups[of_speakers] = speakers_table(quotes, by=names, date=date)
    charts = list(every_chart(quotes, by=named, date=date))
    written = []
    with together(folder) as staging:
        make_folder(staging / CHARTS)
        for name, table in {**tables, **groups}.items():
            written.append(Path(f"{name}.csv"))
            write_table(table, staging / written[-1], excel=excel)
        if workbook:
            written.append(Path(WORKBOOK))
            write_workbook({**tables, **groups}, staging / written[-1])
        for name, chart in charts:
            for ending in (".png", ".svg"):
                written.append(Path(CHARTS, f"{name}{ending}"))
                write_chart(chart, staging / written[-1])
        pictures = [picture(chart, staging / CHARTS / f"{name}.svg") for name, chart in charts]
        written.append(Path(REPORT))
        write_page(report(tables, texts, charts=pictures, by=list(named.values()), date=date), staging / REPORT)
    return [folder / path for path in written]


def table_files(folder: str | os.PathLike[str], *, by: Sequence[By] = ()) -> list[Path]:
    """Return the tables, and the report, that `Analysis.save` may write to a folder.

    Examples
    --------
    >>> [path.name for path in table_files("results", by=["outlet"])][-3:]
    ['speakers_by_outlet.csv', 'tables.xlsx', 'report.html']
    """
    names = [f"{name}.csv" for name in (*TABLES, *(kind + name for name in _file_names(by) for kind in GROUPED))]
    return [Path(folder, name) for name in (*names, WORKBOOK, REPORT)]


def leftovers(folder: str | os.PathLike[str], written: Iterable[Path]) -> list[Path]:
    """Return tables and charts in a folder that an earlier run wrote there, and this one did not."""
    place, new = Path(folder), set(written)
    found = [*(path for kind in GROUPED for path in place.glob(f"{kind}*.csv")), *(place / CHARTS).glob("*.png"), *(place / CHARTS).glob("*.svg")]
    return sorted(path for path in found if path not in new)


def _file_names(by: Iterable[By]) -> dict[str, By]:
    r"""Return what to count by under names that files can have, no two the same nor those of other tables and charts.

    Examples
    --------
    >>> _file_names(["Journal / édition", ["outlet", "month"], "verb", "verb"])
    {'Journal_édition': 'Journal / édition', 'outlet_month': ['outlet', 'month'], 'verb_2': 'verb'}
    """
    found: dict[str, By] = {}
    for names in by:
        if names not in found.values():
            name = base = "_".join(re.sub(r"\W+", "_", name).strip("_") for name in names_of(names))[:LONGEST_NAME]
            number = 1
            while name in {"verb", "document", "", *found}:
                number += 1
                name = f"{base}_{number}"
            found[name] = names
    return found

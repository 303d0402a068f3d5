"""What an analysis found, as tables, made when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from quotes.reading import read_aliases
from quotes.records import Alias, DocumentResult, Failure
from quotes.telling.tables import documents_table, quotes_table, speakers_by_verb_table, speakers_table, verbs_table
from quotes.telling.write import make_folder, write_table

TABLES = ("quotes", "speakers", "verbs", "speakers_by_verb", "documents")


def counted(count: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> counted(1, "speaker"), counted(2, "speaker")
    ('1 speaker', '2 speakers')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


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
    quotes, speakers, verbs, speakers_by_verb, documents
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

    @cached_property
    def speakers(self) -> pd.DataFrame:
        """One row per speaker."""
        return speakers_table(self.quotes)

    @cached_property
    def verbs(self) -> pd.DataFrame:
        """One row per verb, preposition or noun that introduces quotations."""
        return verbs_table(self.quotes, {result.document.doc_id: result.document.text for result in self.results})

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
        quotations = sum(len(result.attributions) for result in self.results)
        parts = counted(len(self.results), "document"), counted(quotations, "quotation"), counted(len(self.failures), "failure")
        return f"<Analysis: {', '.join(parts)}>"

    def save(self, folder: str | os.PathLike[str], *, excel: bool = False) -> list[Path]:
        """Write every table and chart to a folder, which is made when missing.

        Parameters
        ----------
        folder
            Files of the same names in it are replaced, each when the new one is complete.
        excel
            CSV as a French Excel reads it, see `write_table`.

        Returns
        -------
        list of Path
            What was written: ``quotes.csv``, ``speakers.csv``, ``verbs.csv``, ``speakers_by_verb.csv``, ``documents.csv``,
            ``speakers.png``, ``speakers.svg``.

        Raises
        ------
        OutputError
            The folder cannot be made or a file in it cannot be written.
        """
        return save_tables({name: getattr(self, name) for name in TABLES}, folder, excel=excel)


def save_tables(tables: Mapping[str, pd.DataFrame], folder: str | os.PathLike[str], *, excel: bool = False) -> list[Path]:
    """Write tables, by their names, and the chart of the speakers to a folder, as `Analysis.save` does."""
    make_folder(Path(folder))
    return list(_save(tables, Path(folder), excel))


def _save(tables: Mapping[str, pd.DataFrame], folder: Path, excel: bool) -> Iterator[Path]:
    from quotes.telling.charts import speakers_chart, write_chart

    for name in TABLES:
        path = folder / f"{name}.csv"
        write_table(tables[name], path, excel=excel)
        yield path
    chart = speakers_chart(tables["speakers"])
    for ending in (".png", ".svg"):
        path = folder / f"speakers{ending}"
        write_chart(chart, path)
        yield path

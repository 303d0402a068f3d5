"""One text, or many documents in one process or several on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar, get_args

from quotes.errors import InputError, QuotesError
from quotes.pipeline import TOGETHER, default_parser, losers_of, quotations_in, quotations_of
from quotes.reading import Inputs, documents_from, read_metadata, with_metadata
from quotes.reading.memory import Source
from quotes.records import Attribution, Document, DocumentResult, Failure, Indirect, Lost
from quotes.spool import Spool
from quotes.telling.results import Analysis

if TYPE_CHECKING:
    from quotes.parsing.parser import Parser

Progress = Callable[[int, int], None]
Metadata = Mapping[str, Mapping[str, str]]
WORTH_PROCESSES = 500_000  # characters; fewer are done before new processes have loaded their model

Item = TypeVar("Item")
Made = TypeVar("Made")


def analyse(text: str, *, parser: Parser | None = None, indirect: Indirect = "auto") -> Analysis:
    """Find who says what in one French text.

    Offsets in the result index ``text`` itself, half-open.

    Parameters
    ----------
    text
        One document, used as it is. Empty or blank text gives an empty analysis.
    parser
        Reused between calls when given; otherwise the shipped model, loaded once per process.
    indirect
        Whether speech reported without quotation marks counts: ``"always"``, ``"never"``, or ``"auto"``, which leaves it out of texts told
        in the past historic (novels), where it is the narrator's prose.

    Returns
    -------
    Analysis
        ``.quotes``, ``.speakers``, ``.verbs`` are DataFrames (columns in the README, empty when nothing is found).

    Raises
    ------
    InputError
        ``text`` is no text, or ``indirect`` another word.
    ModelError
        A model file is missing, altered or made for another version of stanza; the message says which and what to type.

    Examples
    --------
    >>> analyse("« Il faut agir », a déclaré Anne Martin.").quotes.speaker.tolist()
    ['Anne Martin']
    """
    if not isinstance(text, str):
        raise InputError(f"analyse takes one text, a str, not a {type(text).__name__}; analyse_corpus takes many")
    _check_indirect(indirect)
    document = Document("text", text)
    return Analysis((DocumentResult(document, quotations_of(document, parser or default_parser(), indirect)),))


def analyse_corpus(
    source: Source,
    *,
    text_field: str = "text",
    id_field: str | None = None,
    metadata: str | os.PathLike[str] | Metadata | None = None,
    encoding: str | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    indirect: Indirect = "auto",
) -> Analysis:
    """Find who says what in many French texts.

    Parameters
    ----------
    source
        A DataFrame; texts by their identifiers, as pairs, a mapping or a Series; Documents; or paths of files and folders.
    text_field, id_field
        Columns of a DataFrame or of table files. Without ``id_field`` a DataFrame's index or the number of the row identifies.
    metadata
        A table file whose first column is ``id``, or a mapping from identifiers; carried along to ``.quotes`` and ``.documents``. Without it,
        a ``metadata.csv`` in a folder of texts describes them.
    encoding
        Of text files; guessed for each when None.
    jobs
        Processes to use. With more than one, a script needs ``if __name__ == "__main__":`` around its call.
    progress
        Called after each document with how many are done and how many there are.
    indirect
        As in `analyse`.

    Returns
    -------
    Analysis
        Documents in the order of the source. One that cannot be read or analysed is in ``.failures`` with its reason.

    Raises
    ------
    InputError
        Nothing can be read, or an input does not exist or lacks a column.
    ModelError
        The language model cannot be used.

    Examples
    --------
    >>> pairs = [("a", "« Il faut agir », a déclaré Anne Martin."), ("b", "Il pleut.")]
    >>> analyse_corpus(pairs).documents[["doc_id", "quotes"]].values.tolist()
    [['a', 1], ['b', 0]]
    """
    _check_indirect(indirect)
    inputs = documents_from(source, text_field=text_field, id_field=id_field, encoding=encoding, folder_metadata=metadata is None)
    if isinstance(metadata, str | os.PathLike):
        metadata = read_metadata(metadata, encoding=encoding)
    if metadata is not None:
        inputs = inputs._replace(documents=with_metadata(inputs.documents, metadata))
    return analyse_inputs(inputs, jobs=jobs, progress=progress, indirect=indirect)


def _check_indirect(indirect: str) -> None:
    if indirect not in get_args(Indirect):
        raise InputError(f"indirect must be one of {', '.join(get_args(Indirect))}, not {indirect!r}")


def analyse_inputs(inputs: Inputs, *, jobs: int = 1, progress: Progress | None = None, indirect: Indirect = "auto") -> Analysis:
    """Find who says what in documents that are read already; ``inputs.failures`` are carried along."""
    results: list[DocumentResult] = []
    failures = list(inputs.failures)
    spool = Spool()
    for done, outcome in enumerate(outcomes(inputs.documents, jobs=jobs, indirect=indirect), start=1):
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            results.append(spool.result(outcome))
        if progress is not None:
            progress(done, len(inputs.documents))
    return Analysis(tuple(results), tuple(failures))


def outcomes(documents: Iterable[Document], *, jobs: int = 1, indirect: Indirect = "auto") -> Iterator[DocumentResult | Failure]:
    """Yield what is found in each document, or why it cannot be analysed, in order; only some documents are in work at a time."""
    _check_jobs(jobs)
    batches = _batches(documents)
    first: list[list[Document]] = []
    size = 0
    if jobs > 1:  # to start processes takes longer than to analyse little
        while size < WORTH_PROCESSES and (batch := next(batches, None)) is not None:
            first.append(batch)
            size += sum(len(document.text) for document in batch)
    jobs = 1 if size < WORTH_PROCESSES else jobs
    for batch, found in in_order(partial(_found, indirect=indirect), chain(first, batches), jobs=jobs):
        for document, outcome in zip(batch, found, strict=True):
            yield outcome if isinstance(outcome, Failure) else DocumentResult(document, outcome)


def _check_jobs(jobs: int) -> None:
    if not isinstance(jobs, int) or jobs < 1:
        raise InputError(f"jobs must be a number, 1 or more, not {jobs!r}")


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Put documents together that are parsed together."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def losers(document: Document, indirect: Indirect = "auto") -> tuple[Lost, ...]:
    """Return what rules said of a document that did not stand, and why; none for a document that cannot be analysed."""
    try:
        return losers_of(document, default_parser(), indirect)
    except QuotesError:
        raise
    except Exception:  # the analysis has reported it
        return ()


def _found(documents: Sequence[Document], indirect: Indirect) -> list[tuple[Attribution, ...] | Failure]:
    """Analyse documents; whatever goes wrong with one of them alone is its failure, so that the others go on."""
    parser = default_parser()
    try:
        return list(quotations_in(documents, parser, indirect))
    except QuotesError:  # of the model or the lexicons: the others would fail alike
        raise
    except Exception as error:
        if len(documents) == 1:
            return [Failure(documents[0].doc_id, f"{type(error).__name__}: {error}".replace("\n", " "))]
    return [outcome for document in documents for outcome in _found([document], indirect)]


def in_order(work: Callable[[Item], Made], items: Iterable[Item], *, jobs: int) -> Iterator[tuple[Item, Made]]:
    """Yield each item with what ``work`` makes of it, in order, in this process or ``jobs`` new ones; a few items are taken ahead.

    Raises
    ------
    InputError
        ``jobs`` is no number or less than 1.
    QuotesError
        A process ended before its work did.

    Examples
    --------
    >>> list(in_order(len, ["a", "", "abc"], jobs=1))
    [('a', 1), ('', 0), ('abc', 3)]
    """
    _check_jobs(jobs)
    if jobs == 1:
        yield from ((item, work(item)) for item in items)
        return
    executor = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_start_process)
    waiting: deque[tuple[Item, Future[Made]]] = deque()
    try:
        for item in items:
            waiting.append((item, executor.submit(work, item)))
            if len(waiting) > 2 * jobs:
                first, made = waiting.popleft()
                yield first, made.result()
        yield from ((item, made.result()) for item, made in waiting)
    except BrokenProcessPool as error:
        raise QuotesError(
            f'one of {jobs} processes ended early: in a script, put the call under if __name__ == "__main__":; '
            "else it may be for want of memory: take fewer (--jobs 1)"
        ) from error
    finally:
        executor.shutdown(cancel_futures=True)


def _start_process() -> None:
    """Give a process one core, and let Ctrl-C end it without a message."""
    import torch

    torch.set_num_threads(1)
    signal.signal(signal.SIGINT, signal.SIG_DFL)

"""What several commands do: read texts and tables about them, analyse with a bar, tell what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.cli.terminal import complain, note, progress_bar

if TYPE_CHECKING:
    from quotes.reading import Inputs
    from quotes.records import Alias, Indirect
    from quotes.telling.groups import By
    from quotes.telling.results import Analysis

DONE, FAILED, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130


def read(inputs: tuple[str, ...], *, text_field: str, id_field: str | None, metadata: str | None, encoding: str | None) -> Inputs:
    """Read the texts that a command is given, and what its metadata say of them."""
    from quotes.reading import read_inputs, read_metadata, with_metadata

    described = None if metadata is None else read_metadata(metadata, encoding=encoding)
    found = read_inputs(inputs, text_field=text_field, id_field=id_field, encoding=encoding, folder_metadata=described is None)
    return found if described is None else found._replace(documents=with_metadata(found.documents, described))


def aliases_of(path: str | None) -> tuple[Alias, ...]:
    """Read the alias file, if there is one."""
    from quotes.reading import read_aliases

    return () if path is None else read_aliases(path)


def groups_of(by: tuple[str, ...]) -> list[By]:
    """Return what to count by; names with a comma between are crossed."""
    return [[name.strip() for name in names.split(",") if name.strip()] for names in by]


def analysed(texts: Inputs, jobs: int, indirect: Indirect, quiet: bool) -> Analysis:
    """Analyse texts, with a bar, and note what was seen on reading them."""
    from quotes.corpus import analyse_inputs

    if not quiet:
        note(*texts.notes)
    with progress_bar(len(texts.documents), quiet=quiet) as progress:
        return analyse_inputs(texts, jobs=jobs, progress=progress, indirect=indirect)


def status_of(analysis: Analysis) -> int:
    """Name the documents that failed on standard error; return the exit status."""
    for failure in analysis.failures:
        complain(f"{failure.where}: {failure.message}")
    return FAILED if analysis.failures else DONE

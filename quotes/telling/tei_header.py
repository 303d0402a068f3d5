"""The header of a TEI file: what the texts are, what the marks mean, and who the speakers are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotes import __version__
from quotes.reading.dates import read_date
from quotes.records import Document, Speaker
from quotes.telling.markup import Markup

ORGANISATIONS = {"organisation", "group"}
PROPER = {"title", "author", "publisher", "date"}  # metadata that TEI has an element for, by the same name
NOT_PUBLISHED = f"Made by quotes {__version__} for the use of whoever owns the texts; not published."
TAXONOMIES = {
    "kinds": {
        "direct": "All the words said stand in quotation marks.",
        "mixed": "Some of the words said stand in quotation marks.",
        "indirect": "None of the words said stand in quotation marks.",
    },
    "statuses": {
        "asserted": "The text says that this was said.",
        "negated": "The text says that this was not said.",
        "hypothetical": "The text only supposes that this is said.",
    },
}


def references_of(speakers: Iterable[Speaker]) -> dict[str, str]:
    """Return the xml:id of each speaker, by ``speaker_id``: p1, p2 for people and anonymous sources, o1, o2 for organisations and groups.

    Examples
    --------
    >>> references_of([Speaker("Anne Roy", "a#1", "person"), Speaker("EDF", "a#2", "organisation"), Speaker("Anne Roy", "a#1", "person")])
    {'a#1': 'p1', 'a#2': 'o1'}
    """
    by_id = {speaker.speaker_id: speaker for speaker in speakers}
    counts = {"p": 0, "o": 0}
    references = {}
    for speaker_id, speaker in by_id.items():
        letter = "o" if speaker.type in ORGANISATIONS else "p"
        counts[letter] += 1
        references[speaker_id] = f"{letter}{counts[letter]}"
    return references


def header(out: Markup, document: Document, speakers: Mapping[str, Speaker] | None = None) -> None:
    """Write the header of one document; with its speakers when no corpus says who they are."""
    with out.around("teiHeader"):
        with out.around("fileDesc"):
            with out.around("titleStmt"):
                out.line("title", document.doc_id)
            with out.around("publicationStmt"):
                out.line("p", NOT_PUBLISHED)
            with out.around("sourceDesc"), out.around("bibl"):
                out.line("idno", document.doc_id)
                for name, value in document.metadata.items():
                    _metadata(out, name, value)
        if speakers is not None:
            _common(out, speakers)


def corpus_header(out: Markup, documents: int, speakers: Mapping[str, Speaker]) -> None:
    """Write the header of several documents."""
    with out.around("teiHeader"):
        with out.around("fileDesc"):
            with out.around("titleStmt"):
                out.line("title", f"{documents:,} documents with their quotations")
            with out.around("publicationStmt"):
                out.line("p", NOT_PUBLISHED)
            with out.around("sourceDesc"):
                out.line("p", "Each document has its own header.")
        _common(out, speakers)


def _metadata(out: Markup, name: str, value: str) -> None:
    if not value:
        return
    if (tag := name.casefold()) not in PROPER:
        out.line("note", value, {"type": "metadata", "n": name})
        return
    year, *rest = (read_date(value) if tag == "date" else ()) or (0,)
    out.line(tag, value, {"when": "-".join([f"{year:04}", *(f"{part:02}" for part in rest)]) if year else ""})


def _common(out: Markup, speakers: Mapping[str, Speaker]) -> None:
    with out.around("encodingDesc"):
        with out.around("appInfo"), out.around("application", {"ident": "quotes", "version": __version__}):
            out.line("label", "quotes")
        with out.around("classDecl"):
            for taxonomy, categories in TAXONOMIES.items():
                with out.around("taxonomy", {"xml:id": taxonomy}):
                    for category, meaning in categories.items():
                        with out.around("category", {"xml:id": category}):
                            out.line("catDesc", meaning)
    if speakers:
        with out.around("profileDesc"), out.around("particDesc"):
            _list(out, "listPerson", {xml_id: who for xml_id, who in speakers.items() if who.type not in ORGANISATIONS})
            _list(out, "listOrg", {xml_id: who for xml_id, who in speakers.items() if who.type in ORGANISATIONS})


def _list(out: Markup, tag: str, speakers: Mapping[str, Speaker]) -> None:
    if not speakers:
        return
    with out.around(tag):
        for xml_id, speaker in speakers.items():
            attributes = {"xml:id": xml_id, "n": speaker.speaker_id}
            if tag == "listOrg":
                with out.around("org", {**attributes, "role": speaker.type}):
                    out.line("orgName", speaker.name)
            else:
                with out.around("person", {**attributes, "sex": speaker.gender.upper(), "role": "" if speaker.type == "person" else speaker.type}):
                    out.line("persName", speaker.name)

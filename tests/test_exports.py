"""Ways out to brat and TEI, and back: nothing of the text is lost, offsets hold, corrections are read, hostile texts do no harm."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import result, said

from quotes.errors import InputError, OutputError
from quotes.evaluate import Gold, evaluate, read_gold
from quotes.gold.brat import annotations_in
from quotes.naming.people import identify
from quotes.records import Attribution, Cue, Document, DocumentResult, Mention, Quotation, Span, Speaker
from quotes.telling.brat import annotations_of, check_folder, write_brat
from quotes.telling.folders import file_names
from quotes.telling.formats import write_rows
from quotes.telling.markup import allowed
from quotes.telling.nesting import nested
from quotes.telling.results import Analysis
from quotes.telling.rows import one_line, sightings_of
from quotes.telling.tei import write_tei

DATA = Path(__file__).parents[1] / "data"
NS = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

PRESS = "« Il faut agir », a dit Anne Roy. Elle y voit « une chance ».\n\nSelon EDF, rien ne presse. « “Non” », crie-t-il."
CHANCE = PRESS.index("une chance")
LINES = "👩‍🎤 « Il faut\r\n \r\nagir\u2028vite », a dit\nl’élue.\x0b« … ! » « 1 »"
HOSTILE = 'Il dit : « </said> ]]> & <b a="x">\t\x00\x1b\ufffe\ud800 » # T1\tQuotation 0 3\tabc'
NAME = '</persName>\n]]> & "x" \'#\tT1'


def made() -> Analysis:
    shared = said(PRESS, "Il faut agir", cue="a dit", lemma="dire", mention="Anne Roy", speaker="Anne Roy", gender="f")
    chance = (Span(CHANCE, CHANCE + len("une chance")),)
    both = replace(shared.quotation, kind="mixed", spans=chance, status="negated")  # the same mention and cue
    inherits = Attribution(replace(shared.quotation, spans=(Span(CHANCE + 4, chance[0].end),), mention=None, cue=None, inherits=0), shared.speaker)
    press = result(
        "press/2019/a.b",
        PRESS,
        shared,
        Attribution(both, shared.speaker),
        inherits,
        said(PRESS, "rien ne presse", cue="Selon", cue_kind="preposition", mention="EDF", speaker="EDF", type="organisation", kind="indirect"),
        said(PRESS, "“Non”", cue="crie-t-il", mention="il", speaker="Paul", gender="m", place=88),
        said(PRESS, "Non", place=88),
        Title="Un titre <à> part",
        date="27 juin 2025",
    )
    lines = result(
        "A",
        LINES,
        said(LINES, "Il faut\r\n \r\nagir\u2028vite", cue="a dit", mention="a dit\nl’élue", speaker="Anne\nRoy", gender="f"),
        said(LINES, "…"),
        said(LINES, "Il", "vite", kind="mixed", speaker="un proche", type="anonymous"),
    )
    hostile = result("../../etc/passwd", HOSTILE, said(HOSTILE, HOSTILE[11:35], cue="dit", mention="Il", speaker=NAME, type="group"))
    return Analysis((press, lines, hostile, result("a", "Rien."), result("", ""), result("C:\\x\x00", "Rien.")))


def perfect(analysis: Analysis, folder: Path) -> None:
    scores = evaluate(read_gold(folder), analysis.results)
    assert scores.misses == []
    assert scores.found.annotated == sum(len(r.attributions) for r in analysis.results)
    for count in (scores.found, scores.attributed, scores.named):
        assert (count.precision, count.recall, count.f1) == (1, 1, 1)


# brat


def test_brat_and_back(tmp_path: Path) -> None:
    analysis = made()
    write_brat(analysis, tmp_path / "out" / "brat")
    perfect(analysis, tmp_path / "out" / "brat")
    gold = read_gold(tmp_path / "out" / "brat")
    assert {g.doc_id: g.text for g in gold} == {r.document.doc_id: r.document.text.replace("\ud800", "\ufffd") for r in analysis.results}
    assert Counter(q.kind for g in gold for q in g.quotes) == Counter(a.quotation.kind for r in analysis.results for a in r.attributions)
    assert Counter(q.gender for g in gold for q in g.quotes) == Counter(
        a.speaker.gender if a.speaker else "" for r in analysis.results for a in r.attributions
    )
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["brat"]


def test_what_differs_is_seen(tmp_path: Path) -> None:
    analysis = made()
    write_brat(analysis, tmp_path / "b")
    first, *others = analysis.results[0].attributions
    other_name = Attribution(first.quotation, Speaker("Zoé", "z", "person"))
    scores = evaluate(read_gold(tmp_path / "b"), [replace(analysis.results[0], attributions=(other_name, *others[1:])), *analysis.results[1:]])
    assert scores.found.recall < 1 == scores.found.precision
    assert scores.named.precision < 1


def test_files_of_brat(tmp_path: Path) -> None:
    analysis = made()
    write_brat(analysis, tmp_path)
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    texts = {"press/2019/a.b", "A", "_/_/etc/passwd", "a-2", "_", "C__x_"}
    assert files == {"annotation.conf", "visual.conf", "doc_ids.json", *(f"{name}{ending}" for name in texts for ending in (".txt", ".ann"))}
    assert (tmp_path / "A.txt").read_bytes() == LINES.encode()
    assert (tmp_path / "a-2.ann").read_bytes() == b""
    lines = (tmp_path / "A.ann").read_text(encoding="utf-8").splitlines()
    assert "T1\tQuotation 6 13;18 22;23 27\tIl faut agir vite" in lines
    assert "#1\tAnnotatorNotes T1\tAnne Roy" in lines
    press = (tmp_path / "press/2019/a.b.ann").read_text(encoding="utf-8")
    assert (press.count("\tMention "), press.count("\tCue "), press.count("\tSource "), press.count("\tIntroduces ")) == (3, 3, 4, 4)
    assert "Status T4 negated" in press
    notes = [line.split("\t")[2] for line in press.splitlines() if line.startswith("#")]
    assert notes == ["Anne Roy", "Anne Roy", "Anne Roy", "EDF", "Paul"]  # who inherits the speaker is named too


def test_a_word_that_is_blank_is_left_out() -> None:
    assert annotations_of(result("a", "a \n b", said("a \n b", " \n "))) == []


@pytest.mark.parametrize(
    "doc_ids",
    [
        ["..", ".", "", "/", "//", "../..", "/etc/passwd", "a/../../b", "\0", "a\nb", ".hidden", "x/.git/config"],
        ["é" * 500, "é" * 499, "/".join("ab" * 200), "x" * 5000, "👩‍🎤" * 300],
        ["a", "A", "a-2", "É", "é", "e\u0301", "ß", "SS", "a/b", "A/B", "a.txt/b", "a", "annotation.conf", "annotation.conf/x", "doc_ids.json/y"],
        ["C:x", "nul", "CON.x", "a\\b", 'a?*|<>"', "a. ", " a", "\ud800", "\u202e", "T1\t"],
    ],
)
def test_hostile_identifiers(tmp_path: Path, doc_ids: list[str]) -> None:
    folder = tmp_path / "in" / "out"
    write_brat(Analysis(tuple(result(doc_id, f"Texte {number}.") for number, doc_id in enumerate(doc_ids))), folder)
    assert {gold.text: gold.doc_id for gold in read_gold(folder)} == {f"Texte {number}.": doc_id for number, doc_id in enumerate(doc_ids)}
    assert [*tmp_path.iterdir()] == [tmp_path / "in"] and [*(tmp_path / "in").iterdir()] == [folder]
    names = file_names(doc_ids)
    assert len({name.casefold() for name in names}) == len(names)
    assert not any(part.startswith(".") or part.endswith((".", " ")) for name in names for part in name.split("/"))


@given(st.lists(st.text(st.sampled_from("aAéÉ./\\:-2\0\ud800ß ")), max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_identifiers_have_names_of_their_own(doc_ids: list[str]) -> None:
    names = file_names(doc_ids)
    files = {f"{name}.txt".casefold() for name in names}
    assert len(files) == len(doc_ids)
    folders = {"/".join(name.split("/")[:depth]).casefold() for name in names for depth in range(1, name.count("/") + 1)}
    assert not files & folders
    assert all({"", ".", ".."}.isdisjoint(name.split("/")) and len(name.encode()) < 240 for name in names)


@pytest.mark.parametrize("name", ["old.txt", "sub/corrected.ann", "TEXT.TXT"])
def test_a_folder_with_work_in_it_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    for write in (lambda: check_folder(tmp_path), lambda: write_brat(made(), tmp_path)):
        with pytest.raises(OutputError, match=r"holds .txt or .ann files already, which would be lost; name another folder"):
            write()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / name]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("mine")
    with pytest.raises(OutputError, match="this folder cannot be made"):
        write_brat(made(), tmp_path / "f")


def test_corrections_are_read(tmp_path: Path) -> None:
    write_brat(made(), tmp_path)
    path = tmp_path / "press" / "2019" / "a.b.ann"
    lines = path.read_text(encoding="utf-8").splitlines()
    start, rien = PRESS.index("Elle"), PRESS.index("rien")
    changes = {
        f"T6\tQuotation {rien} {rien + 14}\trien ne presse": "",  # deleted; what hung on it is passed over
        f"T4\tQuotation {CHANCE} {CHANCE + 10}\tune chance": f"T4\tQuotation {CHANCE + 4} {CHANCE + 10};{CHANCE} {CHANCE + 3}\tchance une",  # moved
        "#1\tAnnotatorNotes T1\tAnne Roy": "#1\tAnnotatorNotes T1\tAnne Le Roy",
        "#3\tAnnotatorNotes T5\tAnne Roy": "A99\tDoubtful T5",
        "R1\tSource Arg1:T2 Arg2:T1": f"T90\tMention {start} {start + 4}\tElle\nR1\tSource Arg1:T90 Arg2:T1",
        "A1\tKind T1 direct": f"A1\tKind T1 indirect\nT91\tQuotation {start} {start + 11}\tElle y voit\n#91\tAnnotatorNotes T91\tZoé",
    }
    assert set(changes) <= set(lines)
    path.write_text("".join(f"{changes.get(line, line)}\r\n" for line in reversed(lines)), encoding="utf-8", newline="")
    gold = next(gold for gold in read_gold(tmp_path) if gold.doc_id == "press/2019/a.b")
    assert [(PRESS[slice(*quote.spans[0])], quote.speaker, quote.kind, quote.doubtful) for quote in gold.quotes] == [
        ("Il faut agir", "Anne Le Roy", "indirect", False),
        ("Elle y voit", "Zoé", "any", False),
        ("une chance", "Anne Roy", "mixed", False),
        ("chance", "", "direct", True),
        ("“Non”", "Paul", "direct", False),
        ("Non", "", "direct", False),
    ]
    assert gold.quotes[0].mention == (start, start + 4)
    scores = evaluate([gold], made().results[:1])
    count = scores.found
    assert (count.annotated, count.predicted, count.right) == (5, 5, 4)  # one is doubtful, one was deleted, one was missing
    assert scores.attributed.right == 3  # one has another mention
    assert scores.named.right == 2  # one of them has another name


def test_a_text_that_changed_is_refused(tmp_path: Path) -> None:
    write_brat(made(), tmp_path)
    path = tmp_path / "press" / "2019" / "a.b.txt"
    path.write_text("X" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.b\.ann, line 1: 'Il faut agir' is said to be at 2 14, where the text has ' Il faut agi'"):
        read_gold(tmp_path)


def test_ann_of_a_person() -> None:
    """Lines in any order, pieces in any order, arguments in any order, and other things that brat knows."""
    text = "« Il faut   agir », a dit Anne\nRoy. « Non »."
    lines = "\n".join(
        [
            "R1\tSource Arg2:T1 Arg1:T2\t",
            "*\tEquiv T1 T2",
            "E1\tBattle:T1 Who:T2",
            "N1\tReference T2 Wikipedia:1\tAnne",
            "M1\tNegation T1",
            "A1\tDoubtful T3",
            "A2\tGender T2 f",
            "#7\tAnnotatorNotes R1\tsure?",
            "#1\tAnnotatorNotes T2\t  Anne Roy ",
            "#2\tOther T1\tx",
            "R2\tSource Arg1:T2 Arg2:T99",
            "R3\tElse Arg1:T4 Arg2:T1",
            "T4\tPlace 0 1\t«",
            "T2\tMention 26 30;31 34\tAnne Roy",
            "T1\tQuotation 12 16;2 9\tagir Il faut",
            "T3\tQuotation 38 41\tNon",
            "",
        ]
    )
    first, second = annotations_in(lines, text)
    assert first == (((2, 16),), (26, 34), "Anne Roy", "f", "any", False)
    assert second == (((38, 41),), None, "", "", "any", True)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("hello", "line 2: not an annotation: 'hello'; a line begins with one of T R A #"),
        ("T2 Quotation 2 5 Oui", "line 2: malformed: 'T2 Quotation 2 5 Oui'; such a line is T1<tab>Quotation 2 14<tab>the words"),
        ("T2\tQuotation 2\tOui", "line 2: malformed"),
        ("T2\tQuotation 2 5", "line 2: malformed"),
        ("T2\tQuotation 2 5;\tOui", "line 2: malformed"),
        ("T2\tQuotation -2 5\tOui", "line 2: malformed"),
        ("R1\tSource T1 T2", "line 2: malformed: .*Arg1:T2 Arg2:T1"),
        ("A1\tKind", "line 2: malformed"),
        ("#1\tAnnotatorNotes T1", "line 2: malformed"),
        ("T1\tQuotation 2 5\tOui", "line 2: T1 a second time"),
        ("T2\tQuotation 2 99\tOui", "line 2: 2 99 is no range of the text of 15 characters"),
        ("T2\tQuotation 5 2\tOui", "line 2: 5 2 is no range"),
        ("T2\tQuotation 2 2\t", "line 2: 2 2 is no range"),
        ("T2\tMention 2 5\tNon", "line 2: 'Non' is said to be at 2 5, where the text has 'Oui'; restore the text"),
        (
            "T2\tMention 9 12\tdit\nT3\tMention 13 15\til\nR1\tSource Arg1:T2 Arg2:T1\nR2\tSource Arg1:T3 Arg2:T1",
            "line 5: T1 has two mentions, T2 and T3",
        ),
    ],
)
def test_malformed_lines_are_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("« Oui », dit il", encoding="utf-8")
    (tmp_path / "a.ann").write_text(f"T1\tQuotation 2 5\tOui\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_gold(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'a.ann'}, line ") and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no .ann file in this folder"),
        ({"a.txt": b"Rien."}, "no .ann file in this folder"),
        ({"a.ann": b""}, "a.ann: no a.txt beside it"),
        ({"a.ann": b"", "a.txt": b"\xe9"}, "a.txt: cannot be read .*UTF-8"),
        ({"a.ann": b"\xe9", "a.txt": b""}, "a.ann: cannot be read .*UTF-8"),
        ({"a.ann": b"", "a.txt": b"", "doc_ids.json": b"[1]"}, "doc_ids.json: not the identifiers"),
        ({"a.ann": b"", "a.txt": b"", "doc_ids.json": b"{"}, "doc_ids.json: not the identifiers"),
    ],
)
def test_folders_that_are_no_gold(tmp_path: Path, files: dict[str, bytes], message: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_gold(tmp_path)


def test_gold_with_other_line_breaks_in_json(tmp_path: Path) -> None:
    (tmp_path / "g.jsonl").write_text(json.dumps({"id": "a", "text": "a\u2028b\x85", "quotes": []}, ensure_ascii=False), encoding="utf-8")
    assert read_gold(tmp_path / "g.jsonl")[0].text == "a\u2028b\x85"


@pytest.mark.parametrize(("gold", "right"), [((6, 7), 1), ((6, 8), 1), ((6, 9), 0), ((2, 7), 0), ((0, 1), 0)])
def test_words_without_a_letter_are_compared_by_every_sign(gold: tuple[int, int], right: int) -> None:
    text = "« Oui ! », dit-il."
    lines = f"T1\tQuotation {gold[0]} {gold[1]}\t{text[slice(*gold)]}"
    scores = evaluate([Gold("a", text, annotations_in(lines, text))], [result("a", text, said(text, "!"))])
    assert scores.found.right == right


# TEI


def tei(analysis: Analysis, path: Path) -> ET.Element:
    write_rows(analysis, path)
    return ET.parse(path).getroot()


def texts(root: ET.Element) -> list[list[str]]:
    return [["".join(p.itertext()) for p in text.iter(f"{NS}p")] for text in root.iter(f"{NS}text")]


def pieces(root: ET.Element, tag: str = "said") -> list[list[ET.Element]]:
    """The elements of a name in the texts, those joined by next together."""
    by_id = {element.attrib[ID]: element for text in root.iter(f"{NS}text") for element in text.iter(f"{NS}{tag}")}
    chains = []
    for element in by_id.values():
        if "prev" in element.attrib:
            before = by_id[element.attrib["prev"].removeprefix("#")]
            assert before.attrib["next"] == f"#{element.attrib[ID]}"
        else:
            chains.append([element])
            while "next" in chains[-1][-1].attrib:
                chains[-1].append(by_id[chains[-1][-1].attrib["next"].removeprefix("#")])
    assert sum(map(len, chains)) == len(by_id)
    return chains


def words(chain: list[ET.Element]) -> str:
    return "".join("".join(element.itertext()) for element in chain)


def flat(text: str) -> str:
    """A text as XML can hold it, lines that are blank and the breaks between them left out."""
    return allowed("".join(line for line in text.splitlines() if line.strip()))


def expected(analysis: Analysis) -> list[str]:
    return [
        words
        for r in analysis.results
        for a in r.attributions
        if (words := "".join(flat(r.document.text[start:end]) for start, end in a.quotation.spans))
    ]


def check_tei(analysis: Analysis, root: ET.Element) -> None:
    """What holds of every TEI file."""
    assert [lines or [""] for lines in texts(root)] == [
        [allowed(line) for line in r.document.text.splitlines() if line.strip()] or [""] for r in analysis.results
    ]
    assert sorted(map(words, pieces(root))) == sorted(expected(analysis))
    ids = [element.attrib[ID] for element in root.iter() if ID in element.attrib]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for name in ("who", "ref", "corresp", "ana", "next", "prev"):
            assert {f"#{known}" for known in ids} >= set(element.get(name, "").split())
    speakers = [element.attrib["n"] for tag in ("person", "org") for element in root.iter(f"{NS}{tag}")]
    people = identify(sightings_of(analysis.results), everybody=True)
    assert sorted(speakers) == sorted(map(allowed, {person.speaker_id for person in people.values()}))


def test_tei_holds_all(tmp_path: Path) -> None:
    analysis = made()
    root = tei(analysis, tmp_path / "t.xml")
    check_tei(analysis, root)
    assert root.tag == f"{NS}teiCorpus" and len(root.findall(f"{NS}TEI")) == 6
    press = root.find(f"{NS}TEI")
    assert press is not None
    assert press.findtext(f".//{NS}bibl/{NS}title") == "Un titre <à> part"
    assert [date.attrib for date in press.iter(f"{NS}date")] == [{"when": "2025-06-27"}]
    people = [(who[0].text, who.get("sex"), who.get("role")) for who in root.iter(f"{NS}person")]
    assert people == [("Anne Roy", "F", None), ("Paul", "M", None), ("un proche", None, "anonymous")]
    assert [(org.attrib["role"], org[0].text) for org in root.iter(f"{NS}org")] == [("organisation", "EDF"), ("group", one_line(NAME))]
    first, mixed, _, indirect, outer, inner = pieces(press)
    assert (first[0].get("direct"), first[0].get("ana"), first[0].get("cert"), first[0].get("n")) == ("true", "#direct #asserted", "0.75", "1")
    assert (mixed[0].get("direct"), mixed[0].get("ana"), indirect[0].get("direct")) == ("false", "#mixed #negated", "false")
    assert inner[0] in list(outer[0].iter()) and inner[0].get("who") is None
    assert [(seg.get("type"), seg.text) for seg in press.iter(f"{NS}seg")] == [("cue", "a dit"), ("cue", "Selon"), ("cue", "crie-t-")]
    assert [rs.text for rs in press.iter(f"{NS}rs")] == ["Anne Roy", "EDF", "il"]
    shared = next(press.iter(f"{NS}rs"))
    assert (shared.get("corresp"), shared.get("ref")) == ("#d1q1 #d1q2", first[0].get("who"))


def test_one_document_is_no_corpus(tmp_path: Path) -> None:
    analysis = Analysis(made().results[1:2])
    root = tei(analysis, tmp_path / "t.XML")
    check_tei(analysis, root)
    assert root.tag == f"{NS}TEI"
    assert root.find(f".//{NS}encodingDesc") is not None


def test_no_document_is_a_text_without_words(tmp_path: Path) -> None:
    write_tei(Analysis(()), tmp_path / "t.xml")
    root = ET.parse(tmp_path / "t.xml").getroot()
    assert root.tag == f"{NS}TEI" and texts(root) == [[""]]


def test_who_is_the_same_in_two_documents_is_one_person(tmp_path: Path) -> None:
    text = "« Oui », dit Anne Roy."
    both = [result(name, text, said(text, "Oui", mention="Anne Roy", speaker="Anne Roy", gender="f")) for name in "ab"]
    both[1] = replace(both[1], attributions=tuple(replace(a, speaker=Speaker("Anne Roy", "b#9", "person", "f")) for a in both[1].attributions))
    root = tei(Analysis(tuple(both)), tmp_path / "t.xml")
    assert len(list(root.iter(f"{NS}person"))) == 1
    assert {element.get("who") for element in root.iter(f"{NS}said")} == {"#p1"}


def test_elements_that_cross_are_split(tmp_path: Path) -> None:
    text = "abcdefgh"
    analysis = Analysis((result("a", text, said(text, "abcd"), said(text, "cdefgh", cue="def", mention="fgh")),))
    root = tei(analysis, tmp_path / "t.xml")
    check_tei(analysis, root)
    assert [[element.attrib[ID] for element in chain] for chain in pieces(root)] == [["d1q1"], ["d1q2", "d1q2.2"]]


def test_a_failed_write_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_tei(made(), tmp_path / "missing" / "t.xml")
    assert list(tmp_path.iterdir()) == []


# any text, any spans

SIGNS = "ab é«»…\n\r\t\x00\x0b\x1c\x85\u2028\ud800\uffff😀<>&\"']#"
SPANS = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted)


@st.composite
def documents(draw: st.DrawFn) -> DocumentResult:
    text = draw(st.text(st.sampled_from(SIGNS), max_size=30))

    def span() -> Span:
        start, end = draw(SPANS)
        return Span(min(start, len(text)), min(end, len(text)))

    def words(place: Span) -> str:
        return text[slice(*place)]

    attributions = []
    for _ in range(draw(st.integers(0, 5))):
        ends = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
        spans = [Span(*piece) for piece in zip(ends[::2], ends[1::2], strict=False)]  # pieces of one quotation never overlap
        cue, mention = span(), span()
        quotation = Quotation(
            draw(st.sampled_from(["direct", "mixed", "indirect"])),
            tuple(spans),
            draw(st.sampled_from([None, Cue(cue, words(cue), "x", "verb")])),
            draw(st.sampled_from([None, Mention(mention, words(mention), "name")])),
            "by-hand", 0.5, sentence=0, paragraph=0, status=draw(st.sampled_from(["asserted", "negated", "hypothetical"])),
        )  # fmt: skip
        name = draw(st.text(st.sampled_from(SIGNS), max_size=5))
        speaker = Speaker(name, f"#{name}", draw(st.sampled_from(["person", "organisation", "group", "anonymous"])))
        attributions.append(Attribution(quotation, draw(st.sampled_from([None, speaker]))))
    return DocumentResult(Document(draw(st.text(st.sampled_from(SIGNS), max_size=5)), text), tuple(attributions))


@given(st.lists(documents(), max_size=3))
@settings(max_examples=200, deadline=None)
def test_any_spans_give_tei_that_holds_the_text(tmp_path_factory: pytest.TempPathFactory, results: list[DocumentResult]) -> None:
    analysis = Analysis(tuple(results))
    root = tei(analysis, tmp_path_factory.mktemp("tei") / "t.xml")
    if results:
        check_tei(analysis, root)


@given(documents())
@settings(max_examples=300, deadline=None)
def test_any_spans_give_annotations_that_are_read_back(found: DocumentResult) -> None:
    text = found.document.text
    lines = annotations_of(found)
    for line in lines:
        assert line.splitlines() == [line]
        if line.startswith("T"):
            _, where, column = line.split("\t", 2)
            spans = [tuple(map(int, piece.split())) for piece in where.split(" ", 1)[1].split(";")]
            assert column == " ".join(text[start:end] for start, end in spans)
    quotes = annotations_in("\n".join(lines), text)
    wanted = [a for a in found.attributions if any(text[slice(*span)].strip() for span in a.quotation.spans)]
    assert Counter(q.kind for q in quotes) == Counter(a.quotation.kind for a in wanted)
    assert Counter(q.speaker for q in quotes) == Counter(one_line(a.speaker.name).strip() if a.speaker else "" for a in wanted)


@given(st.lists(SPANS.map(lambda ends: Span(*ends)), max_size=8))
def test_any_ranges_are_nested(spans: list[Span]) -> None:
    open_places: list[int] = []
    held: list[set[int]] = [set() for _ in spans]
    for step in nested(spans):
        for place in step.ends:
            assert open_places.pop() == place
        open_places.extend(step.begins)
        for place in open_places:
            held[place] |= set(range(*step.span))
    assert open_places == []
    assert held == [set(range(*span)) for span in spans]


# the shipped model


@pytest.mark.model
def test_the_article_and_the_gazette_go_out_and_come_back(tmp_path: Path, parser: object) -> None:
    from quotes.pipeline import quotations_of

    paths = [DATA / "article.txt", *sorted((DATA / "gazette").glob("*.txt"))]
    read = [Document(path.stem, path.read_bytes().decode()) for path in paths]
    analysis = Analysis(tuple(DocumentResult(document, tuple(quotations_of(document, parser))) for document in read))  # type: ignore[arg-type]
    assert len(analysis.quotes) > 20
    write_brat(analysis, tmp_path / "brat")
    perfect(analysis, tmp_path / "brat")
    check_tei(analysis, tei(analysis, tmp_path / "t.xml"))

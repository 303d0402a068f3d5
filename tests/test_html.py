"""Exports of Europresse and saved web pages become documents, however badly their HTML is made."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.errors import InputError
from quotes.reading import documents_from, read_inputs
from quotes.reading.dates import find_date, read_date
from quotes.reading.europresse import Article, is_export, read_articles

HTML = Path(__file__).parent / "html"
NEW, OLD = (HTML / "europresse.html").read_text(encoding="utf-8"), (HTML / "europresse-old.html").read_text(encoding="latin-1")
COLUMNS = ["outlet", "date", "author", "title", "section", "page"]
REPORT = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="generator" content="quotes 0.1.0"></head><body><p>Oui.</p></body></html>'
)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---------------------------------------------------------------- dates in headers

HEADERS = [
    ("Politique, jeudi 5 octobre 2013, p. 4", "2013-10-05", "jeudi 5 octobre 2013"),
    ("jeudi 5 octobre 2013, Politique", "2013-10-05", "jeudi 5 octobre 2013"),
    ("Politics, Thursday, October 5, 2013, p. A4", "2013-10-05", "Thursday, October 5, 2013"),
    ("The Larvan Tribune October 5, 2013", "2013-10-05", "October 5, 2013"),
    ("Section 3, 1er août 2013 - 14:23 UTC", "2013-08-01", "1er août 2013"),
    ("Une, 3\u00a0FEVRIER\u00a02006", "2006-02-03", "3\u00a0FEVRIER\u00a02006"),
    ("Édition du 2013-10-05", "2013-10-05", "2013-10-05"),
    ("le 31 février 2013, puis le 5 mars 2013", "2013-03-05", "5 mars 2013"),
]


@pytest.mark.parametrize(("header", "iso", "words"), HEADERS, ids=[header for header, _, _ in HEADERS])
def test_date_in_a_header(header: str, iso: str, words: str) -> None:
    found = find_date(header)
    assert found is not None
    assert (found[0], header[found[1].start : found[1].end]) == (iso, words)


@pytest.mark.parametrize("header", ["", "Politique, p. 4", "octobre 2013", "5 brumaire 2013", "31 février 2013"])
def test_no_date_in_a_header(header: str) -> None:
    assert find_date(header) is None


@pytest.mark.parametrize("cell", ["October 5, 2013", "Thursday, October 5, 2013", "Oct. 5, 2013", "5 October 2013", "jeudi 5\u00a0octobre 2013"])
def test_dates_in_words(cell: str) -> None:
    assert read_date(cell) == (2013, 10, 5)


@given(st.text())
def test_any_header_holds_a_date_or_none(header: str) -> None:
    found = find_date(header)
    assert found is None or len(read_date(found[0])) == 3


# ---------------------------------------------------------------- the samples

#: File, identifier, metadata, number of lines, first words, last words.
ARTICLES = [
    (
        "europresse.html",
        "20060315-VZ-0_412087",
        [
            "Le Courrier de la Vézane",
            "2006-03-15",
            "Maud Lesourd et Antonin Faye",
            "Les élus renoncent au tramway « du fleuve »",
            "Politique",
            "4",
        ],
        5,
        "Le tramway ne longera pas la Vézane. Réunis",
        "Une nouvelle étude sera lancée en juin.",
    ),
    (
        "europresse.html",
        "20131005-LT-20131005001",
        ["The Larvan Tribune", "2013-10-05", "Nelly Quarante", "Une ministre en visite chez les éleveurs", "Politics", "A4"],
        3,
        "En visite dans le Haut-Larvan, la ministre",
        "avant Noël », selon le cabinet.",
    ),
    (
        "europresse.html",
        "20200518-RBW-8f2c-41aa",
        ["Radio Brume (site web)", "2020-05-18", "", "La biscuiterie Pâquelin supprime 84 postes", "Économie", ""],
        3,
        "La direction l’a annoncé lundi matin",
        "dénonce « un coup de poignard ».",
    ),
    (
        "europresse.html",
        "europresse-4",
        ["La Gazette des Marais", "", "", "Lettre ouverte à un héron", "", ""],
        3,
        "Cher voisin, vous avez vidé mon bassin.",
        "mais laissez les carpes.",
    ),
    (
        "europresse.html",
        "20060316-DP-77",
        ["Dépêches du Ponant", "2006-03-16", "(DP)", "Le « Galant » démâte au large", "Sports, Voile", "12-13"],
        4,
        "Le trimaran a perdu son mât à 40 milles des côtes.",
        "Un remorqueur l’a rejoint, selon la préfecture maritime.",
    ),
    ("europresse.html", "europresse-8", ["", "", "", "", "", ""], 3, "Sans titre ni date, ce billet", "Ou presque."),
    (
        "europresse-old.html",
        "20060203-PP-0_10233",
        ["Le Phare du Ponant", "2006-02-03", "Gwenaël Toudic", "Le maire de Kerbrume claque la porte", "Région", "7"],
        4,
        "Il avait prévenu. Jeudi, le maire de Kerbrume",
        "une manoeuvre de blocage pour samedi.",
    ),
    (
        "europresse-old.html",
        "20060204-AS-2006-311-4",
        ["L'Arvan soir", "2006-02-04", "", "Trois violons pour un château", "Culture", ""],
        5,
        "La salle était comble, le public conquis.",
        "Selon la mairie, le festival sera reconduit.",
    ),
    ("europresse-old.html", "europresse-old-3", ["Le Phare du Ponant", "2006-02-06", "", "Brèves", "Une", "1"], 4, "Reportage", "À demain."),
]


@pytest.mark.parametrize(("file", "doc_id", "metadata", "lines", "first", "last"), ARTICLES, ids=[case[1] for case in ARTICLES])
def test_article(file: str, doc_id: str, metadata: list[str], lines: int, first: str, last: str) -> None:
    document = next(document for document in read_inputs([HTML / file]).documents if document.doc_id == doc_id)
    assert [plain(value) for value in document.metadata.values()] == metadata and list(document.metadata) == COLUMNS
    assert len(document.text.split("\n")) == lines
    assert plain(document.text).startswith(first) and plain(document.text).endswith(last)


def test_every_article_of_the_samples_is_told_of() -> None:
    read = read_inputs([HTML / "europresse.html", HTML / "europresse-old.html"])
    assert [document.doc_id for document in read.documents] == [case[1] for case in ARTICLES]
    assert [failure.where for failure in read.failures] == [f"{HTML / 'europresse.html'}, article 6"]
    assert "no text in this article" in read.failures[0].message
    assert read.notes == ("read once: 1 article exported more than once, the first: 20060315-VZ-0_412087",)


def test_what_breaks_sentences_leaves_no_trace() -> None:
    text = read_articles(NEW)[0].text
    assert "«\u00a0C’est une occasion" in text and "Bérengère Molinier se dit «\u00a0soulagée\u00a0». Selon" in text
    assert "aux représentants de l'État" in read_articles(OLD)[0].text and "fermera bien" in read_articles(OLD)[0].text


LEFT_OUT = [
    "©",
    "Numéro de document",
    "news·",
    "Illustration",
    "Certificat",
    "var hits",
    "CONSEIL MUNICIPAL",
    "sain et sauf",
    "Documents sauvegardés",
    "<",
]


@pytest.mark.parametrize("words", LEFT_OUT)
def test_what_is_no_text_is_left_out(words: str) -> None:
    assert not any(words in article.text for article in [*read_articles(NEW), *read_articles(OLD)])


# ---------------------------------------------------------------- pieces of exports

LETTER = '<article><header><span class="DocPublicationName">La Gazette</span>{}<p class="titreArticleVisu">Un titre</p>{}</header>{}</article>'
TEXT = '<section><div class="docOcurrContainer"><p>Il pleut.</p></div></section>'
NUMBER = "<footer>Numéro de document : news·20060315·GA·12</footer>"

MAY = "<div>1 mai 2006</div>"
BARE = '<table><tr><td><span class="TitreArticleVisu">Un titre</span><p></p>Anne Roy, Paul B.<p></p>Il pleut.'
NO_OUTLET_END, NO_HEADER_END = LETTER.replace("</span>", ""), LETTER.replace("</header>", "")

PIECES: list[tuple[str, str, dict[str, str]]] = [
    ("section and page before the date", LETTER.format("<div>p. 10, Monde, lundi 1 mai 2006</div>", "", TEXT), {"section": "Monde", "page": "10"}),
    ("several pages", LETTER.format("<div>Monde, 1er mai 2006, p. 10, 12</div>", "", TEXT), {"page": "10, 12", "date": "2006-05-01"}),
    ("bullets", LETTER.format("<div>Monde • 1 mai 2006 • p. LIV2</div>", "", TEXT), {"section": "Monde", "page": "LIV2"}),
    ("a time for the page", LETTER.format("<div>1 mai 2006 08:30 UTC +0200, Monde</div>", "", TEXT), {"section": "Monde", "page": ""}),
    ("the number tells the date", LETTER.format(MAY, "", TEXT + NUMBER), {"date": "2006-03-15", "section": ""}),
    ("a number with no such day", LETTER.format(MAY, "", TEXT + NUMBER.replace("0315", "0231")), {"date": "2006-05-01"}),
    ("header that is not closed", NO_HEADER_END.format("<div>Monde, 1 mai 2006", "", TEXT), {"section": "Monde", "title": "Un titre"}),
    ("outlet that is not closed", NO_OUTLET_END.format(MAY, "", TEXT), {"outlet": "La Gazette", "date": "2006-05-01"}),
    ("title that is not closed", LETTER.format('<div class="titreArticleVisu">Un titre<div>Anne Roy</div>', "", TEXT), {"author": "Anne Roy"}),
    ("author as the first div", LETTER.format("", "<p>Un sous-titre</p><div>Anne Roy</div><div>Photo Paul</div>", TEXT), {"author": "Anne Roy"}),
    ("author with a class", LETTER.format('<div class="a docAuthors">Anne Roy</div>', "<div>Un chapeau</div>", TEXT), {"author": "Anne Roy"}),
    ("a text where the author stands", LETTER.format("", f"<div>{'Il pleut. ' * 20}</div>", TEXT), {"author": ""}),
    ("issue number", LETTER.replace("Gazette", "Gazette, n° 12").format("", "", TEXT), {"outlet": "La Gazette"}),
    ("entities and capitals", "<ARTICLE><SPAN CLASS=DocPublicationName>L&eacute;o</SPAN><p>Il pleut.</ARTICLE>", {"outlet": "Léo"}),
    ("names of two authors, old layout", BARE, {"author": "Anne Roy, Paul B.", "title": "Un titre"}),
]


@pytest.mark.parametrize(("html", "expected"), [case[1:] for case in PIECES], ids=[case[0] for case in PIECES])
def test_metadata(html: str, expected: dict[str, str]) -> None:
    (article,) = read_articles(html)
    assert is_export(html) and article.text == "Il pleut."
    assert {name: article.metadata[name] for name in expected} == expected


TEXTS = [
    ("container that ends early", '<section><div class="docOcurrContainer"><p>A.</p></div><p>B.</p></div></section>', "A.\nB."),
    ("container alone, ended early", '<div><div class="docOcurrContainer"><p>A.</p></div></div></div><p>B.</p>', "A.\nB."),
    ("paragraphs that are not closed", '<section><div class="docOcurrContainer"><p>A.<p>B.<div>C.', "A.\nB.\nC."),
    ("bare text with line breaks", '<section><div class="docOcurrContainer">A.<br><br/>B.</div></section>', "A.\nB."),
    ("section without container", "<section><p>A.</p><aside><p>no</p></aside><p>B.</p></section>", "A.\nB."),
    ("empty container", '<section><div class="docOcurrContainer"></div><p>A.</p></section>', "A."),
    ("neither", "<p>A.</p><p>B.</p><footer>© no</footer>", "A.\nB."),
    ("an aside inside the text", '<div class="docOcurrContainer"><p>A.</p><aside><div>no</div></aside><p>B.</p></div>', "A.\nB."),
    ("an aside that is not closed", '<section><aside><p>no</p><div class="docOcurrContainer"><p>A.</p></div></section>', "A."),
    ("copyright in the text", '<div class="docOcurrContainer"><p>A.</p><p>© no</p><p>Numéro de document : news·20060315·GA·12</p></div>', "A."),
    ("white space", '<div class="docOcurrContainer"><p> A\n\t b\u00a0c &nbsp;! \u00a0</p><p>\u00a0</p><p>D</p></div>', "A b\u00a0c \u00a0!\nD"),
    ("a list and a table", '<div class="docOcurrContainer"><ul><li>A<li>B</ul><table><tr><td>C<td>D</table></div>', "A\nB\nC\nD"),
    ("unknown elements", '<div class="docOcurrContainer"><p>A<my-mark>b</my-mark><blink>c</blink></p></div>', "Abc"),
]


@pytest.mark.parametrize(("html", "text"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_text(html: str, text: str) -> None:
    (article,) = read_articles(LETTER.format("", "", html))
    assert article.text == text


def test_an_article_that_is_not_closed_ends_at_the_next() -> None:
    html = '<body><article><section><p>A.<article><div class="docOcurrContainer"><p>B.</article><p>no</p></body>'
    assert [article.text for article in read_articles(html)] == ["A.", "B."]


# ---------------------------------------------------------------- whatever happens to a file


def check(articles: list[Article]) -> None:
    for article in articles:
        assert list(article.metadata) == COLUMNS and "\0" not in article.text
        assert all(line == line.strip() != "" for line in article.text.split("\n")) or not article.text


@pytest.mark.parametrize("sample", [NEW, OLD], ids=["new", "old"])
def test_every_beginning_of_a_file_is_read(sample: str) -> None:
    for end in range(0, len(sample), 5):
        articles = read_articles(sample[:end])
        check(articles)
        assert not any("<" in article.text.rstrip("</") for article in articles)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([NEW, OLD]), st.lists(st.tuples(st.floats(0, 1), st.integers(1, 40)), max_size=8))
def test_a_file_with_holes_is_read(sample: str, holes: list[tuple[float, int]]) -> None:
    for place, length in holes:
        start = int(place * len(sample))
        sample = sample[:start] + sample[start + length :]
    check(read_articles(sample))


PARTS = ["<article>", "<table>", "</td>", "<p>", "</p>", "<div", "</div>", "<!--", "<br>", "<section>", "a", "\u00a0", "&", "<script>"]


@given(st.lists(st.sampled_from([*PARTS, '<span class="DocHeader">', "news·20060315·GA·12"])))
def test_any_pieces_are_read(pieces: list[str]) -> None:
    check(read_articles("".join(pieces)))


WORD = st.text(st.sampled_from("abcéèœ’«»—!?1"), min_size=1, max_size=8)
INLINE = st.sampled_from(
    ["{}", "{}", "<mark>{}</mark>", "<b>{}</b>", "<i>{}", '<font color="red">{}</font>', '<span class="occurrence">{}</span>', "{}<!-- -->"]
)
PARAGRAPH = st.lists(st.tuples(WORD, INLINE), min_size=1, max_size=6)


def marked_up(paragraph: list[tuple[str, str]]) -> str:
    return " ".join(inline.format(word) for word, inline in paragraph)


@settings(deadline=None)
@given(st.lists(st.tuples(PARAGRAPH, st.sampled_from(["<p>{}</p>", "<p>{}", "<div>{}", "{}</div><br>", "<p>{}</p></div>"])), min_size=1, max_size=5))
def test_no_word_of_the_text_is_lost(paragraphs: list[tuple[list[tuple[str, str]], str]]) -> None:
    words = [word for paragraph, _ in paragraphs for word, _ in paragraph]
    body = "\n".join(around.format(marked_up(paragraph)) for paragraph, around in paragraphs)
    for html in (body, f'<section><div class="docOcurrContainer">{body}</div></section>', f"<section><div>{body}</section>"):
        (article,) = read_articles(LETTER.format("<div>1 mai 2006", "", html + NUMBER))
        assert article.text.split() == words and article.number == "20060315-GA-12"


@settings(deadline=None)
@given(st.lists(st.tuples(PARAGRAPH, st.sampled_from(["{}<br>", "{}<p></p>", "<p></p>{}<br>\n<br>"])), min_size=1, max_size=5))
def test_no_word_of_the_old_layout_is_lost(paragraphs: list[tuple[list[tuple[str, str]], str]]) -> None:
    words = [word for paragraph, _ in paragraphs for word, _ in paragraph]
    body = "\n".join(around.format(marked_up(paragraph)) for paragraph, around in paragraphs)
    head = '<table><tbody><tr><td><span class="DocHeader">1 mai 2006</span><br><span class="TitreArticleVisu">Un titre</span>'
    (article,) = read_articles(f"{head}<br>{body}<br>© 2006<br>Numéro de document : news·20060315·GA·12<table><tr><td>Certificat</table>")
    assert article.text.split() == words


def test_deep_nesting_is_read() -> None:
    (article,) = read_articles(LETTER.format("", "", "<div>" * 2000 + "<b><font>" * 200 + "A."))
    assert article.text == "A."


# ---------------------------------------------------------------- files and folders


def ids(*inputs: str | Path) -> list[str]:
    return [document.doc_id for document in read_inputs(inputs).documents]


def test_exports_in_folders(here: Path) -> None:
    write(here, {"press/a.txt": "A", "press/2006/b.html": LETTER.format("", "", TEXT + NUMBER), "press/2006/c.htm": LETTER.format("", "", TEXT)})
    assert ids("press") == ["2006/20060315-GA-12", "2006/c-1", "a"]
    assert ids("press/2006/b.html") == ["20060315-GA-12"]


def test_an_article_of_two_exports_is_read_once(here: Path) -> None:
    other = LETTER.format("", "", TEXT.replace("pleut", "vente") + NUMBER)
    write(here, {"a.html": LETTER.format("", "", TEXT + NUMBER), "b.html": LETTER.format("", "", TEXT + NUMBER) * 2 + other})
    read = read_inputs(["a.html", "b.html"])
    assert [(document.doc_id, document.text) for document in read.documents] == [("20060315-GA-12", "Il pleut."), ("20060315-GA-12-2", "Il vente.")]
    assert read.notes == ("read once: 2 articles exported more than once, the first: 20060315-GA-12",)


def test_metadata_beside_an_export_win(here: Path) -> None:
    write(here, {"press/b.html": LETTER.format("", "", TEXT + NUMBER), "press/metadata.csv": "id,date,kind\n20060315-GA-12,2006-03-16,brève\n"})
    (document,) = read_inputs(["press"]).documents
    assert (document.metadata["outlet"], document.metadata["date"], document.metadata["kind"]) == ("La Gazette", "2006-03-16", "brève")


def test_encoding_is_guessed_or_named(here: Path) -> None:
    shutil.copy(HTML / "europresse-old.html", here)
    named = read_inputs(["europresse-old.html"], encoding="latin-1").documents
    assert named == read_inputs(["europresse-old.html"]).documents and "État" in named[0].text
    with pytest.raises(InputError, match=r"europresse-old\.html: not utf-8"):
        read_inputs(["europresse-old.html"], encoding="utf-8")


def test_exports_are_taken_from_memory_calls_too() -> None:
    assert len(documents_from(HTML / "europresse.html").documents) == 6


def test_an_export_without_any_text_is_an_error(here: Path) -> None:
    write(here, {"a.html": LETTER.format("", "", "")})
    with pytest.raises(InputError, match=r"^a\.html, article 1: no text in this article"):
        read_inputs(["a.html"])


def test_what_browsers_put_beside_a_page_is_not_read(here: Path) -> None:
    files = [
        "page_files/ad.html",
        "page_fichiers/ad.html",
        "page-Dateien/ad.html",
        "page_2006/kept.html",
        "pages/kept.html",
        "x/page_files/kept.html",
    ]
    write(here, {f"d/{name}": LETTER.format("", "", TEXT) for name in ["page.html", *files]})
    assert sorted(ids("d")) == ["page-1", "page_2006/kept-1", "pages/kept-1", "x/page_files/kept-1"]


def test_reports_are_no_texts(here: Path) -> None:
    write(here, {"d/report.html": REPORT, "d/a.txt": "A", "e/report.htm": REPORT})
    assert ids("d") == ["a"]
    with pytest.raises(InputError, match=r"^d/report\.html is a report of this program, not a text"):
        read_inputs(["d/report.html"])
    with pytest.raises(InputError, match=r"^e: no \.txt file in this folder, nor \.html or \.htm"):
        read_inputs(["e"])


# ---------------------------------------------------------------- web pages


def test_web_page(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("trafilatura")
    (document,) = read_inputs([HTML / "page.html"]).documents
    assert document.doc_id == "page" and dict(document.metadata) == {
        "outlet": "L’Écho de l’Arvan",
        "date": "2024-11-19",
        "author": "Clémence Aubrac",
        "title": "À Bussy-les-Eaux, le vieux pont rouvrira au printemps",
        "url": "https://www.lecho-de-larvan.example/regions/pont-de-bussy",
    }
    lines = document.text.split("\n")
    assert len(lines) == 4 and lines[0].startswith("Fermé depuis la crue") and lines[3].endswith("les piétons et les cyclistes.")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("html", ["", "<p>", "no page", "<html><head><title>A</title></head><body><script>1</script></body></html>"])
def test_page_without_a_text(html: str, here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("trafilatura")
    write(here, {"a.html": html})
    with pytest.raises(InputError, match=r"^a\.html: no main text found in this page; copy the text"):
        read_inputs(["a.html"])
    assert capfd.readouterr() == ("", "")


def test_pages_beside_texts_and_exports(here: Path) -> None:
    pytest.importorskip("trafilatura")
    for name in ("page.html", "europresse-old.html"):
        shutil.copy(HTML / name, here)
    write(here, {"page_fichiers/cadre.html": "<p>no</p>", "empty.html": "<p>", "metadata.csv": "id,kind\npage.html,web\n"})
    read = read_inputs([here])
    assert [document.doc_id for document in read.documents] == ["20060203-PP-0_10233", "20060204-AS-2006-311-4", "europresse-old-3", "page"]
    assert read.documents[3].metadata["kind"] == "web" and [Path(failure.where).name for failure in read.failures] == ["empty.html"]


def test_page_without_the_package(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, {"a.html": "<p>Il pleut.</p>", "b.html": LETTER.format("", "", TEXT)})
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    read = read_inputs(["b.html", "a.html"])
    assert [document.doc_id for document in read.documents] == ["b-1"]
    assert read.failures[0].message == "reading web pages needs the package trafilatura; type: python -m pip install trafilatura"


def test_a_page_saved_as_text_is_a_page(tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_bytes((HTML / "europresse.html").read_bytes())
    (tmp_path / "article.pdf").write_bytes(b"%PDF")
    read = read_inputs([tmp_path])
    assert len(read.documents) > 3 and not any("<p>" in document.text for document in read.documents)
    assert any(note.startswith("not read: 1 file that may hold texts, the first: ") and "article.pdf" in note for note in read.notes)

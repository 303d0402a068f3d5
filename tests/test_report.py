"""The report, the explanations and what notebooks show: everything in them is what the tables say, and text stays text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import result, said

from quotes import cli
from quotes.errors import InputError
from quotes.records import Failure
from quotes.telling import report as reporting
from quotes.telling.explain import explanation_page
from quotes.telling.pieces import pieces_of, spans_of
from quotes.telling.report import DATA, read_texts, report
from quotes.telling.results import TABLES, Analysis, save_tables

TEXT = "« Je lui ai dit : “Pars !” », a raconté Anne Roy. « Il faut agir. »\n— Non, dit Luc."
HOSTILE = "</script><script>hacked()</script><img src=x onerror=hacked()>\"'><svg onload=hacked()>{{ 7*7 }}{% raw %}<!-- ]]> & \u2028 $x$ `${1}`"


@pytest.fixture
def analysis() -> Analysis:
    """Two documents: one quotation within another, one of nobody, one speaker in both."""
    first = result(
        "lyon/01",
        TEXT,
        said(TEXT, "Je lui ai dit : “Pars !”", cue="a raconté", lemma="raconter", mention="Anne Roy", speaker="Anne Roy", gender="f"),
        said(TEXT, "Pars !", cue="ai dit", lemma="dire", mention="Je", speaker="Anne Roy", gender="f"),
        said(TEXT, "Il faut agir."),
        outlet="L'Écho",
        date="2025-06-27",
    )
    other = "Selon Luc, tout va bien."
    second = result(
        "lyon/02", other, said(other, "tout va bien", cue="Selon", lemma="selon", cue_kind="preposition", mention="Luc", speaker="Luc", gender="m"),
        outlet="Le Jour", date="2025-07-02",
    )  # fmt: skip
    return Analysis((first, second), (Failure("lyon/03", "no text"),))


def tables_of(analysis: Analysis) -> dict[str, object]:
    return {name: getattr(analysis, name) for name in TABLES}


def page_of(analysis: Analysis, **how: object) -> str:
    return report(tables_of(analysis), analysis.texts(), **how)  # type: ignore[arg-type]


def data_of(page: str) -> dict[str, object]:
    found = DATA.search(page)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


class Elements(HTMLParser):
    """What a browser would make of a page: its elements, and the text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:
            self.text += data


def test_the_page_holds_every_quotation(analysis: Analysis) -> None:
    data = data_of(page_of(analysis, by=["outlet", "month"]))
    assert data["quotes"]["quote"] == analysis.quotes.quote.tolist()
    assert [speaker["name"] for speaker in data["speakers"]] == ["Anne Roy", "Luc"]
    assert data["quotes"]["speaker"] == [0, 0, -1, 1]
    assert [(group["name"], group["values"]) for group in data["groups"]] == [("outlet", ["L'Écho", "Le Jour"]), ("month", ["2025-06", "2025-07"])]
    assert data["documents"]["first"] == [0, 3]
    assert "1 of 3 documents" in page_of(analysis)


def test_the_page_fetches_nothing_and_allows_one_script(analysis: Analysis) -> None:
    page = page_of(analysis)
    assert not re.search(r"(src|href)=[\"'](?!data:|#)", page)
    policy = next(attributes["content"] for tag, attributes in Elements(page).found if attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy and policy.startswith("default-src 'none'; img-src data:;") and re.search(r"script-src 'sha256-[\w+/]{43}='", policy)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), max_size=6), st.text(max_size=30))
def test_pieces_are_the_text(offsets: list[tuple[int, int, int]], text: str) -> None:
    rows = []
    for numbers in offsets:
        first, second, third = sorted(numbers)
        spans = f"{first}-{second};{second + 1}-{third + 1}"
        rows.append({"spans": spans, "cue_start": first, "cue_end": third, "mention_start": None, "mention_end": None})
    pieces = pieces_of(text, rows)
    assert "".join(piece.text for piece in pieces) == text
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        for place, row in enumerate(rows):
            inside = [span for span in spans_of(row) if span.start < span.end <= len(text) and span.start <= start and end <= span.end]
            assert (place in piece.said) == bool(inside)
        start = end


def test_texts_come_back_from_the_report(analysis: Analysis, tmp_path: Path) -> None:
    analysis.save(tmp_path)
    assert read_texts(tmp_path / "report.html") == analysis.texts()
    assert read_texts(tmp_path / "none.html") == {}
    (tmp_path / "report.html").write_text("<p>mine</p>")
    with pytest.raises(InputError, match=r"report\.html: not the report that quotes analyse wrote"):
        read_texts(tmp_path / "report.html")


def test_any_text_comes_back(tmp_path: Path) -> None:
    text = f"{HOSTILE}\r\n\x00\ud800𝒳\\ud800\n"
    analysis = Analysis((result("a", text, said(text, "script>", speaker=HOSTILE)),))
    analysis.save(tmp_path)
    assert read_texts(tmp_path / "report.html") == {"a": text}


def test_recount_keeps_the_texts(analysis: Analysis, tmp_path: Path) -> None:
    analysis.save(tmp_path, by="outlet")
    (tmp_path / "people.csv").write_text("name,canonical\nLuc,Luc Petit\n")
    assert cli.main(["recount", str(tmp_path), "--aliases", str(tmp_path / "people.csv"), "--quiet"]) == 0
    data = data_of((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert [speaker["name"] for speaker in data["speakers"]] == ["Anne Roy", "Luc Petit"]
    assert data["groups"][0]["name"] == "outlet"
    assert read_texts(tmp_path / "report.html") == analysis.texts()


def test_a_report_without_texts_has_the_quotations(analysis: Analysis, tmp_path: Path) -> None:
    save_tables(tables_of(analysis), {}, tmp_path)  # type: ignore[arg-type]
    data = data_of((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert data["texts"] == [None, None]
    assert len(data["quotes"]["quote"]) == 4


def test_a_report_of_too_much_says_what_it_leaves_out(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "QUOTATIONS", 3)
    page = page_of(analysis, by=["outlet"])
    assert "This report shows the first 1 of 2 documents" in page
    assert "3 documents" not in Elements(page).text.split("Summary")[0].replace("of 3 documents", "")
    data = data_of(page)
    assert (data["documents"]["doc_id"], len(data["quotes"]["quote"]), len(data["texts"])) == (["lyon/01"], 3, 1)
    monkeypatch.setattr(reporting, "CHARACTERS", 1)
    assert data_of(page_of(analysis))["documents"]["doc_id"] == ["lyon/01"], "one document at least"


def test_an_analysis_of_nothing_has_a_report() -> None:
    page = page_of(Analysis((result("a", ""),)))
    assert "1 document, 0 quotations" in page
    assert data_of(page)["quotes"]["quote"] == []


def hostile_analysis() -> Analysis:
    text = f"« {HOSTILE} », a dit {HOSTILE}."
    attribution = said(text, HOSTILE, cue="a dit", lemma=HOSTILE, mention=HOSTILE, speaker=HOSTILE)
    return Analysis((result(HOSTILE, text, attribution, outlet=HOSTILE, **{HOSTILE: HOSTILE}),))


PAGES = {
    "report": (lambda analysis: page_of(analysis, by=["outlet", HOSTILE]), 2),
    "explain": (lambda analysis: explanation_page([(analysis.results[0], ())]), 0),
    "notebook": (lambda analysis: analysis._repr_html_(), 0),
}


@pytest.mark.parametrize(("made", "scripts"), PAGES.values(), ids=PAGES)
def test_text_is_never_markup(made: Callable[[Analysis], str], scripts: int) -> None:
    page = made(hostile_analysis())
    elements = Elements(page)
    tags = [tag for tag, _ in elements.found]
    assert (tags.count("script"), tags.count("img"), tags.count("svg")) == (scripts, 0, 0)
    assert not [attributes for _, attributes in elements.found if any(name.startswith("on") for name in attributes)]
    assert HOSTILE in elements.text, "and it is all there"
    assert "49" not in elements.text


def test_explanations_as_a_page(analysis: Analysis) -> None:
    page = explanation_page([(found, ()) for found in analysis.results])
    ids = {attributes["id"] for _, attributes in Elements(page).found if "id" in attributes}
    links = {attributes["href"] for tag, attributes in Elements(page).found if tag == "a"}
    assert links == {f"#{name}" for name in ids}
    assert len(ids) == len(analysis.quotes)
    assert "right in 75 % of the annotated cases" in page


def test_a_notebook_shows_texts_and_rows(analysis: Analysis) -> None:
    shown = analysis._repr_html_()
    assert "2 documents, 4 quotations, 3 attributed to 2 speakers" in shown
    marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", shown))
    assert html.unescape(marked) == "Je lui ai dit : “Pars !”Il faut agir.tout va bien", "the one within another is there once"
    assert shown.count("<td>tout va bien</td>") == 1


@pytest.mark.model
def test_a_notebook_runs(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="notebooks are tested where nbclient and ipykernel are installed")
    nbclient = pytest.importorskip("nbclient", reason="notebooks are tested where nbclient and ipykernel are installed")
    pytest.importorskip("ipykernel", reason="notebooks are tested where nbclient and ipykernel are installed")
    cells = ['import quotes\nresult = quotes.analyse("« Il faut agir », a déclaré Anne Martin.")\nresult', "result.speakers[['speaker', 'quotes']]"]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(Path(__file__).parents[1])}}).execute()
    shown = [output["data"]["text/html"] for cell in book.cells for output in cell.outputs if "data" in output]
    assert len(shown) == 2
    assert re.search(r'<mark class="said"[^>]*>Il faut agir</mark>', shown[0])
    assert "Anne Martin" in shown[1]

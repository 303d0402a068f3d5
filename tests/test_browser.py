"""The report in a real browser: headless Chromium, as a reader would use it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from made import result, said
from test_report import HOSTILE, hostile_analysis, page_of

from quotes.cli import main
from quotes.telling.pages import write_page
from quotes.telling.results import Analysis
from quotes.telling.saved import read_quotes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPORTS = Path(__file__).parents[1] / "reports"
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
OFFLINE = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS = ["--no-sandbox", "--disable-gpu", *OFFLINE]
WIDTHS = (360, 1400)

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="the report is tested in a browser where playwright is installed")
    if CHROMIUM is None:
        pytest.skip("the report is tested in a browser where Chromium is installed: apt-get install chromium")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_report(browser: Browser) -> Iterator[Open]:
    """Open a report; at the end, fail where its page complained or asked for anything."""
    said: list[str] = []
    contexts = []

    def opened(path: Path, *, width: int = 1400, dark: bool = False) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (said.append("a dialog"), dialog.dismiss()))
        url = path.resolve().as_uri()
        page.on("request", lambda request: request.url == url or request.url.startswith("data:") or said.append(f"request: {request.url}"))
        page.goto(url)
        page.wait_for_selector("#speakers tbody tr", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="module")
def quotes() -> pd.DataFrame:
    return read_quotes(REPORTS)


def written(analysis: Analysis, folder: Path, **how: object) -> Path:
    """Write the report alone, without tables and charts beside it."""
    path = folder / "report.html"
    write_page(page_of(analysis, **how), path)
    return path


def rows_shown(page: Page, section: str) -> list[list[str]]:
    return page.eval_on_selector_all(f"#{section} tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")


def choose(page: Page, name: str) -> None:
    page.get_by_label("Find in Speakers").fill(name)
    page.locator("#speakers tbody").get_by_role("button", name=name, exact=True).click()


def test_tables_are_those_beside_it(open_report: Open) -> None:
    page = open_report(REPORTS / "report.html")
    speakers = pd.read_csv(REPORTS / "speakers.csv", keep_default_na=False)
    shown = rows_shown(page, "speakers")
    assert [[row[0], int(row[2]), int(row[3])] for row in shown] == speakers[["speaker", "quotes", "words"]].head(len(shown)).values.tolist()
    newspapers = pd.read_csv(REPORTS / "by_newspaper.csv", keep_default_na=False)
    shown = rows_shown(page, "by-0")
    assert [[row[0], int(row[1]), int(row[2])] for row in shown] == [
        [name or "(none)", quotes, speakers] for name, quotes, speakers in newspapers[["newspaper", "quotes", "speakers"]].values.tolist()
    ]
    verbs = dict(pd.read_csv(REPORTS / "verbs.csv").query("cue_kind == 'verb'")[["cue_lemma", "quotes"]].values.tolist())
    for name, count, *_ in rows_shown(page, "verbs"):
        assert name.endswith(")") or verbs[name] == int(count)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_reader_sees_it_at_once(open_report: Open, width: int, dark: bool) -> None:
    page = open_report(REPORTS / "report.html", width=width, dark=dark)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen"
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    brightness = [sum(map(int, colour[4:-1].split(", "))) for colour in colours]
    assert (brightness[0] > brightness[1]) == dark
    page.locator("#charts img").first.scroll_into_view_if_needed()
    assert page.locator("#charts img").first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert page.locator("#charts img").count() == len(list((REPORTS / "charts").glob("*.png")))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_speaker_filters_everything(open_report: Open, quotes: pd.DataFrame, width: int) -> None:
    page = open_report(REPORTS / "report.html", width=width)
    choose(page, "Josh Earnest")
    own = quotes[quotes.speaker == "Josh Earnest"]
    assert "4 of 201 quotations" in page.locator("#chosen").inner_text()
    assert [row[1] for row in rows_shown(page, "quotations")] == own.quote.tolist()
    assert [row[0] for row in rows_shown(page, "documents")] == ["article"]
    assert {row[0] for row in rows_shown(page, "verbs")} == set(own.cue_lemma)
    assert page.locator("#texts article").count() == 1
    shown = page.locator("#texts mark:not(.off)").all_text_contents()
    assert "".join(shown) == "".join(own.quote)
    page.locator("#verbs tbody").get_by_role("button", name="ajouter").click()
    assert "2 of 201 quotations" in page.locator("#chosen").inner_text()
    page.get_by_role("button", name="Show everything").click()
    assert "All 201 quotations" in page.locator("#chosen").inner_text()
    assert page.locator("#texts mark.off").count() == 0


def test_what_is_highlighted_is_what_the_table_says(open_report: Open, quotes: pd.DataFrame) -> None:
    page = open_report(REPORTS / "report.html")
    script = """article => {
      const text = article.querySelector(".quotes-text");
      const found = {};
      const of = new Map();
      for (const [quote, nodes] of pieces) for (const node of nodes) of.set(node, [...(of.get(node) ?? []), quote]);
      let offset = 0;
      const walk = (node, quotes, kind) => {
        if (node.nodeType === Node.TEXT_NODE) {
          for (const quote of quotes) ((found[quote] ??= {})[kind] ??= []).push([offset, offset + [...node.data].length]);
          offset += [...node.data].length;
        }
        for (const child of node.childNodes) walk(child, of.get(child) ?? quotes, child.className ?? kind);
      };
      walk(text, [], "");
      return [documents[article.id.split("-")[1]].doc_id, text.textContent, found];
    }"""
    seen = 0
    while True:
        for doc_id, text, found in page.locator("#texts article").evaluate_all(f"articles => articles.map({script})"):
            own = quotes[quotes.doc_id == doc_id]
            first = int(own.index[0])
            for place, row in own.iterrows():
                pieces = found[str(place)]
                said = sorted(span for kind, spans in pieces.items() if "said" in kind for span in spans)
                letters = {offset for start, end in said for offset in range(start, end)}
                spans = [tuple(map(int, span.split("-"))) for span in row.spans.split(";")]
                wanted = {offset for start, end in spans for offset in range(start, end)}
                assert wanted <= letters, f"{doc_id} {place - first}: {text[spans[0][0] : spans[-1][1]]}"
                cue = {offset for kind, ranges in pieces.items() if "cue" in kind for start, end in ranges for offset in range(start, end)}
                assert pd.isna(row.cue_start) or set(range(row.cue_start, row.cue_end)) <= cue
                seen += 1
        following = page.locator("#texts .steps").first.get_by_role("button", name="Next")
        if not following.count() or following.is_disabled():
            break
        following.click()
    assert seen == len(quotes)


def test_keyboard_alone(open_report: Open, quotes: pd.DataFrame) -> None:
    page = open_report(REPORTS / "report.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the texts"
    page.keyboard.press("Enter")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "MARK":
            break
    card = page.locator("#card")
    assert page.evaluate("document.activeElement.textContent") == quotes.quote[0]
    assert "Josh Earnest" in card.inner_text() and "inserted-noun" in card.inner_text() and "94 %" in card.inner_text()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == quotes.quote[1]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Only this speaker"
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert page.evaluate("document.activeElement.textContent") == quotes.quote[1], "back where one was"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert "Moscou" in page.locator("#chosen").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_pointing_and_tapping(open_report: Open, width: int) -> None:
    page = open_report(REPORTS / "report.html", width=width)
    mark = page.locator("#texts mark").nth(3)
    mark.scroll_into_view_if_needed()
    mark.hover()
    card = page.locator("#card")
    assert "introduced by “a … ajouté”: ajouter" in card.inner_text()
    assert "named as “il”: pronoun" in card.inner_text()
    page.mouse.move(1, 1)
    card.wait_for(state="hidden")
    mark.click()
    box = card.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    page.get_by_role("button", name="Only this speaker").click()
    assert "Josh Earnest" in page.locator("#chosen").inner_text()
    assert page.locator("#texts mark:not(.off)").count() == 4


def test_tables_sort_search_and_turn(open_report: Open) -> None:
    page = open_report(REPORTS / "report.html")
    head = page.locator("#speakers th").first
    head.get_by_role("button").click()
    names = [row[0] for row in rows_shown(page, "speakers")]
    assert head.get_attribute("aria-sort") == "ascending"
    assert names == page.evaluate("names => [...names].sort((a, b) => a.localeCompare(b, 'fr'))", names)
    page.locator("#speakers").get_by_role("button", name="Next").click()
    assert page.locator("#speakers .steps").inner_text().strip().endswith("13–24 of 111")
    page.get_by_label("Find in Quotations").fill("coalition")
    found = rows_shown(page, "quotations")
    assert len(found) == 2 and all("coalition" in row[1] for row in found)
    page.locator("#quotations tbody a").last.click()
    assert "coalition anti-EI" in page.evaluate("document.activeElement.textContent"), "the text is shown where it stands"


def test_every_quotation_is_shown_where_it_stands(open_report: Open) -> None:
    page = open_report(REPORTS / "report.html", width=360)
    for turn in range(4):
        place = page.locator("#quotations tbody a").nth(turn * 3)
        words = place.text_content()
        place.click()
        page.wait_for_timeout(100)
        box = page.evaluate("(box => [box.top, box.bottom])(document.activeElement.getClientRects()[0])")
        assert (page.evaluate("document.activeElement.textContent") or "?") in (words or "") and 0 < box[0] < box[1] < 900, words
        page.locator("#quotations").get_by_role("button", name="Next").click()


def test_focus_is_never_lost(open_report: Open) -> None:
    page = open_report(REPORTS / "report.html")
    page.get_by_label("Find in Speakers").fill("castérac".replace("é", "e"))
    button = page.locator("#speakers tbody").get_by_role("button", name="Ludivine Castérac")
    button.click()
    assert page.evaluate("document.activeElement.textContent") == "Ludivine Castérac"
    page.locator("#chosen button").press("Enter")
    assert page.evaluate("document.activeElement.id") == "chosen"
    page.locator("#texts").get_by_role("button", name="Next").first.press("Enter")
    assert page.evaluate("document.activeElement.id") == "h-texts"
    following = page.locator("#documents").get_by_role("button", name="Next")
    for _ in range(3):
        following.press("Enter")
    assert following.evaluate("button => button === document.activeElement") and following.get_attribute("aria-disabled") == "true"


def test_quotations_within_others(open_report: Open, tmp_path: Path) -> None:
    text = "« A dit : “Pars”, encore », dit Anne, et « Vois » aussi."
    outer = said(text, "A dit : “Pars”, encore", cue="dit Anne", lemma="dire", mention="Anne", speaker="Anne")
    inner, twin = said(text, "Pars", cue="A dit", lemma="dire", speaker="Luc"), said(text, "Pars", speaker="Léa")
    page = open_report(written(Analysis((result("a", text, outer, inner, twin, said(text, "Vois")),)), tmp_path))
    choose(page, "Anne")
    lit = "".join(page.locator("#texts mark:not(.off)").all_text_contents())
    assert lit == "A dit : “Pars”, encore", "what is nested is part of it"
    choose(page, "Luc")
    assert "".join(page.locator("#texts mark:not(.off)").all_text_contents()) == "Pars"
    page.locator("#quotations tbody a").first.click()
    assert "Luc" in page.locator("#card").inner_text()


def test_a_cell_emptied_by_hand(open_report: Open, tmp_path: Path) -> None:
    text = "« Oui », dit Anne."
    analysis = Analysis((result("a", text, said(text, "Oui", cue="dit", mention="Anne", speaker="Anne")),))
    analysis.save(tmp_path)
    rows = (tmp_path / "quotes.csv").read_text(encoding="utf-8").replace(",0.75,", ",,")
    (tmp_path / "quotes.csv").write_text(rows, encoding="utf-8")
    assert main(["recount", str(tmp_path), "--quiet"]) == 0
    page = open_report(tmp_path / "report.html")
    page.locator("#texts mark").click()
    assert "rule by-hand\n" in page.locator("#card").inner_text()


def test_print(open_report: Open) -> None:
    page = open_report(REPORTS / "report.html")
    page.emulate_media(media="print")
    assert page.locator("#bar nav").is_hidden() and page.locator("#texts .step").first.is_hidden()
    after = page.locator("#texts mark").first.evaluate("mark => getComputedStyle(mark, '::after').content")
    assert "Josh Earnest" in after, "who says it stands in print"


def test_without_scripts(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((REPORTS / "report.html").resolve().as_uri())
    text = page.locator("body").inner_text()
    assert "201 quotations" in text and "Josh Earnest" in text and "This page shows more where scripts run" in text
    assert page.locator("#texts mark").count() > 5
    context.close()


def test_hostile_text_stays_text(open_report: Open, tmp_path: Path) -> None:
    page = open_report(written(hostile_analysis(), tmp_path, by=["outlet", HOSTILE]))
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("svg").count() == 0
    assert page.locator("#texts mark").first.text_content() == HOSTILE
    page.locator("#speakers tbody button").first.click()
    page.locator("#texts mark").first.click()
    assert HOSTILE.split("\u2028")[0] in (page.locator("#card").text_content() or "")
    page.locator("#by-0 tbody button").first.click()
    assert page.locator("script").count() == 2


def test_names_that_scripts_know(open_report: Open, tmp_path: Path) -> None:
    text = "« Non 𝒳 », dit Luc."
    for name in ("__proto__", "constructor", "toString"):
        found = result(name, text, said(text, "Non 𝒳", cue="dit", lemma=name, mention="Luc", speaker=name), **{name: name})
        page = open_report(written(Analysis((found,)), tmp_path, by=[name]))
        choose(page, name)
        assert [row[1] for row in rows_shown(page, "quotations")] == ["Non 𝒳"]
        assert rows_shown(page, "verbs")[0][:2] == [name, "1"]
        assert page.locator("#texts h3").text_content() == name


def test_many_quotations_stay_fluid(open_report: Open, tmp_path: Path) -> None:
    """A page of texts at a time, whatever their number; and one long text by the piece."""
    text = "\n".join(f"« Phrase {number} », dit Luc.\nPuis rien ne se passa, ni le lendemain, ni plus tard." for number in range(3000))
    attributions = []
    place = 0
    for number in range(3000):
        words = f"Phrase {number} "
        attributions.append(said(text, words.strip(), cue="dit", mention="Luc", speaker="Luc", place=place))
        place = text.index("\n", text.index(words, place))
    short = "« Oui », dit Anne."
    others = [result(str(n), short, said(short, "Oui", cue="dit", mention="Anne", speaker="Anne")) for n in range(2000)]
    page = open_report(written(Analysis((result("roman", text, *attributions), *others)), tmp_path))
    assert page.locator("#texts article").count() == 1
    assert page.locator("#texts mark").count() == 3000
    blocks = page.locator("#texts .quotes-text > div")
    assert blocks.count() > 20 and "".join(blocks.all_text_contents()) == text
    page.locator("#texts").get_by_role("button", name="Next").first.click()
    assert page.locator("#texts mark").count() < 2000


if __name__ == "__main__":  # what the tests see, as pictures: python tests/test_browser.py REPORT FOLDER
    import sys

    from playwright.sync_api import sync_playwright

    report, folder = Path(sys.argv[1]), Path(sys.argv[2])
    os.makedirs(folder, exist_ok=True)
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                page.goto(report.resolve().as_uri())
                for section in json.loads(page.evaluate("JSON.stringify([...document.querySelectorAll('section')].map(s => s.id))")):
                    page.evaluate(f"document.getElementById('{section}').scrollIntoView()")
                    page.wait_for_timeout(200)
                    page.screenshot(path=folder / f"{width}-{scheme}-{section}.png")

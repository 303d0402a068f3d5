"use strict";
// The report: tables, texts and what is chosen. All text comes from `data` and goes into the page as text, never as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const quotes = rows(data.quotes);
const documents = rows(data.documents);
const WHO = ["women", "men", "unknown", "institutions", "(unattributed)"];
const LINES = 12; // of a table, on one page
const PRINTED = 300; // the same on paper
const CHARACTERS = 20000; // of texts, on one page; one document at least
const HEADING = 500; // characters whose room the heading of a text takes
const GOLDEN_ANGLE = 137.508; // degrees between the hues of the speakers of a text; hues so far apart stay different as long as possible
const VOICES = 15; // speakers named above a text
const BLOCK = 4000; // characters of a long text that are laid out together, when they come into view

const find = (name) => document.querySelector(`[data-fill="${name}"]`);
const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const percent = (share) => `${Math.round(100 * share)} %`;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); // for searches
const { compare: inOrder } = new Intl.Collator("fr", { numeric: true });
const compare = (a, b) => (typeof a === "number" ? a - b : inOrder(a, b));

// Columns → objects. A column is a list of values, or of numbers that stand for the values beside it.
function rows(columns) {
  const names = Object.keys(columns);
  const read = names.map((name) => {
    const column = columns[name];
    return Array.isArray(column) ? (row) => column[row] : (row) => column.values[column.places[row]];
  });
  const first = columns[names[0]];
  return Array.from({ length: (first.places ?? first).length }, (_, row) => {
    const made = { row };
    names.forEach((name, place) => (made[name] = read[place](row)));
    return made;
  });
}

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const isolated = (text) => element("bdi", {}, text); // a name from a document, whatever direction it is written in
const step = (text, onclick) => element("button", { type: "button", className: "step", onclick }, text);
const classes = (...names) => names.filter(Boolean).join(" ");

// ---- what is chosen

const chosen = new Map(); // field of a quotation → the value it must have
const NAMES = {
  speaker: (value) => (value < 0 ? "no speaker" : data.speakers[value].name),
  who: (value) => value,
  cue: (value) => value,
  document: (value) => documents[value].doc_id,
};
data.groups.forEach((group, place) => (NAMES[`by-${place}`] = (value) => group.values[value]));

// Whether a quotation has all that is chosen, or all but what is chosen of one field.
const fits = (quote, except) => quote.missed === 0 || (quote.missed === 1 && quote.failed === except);

function choose(field, value) {
  if (chosen.get(field) === value) chosen.delete(field);
  else chosen.set(field, value);
  show();
}

function choice(field, value, ...label) {
  const button = element("button", { type: "button", onclick: () => staying(button, () => choose(field, value)) }, ...label);
  button.setAttribute("aria-pressed", chosen.get(field) === value);
  button.dataset.choice = `${field} ${value}`;
  return button;
}

// Do something that makes the page anew; the button that was pressed stays where it was, and keeps the focus.
function staying(button, act) {
  const name = button.dataset.choice;
  const height = button.getBoundingClientRect().top;
  act();
  const far = (other) => Math.abs(other.getBoundingClientRect().top - height);
  const again = [...document.querySelectorAll("[data-choice]")].filter((other) => other.dataset.choice === name);
  if (!again.length) return document.getElementById("chosen").focus({ preventScroll: true });
  const same = again.reduce((best, other) => (far(other) < far(best) ? other : best));
  same.focus({ preventScroll: true });
  scrollBy({ top: same.getBoundingClientRect().top - height, behavior: "instant" });
}

function showChosen(shown) {
  const parts = [...chosen].map(([field, value]) => {
    const name = NAMES[field](value);
    const chip = element("button", { type: "button", className: "chip", onclick: () => staying(chip, () => choose(field, value)) }, isolated(name), " ✕");
    chip.setAttribute("aria-label", `Show the others again, not only ${name}`);
    return chip;
  });
  if (parts.length > 1) parts.push(step("Show everything", (event) => staying(event.currentTarget, () => (chosen.clear(), show()))));
  const said = chosen.size ? `${shown.toLocaleString("en")} of ${count(quotes.length, "quotation")}` : `All ${count(quotes.length, "quotation")}; choose a name to see its own`;
  document.getElementById("chips").replaceChildren(...parts);
  document.getElementById("shown").textContent = said;
}

// ---- tables

let printing = false;

const coloured = (node, hue) => (node.style.setProperty("--h", hue ?? 0), node);
const swatch = (hue) => coloured(element("span", { className: hue === undefined ? "swatch" : "swatch of" }), hue);
const speakerChoice = (speaker, ...before) => choice("speaker", speaker, ...before, isolated(NAMES.speaker(speaker)));
const named = (field) => (line) => choice(field, line.value, isolated(NAMES[field](line.value)));
const number = (label, value) => ({ label, number: true, value, cell: (line) => value(line).toLocaleString("en") });
const roomy = (text) => element("bdi", { className: text.length < 12 ? "short" : text.length > 24 ? "long" : "" }, text); // a date whole, a title in few lines

function whose(counts, whole) {
  const there = WHO.filter((who) => counts[who]);
  const parts = there.map((who) => {
    const part = element("span", { title: `${who}: ${counts[who].toLocaleString("en")}` });
    part.style.width = `${(100 * counts[who]) / whole}%`;
    part.style.background = data.colours[who];
    return part;
  });
  const bar = element("span", { className: "track" }, ...parts);
  bar.setAttribute("role", "img");
  bar.setAttribute("aria-label", there.map((who) => `${who} ${counts[who]}`).join(", ") || "no quotation");
  return bar;
}

// Count the quotations that fit under each value of a field, whatever is chosen of that field itself.
function tally(field) {
  const found = new Map();
  for (const quote of quotes) {
    const value = quote[field];
    if (value === "" || !fits(quote, field)) continue;
    let line = found.get(value);
    if (!line) found.set(value, (line = { value, quotes: 0, words: 0, who: {}, speakers: new Set(), documents: new Set() }));
    line.quotes += 1;
    line.words += quote.words;
    line.who[quote.who] = (line.who[quote.who] ?? 0) + 1;
    if (quote.speaker >= 0) line.speakers.add(quote.speaker);
    line.documents.add(quote.document);
  }
  return [...found.values()];
}

// A table that sorts, searches and turns pages; `lines` gives its lines each time something is chosen.
function table(name, { label, field, columns, lines, searched }) {
  let all = [];
  let page = 0;
  let sorted = null; // column and direction
  const body = element("tbody");
  const heads = columns.map((column) => {
    const button = element("button", { type: "button" }, column.label);
    const head = element("th", { scope: "col", className: column.number ? "number" : "" }, button);
    button.onclick = () => {
      sorted = { column, down: sorted?.column === column ? !sorted.down : Boolean(column.number) };
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      turn(-page);
    };
    return head;
  });
  const search = element("input", { type: "search", placeholder: "Find", oninput: () => turn(-page) });
  search.setAttribute("aria-label", `Find in ${label}`);
  const back = step("Previous", () => turn(-1));
  const on = step("Next", () => turn(1));
  const where = element("span", { className: "faint" });
  const made = element("table", {}, element("caption", { className: "hidden" }, label), element("thead", {}, element("tr", {}, ...heads)), body);
  find(name).replaceChildren(element("div", { className: "scroll" }, made), element("div", { className: "steps" }, search, back, on, where));

  function turn(by) {
    const wanted = fold(search.value.trim());
    let kept = wanted ? all.filter((line) => fold(searched(line)).includes(wanted)) : all;
    if (sorted) {
      kept = [...kept].sort((a, b) => compare(sorted.column.value(a), sorted.column.value(b)));
      if (sorted.down) kept.reverse();
    }
    const size = printing ? PRINTED : LINES;
    const pages = Math.max(1, Math.ceil(kept.length / size));
    page = Math.max(0, Math.min(page + by, pages - 1));
    const first = page * size;
    const shown = kept.slice(first, first + size);
    const cells = (line) => columns.map((column) => element("td", { className: classes(column.number && "number", column.kind) }, column.cell(line)));
    body.replaceChildren(...shown.map((line) => element("tr", { className: field && chosen.get(field) === line.value ? "chosen" : "" }, ...cells(line))));
    back.setAttribute("aria-disabled", page === 0);
    on.setAttribute("aria-disabled", page === pages - 1);
    where.textContent = kept.length ? `${(first + 1).toLocaleString("en")}–${(first + shown.length).toLocaleString("en")} of ${kept.length.toLocaleString("en")}` : "nothing found";
  }
  return () => {
    all = lines();
    turn(0);
  };
}

const most = (lines) => lines.sort((a, b) => b.quotes - a.quotes || b.words - a.words || compare(a.value, b.value));
const described = (document) => data.metadata.map((name) => documents[document][`: ${name}`]).filter(Boolean);
const QUOTATIONS = number("quotations", (line) => line.quotes);
const SPEAKERS = number("speakers", (line) => line.speakers.size);
const BY_WHOM = { label: "women first", value: (line) => (line.who.women ?? 0) / line.quotes || 0, number: true, cell: (line) => whose(line.who, line.quotes) };

const tables = [
  table("speakers", {
    label: "Speakers",
    field: "speaker",
    lines: () => most(tally("speaker").filter((line) => line.value >= 0)),
    searched: (line) => NAMES.speaker(line.value),
    columns: [
      { label: "speaker", kind: "name", value: (line) => NAMES.speaker(line.value), cell: (line) => speakerChoice(line.value) },
      { label: "who", value: (line) => data.speakers[line.value].is, cell: (line) => data.speakers[line.value].is },
      QUOTATIONS,
      number("words", (line) => line.words),
      number("documents", (line) => line.documents.size),
    ],
  }),
  table("verbs", {
    label: "Verbs, prepositions and nouns",
    field: "cue",
    lines: () => most(tally("cue")),
    searched: (line) => line.value,
    columns: [{ label: "cue", kind: "name", value: (line) => line.value, cell: named("cue") }, QUOTATIONS, SPEAKERS, BY_WHOM],
  }),
  ...data.groups.map((group, place) =>
    table(`by-${place}`, {
      label: `By ${group.name}`,
      field: `by-${place}`,
      lines: () => tally(`by-${place}`).sort((a, b) => a.value - b.value),
      searched: (line) => group.values[line.value],
      columns: [{ label: group.name, kind: "name", value: (line) => line.value, cell: named(`by-${place}`) }, QUOTATIONS, SPEAKERS, BY_WHOM],
    }),
  ),
  table("documents", {
    label: "Documents",
    field: "document",
    lines: () => {
      const lines = new Map(tally("document").map((line) => [line.value, line]));
      const empty = (value) => ({ value, quotes: 0, words: 0, who: {}, speakers: new Set() });
      const others = [...chosen.keys()].some((field) => field !== "document");
      return documents.map(({ row }) => lines.get(row) ?? (others ? null : empty(row))).filter(Boolean);
    },
    searched: (line) => [NAMES.document(line.value), ...described(line.value)].join(" "),
    columns: [
      { label: "document", kind: "name", value: (line) => NAMES.document(line.value), cell: named("document") },
      ...data.metadata.map((name) => ({ label: name, value: (line) => documents[line.value][`: ${name}`], cell: (line) => roomy(documents[line.value][`: ${name}`]) })),
      QUOTATIONS,
      SPEAKERS,
      BY_WHOM,
    ],
  }),
  table("quotations", {
    label: "Quotations",
    lines: () => quotes.filter((quote) => fits(quote)),
    searched: (quote) => [NAMES.speaker(quote.speaker), quote.introduced, quote.quote, NAMES.document(quote.document)].join(" "),
    columns: [
      { label: "speaker", kind: "name", value: (quote) => NAMES.speaker(quote.speaker), cell: (quote) => speakerChoice(quote.speaker) },
      { label: "words said", kind: "words", value: (quote) => quote.quote, cell: said },
      { label: "introduced by", value: (quote) => quote.introduced, cell: (quote) => isolated(quote.introduced) },
      { label: "kind", value: (quote) => quote.kind, cell: (quote) => quote.kind },
      { label: "document", kind: "name", value: (quote) => NAMES.document(quote.document), cell: (quote) => choice("document", quote.document, isolated(NAMES.document(quote.document))) },
    ],
  }),
];

function said(quote) {
  const open = (event) => {
    event.preventDefault();
    go(quote);
  };
  return element("a", { href: "#texts", lang: "fr", dir: "auto", title: "Show it in its text", onclick: open }, quote.quote);
}

// ---- summary

function showSummary(shown) {
  const speakers = new Set(shown.map((quote) => quote.speaker));
  const within = new Set(shown.map((quote) => quote.document));
  const nobody = speakers.delete(-1) ? shown.filter((quote) => quote.speaker < 0).length : 0;
  const words = shown.reduce((sum, quote) => sum + quote.words, 0);
  const figures = [[shown.length, "quotation"], [shown.length - nobody, "", "with a speaker"], [speakers.size, "speaker"], [words, "word", " said"], [within.size, "document", " with quotations"]];
  const list = figures.map(([value, noun, more = ""]) => element("li", {}, element("b", {}, value.toLocaleString("en")), (noun && value !== 1 ? `${noun}s` : noun) + more));

  const counts = Object.fromEntries(tally("who").map((line) => [line.value, line.quotes]));
  const whole = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const attributed = whole - (counts["(unattributed)"] ?? 0);
  const bar = whose(counts, whole || 1);
  bar.className = "shares";
  const parts = WHO.filter((who) => counts[who]).map((who) => {
    const patch = element("span", { className: "swatch" });
    patch.style.background = data.colours[who];
    const share = who === "(unattributed)" ? "" : ` (${percent(counts[who] / attributed)})`;
    return choice("who", who, patch, `${who} ${counts[who].toLocaleString("en")}${share}`);
  });
  find("summary").replaceChildren(element("ul", { className: "figures" }, ...list), bar, element("div", { className: "whose" }, ...parts));
}

// ---- texts

let page = 0;
let pages = []; // of documents
let marks = []; // where each quotation of the page begins, in text order
let pieces = new Map(); // quotation → its elements: words said, cue, mention
let starts = new Map(); // quotation → the mark in which its words begin

function pageTexts(shown) {
  const wanted = chosen.size ? new Set(shown.map((quote) => quote.document)) : null;
  if (chosen.has("document")) wanted.add(chosen.get("document"));
  const here = pages[page]?.[0];
  pages = [];
  let size = Infinity;
  for (const { row, characters } of documents) {
    if (wanted && !wanted.has(row)) continue;
    if (size + characters + HEADING > CHARACTERS) {
      pages.push([]);
      size = 0;
    }
    pages.at(-1).push(row);
    size += characters + HEADING;
  }
  page = Math.max(0, pages.findIndex((those) => those.includes(here)));
  showPage();
}

function showPage() {
  hide();
  marks = [];
  pieces = new Map();
  starts = new Map();
  const turn = (by) => {
    if (!pages[page + by]) return;
    page += by;
    showPage();
    document.getElementById("texts").scrollIntoView();
    document.getElementById("h-texts").focus({ preventScroll: true });
  };
  const before = pages.slice(0, page).reduce((sum, those) => sum + those.length, 0);
  const total = pages.reduce((sum, those) => sum + those.length, 0);
  const here = pages[page]?.length ?? 0;
  const where = total ? `document ${(before + 1).toLocaleString("en")}${here > 1 ? `–${(before + here).toLocaleString("en")}` : ""} of ${total.toLocaleString("en")}` : "No document has such a quotation.";
  const steps = () => {
    const buttons = pages.length > 1 ? [step("Previous", () => turn(-1)), step("Next", () => turn(1))] : [];
    buttons.forEach((button, place) => button.setAttribute("aria-disabled", !pages[page + (place ? 1 : -1)]));
    return element("div", { className: "steps" }, ...buttons, element("span", { className: "faint" }, where));
  };
  const shown = (pages[page] ?? []).map(articleOf);
  const first = marks.find((mark) => !mark.classList.contains("off"));
  if (first) first.tabIndex = 0;
  find("texts").replaceChildren(steps(), ...shown, ...(pages.length > 1 ? [steps()] : []));
}

function articleOf(place) {
  const { doc_id: name, first, quotations } = documents[place];
  const own = quotes.slice(first, first + quotations);
  const counts = new Map();
  for (const { speaker } of own) if (speaker >= 0) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  const voices = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const hues = new Map(voices.map((speaker, place) => [speaker, Math.round(place * GOLDEN_ANGLE) % 360]));
  const more = voices.length > VOICES ? [`and ${(voices.length - VOICES).toLocaleString("en")} more`] : [];
  const title = documents[place][": title"];
  const about = [...(title ? [name] : []), ...described(place).filter((cell) => cell !== title)].join(" · ");
  return element(
    "article",
    { className: "text-of", id: `document-${place}`, tabIndex: -1 },
    element("h3", {}, isolated(title || name)),
    ...(about ? [element("p", { className: "faint" }, about)] : []),
    element("div", { className: "voices" }, ...voices.slice(0, VOICES).map((speaker) => speakerChoice(speaker, swatch(hues.get(speaker)))), ...more),
    data.texts[place] ? textOf(data.texts[place], own, hues) : element("p", { className: "faint" }, "Its text is not in this report."),
  );
}

function textOf(stored, own, hues) {
  const text = element("div", { className: "quotes-text quotes-dark", lang: "fr" });
  const last = new Map();
  let block;
  let size = 0;
  const newBlock = () => {
    text.append((block = element("div")));
    size = 0;
  };
  newBlock();
  for (const piece of stored) {
    if (typeof piece === "string") {
      let rest = piece;
      for (let end; size + rest.length > BLOCK && (end = rest.indexOf("\n", Math.max(0, BLOCK - size)) + 1); rest = rest.slice(end)) {
        block.append(rest.slice(0, end));
        newBlock();
      }
      block.append(rest);
      size += rest.length;
      continue;
    }
    const [words, said, cue, mention] = piece;
    const about = [...said, ...cue, ...mention].map((number) => own[number]);
    const saying = said.map((number) => own[number]);
    const quote = saying.findLast((one) => fits(one)) ?? saying.at(-1) ?? about[0];
    const names = [said.length && "said", said.length > 1 && "inner", cue.length && "cue", mention.length && "mention"];
    const made = element(said.length ? "mark" : cue.length ? "u" : "span", { className: classes(...names) }, words);
    made.dataset.quote = quote.row;
    for (const one of about) pieces.set(one.row, [...(pieces.get(one.row) ?? []), made]);
    if (said.length) {
      coloured(made, hues.get(quote.speaker));
      if (quote.speaker < 0) made.classList.add("nobody");
      if (!fits(quote)) made.classList.add("off");
      const begun = saying.filter((one) => !starts.has(one.row));
      for (const one of begun) starts.set(one.row, made);
      if (begun.length) {
        made.tabIndex = -1;
        made.setAttribute("role", "button");
        marks.push(made);
      }
      for (const one of saying) last.set(one.row, made);
    }
    block.append(made);
    size += words.length;
  }
  if (text.children.length > 3) text.classList.add("long");
  for (const [row, made] of last) made.dataset.who = NAMES.speaker(quotes[row].speaker);
  return text;
}

// Show a quotation in its text.
function go(quote) {
  page = pages.findIndex((those) => those.includes(quote.document));
  showPage();
  const made = starts.get(quote.row) ?? document.getElementById(`document-${quote.document}`);
  made.focus({ preventScroll: true });
  const center = () => made.scrollIntoView({ block: "center" });
  center();
  requestAnimationFrame(() => requestAnimationFrame(center)); // again, once what is around it is laid out
}

// ---- the card that says what is known of a quotation

const card = document.getElementById("card");
let opener = null; // the mark that the card was opened from, to stay
let hiding = 0;

function showCard(mark, stay) {
  hide();
  const quote = quotes[mark.dataset.quote];
  const speaker = data.speakers[quote.speaker];
  const line = (...parts) => element("p", {}, ...parts.filter(Boolean));
  const only = step(chosen.get("speaker") === quote.speaker ? "Show the others again" : speaker ? "Only this speaker" : "Only those without a speaker", () => {
    if (!fits(quote)) chosen.clear();
    choose("speaker", quote.speaker);
    go(quote);
  });
  const facts = element(
    "div",
    { id: "facts" },
    line(swatch(quote.speaker < 0 ? undefined : starts.get(quote.row).style.getPropertyValue("--h")), element("b", {}, isolated(NAMES.speaker(quote.speaker))), speaker ? ` – ${speaker.is}` : "", quote.gender_source ? `, by ${quote.gender_source}` : ""),
    line(...(quote.introduced ? ["introduced by “", isolated(quote.introduced), "”: ", isolated(quote.cue)] : ["introduced by nothing"])),
    line(...(quote.mention ? ["named as “", isolated(quote.mention), `”: ${quote.mention_kind}`] : ["not named here"])),
    line(`${quote.kind}, ${quote.status}, ${count(quote.words, "word")}; number ${quote.quote_id} of `, isolated(NAMES.document(quote.document))),
    line(`rule ${quote.rule}`, quote.confidence === null ? "" : `, right in ${percent(quote.confidence)} of the annotated cases`),
  );
  card.replaceChildren(facts, element("div", { className: "steps" }, only, step("Close", leave)));
  card.hidden = false;
  mark.setAttribute("aria-describedby", "facts");
  for (const piece of pieces.get(quote.row)) piece.classList.add("on");
  const { left, bottom, top } = mark.getBoundingClientRect();
  const below = bottom + card.offsetHeight + 8 < innerHeight ? bottom + 6 : top - card.offsetHeight - 6;
  const within = below < 0 ? innerHeight - card.offsetHeight - 8 : below;
  card.style.left = `${scrollX + Math.max(8, Math.min(left, document.documentElement.clientWidth - card.offsetWidth - 8))}px`;
  card.style.top = `${scrollY + within}px`;
  if (stay) {
    opener = mark;
    only.focus({ preventScroll: true });
  }
}

function hide() {
  clearTimeout(hiding);
  card.hidden = true;
  opener = null;
  document.querySelectorAll("[aria-describedby=facts]").forEach((mark) => mark.removeAttribute("aria-describedby"));
  document.querySelectorAll(".on").forEach((piece) => piece.classList.remove("on"));
}

// Hide the card and go back to the quotation it was opened from.
function leave() {
  const from = opener;
  hide();
  from?.focus({ preventScroll: true });
  hide();
}

const later = () => {
  clearTimeout(hiding);
  if (!opener) hiding = setTimeout(hide, 250);
};
const markOf = (event) => (event.target instanceof Element ? event.target.closest("[data-quote]") : null);
const texts = find("texts");
texts.addEventListener("pointerover", (event) => event.pointerType === "mouse" && markOf(event) && !opener && showCard(markOf(event), false));
texts.addEventListener("pointerout", (event) => markOf(event) && later());
texts.addEventListener("focusin", (event) => {
  const mark = markOf(event);
  if (!mark) return;
  marks.forEach((other) => other.tabIndex === 0 && (other.tabIndex = -1));
  mark.tabIndex = 0;
  showCard(mark, false);
});
texts.addEventListener("focusout", (event) => markOf(event) && later());
texts.addEventListener("click", (event) => markOf(event) && getSelection().isCollapsed && showCard(markOf(event), true));
card.addEventListener("pointerenter", () => clearTimeout(hiding));
card.addEventListener("pointerleave", later);
card.addEventListener("focusout", (event) => opener && event.relatedTarget && !card.contains(event.relatedTarget) && !markOf({ target: event.relatedTarget }) && hide());
document.addEventListener("pointerdown", (event) => card.hidden || card.contains(event.target) || markOf(event) || hide());
addEventListener("resize", hide);
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Escape" && !card.hidden) return leave();
  const mark = markOf(event);
  if (!mark) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    showCard(mark, true);
  }
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const lit = marks.filter((other) => other === mark || !other.classList.contains("off"));
    const next = lit[lit.indexOf(mark) + (event.key === "ArrowRight" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.scrollIntoView({ block: "nearest" });
    next.focus();
  }
});

// ---- everything, each time something is chosen

function show() {
  for (const quote of quotes) {
    quote.missed = 0;
    for (const [field, value] of chosen) {
      if (quote[field] === value) continue;
      quote.missed += 1;
      quote.failed = field;
    }
  }
  const shown = quotes.filter((quote) => fits(quote));
  showChosen(shown.length);
  showSummary(shown);
  tables.forEach((fill) => fill());
  pageTexts(shown);
}

for (const [event, paper] of [["beforeprint", true], ["afterprint", false]]) {
  addEventListener(event, () => {
    printing = paper;
    tables.forEach((fill) => fill());
  });
}
document.getElementById("plain").remove(); // scripts run
show();

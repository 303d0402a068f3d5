"use strict";
// The report: tables, texts and what is chosen. All text comes from `data` and goes into the page as text, never as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const quotes = rows(data.quotes);
const documents = rows(data.documents);
const WHO = ["women", "men", "unknown", "institutions", "(unattributed)"];
const LINES = 12; // of a table, on one page
const CHARACTERS = 20000; // of texts, on one page; one document at least
const VOICES = 15; // speakers named above a text
const BLOCK = 4000; // characters of a text that are laid out together, when they come into view

const chosen = new Map(); // field of a quotation → the value it must have
const find = (name) => document.querySelector(`[data-fill="${name}"]`);
const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const percent = (share) => `${Math.round(100 * share)} %`;

// Columns → objects. A column is a list of values, or of numbers that stand for the values beside it.
function rows(columns) {
  const names = Object.keys(columns);
  const read = names.map((name) => {
    const column = columns[name];
    return Array.isArray(column) ? (row) => column[row] : (row) => column.values[column.places[row]];
  });
  const first = columns[names[0]];
  const length = (first.places ?? first).length;
  return Array.from({ length }, (_, row) => {
    const made = { row };
    names.forEach((name, place) => (made[name] = read[place](row)));
    return made;
  });
}

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && name !== "role") made[name] = value;
    else if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// ---- what is chosen

const FIELDS = {
  speaker: (value) => (value < 0 ? "no speaker" : data.speakers[value].name),
  who: (value) => value,
  cue: (value) => value,
  document: (value) => documents[value].doc_id,
  text: (value) => `“${value}”`,
};
data.groups.forEach((group, place) => (FIELDS[`by-${place}`] = (value) => group.values[value]));

const fits = (quote, except) =>
  [...chosen].every(([field, value]) => field === except || (field === "text" ? quote.searched.includes(value.toLowerCase()) : quote[field] === value));

function choose(field, value) {
  if (chosen.get(field) === value || value === "") chosen.delete(field);
  else chosen.set(field, value);
  hide();
  show();
}

function choice(field, value, ...label) {
  const button = element("button", { type: "button", onclick: () => choose(field, value) }, ...label);
  button.setAttribute("aria-pressed", chosen.get(field) === value);
  button.dataset.choice = `${field} ${value}`;
  return button;
}

function showChosen(shown) {
  const parts = [...chosen].map(([field, value]) => {
    const name = FIELDS[field](value);
    return element("button", { type: "button", className: "chip", title: "Show the others again", onclick: () => choose(field, value) }, `${name} ✕`);
  });
  if (parts.length > 1) parts.push(element("button", { type: "button", className: "step", onclick: () => (chosen.clear(), hide(), show()) }, "Show everything"));
  const said = chosen.size ? `${shown.toLocaleString("en")} of ${count(quotes.length, "quotation")}` : `All ${count(quotes.length, "quotation")}; choose a name to see its own`;
  document.getElementById("chosen").replaceChildren(...parts, element("span", { className: "faint" }, said));
}

// ---- tables

const coloured = (node, speaker) => (node.style.setProperty("--h", speaker < 0 ? 0 : data.speakers[speaker].hue), node);
const swatch = (speaker) => coloured(element("span", { className: speaker < 0 ? "swatch" : "swatch of" }), speaker);
const speakerChoice = (speaker) => choice("speaker", speaker, swatch(speaker), FIELDS.speaker(speaker));
const short = (text) => element("span", { className: text.length < 12 ? "short" : "" }, text); // a date, not to be broken
const number = (label, value) => ({ label, number: true, value, cell: (line) => value(line).toLocaleString("en") });

function whose(counts, whole) {
  const parts = WHO.filter((who) => counts[who]).map((who) => {
    const part = element("span", { title: `${who}: ${counts[who].toLocaleString("en")}` });
    part.style.width = `${(100 * counts[who]) / whole}%`;
    part.style.background = data.colours[who];
    return part;
  });
  return element("span", { className: "track", role: "img", "aria-label": WHO.filter((who) => counts[who]).map((who) => `${who} ${counts[who]}`).join(", ") }, ...parts);
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

const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "fr"));

// A table that sorts, searches and turns pages; `lines` gives its lines each time something is chosen.
function table(name, { label, field, columns, lines, searched }) {
  const place = find(name);
  if (!place) return () => {};
  let all = [];
  let page = 0;
  let sorted = null; // column and direction
  const body = element("tbody");
  const heads = columns.map((column) => {
    const button = element("button", { type: "button" }, column.label);
    const head = element("th", { scope: "col", className: [column.number && "number", column.wide && "wide"].filter(Boolean).join(" ") }, button);
    button.onclick = () => {
      const down = sorted?.column === column ? !sorted.down : Boolean(column.number);
      sorted = { column, down };
      page = 0;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      fill();
    };
    return head;
  });
  const search = element("input", { type: "search", placeholder: "Find", oninput: () => ((page = 0), fill()) });
  search.setAttribute("aria-label", `Find in ${label}`);
  const step = (by, text) => element("button", { type: "button", className: "step", onclick: () => ((page += by), fill()) }, text);
  const back = step(-1, "Previous");
  const on = step(1, "Next");
  const where = element("span", { className: "faint", role: "status" });
  const made = element("table", {}, element("caption", { className: "hidden" }, label), element("thead", {}, element("tr", {}, ...heads)), body);
  place.replaceChildren(element("div", { className: "scroll" }, made), element("div", { className: "steps" }, search, back, on, where));

  function fill() {
    const wanted = search.value.trim().toLowerCase();
    let kept = wanted ? all.filter((line) => searched(line).toLowerCase().includes(wanted)) : all;
    if (sorted) {
      kept = [...kept].sort((a, b) => compare(sorted.column.value(a), sorted.column.value(b)));
      if (sorted.down) kept.reverse();
    }
    page = Math.max(0, Math.min(page, Math.ceil(kept.length / LINES) - 1));
    const first = page * LINES;
    const shown = kept.slice(first, first + LINES);
    body.replaceChildren(
      ...shown.map((line) => {
        const cells = columns.map((column) => element("td", { className: [column.number && "number", column.wide && "wide", column.kind].filter(Boolean).join(" ") }, column.cell(line)));
        return element("tr", { className: field && chosen.get(field) === line.value ? "chosen" : "" }, ...cells);
      }),
    );
    back.disabled = page === 0;
    on.disabled = first + LINES >= kept.length;
    where.textContent = kept.length ? `${(first + 1).toLocaleString("en")}–${(first + shown.length).toLocaleString("en")} of ${kept.length.toLocaleString("en")}` : "none";
  }
  return () => {
    all = lines();
    fill();
  };
}

const most = (lines) => lines.sort((a, b) => b.quotes - a.quotes || b.words - a.words || compare(a.value, b.value));
const counted = [number("quotations", (line) => line.quotes), { ...number("words", (line) => line.words), wide: true }];
const mixed = { label: "by whom", value: (line) => (line.who.women ?? 0) / line.quotes, number: true, wide: true, cell: (line) => whose(line.who, line.quotes) };

const tables = [
  table("speakers", {
    label: "Speakers",
    field: "speaker",
    lines: () => tally("speaker").filter((line) => line.value >= 0).sort((a, b) => b.quotes - a.quotes || b.words - a.words || a.value - b.value),
    searched: (line) => FIELDS.speaker(line.value),
    columns: [
      { label: "speaker", kind: "name", value: (line) => FIELDS.speaker(line.value), cell: (line) => speakerChoice(line.value) },
      { label: "who", value: (line) => data.speakers[line.value].is, cell: (line) => data.speakers[line.value].is },
      ...counted,
      { ...number("documents", (line) => line.documents.size), wide: true },
    ],
  }),
  table("verbs", {
    label: "Verbs, prepositions and nouns",
    field: "cue",
    lines: () => most(tally("cue")),
    searched: (line) => line.value,
    columns: [
      { label: "cue", kind: "name", value: (line) => line.value, cell: (line) => choice("cue", line.value, line.value) },
      counted[0],
      number("speakers", (line) => line.speakers.size),
      mixed,
    ],
  }),
  ...data.groups.map((group, place) =>
    table(`by-${place}`, {
      label: `By ${group.name}`,
      field: `by-${place}`,
      lines: () => tally(`by-${place}`).sort((a, b) => a.value - b.value),
      searched: (line) => group.values[line.value],
      columns: [
        { label: group.name, kind: "name", value: (line) => line.value, cell: (line) => choice(`by-${place}`, line.value, group.values[line.value]) },
        counted[0],
        number("speakers", (line) => line.speakers.size),
        mixed,
      ],
    }),
  ),
  table("documents", {
    label: "Documents",
    field: "document",
    lines: () => {
      const lines = new Map(tally("document").map((line) => [line.value, line]));
      const empty = (value) => ({ value, quotes: 0, words: 0, who: {}, speakers: new Set() });
      const others = [...chosen.keys()].some((field) => field !== "document");
      return documents.map((_, value) => lines.get(value) ?? (others ? null : empty(value))).filter(Boolean);
    },
    searched: (line) => [documents[line.value].doc_id, ...described(line.value)].join(" "),
    columns: [
      { label: "document", kind: "name", value: (line) => documents[line.value].doc_id, cell: (line) => choice("document", line.value, documents[line.value].doc_id) },
      ...data.metadata.map((name) => ({ label: name, wide: true, value: (line) => documents[line.value][`: ${name}`], cell: (line) => short(documents[line.value][`: ${name}`]) })),
      counted[0],
      { ...number("speakers", (line) => line.speakers.size), wide: true },
      mixed,
    ],
  }),
  table("quotations", {
    label: "Quotations",
    lines: () => quotes.filter((quote) => fits(quote)),
    searched: (quote) => quote.searched,
    columns: [
      { label: "speaker", kind: "name", value: (quote) => FIELDS.speaker(quote.speaker), cell: (quote) => speakerChoice(quote.speaker) },
      { label: "words said", kind: "words", value: (quote) => quote.quote, cell: (quote) => element("a", { href: "#texts", lang: "fr", title: "Show it in its text", onclick: (event) => (event.preventDefault(), go(quote)) }, quote.quote) },
      { label: "introduced by", wide: true, value: (quote) => quote.introduced, cell: (quote) => quote.introduced },
      { label: "kind", wide: true, value: (quote) => quote.kind, cell: (quote) => quote.kind },
      { label: "document", wide: true, kind: "name", value: (quote) => documents[quote.document].doc_id, cell: (quote) => choice("document", quote.document, documents[quote.document].doc_id) },
    ],
  }),
];

const described = (document) => data.metadata.map((name) => documents[document][`: ${name}`]).filter(Boolean);

// ---- summary

function showSummary(shown) {
  const counts = {};
  const speakers = new Set();
  const within = new Set();
  let words = 0;
  for (const quote of shown) {
    counts[quote.who] = (counts[quote.who] ?? 0) + 1;
    words += quote.words;
    within.add(quote.document);
    if (quote.speaker >= 0) speakers.add(quote.speaker);
  }
  const nobody = counts["(unattributed)"] ?? 0;
  const figures = [[shown.length, "quotation"], [shown.length - nobody, "", "with a speaker"], [speakers.size, "speaker"], [words, "word", " said"], [within.size, "document", " with quotations"]];
  const bar = whose(counts, shown.length || 1);
  bar.className = "shares";
  const parts = WHO.filter((who) => counts[who]).map((who) => {
    const patch = element("span", { className: "swatch" });
    patch.style.background = data.colours[who];
    const share = who === "(unattributed)" ? "" : ` (${percent(counts[who] / (shown.length - nobody))})`;
    return choice("who", who, patch, `${who} ${counts[who].toLocaleString("en")}${share}`);
  });
  const list = figures.map(([value, noun, more = ""]) => element("li", {}, element("b", {}, value.toLocaleString("en")), (noun && value !== 1 ? `${noun}s` : noun) + more));
  find("summary").replaceChildren(element("ul", { className: "figures" }, ...list), bar, element("div", { className: "whose" }, ...parts));
}

// ---- texts

let page = 0;
let pages = []; // of documents

function showTexts(shown) {
  const wanted = chosen.size ? new Set(shown.map((quote) => quote.document)) : null;
  if (chosen.has("document")) wanted.add(chosen.get("document"));
  const here = pages[page]?.[0];
  pages = [];
  let size = Infinity;
  for (const { row } of documents) {
    if (wanted && !wanted.has(row)) continue;
    const length = documents[row].characters;
    if (size + length > CHARACTERS) {
      pages.push([]);
      size = 0;
    }
    pages.at(-1).push(row);
    size += length;
  }
  page = Math.max(0, pages.findIndex((those) => those.includes(here)));
  showPage();
}

function showPage() {
  page = Math.max(0, Math.min(page, pages.length - 1));
  const step = (by, text) => {
    const turn = () => {
      page += by;
      hide();
      showPage();
      document.getElementById("texts").scrollIntoView();
    };
    return element("button", { type: "button", className: "step", disabled: !pages[page + by], onclick: turn }, text);
  };
  const before = pages.slice(0, page).reduce((sum, those) => sum + those.length, 0);
  const total = pages.reduce((sum, those) => sum + those.length, 0);
  const steps = () => {
    const said = total ? `document ${(before + 1).toLocaleString("en")}${pages[page].length > 1 ? `–${(before + pages[page].length).toLocaleString("en")}` : ""} of ${total.toLocaleString("en")}` : "No document has such a quotation.";
    return element("div", { className: "steps" }, ...(pages.length > 1 ? [step(-1, "Previous"), step(1, "Next")] : []), element("span", { className: "faint" }, said));
  };
  const texts = (pages[page] ?? []).map(textOf);
  find("texts").replaceChildren(steps(), ...texts, ...(pages.length > 1 ? [steps()] : []));
}

function textOf(place) {
  const { doc_id: name, first } = documents[place];
  const own = quotes.slice(first, first + documents[place].quotations);
  const counts = new Map();
  for (const { speaker } of own) if (speaker >= 0) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  const voices = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a));
  const more = voices.length > VOICES ? [`and ${(voices.length - VOICES).toLocaleString("en")} more`] : [];
  let block = element("div");
  let size = 0;
  const text = element("div", { className: "quotes-text quotes-dark", lang: "fr" }, block);
  const begun = new Set();
  const last = new Map();
  const pieces = data.texts[place];
  if (pieces === undefined) text.append("(This text is not in the report.)");
  for (const piece of pieces ?? []) {
    if (typeof piece === "string") {
      let rest = piece;
      for (let end; size + rest.length > BLOCK && (end = rest.indexOf("\n", Math.max(0, BLOCK - size)) + 1); rest = rest.slice(end), size = 0) {
        block.append(rest.slice(0, end));
        text.append((block = element("div")));
      }
      block.append(rest);
      size += rest.length;
      continue;
    }
    const [words, said, cue, mention] = piece;
    const quote = own[said.at(-1) ?? cue[0] ?? mention[0]];
    const made = element(said.length ? "mark" : cue.length ? "u" : "span", { className: [said.length && "said", said.length > 1 && "inner", cue.length && "cue", mention.length && "mention"].filter(Boolean).join(" ") }, words);
    made.dataset.of = [...said, ...cue, ...mention].map((number) => first + number).join(" ");
    made.dataset.quote = quote.row;
    if (said.length) {
      coloured(made, quote.speaker);
      if (quote.speaker < 0) made.classList.add("nobody");
      if (!fits(quote)) made.classList.add("off");
      if (!begun.has(quote.row)) {
        begun.add(quote.row);
        made.tabIndex = 0;
        made.id = `quote-${quote.row}`;
        made.setAttribute("role", "button");
        made.setAttribute("aria-haspopup", "dialog");
      }
      last.set(quote.row, made);
    }
    block.append(made);
    size += words.length;
  }
  for (const [row, made] of last) made.dataset.who = FIELDS.speaker(quotes[row].speaker);
  return element(
    "article",
    { className: "text-of" },
    element("h3", {}, name),
    element("p", { className: "faint" }, described(place).join(" · ")),
    element("div", { className: "voices" }, ...voices.slice(0, VOICES).map(speakerChoice), ...more),
    text,
  );
}

// Show a quotation in its text.
function go(quote) {
  page = pages.findIndex((those) => those.includes(quote.document));
  showPage();
  const made = document.getElementById(`quote-${quote.row}`);
  if (!made) return document.getElementById("texts").scrollIntoView();
  made.scrollIntoView({ block: "center" });
  made.focus({ preventScroll: true });
}

// ---- the card that says what is known of a quotation

const card = document.getElementById("card");
let pinned = false;
let hiding = 0;

function showCard(mark, pin) {
  const quote = quotes[mark.dataset.quote];
  clearTimeout(hiding);
  pinned = pin;
  const speaker = data.speakers[quote.speaker];
  const line = (...parts) => element("p", {}, ...parts.filter(Boolean));
  const only = element("button", { type: "button", className: "step", onclick: () => (choose("speaker", quote.speaker), go(quote)) }, chosen.get("speaker") === quote.speaker ? "Show the others again" : speaker ? "Only this speaker" : "Only those without a speaker");
  const close = element("button", { type: "button", className: "step", onclick: () => leave() }, "Close");
  card.replaceChildren(
    line(swatch(quote.speaker), element("b", {}, FIELDS.speaker(quote.speaker)), speaker ? ` – ${speaker.is}` : "", quote.gender_source ? `, by ${quote.gender_source}` : ""),
    line(quote.introduced ? `introduced by “${quote.introduced}”: ${quote.cue}` : "introduced by nothing"),
    line(quote.mention ? `named as “${quote.mention}”: ${quote.mention_kind}` : "not named here"),
    line(`${quote.kind}, ${quote.status}, ${count(quote.words, "word")}; number ${quote.quote_id} of ${documents[quote.document].doc_id}`),
    line(`rule ${quote.rule}, right in ${percent(quote.confidence)} of the annotated cases`),
    element("div", { className: "steps" }, only, close),
  );
  card.hidden = false;
  document.querySelectorAll(".on").forEach((other) => other.classList.remove("on"));
  document.querySelectorAll("[data-of]").forEach((other) => other.classList.toggle("on", other.dataset.of.split(" ").includes(String(quote.row))));
  const { left, bottom, top } = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const below = bottom + card.offsetHeight + 8 < innerHeight || top < card.offsetHeight + 8;
  card.style.left = `${scrollX + Math.max(8, Math.min(left, document.documentElement.clientWidth - card.offsetWidth - 8))}px`;
  card.style.top = `${scrollY + (below ? bottom + 6 : top - card.offsetHeight - 6)}px`;
  if (pin) {
    card.dataset.from = mark.id || `quote-${quote.row}`;
    only.focus({ preventScroll: true });
  }
}

function hide() {
  clearTimeout(hiding);
  card.hidden = true;
  pinned = false;
  document.querySelectorAll(".on").forEach((other) => other.classList.remove("on"));
}

// Hide the card and go back to the quotation it was opened from.
function leave() {
  const from = pinned ? document.getElementById(card.dataset.from) : null;
  hide();
  from?.focus({ preventScroll: true });
  hide();
}

const later = () => {
  clearTimeout(hiding);
  if (!pinned) hiding = setTimeout(hide, 250);
};
const markOf = (event) => (event.target instanceof Element ? event.target.closest("[data-quote]") : null);
const texts = find("texts");
texts.addEventListener("mouseover", (event) => markOf(event) && !pinned && showCard(markOf(event), false));
texts.addEventListener("mouseout", (event) => markOf(event) && later());
texts.addEventListener("focusin", (event) => markOf(event) && !pinned && showCard(markOf(event), false));
texts.addEventListener("focusout", (event) => markOf(event) && later());
texts.addEventListener("click", (event) => (markOf(event) ? showCard(markOf(event), true) : hide()));
card.addEventListener("mouseenter", () => clearTimeout(hiding));
card.addEventListener("mouseleave", later);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !card.hidden) return leave();
  const mark = markOf(event);
  if (!mark) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    showCard(mark, true);
  }
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const all = [...texts.querySelectorAll("mark[id]:not(.off)")];
    const next = all[all.indexOf(mark) + (event.key === "ArrowRight" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.scrollIntoView({ block: "nearest" });
      next.focus();
    }
  }
});

// ---- everything, each time something is chosen

function show() {
  const shown = quotes.filter((quote) => fits(quote));
  const focused = document.activeElement?.dataset?.choice;
  const height = document.activeElement?.getBoundingClientRect().top;
  showChosen(shown.length);
  showSummary(shown);
  tables.forEach((fill) => fill());
  showTexts(shown);
  const again = focused && [...document.querySelectorAll("[data-choice]")].filter((other) => other.dataset.choice === focused);
  if (!again?.length) return;
  const near = (other) => Math.abs(other.getBoundingClientRect().top - height);
  const same = again.reduce((best, other) => (near(other) < near(best) ? other : best));
  same.focus({ preventScroll: true }); // the button that was pressed stays where it was
  scrollBy({ top: same.getBoundingClientRect().top - height, behavior: "instant" });
}

for (const quote of quotes) quote.searched = `${FIELDS.speaker(quote.speaker)} ${quote.introduced} ${quote.quote} ${documents[quote.document].doc_id}`.toLowerCase();
show();

// The page of a document: its text with its mentions in place.

const LETTER = /^[\p{L}\p{N}\p{M}]/u;

function documentPage(id, start) {
  const one = documentOf.get(id);
  if (!one) return [el("p", {}, say("missing"))];
  const [text, spans] = texts()[one.at];
  const body = el("div", { class: "text", dir: "auto", lang: "ar" }, markedText(text, spans, Number(start ?? -1)));
  const named = new Map();
  for (let i = 2; i < spans.length; i += 3) named.set(entities[spans[i]], (named.get(entities[spans[i]]) ?? 0) + 1);
  const most = [...named.keys()].sort((a, b) => named.get(b) - named.get(a));
  return [el("article", { class: "document" },
    el("h1", {}, arabic(cut(titleOf(one), 120))),
    el("p", { class: "facts muted" }, documentFacts(one)),
    toggles(body),
    el("div", { class: "sides" }, body, el("aside", { "aria-label": say("mentions") }, bars(most, (entity) => named.get(entity)))))];
}

function documentFacts(one) {
  const facts = [one.date ? el("span", {}, showDate(one.date)) : null, one.source ? arabic(one.source) : null];
  const original = one.url ? el("a", { href: one.url, rel: "noreferrer noopener" }, say("original")) : null;
  return [...facts, el("code", { class: "small", dir: "ltr" }, one.doc_id), el("span", {}, `${count(one.words)} ${say("words")}`), original];
}

/** Makes buttons that show and hide the mentions of a type. */
function toggles(body) {
  return el("div", { class: "legend" }, Object.entries(kinds).map(([key, label]) => el("button", {
    type: "button", class: label, "aria-pressed": "true",
    click: (event) => event.currentTarget.setAttribute("aria-pressed", String(!body.classList.toggle(`off-${label}`))),
  }, say(key))));
}

/** Returns a text and its mentions as texts and links; the one that begins at `here` is the one to look at. */
function markedText(text, spans, here) {
  const parts = [];
  let at = 0;
  for (let i = 0; i < spans.length; i += 3) {
    const [start, end, entity] = [spans[i], spans[i + 1], entities[spans[i + 2]]];
    if (start < at) continue;
    parts.push(...breakable(text.slice(at, start)), mention(text, start, end, entity, start === here));
    at = end;
  }
  return [...parts, ...breakable(text.slice(at))];
}

/** Returns a text with places where a line may break inside words without end, which take browsers minutes to lay out. */
function breakable(text) {
  const pieces = text.match(/\S{1,500}\s*|\s+/g) ?? [];
  const endless = pieces.some((piece) => piece.length >= 500 && !/\s/.test(piece));
  return endless ? pieces.flatMap((piece) => [piece, el("wbr")]) : [text];
}

/** A mention in the text. It has no room of its own, so that the letters before and after stay joined to it. */
function mention(text, start, end, entity, here) {
  return el("a", {
    class: `m ${entity.label}${here ? " here" : ""}`, href: entityPath(entity), title: `${say(entity.label)} · ${entity.name_en}`,
    "data-mark": LETTER.test(text.slice(end, end + 2)) ? null : say(`${entity.label}_mark`),
  }, breakable(text.slice(start, end)));
}

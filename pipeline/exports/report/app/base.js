"use strict";
// What every part of the page uses: the data, the language, elements made without HTML, so that no text becomes markup.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const lazily = (make) => {
  let made;
  return () => (made ??= make());
};

const data = read("data");
const texts = lazily(() => read("texts"));

/** Turns columns into a list of objects; `at` is the place of each. */
function records(columns) {
  const names = Object.keys(columns);
  return columns[names[0]].map((_, at) => {
    const record = { at };
    for (const name of names) record[name] = columns[name][at];
    return record;
  });
}

const entities = records(data.entities);
const documents = records(data.documents);
const entityOf = new Map(entities.map((entity) => [entity.entity_id, entity]));
const documentOf = new Map(documents.map((one) => [one.doc_id, one]));
const kinds = { people: "PER", places: "LOC", organisations: "ORG" };

/** The mentions of each entity: lists of [document, start, end], numbers as in the data. */
const mentionsOf = lazily(() => {
  const lists = entities.map(() => []);
  texts().forEach(([, spans], doc) => {
    for (let i = 0; i < spans.length; i += 3) lists[spans[i + 2]].push([doc, spans[i], spans[i + 1]]);
  });
  return lists;
});

const settings = {
  get(name) {
    try { return localStorage.getItem(`kayan-${name}`); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem(`kayan-${name}`, value); } catch { /* a page without storage forgets */ }
  },
};

let language = settings.get("language") ?? (navigator.language.startsWith("ar") ? "ar" : "en");

/** Says a word of the interface, with {names} filled in. */
function say(key, values = {}) {
  const [english, arabic] = data.words[key] ?? [key, key];
  const words = language === "ar" ? arabic : english;
  return words.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? count(values[name]) : values[name]));
}

const locale = () => (language === "ar" ? "ar-SY" : "en-GB");
const count = (number) => new Intl.NumberFormat(locale()).format(number);

/** Shows a date as people write it; one without day or month stays without. */
function showDate(date) {
  const options = { timeZone: "UTC", year: "numeric" };
  if (date.length > 4) options.month = "long";
  if (date.length > 7) options.day = "numeric";
  const day = asDate(date);
  return day ? new Intl.DateTimeFormat(locale(), options).format(day) : date;
}

function asDate(text) {
  if (!/^\d{4}(-\d\d(-\d\d)?)?$/.test(text ?? "")) return null;
  const day = new Date(`${text}${"-01-01".slice(text.length - 4)}T00:00:00Z`.replace(/^(\d{4})T/, "$1-01-01T"));
  return Number.isNaN(day.getTime()) ? null : day;
}

/** Makes an element: attributes, handlers as functions, and children, which are elements or texts. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const arabic = (text, name = "bdi") => el(name, { lang: "ar", dir: "auto" }, text);
const english = (text, name = "bdi") => el(name, { lang: "en", dir: "auto" }, text);
const nameOf = (entity) => (language === "ar" ? entity.name : entity.name_en || entity.name);
const shownName = (entity) => (language === "ar" || !entity.name_en ? arabic(entity.name) : english(entity.name_en));
const titleOf = (one) => one.title || one.opening || one.doc_id;

const entityPath = (entity) => `#entity/${encodeURIComponent(entity.entity_id)}`;
const documentPath = (one, start) => `#document/${encodeURIComponent(one.doc_id)}${start === undefined ? "" : `/${start}`}`;
const chip = (label) => el("span", { class: `chip ${label}` }, say(label));

function card(title, path, ...content) {
  const more = path ? el("a", { href: path, class: "small", "aria-label": `${say("all")}: ${title}` }, say("all")) : null;
  return el("section", { class: "card" }, el("header", {}, el("h2", {}, title), more), ...content);
}

/** Makes buttons from labels, signs and what they do. */
function tools(...buttons) {
  return el("div", { class: "tools" }, buttons.map(([key, sign, click]) =>
    el("button", { type: "button", "aria-label": say(key), title: say(key), click }, sign)));
}

/** Lists entities as bars: `valueOf` gives each its number. */
function bars(list, valueOf) {
  const most = Math.max(1, ...list.map(valueOf));
  return el("ol", { class: "bars" }, list.map((entity) => {
    const bar = el("i");
    bar.style.width = `${(100 * valueOf(entity)) / most}%`;
    return el("li", {},
      el("a", { href: entityPath(entity) }, shownName(entity), " ", otherName(entity)),
      el("span", { class: "number" }, count(valueOf(entity))),
      el("span", { class: `track ${entity.label}`, "aria-hidden": "true" }, bar));
  }));
}

function otherName(entity) {
  if (!entity.name_en || entity.name_en === entity.name) return "";
  const other = language === "ar" ? english(entity.name_en) : arabic(entity.name);
  other.classList.add("muted", "small");
  return other;
}

/** Returns the width and height of a chart's drawing: on a phone it is small, so that its letters are not. */
const chartSize = (compact) => (innerWidth < 640 ? [380, 400] : compact ? [640, 420] : [1100, 700]);

/** Makes room for an element that takes a while to make, and makes it when the rest is on the screen. */
function later(make) {
  const room = el("div", { class: "room" });
  requestAnimationFrame(() => setTimeout(() => room.replaceWith(make())));
  return room;
}

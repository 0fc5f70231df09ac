// The overview, and the lists of people, places, organisations and documents.

const SHOWN = 100;
const GLANCE = 12;

function overview() {
  const counts = data.counts;
  const tile = (key, path) => el("a", { href: path }, el("b", {}, count(counts[key])), el("span", { class: "muted" }, say(key)));
  const tiles = [["documents", "#documents"], ["people", "#people"], ["places", "#places"], ["organisations", "#organisations"]];
  const glance = Object.entries(kinds).map(([key, label]) =>
    card(say(key), `#${key}`, bars(entities.filter((entity) => entity.label === label).slice(0, GLANCE), (entity) => entity.mentions)));
  return [
    el("h1", {}, say("title")),
    el("div", { class: "tiles" }, tiles.map(([key, path]) => tile(key, path)), mentionsTile()),
    notes(),
    el("div", { class: "grid" }, glance),
    el("div", { class: "grid wide" },
      card(say("map"), "#map", later(() => worldMap(locatedPlaces(), { compact: true }))),
      card(say("network"), "#network", later(() => network({ compact: true })))),
    dated.length ? card(say("timeline"), "#timeline", later(() => timeline({ compact: true }).element)) : null,
  ];
}

const mentionsTile = () => el("a", { href: "#documents" }, el("b", {}, count(data.counts.mentions)), el("span", { class: "muted" }, say("mentions")));

function notes() {
  const { counts } = data;
  const told = [
    [data.review > 0, "review_note", { n: data.review }],
    [counts.problems > 0, "problems_note", { n: counts.problems }],
    [counts.entities > entities.length, "left_entities", { n: entities.length, all: counts.entities }],
    [counts.documents > documents.length, "left_documents", { n: documents.length, all: counts.documents }],
  ];
  return told.filter(([here]) => here).map(([, key, values]) => el("p", { class: "note" }, say(key, values)));
}

/** Shows rows, the first of them at once and more when asked. */
function inPortions(rows, makeRow, list) {
  const button = el("button", { type: "button" }, say("more"));
  const grow = () => {
    const from = list.children.length;
    list.append(...rows.slice(from, from + SHOWN).map(makeRow));
    button.hidden = list.children.length >= rows.length;
  };
  button.addEventListener("click", grow);
  grow();
  return button;
}

function entityList(key) {
  const rows = entities.filter((entity) => entity.label === kinds[key]);
  const body = el("tbody");
  const row = (entity) => el("tr", {},
    el("td", {}, el("a", { href: entityPath(entity) }, arabic(entity.name))),
    el("td", {}, english(entity.name_en)),
    el("td", { class: "muted" }, english(entity.description ?? "")),
    el("td", { class: "number" }, count(entity.mentions)),
    el("td", { class: "number" }, count(entity.documents)));
  const heads = [["name"], ["name_en"], ["what"], ["mentions", "number"], ["documents", "number"]];
  const head = el("thead", {}, el("tr", {}, heads.map(([word, look]) => el("th", { scope: "col", class: look }, say(word)))));
  const more = inPortions(rows, row, body);
  return [el("h1", {}, say(key)), el("div", { class: "card table" }, el("table", {}, head, body)), el("p", {}, more)];
}

function documentRow(one) {
  const facts = [one.date ? showDate(one.date) : "", one.source].filter(Boolean).join(" · ");
  return el("li", { class: "card" },
    el("a", { href: documentPath(one) }, arabic(cut(titleOf(one), 120))),
    el("div", { class: "muted small" }, facts, facts ? " · " : "", say("mentions_of", { n: one.mentions })));
}

function documentList() {
  const list = el("ul", { class: "grid wide" });
  const more = inPortions(documents, documentRow, list);
  return [el("h1", {}, say("documents")), list, el("p", {}, more)];
}

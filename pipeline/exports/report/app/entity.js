// The page of an entity: who it is, with whom it is named, and every line that names it.

const AROUND = 60;
const LINES = 40;

const companions = lazily(() => {
  const lists = entities.map(() => []);
  for (const [a, b, sentences] of data.ties) {
    lists[a].push({ entity: entities[b], sentences });
    lists[b].push({ entity: entities[a], sentences });
  }
  return lists;
});

function entityPage(id) {
  const entity = entityOf.get(id);
  if (!entity) return [el("p", {}, say("missing"))];
  const ties = new Map(companions()[entity.at].slice(0, GLANCE).map((tie) => [tie.entity, tie.sentences]));
  const timed = moments(entity).length > 1 ? card(say("timeline"), null, timeline({ compact: true, entity }).element) : null;
  const located = entity.latitude === null ? null : card(say("map"), "#map", worldMap([entity, ...locatedPlaces().filter((one) => one !== entity)], { compact: true, focus: entity }));
  return [
    el("article", { class: "entity" },
      heading(entity),
      el("div", { class: "grid" }, ties.size ? card(`${say("companions")} (${say("sentences")})`, null, bars([...ties.keys()], (one) => ties.get(one))) : null, located),
      timed,
      el("h2", {}, say("in_documents")),
      concordance(entity)),
  ];
}

function heading(entity) {
  const numbers = [say("mentions_of", { n: entity.mentions }), say("documents_of", { n: entity.documents })];
  if (entity.first_date) numbers.push(`${say("first_date")}: ${showDate(entity.first_date)}`, `${say("last_date")}: ${showDate(entity.last_date)}`);
  return el("header", {},
    el("h1", {}, arabic(entity.name)),
    el("p", { class: "facts" }, el("strong", {}, english(entity.name_en)), chip(entity.label), entity.description ? english(entity.description) : null),
    entity.role ? el("p", {}, `${say("role")}: `, arabic(entity.role)) : null,
    data.words[entity.name_en_source] ? el("p", { class: "note" }, say(entity.name_en_source)) : null,
    entity.aliases.length ? el("p", {}, `${say("also")}: `, entity.aliases.flatMap((alias, at) => [at ? "، " : "", arabic(alias)])) : null,
    el("p", { class: "facts muted" }, numbers.map((words) => el("span", {}, words))),
    el("p", { class: "facts" }, addresses(entity).map(([name, href]) => el("a", { href, rel: "noreferrer noopener" }, name)), el("code", { class: "muted small", dir: "ltr" }, entity.entity_id)));
}

/** Returns where on the web more stands: only ids of the known forms lead there. */
function addresses(entity) {
  const found = [];
  if (/^Q\d+$/.test(entity.wikidata)) found.push(["Wikidata", `https://www.wikidata.org/wiki/${entity.wikidata}`]);
  if (/^\d+$/.test(entity.geonames)) found.push(["GeoNames", `https://www.geonames.org/${entity.geonames}`]);
  if (entity.latitude !== null) found.push(["OpenStreetMap", `https://www.openstreetmap.org/?mlat=${entity.latitude}&mlon=${entity.longitude}#map=10/${entity.latitude}/${entity.longitude}`]);
  return found;
}

/** Lists the lines that name an entity, the name in the middle, document after document. */
function concordance(entity) {
  const list = el("div", { class: "concordance card" });
  const all = mentionsOf()[entity.at];
  const button = el("button", { type: "button" }, say("more"));
  let next = 0;
  let lines = null;
  const grow = () => {
    for (const [doc, start, end] of all.slice(next, next + LINES)) {
      if (next === 0 || all[next - 1][0] !== doc) {
        lines = el("ul", { dir: "rtl" });
        list.append(el("h3", {}, el("a", { href: documentPath(documents[doc]) }, arabic(cut(titleOf(documents[doc]), 90))), " ", el("span", { class: "muted small" }, showDate(documents[doc].date))), lines);
      }
      lines.append(concordanceLine(doc, start, end));
      next += 1;
    }
    button.hidden = next >= all.length;
  };
  button.addEventListener("click", grow);
  grow();
  return el("div", {}, list, el("p", {}, button));
}

function concordanceLine(doc, start, end) {
  const text = texts()[doc][0];
  const before = text.slice(Math.max(0, start - AROUND), start);
  const after = text.slice(end, end + AROUND);
  const flat = (piece) => piece.replace(/\s+/g, " ");
  return el("li", { lang: "ar", dir: "rtl" },
    el("span", { class: "before" }, el("bdi", {}, flat(start > AROUND ? before.replace(/^\S*\s/, "… ") : before))),
    el("a", { href: documentPath(documents[doc], start) }, el("bdi", {}, cut(flat(text.slice(start, end)), 80))),
    el("span", { class: "after" }, el("bdi", {}, flat(end + AROUND < text.length ? after.replace(/\s\S*$/, " …") : after))));
}

// Search: names in folded Arabic and in English, and titles of documents.

const plain = new Map([..."أإآٱ"].map((alef) => [alef, "ا"]).concat([["ى", "ي"], ["ة", "ه"]], data.letters));

/** Folds a text for comparing: one spelling for alefs, ى and ة, no vowel signs, no tatweel, no accents, small letters. */
function fold(text) {
  const bare = text.normalize("NFKC").replace(/[\u064b-\u065f\u0670\u0640]/g, "");
  const folded = [...bare].map((letter) => plain.get(letter) ?? letter).join("");
  return folded.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^\p{L}\p{N}+]+/gu, " ").trim();
}

const searchable = lazily(() => entities.map((entity) =>
  ` ${[entity.name, entity.name_en, ...entity.aliases].map(fold).join(" | ")}`));
const searchableTitles = lazily(() => documents.map((one) => ` ${fold(titleOf(one))} ${fold(one.doc_id)}`));

/** Finds entities, then documents, that have all words of a query; those in which words begin so come first. */
function find(query, limit = 12) {
  const words = fold(query).split(" ").filter(Boolean);
  if (!words.length) return [];
  const matching = (list, places) => {
    const all = places.map((one, at) => [one, list[at]]).filter(([, key]) => words.every((word) => key.includes(word)));
    const whole = ([, key]) => words.every((word) => key.includes(` ${word}`) || key.includes(` ال${word}`));
    return [...all.filter(whole), ...all.filter((one) => !whole(one))].map(([one]) => one);
  };
  const names = matching(searchable(), entities).slice(0, limit);
  const titles = matching(searchableTitles(), documents).slice(0, Math.max(3, limit - names.length));
  return [...names, ...titles];
}

function startSearch() {
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  let results = [];
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const open = (result) => {
    location.hash = result.entity_id ? entityPath(result) : documentPath(result);
    input.value = "";
    close();
  };
  const choose = (place) => {
    chosen = (place + results.length) % results.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", at === chosen));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const show = () => {
    results = find(input.value);
    list.replaceChildren(...(results.length ? results.map((result, at) => option(result, at, open)) : [nothing()]));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    chosen = -1;
    if (results.length) choose(0);
  };
  const keys = {
    ArrowDown: () => choose(chosen + 1),
    ArrowUp: () => choose(chosen - 1),
    Enter: () => open(results[chosen]),
  };
  input.addEventListener("input", show);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (!list.hidden && results.length && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
  });
}

const nothing = () => el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", id: "found-none" }, say("nothing"));

function option(result, at, open) {
  const content = result.entity_id
    ? [shownName(result), otherName(result), chip(result.label), el("span", { class: "muted small number" }, count(result.mentions))]
    : [arabic(cut(titleOf(result), 80)), el("span", { class: "muted small" }, say("documents"))];
  return el("li", { role: "option", id: `found-${at}`, "aria-selected": "false", mousedown: () => open(result) }, content);
}

// What stands where: the address after # chooses the page.

const pages = {
  overview, map: mapPage, network: networkPage, timeline: timelinePage, documents: documentList, entity: entityPage, document: documentPage,
  people: () => entityList("people"), places: () => entityList("places"), organisations: () => entityList("organisations"),
};
const tabs = ["overview", "people", "places", "organisations", "map", "network", "timeline", "documents"];

function currentPath() {
  const [name, ...rest] = location.hash.slice(1).split("/");
  return pages[name] ? [name, ...rest.map(decodeURIComponent)] : ["overview"];
}

function show() {
  const [name, ...rest] = currentPath();
  const main = document.getElementById("main");
  main.replaceChildren(...pages[name](...rest).flat().filter(Boolean));
  document.querySelectorAll("nav a").forEach((link) => {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  const heading = main.querySelector("h1");
  document.title = heading ? `${heading.textContent} · كيان Kayan` : "كيان Kayan";
  const here = main.querySelector(".m.here");
  if (here) here.scrollIntoView({ block: "center" });
  else scrollTo(0, 0);
}

/** Writes the parts around the page in the language chosen. */
function frame() {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  document.getElementById("skip").textContent = say("skip");
  const input = document.getElementById("search");
  input.placeholder = say("search");
  input.setAttribute("aria-label", say("search"));
  document.getElementById("found").setAttribute("aria-label", say("search"));
  const button = document.getElementById("language");
  button.textContent = say("language");
  button.lang = language === "ar" ? "en" : "ar";
  const nav = document.getElementById("pages");
  nav.setAttribute("aria-label", say("pages"));
  nav.replaceChildren(el("ul", {}, tabs.map((tab) => el("li", {}, el("a", { href: `#${tab}` }, say(tab))))));
  document.getElementById("foot").replaceChildren(el("p", {}, say("borders")));
}

function start() {
  frame();
  show();
  startSearch();
  addEventListener("hashchange", () => {
    show();
    document.getElementById("main").focus({ preventScroll: true });
  });
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  document.getElementById("language").addEventListener("click", () => {
    language = language === "ar" ? "en" : "ar";
    settings.set("language", language);
    frame();
    show();
  });
}

start();

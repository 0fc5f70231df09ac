// The map: outlines of the world, Syria's governorates, and circles for places by number of mentions.

const MAPPED = 1000;
const NAMED = 60;

const outlines = lazily(() => {
  const world = read("world");
  return topojson.feature(world, world.objects.countries).features;
});
const governorates = lazily(() => read("governorates").features);

function locatedPlaces() {
  return entities.filter((entity) => entity.latitude !== null && entity.longitude !== null).slice(0, MAPPED);
}

/** Draws a map of places; `focus` is the one to look at, `compact` leaves the wheel to the page. */
function worldMap(places, { compact = false, focus = null } = {}) {
  if (!places.length) return el("p", { class: "muted" }, say("no_places"));
  const [width, height] = chartSize(compact);
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, height]).attr("role", "group").attr("aria-label", say("map_label"));
  const projection = d3.geoMercator().fitExtent([[40, 40], [width - 40, height - 40]], extentOf(focus ? [focus] : places));
  const path = d3.geoPath(projection);
  svg.append("rect").attr("class", "sea").attr("width", width).attr("height", height);
  const ground = svg.append("g");
  ground.selectAll("path.land").data(outlines()).join("path").attr("class", "land").attr("d", path);
  ground.selectAll("path.governorate").data(governorates()).join("path").attr("class", "governorate").attr("d", path);
  const areas = areaNames(svg.append("g"), projection);
  const marks = placeMarks(svg.append("g"), places, projection);
  const zoom = d3.zoom().scaleExtent([0.05, 60]).filter((event) => pans(event, compact)).on("zoom", ({ transform }) => {
    ground.attr("transform", transform);
    areas(transform);
    marks(transform, width, height);
  });
  svg.call(zoom).on("dblclick.zoom", null).call(zoom.transform, d3.zoomIdentity);
  const move = (action, ...values) => () => svg.transition().duration(calm() ? 0 : 250).call(action, ...values);
  return el("div", { class: "chart" }, svg.node(),
    tools(["zoom_in", "+", move(zoom.scaleBy, 2)], ["zoom_out", "−", move(zoom.scaleBy, 0.5)], ["reset", "↺", move(zoom.transform, d3.zoomIdentity)]));
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Tells which events move a chart: in a compact one the wheel scrolls the page, unless Ctrl is down. */
function pans(event, compact) {
  return !event.button && (event.type !== "wheel" || event.ctrlKey || !compact);
}

/** Returns what the map shows first: where most mentions of places smaller than regions are, four degrees at least. */
function extentOf(places) {
  const small = places.filter((place) => !/^(country|region)/.test(place.precision ?? ""));
  const looked = small.length ? small : places;
  const [west, east] = range(looked, "longitude");
  const [south, north] = range(looked, "latitude").map((degrees) => Math.max(-78, Math.min(78, degrees)));
  return { type: "MultiPoint", coordinates: [[west, south], [east, north]] };
}

/** Returns between which degrees three fifths of the mentions are, and as much again around them. */
function range(places, key) {
  const sorted = [...places].sort((a, b) => a[key] - b[key]);
  const total = d3.sum(sorted, (place) => place.mentions);
  const at = (share) => {
    let seen = 0;
    return sorted.find((place) => (seen += place.mentions) >= share * total)?.[key] ?? sorted.at(-1)[key];
  };
  const [low, high] = [at(0.2), at(0.8)];
  const around = Math.max((high - low) / 3, (4 - (high - low)) / 2, 0.5);
  return [low - around, high + around];
}

/** Names the governorates where there is room; returns what moves the names. */
function areaNames(layer, projection) {
  const spans = governorates().map(({ properties }) => ({ ...properties, point: projection(properties.centre) }));
  const names = layer.selectAll("text").data(spans).join("text")
    .attr("class", "area").attr("text-anchor", "middle").attr("font-size", 12).attr("aria-hidden", "true").attr("lang", language)
    .text((area) => (language === "ar" ? area.name_ar : area.name_en));
  const degree = Math.abs(projection([1, 35])[0] - projection([0, 35])[0]);
  return (transform) => names
    .attr("hidden", degree * transform.k > 75 ? null : "")
    .attr("x", ({ point }) => transform.applyX(point[0])).attr("y", ({ point }) => transform.applyY(point[1]));
}

/** Draws circles and names of places, the greatest below; returns what moves them. */
function placeMarks(layer, places, projection) {
  const radius = d3.scaleSqrt([0, d3.max(places, (place) => place.mentions)], [2, 24]);
  const spots = places.map((place) => ({ place, point: projection([place.longitude, place.latitude]), radius: radius(place.mentions) }))
    .filter(({ point }) => point && point.every(Number.isFinite));
  const marks = layer.selectAll("a").data(spots).join("a").attr("class", "place")
    .attr("href", ({ place }) => entityPath(place))
    .attr("aria-label", ({ place }) => `${nameOf(place)}, ${say("mentions_of", { n: place.mentions })}`);
  marks.append("circle").attr("r", (spot) => spot.radius).append("title").text(({ place }) => `${place.name} · ${place.name_en} · ${count(place.mentions)}`);
  const names = marks.append("text").attr("text-anchor", "middle").attr("lang", language).attr("font-size", 13).text(({ place }) => cut(nameOf(place), 28));
  return (transform, width, height) => {
    const taken = [];
    marks.attr("transform", ({ point }) => `translate(${transform.apply(point)})`);
    names.attr("y", (spot) => -spot.radius - 4).attr("hidden", (spot) => {
      const [x, y] = transform.apply(spot.point);
      return hasRoom(cut(nameOf(spot.place), 28), [x, y - spot.radius - 2], width, height, taken) ? null : "";
    });
  };
}

/** Tells whether a name has room above a point without lying on one of before, and notes its place. */
function hasRoom(name, [x, y], width, height, taken) {
  const half = 4.2 * name.length + 2;
  const box = [x - half, y - 16, x + half, y];
  const inside = box[0] > 0 && box[2] < width && box[1] > 0 && y < height;
  const free = taken.every((other) => box[2] < other[0] || other[2] < box[0] || box[3] < other[1] || other[3] < box[1]);
  if (!inside || !free || taken.length >= NAMED) return false;
  taken.push(box);
  return true;
}

function mapPage() {
  const places = locatedPlaces();
  const rest = places.length ? [el("p", { class: "muted small" }, say("map_note", { n: places.length }), " ", say("borders"))] : [];
  return [el("h1", {}, say("map")), worldMap(places), ...rest];
}

// The network: the names that share most sentences. Their places come with the data; a name can be dragged away.

function network({ compact = false } = {}) {
  const { nodes, ties } = data.network;
  if (!nodes.length) return el("p", { class: "muted" }, say("no_ties"));
  const [width, height] = chartSize(compact);
  const margin = compact ? 50 : 80;
  const most = Math.max(...nodes.map(([at]) => entities[at].mentions));
  const radius = d3.scaleSqrt([0, most], compact ? [3, 15] : [4, 22]);
  const points = nodes.map(([at, x, y]) => ({
    entity: entities[at], x: margin + x * (width - 2 * margin), y: margin / 2 + 10 + y * (height - margin - 30), radius: radius(entities[at].mentions),
  }));
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, height]).attr("role", "group").attr("aria-label", say("network_label"));
  const strongest = Math.max(...ties.map((tie) => tie[2]));
  const lines = svg.append("g").selectAll("line").data(ties).join("line").attr("class", "tie")
    .attr("stroke-width", (tie) => 1 + (5 * tie[2]) / strongest);
  const marks = svg.append("g").selectAll("a").data(points).join("a").attr("class", ({ entity }) => `node ${entity.label}`)
    .attr("href", ({ entity }) => entityPath(entity))
    .attr("aria-label", ({ entity }) => `${nameOf(entity)}, ${say(entity.label)}, ${say("mentions_of", { n: entity.mentions })}`);
  marks.append("circle").attr("r", (point) => point.radius).append("title").text(({ entity }) => `${entity.name} · ${entity.name_en}`);
  const names = marks.append("text").attr("text-anchor", "middle").attr("lang", language).attr("font-size", compact ? 11.5 : 13)
    .attr("y", (point) => point.radius + 14).text(({ entity }) => cut(nameOf(entity), 28));
  const spots = points.map((point) => ({ point, place: point.entity, radius: point.radius })).sort((a, b) => b.radius - a.radius);
  const place = () => {
    const taken = [];
    const shown = new Set(spots.filter((spot) => hasRoom(cut(nameOf(spot.place), 28), [spot.point.x, spot.point.y + spot.radius + 18], width, height, taken)).map((spot) => spot.point));
    names.attr("hidden", (point) => (shown.has(point) ? null : ""));
    marks.attr("transform", ({ x, y }) => `translate(${x},${y})`);
    lines.attr("x1", ([a]) => points[a].x).attr("y1", ([a]) => points[a].y).attr("x2", ([, b]) => points[b].x).attr("y2", ([, b]) => points[b].y);
  };
  marks.call(d3.drag().on("drag", (event, point) => {
    point.x = Math.max(0, Math.min(width, event.x));
    point.y = Math.max(0, Math.min(height, event.y));
    place();
  }));
  marks.on("dragstart", (event) => event.preventDefault());
  place();
  return el("div", { class: "chart" }, svg.node());
}

const cut = (text, longest) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

function networkPage() {
  const { nodes, ties } = data.network;
  const note = nodes.length ? [el("p", { class: "muted small" }, say("network_note", { n: ties.length }))] : [];
  return [el("h1", {}, say("network")), network(), ...note, legend()];
}

const legend = () => el("p", { class: "facts" }, Object.values(kinds).map(chip));

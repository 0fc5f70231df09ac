// The timeline: documents, or mentions of an entity, by date; zoomed by buttons or wheel, a time chosen by dragging.

const dated = documents.map((one) => ({ one, day: asDate(one.date) })).filter(({ day }) => day).sort((a, b) => a.day - b.day);

/** Returns days with their numbers: of documents, or of the mentions of one entity. */
function moments(entity) {
  if (!entity) return dated.map(({ day }) => ({ day, number: 1 }));
  const counts = new Map();
  for (const [doc] of mentionsOf()[entity.at]) counts.set(doc, (counts.get(doc) ?? 0) + 1);
  return dated.filter(({ one }) => counts.has(one.at)).map(({ one, day }) => ({ day, number: counts.get(one.at) }));
}

/** Chooses days, weeks, months or years, so that the time shown has some dozens of bars. */
function intervalOf([from, to]) {
  const days = (to - from) / 86400000;
  return days < 100 ? d3.utcDay : days < 500 ? d3.utcMonday : days < 3700 ? d3.utcMonth : d3.utcYear;
}

/** Draws a timeline; `chosen` is told the time that is chosen, or null for all. Returns its element and what shows an entity. */
function timeline({ compact = false, entity = null, chosen = () => {} } = {}) {
  const width = innerWidth < 640 ? 380 : 1100;
  const height = compact ? 170 : 300;
  const edges = { left: 44, right: 16, top: 12, bottom: 28 };
  const days = dated.map(({ day }) => day);
  const whole = [d3.utcDay.offset(days[0], -1), d3.utcDay.offset(days.at(-1), 2)];
  const base = d3.scaleUtc(whole, [edges.left, width - edges.right]);
  let scale = base;
  let shown = moments(entity);
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, height]).attr("role", "group").attr("aria-label", say("timeline_label"));
  svg.append("clipPath").attr("id", "time").append("rect").attr("x", edges.left).attr("width", width - edges.left - edges.right).attr("height", height);
  const barLayer = svg.append("g").attr("clip-path", "url(#time)");
  const bottom = svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - edges.bottom})`);
  const left = svg.append("g").attr("class", "axis").attr("transform", `translate(${edges.left},0)`);
  const draw = () => {
    const interval = intervalOf(scale.domain());
    const bins = d3.rollups(shown, (group) => d3.sum(group, ({ number }) => number), ({ day }) => +interval.floor(day));
    const most = d3.max(bins, ([start, number]) => (interval.offset(new Date(start), 1) > scale.domain()[0] && start < scale.domain()[1] ? number : 0)) || 1;
    const up = d3.scaleLinear([0, most], [height - edges.bottom, edges.top]).nice();
    barLayer.selectAll("rect").data(bins, ([start]) => start).join("rect").attr("class", "bar")
      .attr("x", ([start]) => scale(start) + 0.5).attr("y", ([, number]) => up(number))
      .attr("width", ([start]) => Math.max(2, scale(interval.offset(new Date(start), 1)) - scale(start) - 1))
      .attr("height", ([, number]) => up(0) - up(number));
    bottom.call(d3.axisBottom(scale).ticks(width / 130).tickSizeOuter(0).tickFormat((tick) => tickName(tick)));
    left.call(d3.axisLeft(up).ticks(Math.min(4, most)).tickFormat((tick) => (Number.isInteger(tick) ? count(tick) : "")));
  };
  const zoom = d3.zoom().scaleExtent([1, 400]).extent([[edges.left, 0], [width - edges.right, height]])
    .translateExtent([[edges.left, 0], [width - edges.right, height]])
    .filter((event) => event.type === "wheel" && event.ctrlKey)
    .on("zoom", ({ transform }) => { scale = transform.rescaleX(base); draw(); });
  const brush = d3.brushX().extent([[edges.left, 0], [width - edges.right, height - edges.bottom]])
    .on("end", ({ selection }) => chosen(selection ? selection.map(scale.invert) : null));
  if (!compact) svg.append("g").attr("class", "brush").call(brush);
  if (!compact) svg.call(zoom);
  draw();
  const move = (action, ...values) => () => svg.call(action, ...values);
  const buttons = compact ? [] : [tools(["zoom_in", "+", move(zoom.scaleBy, 2)], ["zoom_out", "−", move(zoom.scaleBy, 0.5)], ["reset", "↺", move(zoom.transform, d3.zoomIdentity)])];
  return { element: el("div", { class: "chart", dir: "ltr" }, svg.node(), ...buttons), show: (other) => { shown = moments(other); draw(); } };
}

function tickName(tick) {
  const options = { timeZone: "UTC" };
  if (d3.utcDay(tick) < tick) return "";
  if (d3.utcMonth(tick) < tick) Object.assign(options, { day: "numeric", month: "short" });
  else if (d3.utcYear(tick) < tick) options.month = "short";
  else options.year = "numeric";
  return new Intl.DateTimeFormat(locale(), options).format(tick);
}

function timelinePage() {
  if (!dated.length) return [el("h1", {}, say("timeline")), el("p", {}, say("no_dates"))];
  const list = el("ul", { class: "grid wide" });
  const line = el("p", { "aria-live": "polite" });
  const choose = (time) => {
    const inside = dated.filter(({ day }) => !time || (day >= time[0] && day <= time[1])).map(({ one }) => one);
    const [from, to] = (time ?? [dated[0].day, dated.at(-1).day]).map((day) => showDate(day.toISOString().slice(0, 10)));
    line.replaceChildren(say("chosen", { from, to, n: inside.length }));
    list.replaceChildren(...inside.slice(0, SHOWN).map(documentRow));
  };
  const chart = timeline({ chosen: choose });
  const most = entities.slice(0, 200);
  const select = el("select", { id: "of", change: () => chart.show(most[select.value] ?? null) },
    el("option", { value: "" }, say("corpus")), most.map((entity, at) => el("option", { value: at }, nameOf(entity))));
  choose(null);
  return [
    el("h1", {}, say("timeline")),
    el("p", {}, el("label", { for: "of" }, `${say("of_entity")} `), select),
    chart.element, el("p", { class: "muted small" }, say("timeline_note")), line, list,
  ];
}

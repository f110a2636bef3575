// What every picture's page has: filters, zoom, a table instead, details of what is pointed at. No text is ever markup.
const data = JSON.parse(document.getElementById("data").textContent);
const find = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
document.documentElement.classList.add("js");

function made(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const GLYPHS = {
  on_track: "M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z",
  at_risk: "M6 .5L11.8 11H.2z",
  off_track: "M2 2L10 10M10 2L2 10",
  paused: "M3.7 1.5V10.5M8.3 1.5V10.5",
  done: "M1.5 6.5L4.8 10L10.5 2.5",
  unknown: "M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8z",
};
function glyph(health) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `glyph ${health}${health === "on_track" || health === "at_risk" ? " solid" : ""}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", GLYPHS[health] || GLYPHS.unknown);
  svg.append(path);
  return svg;
}
function sign(item) {
  return item.launch ? made("i", { class: `gem ${item.outline}`, "aria-hidden": "true" }) : glyph(item.health);
}

// --- filters ---------------------------------------------------------------------------------------

function fill(id, values) {
  const select = find(id);
  for (const [value, label] of values) select.append(made("option", { value }, label));
  if (values.length < 2) select.parentElement.hidden = true;
}
function chosen() {
  const words = find("text").value.toLowerCase().split(/\s+/).filter(Boolean);
  const picked = ["team", "status", "health", "state"].filter((id) => find(id) && find(id).value);
  const urgent = find("urgent") && find("urgent").checked;
  return (item) =>
    words.every((word) => item.text.includes(word)) &&
    picked.every((id) => (Array.isArray(item[id]) ? item[id].includes(find(id).value) : String(item[id]) === find(id).value)) &&
    (!urgent || item.urgent);
}
function say(shown) {
  const whole = `${shown} of ${data.items.length} shown`;
  find("count").textContent = shown ? whole : `${whole}. Nothing fits these filters.`;
}
function filterTable(ids) {
  for (const row of find("table").querySelectorAll("tbody tr")) row.hidden = !ids.has(row.dataset.id);
}

// --- details ---------------------------------------------------------------------------------------

let pinned = null, closing = 0;
function listed(heading, texts, ordered) {
  return texts.length ? [made("h3", {}, heading), made(ordered ? "ol" : "ul", {}, ...texts.map((text) => made("li", {}, text)))] : [];
}
function show(item, element) {
  clearTimeout(closing);
  const facts = made("dl", {});
  for (const [name, value] of item.facts) facts.append(made("dt", {}, name), made("dd", {}, value));
  const close = made("button", { type: "button", class: "close", "aria-label": "Close details" }, "×");
  close.addEventListener("click", () => hide(true));
  find("details").replaceChildren(
    close, made("h2", {}, sign(item), made("span", {}, item.name)), facts,
    ...listed(data.words.dates, item.dates, true), ...(item.lists || []).flatMap(([heading, texts]) => listed(heading, texts)),
  );
  find("details").hidden = false;
  if (element) aside(element);
  for (const other of document.querySelectorAll('[aria-describedby="details"]')) other.removeAttribute("aria-describedby");
  if (element) element.setAttribute("aria-describedby", "details");
  view.light(item);
}
// The details stand at the first corner at which they do not cover what they tell about.
function aside(element) {
  const details = find("details"), own = element.getBoundingClientRect();
  for (const corner of [[], ["up"], ["left"], ["up", "left"]]) {
    details.classList.remove("up", "left");
    details.classList.add(...corner);
    const box = details.getBoundingClientRect();
    if (box.right < own.left || box.left > own.right || box.bottom < own.top || box.top > own.bottom) return;
  }
  details.classList.remove("up", "left");
}
function hide(all) {
  clearTimeout(closing);
  if (pinned && !all) return;
  for (const other of document.querySelectorAll(".pinned")) other.classList.remove("pinned");
  pinned = null;
  find("details").hidden = true;
  view.light(null);
}
function hideSoon() {
  clearTimeout(closing);
  closing = setTimeout(() => hide(false), 250);
}
find("details").addEventListener("mouseenter", () => clearTimeout(closing));
find("details").addEventListener("mouseleave", () => pinned || hideSoon());

// Hover and focus show, a click or Enter keeps, Escape closes; arrows go from one to the next.
function attach(element, item) {
  element.addEventListener("mouseenter", () => pinned || show(item, element));
  element.addEventListener("mouseleave", () => pinned || hideSoon());
  element.addEventListener("focus", () => { if (!pinned || pinned !== item) { unpin(); show(item, element); } stop(element); });
  element.addEventListener("blur", () => pinned || hideSoon());
  element.addEventListener("click", () => { unpin(); pinned = item; element.classList.add("pinned"); show(item, element); });
  element.addEventListener("keydown", (event) => travel(event, element, item));
}
function unpin() {
  for (const other of document.querySelectorAll(".pinned")) other.classList.remove("pinned");
  pinned = null;
}
function stop(element) {
  for (const other of view.stops()) other.setAttribute("tabindex", other === element ? "0" : "-1");
}
function travel(event, element, item) {
  const stops = view.stops(), at = stops.indexOf(element);
  const tied = (ids) => ids.map((id) => view.element(id)).find((other) => other);
  const to = {
    ArrowDown: () => stops[at + 1], ArrowUp: () => stops[at - 1], Home: () => stops[0], End: () => stops[stops.length - 1],
    ArrowLeft: () => tied(item.before), ArrowRight: () => tied(item.after),
  }[event.key];
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    element.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  } else if (to && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    const other = to();
    if (other) { other.focus(); view.reveal(other); }
  }
}

// --- zoom, keys, table -----------------------------------------------------------------------------

let zoom = 1;
function zoomTo(value, anchor) {
  const former = zoom;
  zoom = Math.min(Math.max(value, 0.25), 16);
  if (Math.abs(zoom - 1) < 0.02) zoom = 1;
  if (zoom !== former) view.zoom(former, anchor);
  find("fit").textContent = `${Math.round(zoom * 100)} %`;
}
find("in").addEventListener("click", () => zoomTo(zoom * 1.3));
find("out").addEventListener("click", () => zoomTo(zoom / 1.3));
find("fit").addEventListener("click", () => zoomTo(1));
find("view").addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  zoomTo(zoom * Math.exp(-event.deltaY / 400), event.clientX);
}, { passive: false });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide(true);
  const typing = event.target instanceof Element && event.target.matches("input[type=search], select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = { "+": () => zoomTo(zoom * 1.3), "=": () => zoomTo(zoom * 1.3), "-": () => zoomTo(zoom / 1.3), 0: () => zoomTo(1) }[event.key];
  if (act) { event.preventDefault(); act(); }
});
find("switch").addEventListener("click", () => {
  const wants = find("table").hidden;
  find("table").hidden = !wants;
  find("whole").hidden = wants;
  find("switch").setAttribute("aria-pressed", String(wants));
  hide(true);
  if (!wants) view.draw();
});
function refresh() {
  const fits = chosen(), shown = data.items.filter(fits);
  hide(true);
  filterTable(new Set(shown.map((item) => item.id)));
  view.filter(shown);
  say(shown.length);
}
function begin() {
  find("controls").hidden = false;
  find("table").hidden = true;
  for (const item of data.items) item.text = [item.name, ...item.facts.map(([, value]) => value)].join(" ").toLowerCase();
  fill("team", data.teams);
  fill("status", data.statuses);
  fill("health", data.healths);
  if (find("state")) fill("state", data.states);
  find("controls").addEventListener("submit", (event) => event.preventDefault());
  find("controls").addEventListener("input", (event) => event.target.id !== "by" && refresh());
  refresh();
}

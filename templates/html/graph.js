// The dependencies as drawn: boxes that are filtered, lit and read one after the other.
const canvas = find("view"), drawing = canvas.querySelector("svg");
const natural = [Number(drawing.getAttribute("width")), Number(drawing.getAttribute("height"))];
const nodes = new Map(), edges = [...drawing.querySelectorAll(".edge")];
let visible = [];

const view = {
  filter(items) {
    const ids = new Set(items.map((item) => item.id));
    visible = data.items.filter((item) => ids.has(item.id));
    for (const [id, node] of nodes) node.classList.toggle("off", !ids.has(id));
    const state = find("state").value;
    for (const edge of edges) edge.classList.toggle("off", !ids.has(edge.dataset.source) || !ids.has(edge.dataset.target) || (state !== "" && edge.dataset.state !== state));
    const first = this.stops()[0];
    if (first) stop(first);
  },
  draw() {},
  light(item) {
    for (const edge of edges) edge.classList.toggle("lit", Boolean(item) && (edge.dataset.source === item.id || edge.dataset.target === item.id));
  },
  zoom(former, anchor) {
    const box = canvas.getBoundingClientRect(), at = (anchor ?? box.left + box.width / 2) - box.left;
    const share = (canvas.scrollLeft + at) / former;
    drawing.setAttribute("width", natural[0] * zoom);
    drawing.setAttribute("height", natural[1] * zoom);
    canvas.scrollLeft = share * zoom - at;
  },
  stops() { return visible.map((item) => nodes.get(item.id)); },
  element(id) { return nodes.get(id); },
  reveal(node) { node.scrollIntoView({ block: "nearest", inline: "nearest" }); },
};

drawing.setAttribute("role", "group");
drawing.setAttribute("aria-label", "Dependencies");
const known = new Map(data.items.map((item) => [item.id, item]));
for (const node of drawing.querySelectorAll(".node")) {
  const item = known.get(node.dataset.id);
  node.setAttribute("role", "button");
  node.setAttribute("tabindex", "-1");
  node.setAttribute("aria-label", item.label);
  node.querySelector("title")?.remove();
  nodes.set(item.id, node);
  attach(node, item);
}
begin();

// The timeline as rows of bars that zoom along the days.
const chart = find("view");
let rows = [], byId = new Map(), shownItems = data.items;

const view = {
  filter(items) { shownItems = items; this.draw(); },

  draw() {
    if (chart.parentElement.hidden) return;
    const by = find("by").value, keys = data.groupings[by];
    chart.classList.toggle("small", shownItems.length > 120);
    const groups = keys.map((name) => [name, []]);
    for (const item of shownItems) groups[item.groups[by]][1].push(item);
    rows = [];
    byId = new Map();
    const sheet = made("div", { class: "sheet" });
    sheet.append(this.axis());
    for (const [name, items] of groups) if (items.length) sheet.append(this.group(name, items));
    if (!rows.length) sheet.append(made("p", { class: "empty" }, "Nothing fits these filters."));
    chart.replaceChildren(sheet);
    if (rows.length) rows[0].bar.setAttribute("tabindex", "0");
    this.place();
  },

  axis() {
    const axis = made("div", { class: "axis", "aria-hidden": "true" }, made("div", { class: "corner" }));
    return axis;
  },

  group(name, items) {
    const list = made("ul", {});
    for (const item of items) list.append(this.row(item));
    return made("section", { class: "group" }, made("h2", {}, name, " ", made("small", {}, String(items.length))), list);
  },

  row(item) {
    const name = made("span", { class: "name", "aria-hidden": "true" }, sign(item), made("b", { title: item.name }, item.name));
    const bar = made("button", { type: "button", tabindex: "-1", class: `bar ${item.health} ${item.outline}${item.critical ? " critical" : ""}${item.launch ? " launch" : ""}`, "aria-label": item.label });
    const row = made("li", { class: "row" }, name, bar), parts = { item, row, bar, late: null, note: null };
    if (item.over > item.end) row.append((parts.late = made("span", { class: "late" })));
    row.append((parts.note = made("span", { class: item.is_late ? "note is-late" : "note", "aria-hidden": "true" }, item.note)));
    attach(bar, item);
    name.addEventListener("mouseenter", () => pinned || show(item, bar));
    name.addEventListener("mouseleave", () => pinned || hideSoon());
    name.addEventListener("click", () => { bar.focus(); bar.click(); });
    byId.set(item.id, parts);
    rows.push(parts);
    return row;
  },

  place() {
    const sheet = chart.firstElementChild;
    if (!sheet) return;
    for (const { note } of rows) note.hidden = false;
    const widths = rows.map(({ note }) => note.offsetWidth + 4);
    const names = parseFloat(getComputedStyle(chart).getPropertyValue("--names")) * 16;
    const whole = Math.max(chart.clientWidth - names - 8, Math.min(data.quarters.length * 96, 900));
    // What is late is always said: the days end earlier where its words need the room.
    const share = (item) => Math.max(item.over, item.end) / data.days;
    const behind = Math.min(whole / 3, Math.max(0, ...rows.map(({ item }, index) => (item.is_late && share(item) * whole * zoom + widths[index] > whole * zoom ? widths[index] : 0))));
    const day = ((whole - behind / zoom) / data.days) * zoom;
    const x = (value) => names + value * day, edge = x(data.days) + behind;
    sheet.style.width = `${edge + 4}px`;
    this.grid(sheet, x, day);
    rows.forEach(({ item, bar, late, note }, index) => {
      const end = x(Math.max(item.end, item.start)), over = x(Math.max(item.over, item.end));
      bar.style.left = `${item.launch ? (x(item.start) + x(item.start + 1)) / 2 : x(item.start)}px`;
      if (!item.launch) bar.style.width = `${Math.max(end - x(item.start), 5)}px`;
      if (late) { late.style.left = `${end}px`; late.style.width = `${Math.max(over - end, 3)}px`; }
      const right = item.launch ? x(item.start) + 10 : Math.max(over, x(item.start) + 5), width = widths[index];
      const fits = right + width <= edge, before = x(item.start) - width > names + 4;
      note.hidden = !fits && !before;
      note.style.left = `${fits ? right : x(item.start) - width - 4}px`;
    });
    this.links(sheet);
  },

  grid(sheet, x, day) {
    for (const old of sheet.querySelectorAll(".rule, .flag, .axis span")) old.remove();
    const axis = sheet.querySelector(".axis");
    const months = data.months.length * 26 < data.days * day;
    let free = 0;
    const put = (kind, list) => list.forEach(([at, label], index) => {
      const rule = made("div", { class: `rule ${kind}` });
      rule.style.left = `${x(at)}px`;
      sheet.prepend(rule);
      const next = index + 1 < list.length ? list[index + 1][0] : data.days;
      const need = label.length * (kind === "quarter" ? 8 : 7) + 8;
      if (x(at) < free || (x(next) - x(at) < need && index + 1 === list.length)) return;
      const name = made("span", { class: kind }, label);
      name.style.left = `${x(at)}px`;
      axis.append(name);
      free = x(at) + need;
    });
    put("quarter", data.quarters);
    free = 0;
    if (months) put("month", data.months);
    if (data.today === null) return;
    const line = made("div", { class: "rule today" }), flag = made("span", { class: "flag" }, "today");
    line.style.left = flag.style.left = `${x(data.today)}px`;
    sheet.prepend(line);
    axis.append(flag);
  },

  links(sheet) {
    sheet.querySelector(".links")?.remove();
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "links");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("width", "1");
    svg.setAttribute("height", "1");
    this.svg = svg;
    sheet.append(svg);
    if (rows.length <= 60) for (const { item } of rows) for (const [id, type] of item.ties) this.link(id, item.id, type, "");
  },

  link(from, to, type, style) {
    const source = byId.get(from), target = byId.get(to);
    if (!source || !target || target.item.launch) return;
    const y = ({ row }) => row.offsetTop + row.offsetHeight / 2;
    const right = parseFloat((source.late || source.bar).style.left) + parseFloat((source.late || source.bar).style.width || 0);
    const left = parseFloat(target.bar.style.left), x = right - 6, down = y(target) > y(source);
    const begin = y(source) + (down ? 1 : -1) * (source.bar.offsetHeight / 2);
    const side = y(target) + (down ? -1 : 1) * (target.bar.offsetHeight / 2 + 1);
    const into = Math.min(x, left + parseFloat(target.bar.style.width) - 4);
    const ends = ({ bar, late }) => [parseFloat(bar.style.left) + 4, Math.max(parseFloat((late || bar).style.left) + parseFloat((late || bar).style.width || 0) - 4, 0)];
    const which = type === "start_start" ? 0 : 1, here = ends(source)[which], there = ends(target)[which];
    const way = type !== "finish_start"
      ? `M${here} ${begin}V${side + (down ? -5 : 5)}H${there}V${side}m-3.5 ${down ? -5 : 5}l3.5 ${down ? 5 : -5}l3.5 ${down ? -5 : 5}`
      : left > x + 8
      ? `M${x} ${begin}V${y(target)}H${left - 1}m-5 -3.5l5 3.5l-5 3.5`
      : `M${x} ${begin}V${side + (down ? -5 : 5)}H${into}V${side}m-3.5 ${down ? -5 : 5}l3.5 ${down ? 5 : -5}l3.5 ${down ? -5 : 5}`;
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", way);
    path.setAttribute("class", style);
    this.svg.append(path);
  },

  light(item) {
    for (const old of chart.querySelectorAll(".links .lit")) old.remove();
    for (const old of chart.querySelectorAll(".row.lit")) old.classList.remove("lit");
    if (!item || !this.svg) return;
    for (const [id, type] of item.ties) this.link(id, item.id, type, "lit");
    for (const id of item.after) for (const [other, type] of byId.get(id)?.item.ties || []) if (other === item.id) this.link(other, id, type, "lit");
    for (const id of [...item.before, ...item.after]) byId.get(id)?.row.classList.add("lit");
  },

  zoom(former, anchor) {
    const box = chart.getBoundingClientRect(), names = parseFloat(getComputedStyle(chart).getPropertyValue("--names")) * 16;
    const at = (anchor ?? box.left + (box.width + names) / 2) - box.left - names;
    const share = (chart.scrollLeft + at) / former;
    this.place();
    chart.scrollLeft = share * zoom - at;
  },

  stops() { return rows.map(({ bar }) => bar); },
  element(id) { return byId.get(id)?.bar; },
  reveal(bar) {
    const names = parseFloat(getComputedStyle(chart).getPropertyValue("--names")) * 16, box = chart.getBoundingClientRect(), own = bar.getBoundingClientRect();
    if (own.top < box.top + 50) chart.scrollTop -= box.top + 60 - own.top;
    if (own.bottom > box.bottom - 10) chart.scrollTop += own.bottom - box.bottom + 20;
    if (own.left < box.left + names || own.left > box.right - 30) chart.scrollLeft += own.left - box.left - names - 40;
  },
};

document.querySelector(".still").classList.add("replaced");
chart.hidden = false;
find("by").value = data.by;
find("by").addEventListener("change", () => { hide(true); view.draw(); });
addEventListener("resize", () => view.place());
begin();
if (data.today !== null && chart.scrollWidth > chart.clientWidth) {
  chart.scrollLeft = (chart.scrollWidth * data.today) / data.days - chart.clientWidth * 0.3;
}

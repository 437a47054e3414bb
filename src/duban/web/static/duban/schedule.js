// The wall chart: bars beside the table, dragged and keyed. The table and its pages work without this.
const wall = document.querySelector("[data-schedule]");
const told = JSON.parse(document.getElementById("schedule-data")?.textContent ?? "null");
if (wall && told && told.rows.length) start();

function start() {
  const words = JSON.parse(document.getElementById("schedule-words").textContent);
  const NS = "http://www.w3.org/2000/svg";
  const DAY = 1440, ROW = 30, HEAD = 44, EPOCH = 719163;
  const [ID, KIND, S, F, BS, BF, AS, AF, SHARE, CRIT, DUE] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const may = wall.hasAttribute("data-may");
  const scroll = wall.querySelector(".wallscroll"), table = wall.querySelector("table.lines"), pane = wall.querySelector(".pane");
  const body = table.tBodies[0];
  const base = told.rows;
  let rows = base.slice();
  const place = new Map(base.map((row, k) => [row[ID], k]));
  const trs = [...body.rows];
  const baseCells = trs.map((tr) => [...tr.cells].slice(2).map((cell) => cell.textContent));
  let links = told.links;
  let edits = [], at = 0, scale = 12, begin = 0, first = 0, last = 0, drag = null, busy = 0, frame = 0;
  const draft = wall.querySelector(".draft"), problems = wall.querySelector(".wallproblems");
  const zh = words.lang.startsWith("zh");
  const local = zh ? "zh-CN" : "en-GB";
  const monthOnly = new Intl.DateTimeFormat(local, { month: "short", timeZone: "UTC" });
  const monthOfYear = new Intl.DateTimeFormat(local, { year: "numeric", month: "short", timeZone: "UTC" });

  pane.hidden = false;
  scroll.classList.add("drawn");
  for (const one of wall.querySelectorAll(".scripted")) one.hidden = false;
  const make = (name, attributes, parent) => {
    const node = document.createElementNS(NS, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    parent?.append(node);
    return node;
  };
  const head = make("svg", { class: "scale", height: HEAD }, pane);
  const chart = make("svg", { class: "bars" }, pane);
  const isoOf = (ordinal) => new Date((ordinal - EPOCH) * 86400000).toISOString().slice(0, 10);
  const x = (minutes) => ((minutes - first * DAY) / DAY) * scale;

  function span() {
    let low = Infinity, high = -Infinity;
    for (const row of rows) for (const m of [row[S], row[F], row[BS], row[BF], row[DUE]]) {
      if (m === null) continue;
      if (m < low) low = m;
      if (m > high) high = m;
    }
    for (const m of [told.data_date, told.deadline]) if (m !== null) { low = Math.min(low, m); high = Math.max(high, m); }
    if (low === Infinity) { low = 738000 * DAY; high = low + 60 * DAY; }
    begin = Math.floor(low / DAY);
    first = begin - 3;
    last = Math.ceil(high / DAY) + 14;
  }

  function fit() {
    const room = scroll.clientWidth - table.offsetWidth - 8;
    scale = Math.min(40, Math.max(.6, room / (last - first)));
    margin();
  }

  // Room left of the first bar for the end it is linked by.
  function margin() { first = Math.min(first, begin - Math.ceil(22 / scale)); }

  function resize() {
    const width = Math.ceil((last - first) * scale);
    head.setAttribute("width", width);
    chart.setAttribute("width", width);
    chart.setAttribute("height", rows.length * ROW);
  }

  const daysInMonth = (day) => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  const monday = (d) => (d + 6) % 7 === 0;
  const dayOf = (d) => new Date((d - EPOCH) * 86400000);

  // ---- the scale above and the lines behind, as far as they are in sight
  function drawScale(low, high, top, bottom, lines) {
    const parts = document.createDocumentFragment();
    const step = scale >= 18 ? 1 : scale >= 4 ? 7 : 0;
    let before = -100, yearSaid = false;
    for (let d = low; d <= high; d += 1) {
      const day = dayOf(d), left = (d - first) * scale, month = day.getUTCDate() === 1;
      if (month || d === low) {
        const cut = d === low && !month && (daysInMonth(day) - day.getUTCDate() + 1) * scale < 72;
        if (left - before > 58 && !cut) {
          const format = day.getUTCMonth() === 0 || !yearSaid ? monthOfYear : monthOnly;
          make("text", { class: "month", x: left + 4, y: 13 }, parts).textContent = format.format(day);
          [before, yearSaid] = [left, true];
        }
        if (month) make("line", { class: "grid m", x1: left, x2: left, y1: 0, y2: HEAD }, parts);
      }
      if (step && (step === 1 || monday(d))) make("text", { x: left + 3, y: 40 }, parts).textContent = day.getUTCDate();
      if (month || (scale >= 4 && monday(d))) make("line", { class: month ? "grid m" : "grid", x1: left, x2: left, y1: top * ROW, y2: bottom * ROW }, lines);
    }
    line(parts, told.data_date, "today", words.today, "today-l");
    line(parts, told.deadline, "due", words.deadline, "due-l");
    head.replaceChildren(parts);
  }

  function line(svg, minutes, kind, text, label) {
    if (minutes === null) return;
    make("line", { class: kind, x1: x(minutes), x2: x(minutes), y1: text ? 29 : 0, y2: text ? HEAD : rows.length * ROW }, svg);
    if (text) make("text", { class: `label ${label}`, x: x(minutes) + (kind === "due" ? -3 : 3), y: 27, "text-anchor": kind === "due" ? "end" : "start" }, svg).textContent = text;
  }

  // ---- the bars of the rows in sight
  function draw() {
    frame = 0;
    const top = Math.max(0, Math.floor(scroll.scrollTop / ROW) - 4);
    const bottom = Math.min(rows.length, top + Math.ceil(scroll.clientHeight / ROW) + 8);
    const low = Math.max(first, first + Math.floor(scroll.scrollLeft / scale) - 8);
    const high = Math.min(last, low + Math.ceil(scroll.clientWidth / scale) + 16);
    const parts = document.createDocumentFragment();
    drawScale(low, high, top, bottom, parts);
    door.drawLinks?.(parts, top, bottom);
    for (let k = top; k < bottom; k += 1) drawRow(parts, rows[k], k);
    door.drawKnobs?.(parts);
    line(parts, told.data_date, "today");
    line(parts, told.deadline, "due");
    chart.replaceChildren(parts);
  }
  const redraw = () => { frame ||= requestAnimationFrame(draw); };

  function drawRow(parts, row, k) {
    const y = k * ROW;
    if (row[BS] !== null) make("rect", { class: "base", x: x(row[BS]), y: y + 22, width: Math.max(2, x(row[BF]) - x(row[BS])), height: 4, rx: 1 }, parts);
    if (row[S] === null || row[F] === null) return;
    const left = x(row[S]), width = Math.max(2, x(row[F]) - left), crit = row[CRIT] ? " crit" : "";
    if (row[KIND] === 1) {
      make("path", { class: `mile${crit} drag`, d: `M${x(row[F])} ${y + 6}l7 7l-7 7l-7 -7z`, "data-k": k }, parts);
    } else if (row[KIND] === 2) {
      make("path", { class: "sum", d: `M${left} ${y + 9}h${width}v9l-4 -5h${-(Math.max(0, width - 8))}l-4 5z` }, parts);
    } else {
      make("rect", { class: `plan${crit} drag`, x: left, y: y + 7, width, height: 12, rx: 2, "data-k": k }, parts);
      if (row[SHARE]) make("rect", { class: "share", x: left, y: y + 10.5, width: Math.max(2, (width * row[SHARE]) / 100), height: 5, rx: 1, "pointer-events": "none" }, parts);
      make("rect", { class: "edge", x: left + width - 6, y: y + 5, width: 10, height: 16, "data-k": k, "data-edge": 1 }, parts);
    }
    if (row[DUE] !== null) make("path", { class: "flag", d: `M${x(row[DUE])} ${y + 4}v18h1.5v-9h6l-2 -4.5l2 -4.5z` }, parts);
    if (drag && drag.k === k) make("rect", { class: "ghost", x: left + (drag.edge ? 0 : drag.days * scale), y: y + 4, width: Math.max(2, width + (drag.edge ? drag.days * scale : 0)), height: 18 }, parts);
  }

  // ---- changes: each is one step of a list that is tried whole
  async function ask(address, more) {
    const form = new FormData(draft);
    form.set("base", wall.dataset.base);
    form.set("baseline", wall.dataset.baseline);
    form.set("edits", JSON.stringify(edits));
    for (const key in more) form.set(key, more[key]);
    const answer = await fetch(address, { method: "POST", body: form, headers: { Accept: "application/json" } });
    const type = answer.headers.get("Content-Type") ?? "";
    if (!type.startsWith("application/json")) throw new Error("no answer");
    return [answer.ok, await answer.json()];
  }

  function complain(list) {
    problems.hidden = !list.length;
    const items = document.createElement("ul");
    for (const text of list) items.appendChild(document.createElement("li")).textContent = text;
    problems.replaceChildren(items);
  }

  async function tryOut() {
    const turn = (busy += 1);
    if (!edits.length) { reset(); return; }
    let ok = false, found = { problems: [words.lost] };
    try { [ok, found] = await ask(wall.dataset.try); } catch { /* said below */ }
    if (turn !== busy) return;
    if (!ok) {
      complain(found.problems);
      if (found.problems[0] !== words.lost) { edits.pop(); if (!edits.length) { draft.hidden = true; } }
      redraw();
      return;
    }
    complain([]);
    apply(found);
  }

  function apply(found) {
    rows = base.slice();
    links = found.links;
    for (const tr of body.querySelectorAll("tr.changed, tr.gone")) {
      tr.classList.remove("changed", "gone");
      write(tr, baseCells[place.get(tr.dataset.id)]);
    }
    for (const [bar, cells] of found.rows) {
      const k = place.get(bar[ID]);
      if (k === undefined) continue;
      rows[k] = bar;
      trs[k].classList.add("changed");
      trs[k].classList.toggle("critical", Boolean(bar[CRIT]) && bar[KIND] !== 2);
      write(trs[k], cells);
    }
    for (const key of found.gone) trs[place.get(key)].classList.add("gone");
    const effect = found.effect, shown = draft.querySelector("[data-effect]");
    const said = [`${effect.was} → ${effect.finish}`, effect.moved, effect.verdict];
    if (effect.critical.length) said.push(`${words.critical} ${effect.critical.join(words.comma)}${effect.critical_more ? words.more : ""}`);
    shown.textContent = said.join(words.stop);
    shown.className = effect.tone;
    draft.hidden = false;
    wall.dataset.tried = String(Number(wall.dataset.tried ?? 0) + 1);
    const [low, high] = [first, last];
    span();
    first = Math.min(first, low);
    last = Math.max(last, high);
    resize();
    redraw();
  }

  function write(tr, cells) {
    const [duration, begin, end, late, slack, share, moved] = cells, c = tr.cells;
    [c[2], c[3], c[4], c[5], c[6], c[7], c[8]].forEach((cell, n) => {
      // The share a report says keeps its link to the report.
      (cell.querySelector("[data-from]") ?? cell).textContent = [duration, begin, end, late, slack, share, moved][n];
    });
  }

  function reset() {
    busy += 1;
    edits = [];
    rows = base.slice();
    links = told.links;
    for (const tr of body.querySelectorAll("tr.changed, tr.gone")) {
      const k = place.get(tr.dataset.id);
      tr.classList.remove("changed", "gone");
      tr.classList.toggle("critical", Boolean(base[k][CRIT]) && base[k][KIND] !== 2);
      write(tr, baseCells[k]);
    }
    if (draft) draft.hidden = true;
    complain([]);
    redraw();
  }

  function push(edit) {
    const same = edits.at(-1);
    // Only what is pushed further replaces what it was pushed to; every link is a step of its own.
    if (same && same.id === edit.id && same.op === edit.op && !edit.op.endsWith("link")) edits.pop();
    edits.push(edit);
    tryOut();
  }

  const movable = (row) => may && row[KIND] !== 2 && row[S] !== null && row[AF] === null;
  function shiftBy(k, n) {
    const row = rows[k];
    if (!movable(row) || row[AS] !== null || !n) return;
    push({ op: "start", id: row[ID], day: isoOf(Math.floor(row[S] / DAY) + n) });
  }
  function lengthen(k, n) {
    const row = rows[k];
    if (!movable(row) || row[KIND] !== 0 || !n) return;
    // The bar's days include days off: the number in the table is what grows.
    const shown = parseFloat(trs[k].cells[2].textContent) || 0;
    const left = row[AS] === null ? shown : Math.round((shown * (100 - row[SHARE])) / 100);
    push({ op: "days", id: row[ID], days: Math.max(1, Math.round(left) + n) });
  }

  // ---- the mouse
  chart.addEventListener("pointerdown", (event) => {
    const k = event.target.dataset?.k;
    if (k === undefined || event.button || !movable(rows[k])) return;
    if (!event.target.dataset.edge && rows[k][AS] !== null) return;
    drag = { k: Number(k), edge: Boolean(event.target.dataset.edge), from: event.clientX, days: 0 };
    grab(Number(k));
    chart.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  chart.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.days = Math.round((event.clientX - drag.from) / magnified() / scale);
    redraw();
  });
  const release = (event) => {
    if (!drag) return;
    const { k, edge, days } = drag;
    drag = null;
    redraw();
    if (event.type === "pointercancel" || !days) return;
    if (edge) lengthen(k, workingPart(k, days));
    else shiftBy(k, days);
  };
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) { drag = null; redraw(); } });
  chart.addEventListener("pointerup", release);
  chart.addEventListener("pointercancel", release);

  // Dragging an edge over calendar days adds as many days of work as the bar has to its calendar days.
  function workingPart(k, days) {
    const row = rows[k], shown = parseFloat(trs[k].cells[2].textContent) || 1;
    const calendar = Math.max(1, (row[F] - row[S]) / DAY);
    const part = Math.round(days * Math.min(1, shown / calendar));
    return part || Math.sign(days);
  }

  // ---- the keyboard
  function select(k) {
    trs[at]?.classList.remove("at");
    at = Math.max(0, Math.min(trs.length - 1, k));
    trs[at].classList.add("at");
    door.selected?.();
    redraw();
  }
  // What is taken by the mouse is in hand for the keys too.
  function grab(k) { select(k); trs[k].querySelector("a").focus({ preventScroll: true }); }
  body.addEventListener("focusin", (event) => {
    const tr = event.target.closest("tr");
    if (tr) select(trs.indexOf(tr));
  });
  wall.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea, button, summary")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && edits.length) { event.preventDefault(); undo(); return; }
    if (!event.target.closest("tbody")) return;
    if (door.key?.(event)) { event.preventDefault(); return; }
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key], down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (down && !event.altKey) { event.preventDefault(); select(at + down); trs[at].querySelector("a").focus(); }
    if (across && event.altKey) { event.preventDefault(); (event.shiftKey ? lengthen : shiftBy)(at, across); }
  });

  function undo() { edits.pop(); tryOut(); }
  draft?.querySelector("[data-undo]").addEventListener("click", undo);
  draft?.querySelector("[data-drop]").addEventListener("click", reset);
  draft?.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const [ok, found] = await ask(wall.dataset.save, { reason: draft.elements.reason.value });
      if (!ok) { complain(found.problems); return; }
      edits = [];
      location.reload();
    } catch { complain([words.lost]); }
  });
  addEventListener("beforeunload", (event) => { if (edits.length) event.preventDefault(); });

  // ---- how much is seen
  wall.addEventListener("click", (event) => {
    const zoom = event.target.closest("[data-zoom]"), whole = event.target.closest("[data-fit]");
    if (zoom) zoomTo(scale * (zoom.dataset.zoom === "1" ? 1.5 : 1 / 1.5));
    if (whole) { fit(); resize(); redraw(); }
    if (event.target.closest("[data-full]")) {
      if (document.fullscreenElement) document.exitFullscreen(); else wall.requestFullscreen?.();
    }
  });
  function zoomTo(wanted) {
    const middle = (scroll.scrollLeft + (scroll.clientWidth - table.offsetWidth) / 2) / scale;
    scale = Math.min(48, Math.max(.6, wanted));
    margin();
    resize();
    scroll.scrollLeft = middle * scale - (scroll.clientWidth - table.offsetWidth) / 2;
    redraw();
  }
  document.addEventListener("fullscreenchange", () => { fit(); resize(); redraw(); });
  scroll.addEventListener("scroll", redraw, { passive: true });
  addEventListener("resize", redraw);

  // Columns keep the widths they were laid out with: a changed cell then moves nothing but itself.
  if (matchMedia("(min-width: 761px)").matches) {
    const widths = [...table.tHead.rows[0].cells].map((cell) => cell.offsetWidth), whole = table.offsetWidth;
    table.style.width = `${whole}px`;
    table.style.tableLayout = "fixed";
    [...table.tHead.rows[0].cells].forEach((cell, n) => { cell.style.width = `${widths[n]}px`; });
  }

  // On the wall everything is drawn larger: how many pixels of the screen one of the drawing's is.
  function magnified() { return chart.getBoundingClientRect().width / Number(chart.getAttribute("width")) || 1; }
  const name = (k) => trs[k].querySelector("a").textContent;
  const door = {
    box: wall, chart, scroll, table, make, x, words, ROW, HEAD, redraw, push, grab, name, magnified, ids: base.map((row) => row[ID]),
    rows: () => rows, links: () => links, at: () => (trs[at]?.classList.contains("at") ? at : -1), dragging: () => drag !== null,
  };
  wall.dispatchEvent(new CustomEvent("wall-ready", { detail: door }));

  span();
  fit();
  if (scale < 2) scale = 2;
  resize();
  if (told.data_date !== null) scroll.scrollLeft = Math.max(0, x(told.data_date) - 200);
  draw();
  wall.dataset.drawn = String(Math.round(performance.now()));
}

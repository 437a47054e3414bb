// Links on the wall chart: drawn, drawn anew from one bar's end to another's, picked and taken out; by mouse and by key.
document.querySelector("[data-schedule]")?.addEventListener("wall-ready", ({ detail: wall }) => {
  const { make, x, words, ROW, ids, chart, scroll, table, redraw } = wall;
  const [KIND, S, F, CRIT] = [1, 2, 3, 9];
  // As the engine counts them: 0 finish-finish, 1 finish-start, 2 start-finish, 3 start-start.
  const kindOf = { FF: 0, FS: 1, SF: 2, SS: 3 }, ends = ["FF", "FS", "SF", "SS"], byKey = { 1: "FS", 2: "SS", 3: "FF", 4: "SF" };
  const bar = wall.box.querySelector(".linkbar"), said = bar?.querySelector("[data-link-said]"), cut = bar?.querySelector("[data-link-cut]");
  const may = Boolean(bar);
  let picked = null, pulled = null, keyed = null, over = -1;

  const linkable = (k) => may && k >= 0 && k < wall.rows().length && wall.rows()[k][KIND] !== 2 && wall.rows()[k][S] !== null && wall.rows()[k][F] !== null;
  const endAt = (k, end) => x(wall.rows()[k][end === "S" ? S : F]);
  const middle = (k) => k * ROW + ROW / 2 - 2;
  const same = (one, other) => one && other && one.every((part, n) => part === other[n]);
  const fill = (text, parts) => text.replace(/\{(\d)\}/g, (_whole, n) => parts[n]);

  // ---- drawn
  wall.drawLinks = (parts, top, bottom) => {
    let there = false;
    for (const link of wall.links()) {
      const [a, b] = link, mine = same(link, picked);
      there ||= mine;
      if ((a < top && b < top) || (a >= bottom && b >= bottom)) continue;
      drawLink(parts, link, mine);
    }
    if (picked && !there) { picked = null; tell(); }
  };

  function drawLink(parts, [a, b, kind], mine) {
    const one = wall.rows()[a], other = wall.rows()[b];
    const from = kind === 0 || kind === 1 ? one[F] : one[S], to = kind === 1 || kind === 3 ? other[S] : other[F];
    if (from === null || to === null) return;
    const x1 = x(from), x2 = x(to), y1 = middle(a), y2 = middle(b);
    const tone = mine ? " picked" : one[CRIT] && other[CRIT] ? " crit" : "";
    // An end is come to from its own side: a start from the left, a finish from the right.
    const away = kind === 0 || kind === 1 ? 1 : -1, side = kind === 1 || kind === 3 ? -1 : 1;
    const turn = Math.max(x1 + 5, Math.min(x2 - 6, x1 + 8));
    let path = `M${x1} ${y1}h${5 * away}V${y2 > y1 ? y2 - ROW / 2 + 2 : y2 + ROW / 2 - 2}H${x2 + 9 * side}V${y2}H${x2 + 4 * side}`;
    if (kind === 1 && x2 >= x1 + 10) path = `M${x1} ${y1}H${turn}V${y2}H${x2 - 4}`;
    if (kind === 3) { const left = Math.min(x1, x2) - 9; path = `M${x1} ${y1}H${left}V${y2}H${x2 - 4}`; }
    if (kind === 0) { const right = Math.max(x1, x2) + 9; path = `M${x1} ${y1}H${right}V${y2}H${x2 + 4}`; }
    make("path", { class: `link${tone}`, d: path }, parts);
    make("path", { class: `tip${tone}`, d: `M${x2} ${y2}l${5 * side} -3v6z` }, parts);
    if (may) make("path", { class: "linkhit", d: path, "data-link": `${a} ${b} ${kind}` }, parts);
  }

  wall.drawKnobs = (parts) => {
    for (const k of new Set([over, wall.at(), pulled?.to?.[0] ?? -1])) {
      if (!linkable(k) || wall.dragging()) continue;
      const mile = wall.rows()[k][KIND] === 1 ? 5 : 0;
      make("circle", { class: "knob", cx: endAt(k, "S") - 9 - mile, cy: middle(k), r: 4.5, "data-knob": `${k} S` }, parts);
      make("circle", { class: "knob", cx: endAt(k, "F") + 10 + mile, cy: middle(k), r: 4.5, "data-knob": `${k} F` }, parts);
    }
    if (pulled) rubber(parts, pulled.k, pulled.end, pulled.to, pulled.x, pulled.y);
    if (keyed && linkable(wall.at()) && wall.at() !== keyed.k) rubber(parts, keyed.k, keyed.ends[0], [wall.at(), keyed.ends[1]]);
  };

  function rubber(parts, k, end, to, freeX, freeY) {
    const x1 = endAt(k, end), y1 = middle(k), x2 = to ? endAt(...to) : freeX, y2 = to ? middle(to[0]) : freeY;
    make("path", { class: `rubber${to ? " on" : ""}`, d: `M${x1} ${y1}L${x2} ${y2}` }, parts);
    if (!to) return;
    const left = endAt(to[0], "S"), right = endAt(to[0], "F");
    make("rect", { class: "aim", x: left - 3, y: to[0] * ROW + 3, width: right - left + 6, height: ROW - 8, rx: 3 }, parts);
    const near = x2 - scroll.scrollLeft > scroll.clientWidth - table.offsetWidth - 220;
    make("text", { class: "aimed", x: x2 + (near ? -16 : 16), y: y2 - 12, "text-anchor": near ? "end" : "start" }, parts).textContent = words.kinds[kindOf[end + to[1]]];
  }

  // ---- by mouse: from a knob to a bar's nearer end; dropped on nothing, or left by Escape, it was nothing
  const place = (clientX, clientY) => { const at = chart.getBoundingClientRect(); return [(clientX - at.left) / wall.magnified(), (clientY - at.top) / wall.magnified()]; };

  function aim(clientX, clientY) {
    [pulled.x, pulled.y] = place(clientX, clientY);
    const k = Math.floor(pulled.y / ROW);
    pulled.to = null;
    if (linkable(k) && k !== pulled.k) {
      const left = endAt(k, "S"), right = endAt(k, "F");
      if (pulled.x >= left - 18 && pulled.x <= right + 18) pulled.to = [k, pulled.x < (left + right) / 2 ? "S" : "F"];
    }
    redraw();
  }

  // Near an edge the chart goes on by itself, for bars that are not in sight yet.
  function creep() {
    if (!pulled) return;
    const box = scroll.getBoundingClientRect(), { clientX, clientY } = pulled;
    const down = clientY > box.bottom - 28 ? 10 : clientY < box.top + wall.HEAD + 20 ? -10 : 0;
    const across = clientX > box.right - 28 ? 14 : clientX < box.left + table.offsetWidth + 16 ? -14 : 0;
    if (pulled.moved && (down || across)) { scroll.scrollBy(across, down); aim(clientX, clientY); }
    requestAnimationFrame(creep);
  }

  chart.addEventListener("pointerdown", (event) => {
    const knob = event.target.dataset?.knob;
    if (!knob || event.button) return;
    const [k, end] = knob.split(" ");
    leave();
    pulled = { k: Number(k), end, to: null, x: 0, y: 0, clientX: event.clientX, clientY: event.clientY, moved: false };
    wall.grab(Number(k));
    aim(event.clientX, event.clientY);
    chart.setPointerCapture(event.pointerId);
    event.preventDefault();
    creep();
  });
  chart.addEventListener("pointermove", (event) => {
    if (pulled) {
      Object.assign(pulled, { clientX: event.clientX, clientY: event.clientY, moved: true });
      aim(event.clientX, event.clientY);
      return;
    }
    const k = Math.floor(place(event.clientX, event.clientY)[1] / ROW);
    if (k !== over) { over = k; redraw(); }
  });
  chart.addEventListener("pointerleave", () => { if (!pulled && over !== -1) { over = -1; redraw(); } });
  const drop = (event) => {
    if (!pulled) return;
    const { k, end, to } = pulled;
    pulled = null;
    redraw();
    if (event.type === "pointerup" && to) join(k, to[0], end + to[1]);
  };
  chart.addEventListener("pointerup", drop);
  chart.addEventListener("pointercancel", drop);

  const join = (a, b, way) => wall.push({ op: "link", id: ids[b], before: ids[a], kind: kindOf[way] });

  // ---- picked, and taken out
  chart.addEventListener("click", (event) => {
    const hit = event.target.dataset?.link;
    if (hit) pick(hit.split(" ").map(Number));
    else if (picked) leave();
  });
  function pick(link) { keyed = null; picked = link; tell(); redraw(); }
  function take() {
    const [a, b, kind] = picked;
    leave();
    wall.push({ op: "unlink", id: ids[b], before: ids[a], kind });
  }
  function leave() {
    const was = picked || keyed || pulled;
    picked = keyed = pulled = null;
    tell();
    if (was) redraw();
    return Boolean(was);
  }
  cut?.addEventListener("click", take);
  bar?.querySelector("[data-link-leave]").addEventListener("click", leave);

  function tell() {
    if (!bar) return;
    bar.hidden = !picked && !keyed;
    cut.hidden = !picked;
    if (picked) said.textContent = fill(words.picked, [wall.name(picked[0]), wall.name(picked[1]), words.kinds[picked[2]]]);
    if (keyed) {
      const to = linkable(wall.at()) && wall.at() !== keyed.k ? wall.name(wall.at()) : "…";
      said.textContent = fill(words.linking, [wall.name(keyed.k), to, words.kinds[kindOf[keyed.ends]]]);
    }
  }

  // ---- by key: L from the row in hand, arrows to the other, 1–4 for the way, Enter; K picks the row's links in turn, Delete
  wall.selected = () => { if (keyed) { tell(); redraw(); } };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && leave()) { event.preventDefault(); return; }
    if (event.target.closest?.("input, select, textarea")) return;
    if (picked && (event.key === "Delete" || event.key === "Backspace")) { event.preventDefault(); take(); }
  });
  wall.key = (event) => {
    if (!may || event.ctrlKey || event.metaKey || event.altKey) return false;
    const key = event.key.toLowerCase();
    if (wall.at() < 0) return false;
    if (key === "l" && linkable(wall.at())) { leave(); keyed = { k: wall.at(), ends: "FS" }; tell(); redraw(); return true; }
    if (key === "k") { next(); return true; }
    if (keyed && byKey[key]) { keyed.ends = byKey[key]; tell(); redraw(); return true; }
    if (keyed && key === "enter") {
      const { k, ends: way } = keyed;
      if (!linkable(wall.at()) || wall.at() === k) return true;
      leave();
      join(k, wall.at(), way);
      return true;
    }
    return false;
  };
  function next() {
    const mine = wall.links().filter(([a, b]) => a === wall.at() || b === wall.at());
    const before = mine.findIndex((link) => same(link, picked));
    if (mine.length) pick(mine[(before + 1) % mine.length]);
  }
});

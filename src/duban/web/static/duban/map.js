/* The map of projects: the zone's plan, outlines and points; the words beside it say the same without a script. */
const COLOURS = {
  carried_over: "#22486f", new_start: "#b3261e", producing: "#237a35", reserve: "#626c77", done: "#97a2ae",
};
/* Dashes as the legend draws them. */
const GROUND = {
  boundary: { color: "#1f2933", weight: 2.5, dashArray: "10 4 2 4", fill: false },
  plots: { color: "#8a7a55", weight: 1, fillColor: "#d9cfae", fillOpacity: 0.35 },
};

function label(one) {
  const link = document.createElement("a");
  link.href = one.href;
  link.textContent = one.name;
  const box = document.createElement("div");
  const word = document.createElement("small");
  word.textContent = ` ${one.word}`;
  box.append(link, word);
  return box;
}

/* The script reads longitude first, the map latitude first. */
const turned = (ring) => ring.map(([x, y]) => [y, x]);

function drawGround(L, map, shapes) {
  const bounds = L.latLngBounds([]);
  for (const one of shapes) {
    const drawn = L.polygon(one.patches.map((patch) => patch.map(turned)), { ...GROUND[one.kind], className: `ground-${one.kind}` });
    if (one.name && one.kind === "plots") {
      const word = document.createElement("span");
      word.textContent = one.name;
      drawn.bindTooltip(word, { sticky: true });
    }
    drawn.addTo(map);
    bounds.extend(drawn.getBounds());
  }
  return bounds;
}

function draw(place, rows, shapes) {
  const { L } = window;
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25 });
  const under = drawGround(L, map, shapes);
  const bounds = L.latLngBounds([]);
  for (const one of rows) {
    const colour = COLOURS[one.class] ?? "#626c77";
    if (one.outline.length > 2) {
      const shape = L.polygon(turned(one.outline), { color: colour, weight: 2, fillOpacity: 0.15 });
      shape.bindPopup(label(one)).addTo(map);
      bounds.extend(shape.getBounds());
    }
    if (one.point) {
      const spot = L.circleMarker([one.point[1], one.point[0]], { radius: 8, color: "#fff", weight: 2, fillColor: colour, fillOpacity: 1 });
      const word = document.createElement("span");
      word.textContent = one.name;
      spot.bindPopup(label(one)).bindTooltip(word).addTo(map);
      bounds.extend(spot.getLatLng());
    }
  }
  // One project's map looks at the project; the zone's takes in its plan.
  if (rows.length !== 1 || !bounds.isValid()) bounds.extend(under);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(bounds.pad(rows.length === 1 ? 1.5 : 0.1), { maxZoom: 16 });
  // The words beside it say all of it; the drawing itself says nothing to a screen reader.
  for (const svg of place.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
}

const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "[]");
const place = document.getElementById("map");
const rows = read("map-data");
const shapes = read("map-ground");
if (place && (rows.length || shapes.length) && window.L) draw(place, rows, shapes);

/* The map of projects: blank ground, outlines and points; the table below it says the same without a script. */
const COLOURS = {
  carried_over: "#22486f", new_start: "#b3261e", producing: "#237a35", reserve: "#626c77", done: "#97a2ae",
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

function draw(place, rows) {
  const { L } = window;
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25 });
  const bounds = L.latLngBounds([]);
  for (const one of rows) {
    const colour = COLOURS[one.class] ?? "#626c77";
    if (one.outline.length > 2) {
      const shape = L.polygon(one.outline.map(([x, y]) => [y, x]), { color: colour, weight: 2, fillOpacity: 0.15 });
      shape.bindPopup(label(one)).addTo(map);
      bounds.extend(shape.getBounds());
    }
    if (one.point) {
      const spot = L.circleMarker([one.point[1], one.point[0]], { radius: 8, color: "#fff", weight: 2, fillColor: colour, fillOpacity: 1 });
      spot.bindPopup(label(one)).bindTooltip(one.name).addTo(map);
      bounds.extend(spot.getLatLng());
    }
  }
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(bounds.pad(0.2), { maxZoom: 16 });
  // The table below says all of it; the drawing itself says nothing to a screen reader.
  for (const svg of place.querySelectorAll("svg")) svg.setAttribute("aria-hidden", "true");
}

const place = document.getElementById("map");
const rows = JSON.parse(document.getElementById("map-data")?.textContent ?? "[]");
if (place && rows.length && window.L) draw(place, rows);

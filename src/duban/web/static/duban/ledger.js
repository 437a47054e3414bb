// The ledger's lists and forms, made quicker; nothing depends on it.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (!all) return;
  for (const box of all.closest("table").querySelectorAll("input[name=item]")) box.checked = all.checked;
});
function show(root) {
  for (const hidden of root.querySelectorAll("[data-tick-all], [data-more-steps]")) hidden.hidden = false;
}
show(document);
document.addEventListener("htmx:afterSwap", () => show(document));

// Of the route map's empty rows one is enough here: more come when they are asked for.
for (const row of [...document.querySelectorAll("#steps tbody tr")].reverse()) {
  const before = row.previousElementSibling;
  const blank = (one) => one && [...one.querySelectorAll("input")].every((field) => !field.value);
  if (blank(row) && blank(before)) row.remove();
}

// One more row of the route map: a copy of the last, emptied.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-more-steps]")) return;
  const rows = document.querySelector("#steps tbody");
  const row = rows.lastElementChild.cloneNode(true);
  for (const field of row.querySelectorAll("input")) field.value = "";
  rows.append(row);
  row.querySelector("[name=step-title]").focus();
});

// A matrix of parts: sums of rows, columns and the whole, while they are typed.
const number = (field) => Number(field.value.trim().replaceAll(",", "") || 0);
function sums(form) {
  const places = Number(form.dataset.places);
  const write = (place, value) => { if (place) place.textContent = Number.isNaN(value) ? "—" : value.toFixed(places).replace("-", "\u2212"); };
  const columns = {};
  let whole = 0;
  for (const row of form.querySelectorAll("tr[data-row]")) {
    let across = 0;
    for (const field of row.querySelectorAll("[data-month]")) {
      const value = number(field);
      across += value;
      columns[field.dataset.month] = (columns[field.dataset.month] ?? 0) + value;
    }
    whole += across;
    write(row.querySelector("[data-row-sum]"), across);
  }
  let running = 0;
  for (const [month, value] of Object.entries(columns)) {
    running += value;
    write(form.querySelector(`[data-column-sum="${month}"]`), value);
    write(form.querySelector(`[data-running="${month}"]`), running);
  }
  write(form.querySelector("[data-whole-sum]"), whole);
  write(form.querySelector("[data-whole-rest]"), Number(form.dataset.whole) - whole);
}
const matrix = document.querySelector("form[data-matrix]");
if (matrix) {
  sums(matrix);
  matrix.addEventListener("input", () => sums(matrix));
}

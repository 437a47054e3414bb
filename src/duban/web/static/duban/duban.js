// Everything here makes a page quicker to use; nothing depends on it.
const dialog = document.getElementById("over");
const inside = document.getElementById("over-body");

// "Where from?": a plain link to a page, answered here in a dialog.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.num, a[data-over]");
  if (!link || !dialog || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  window.htmx.ajax("GET", link.href, { target: inside, swap: "innerHTML" }).then(() => {
    if (!dialog.open) dialog.showModal();
  });
});

dialog?.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog?.addEventListener("close", () => inside.replaceChildren());

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// One open menu at a time, and it closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.me[open], details.open[open], details.rest[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.me[open], details.open[open], details.rest[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Parts of a target, added up while they are typed.
function addUp(form) {
  const shown = form.querySelector("[data-sum]");
  if (!shown) return;
  const parts = [...form.querySelectorAll("[data-part]")].map((field) => Number(field.value.trim() || 0));
  if (parts.some(Number.isNaN)) return;
  const places = Number(shown.dataset.places);
  const sum = parts.reduce((total, part) => total + part, 0);
  shown.textContent = sum.toFixed(places);
  form.querySelector("[data-rest]").textContent = (Number(shown.dataset.whole) - sum).toFixed(places).replace("-", "\u2212");
}
document.querySelectorAll("form").forEach(addUp);
document.addEventListener("input", (event) => {
  const form = event.target.closest("form");
  if (form && event.target.matches("[data-part]")) addUp(form);
});

// The four quarters of a phased pace are asked for only where the pace is phased.
function askQuarters(choice) {
  for (const field of choice.form.querySelectorAll('[data-field^="q"]')) field.hidden = choice.value !== "phased";
}
document.querySelectorAll("select[name=pace_kind]").forEach((choice) => {
  askQuarters(choice);
  choice.addEventListener("change", () => askQuarters(choice));
});

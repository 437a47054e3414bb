// Without a line: names the reports that can be written all the same.
const list = document.querySelector("[data-kept]");
const cache = await caches.open("duban-pages");
for (const request of (await cache.keys()).reverse()) {
  const kept = await cache.match(request);
  const form = new DOMParser().parseFromString(await kept.text(), "text/html").querySelector("form[data-draft]");
  if (!form) continue;
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(request.url).pathname;
  link.textContent = form.dataset.title;
  line.append(link);
  list.append(line);
}
document.querySelector("[data-none]").hidden = list.children.length > 0;
document.querySelector("[data-some]").hidden = !list.children.length;
// Whoever has chosen a report is on the way to it, line or none.
let chosen = false;
list.addEventListener("click", () => { chosen = true; });
addEventListener("online", () => { if (!chosen) location.reload(); });

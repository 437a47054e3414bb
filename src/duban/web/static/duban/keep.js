// Asks the worker to keep the report pages this page names, so that they open without a line.
async function ask(wanted) {
  const worker = await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  worker.active?.postMessage({ keep: wanted });
}
const wanted = [...document.querySelectorAll("[data-keep]")].map((named) => named.dataset.keep);
if (navigator.serviceWorker && wanted.length && navigator.onLine) ask(wanted).catch(() => {}); // a browser that forbids it does without

// Lets a report be opened and written where there is no line: keeps the report pages somebody opened lately, and the
// files they need. Nothing else is kept, and nothing of one person is left when another signs in or this one signs out.
// The server puts VERSION, FILES, OFFLINE, HOURS and MOST before this.
const STATIC = `duban-static-${VERSION}`;
const PAGES = "duban-pages";
const OWNER = "X-Duban-Keep";
const KEPT = "X-Duban-Kept-At";
const PATIENCE_MS = 8000;
const REPORT = /^\/[^/]+\/ledger\/\d+\/report\/$/;
const ITEM = /^(\/[^/]+\/ledger\/\d+\/)$/;
const DOOR = /^\/sign-(in|out)\/$/;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(STATIC);
    await cache.addAll([...FILES, OFFLINE].map((path) => new Request(path, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("duban-static-") && name !== STATIC);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// A page asks for reports to be kept, by their addresses: those of the page itself, or of the item it shows.
self.addEventListener("message", (event) => {
  const wanted = event.data?.keep;
  if (Array.isArray(wanted)) event.waitUntil(keepAll(wanted.filter((path) => REPORT.test(path))));
  if (typeof event.data?.sent === "string") event.waitUntil(refresh(event.data.sent));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (DOOR.test(url.pathname)) event.respondWith(through(request));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (FILES.includes(url.pathname)) event.respondWith(file(request));
});

// Whoever passes the door, in or out, leaves nothing behind.
let passed = 0;
async function through(request) {
  passed += 1;
  await caches.delete(PAGES);
  return fetch(request);
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

async function page(request, url) {
  const instead = await standIn(url);
  try {
    return await (instead ? inTime(fetch(request)) : fetch(request));
  } catch {
    return instead ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

// What can be shown without a line: a report itself, or for an item the way to its report.
async function standIn(url) {
  const kept = await read(url.pathname);
  if (kept) return kept;
  const item = ITEM.exec(url.pathname);
  return item && (await read(`${item[1]}report/`)) ? Response.redirect(`${item[1]}report/`) : null;
}

function inTime(answer) {
  const late = new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE_MS); });
  return Promise.race([answer, late]);
}

async function read(path) {
  const cache = await caches.open(PAGES);
  const kept = await cache.match(path);
  if (!kept) return null;
  if (Date.now() - Number(kept.headers.get(KEPT)) < HOURS * 3600000) return kept;
  await cache.delete(path);
  return null;
}

async function keepAll(paths) {
  for (const path of paths) await keep(path);
  await (await caches.open(STATIC)).add(new Request(OFFLINE, { cache: "reload" })); // in the language now read
}

async function keep(path) {
  const then = passed; // a page asked for before the door was passed must not come in after it
  let answer;
  let body;
  try {
    answer = await fetch(path, { credentials: "same-origin", redirect: "manual" });
    body = await answer.blob();
  } catch {
    return; // no line, or one that went halfway: what is kept stays
  }
  const cache = await caches.open(PAGES);
  const owner = answer.headers.get(OWNER);
  if (!answer.ok || !owner) {
    await cache.delete(path);
    return;
  }
  await leaveOnly(cache, owner, path);
  const headers = new Headers(answer.headers);
  headers.set(KEPT, String(Date.now()));
  if (passed === then) await cache.put(path, new Response(body, { headers }));
  if (passed !== then) await caches.delete(PAGES);
}

async function leaveOnly(cache, owner, coming) {
  const paths = (await cache.keys()).filter((request) => new URL(request.url).pathname !== coming);
  for (const [n, path] of paths.entries()) {
    const kept = await cache.match(path);
    if (kept?.headers.get(OWNER) !== owner || n < paths.length - MOST + 1) await cache.delete(path);
  }
}

// A report was sent: what the page says of the last one is no longer so.
async function refresh(path) {
  const cache = await caches.open(PAGES);
  if (await cache.match(path)) await keep(path);
}

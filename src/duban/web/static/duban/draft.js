// A report typed on a bad line: kept on this device as it is typed, photos too, and sent once when it can be.
// The key goes with every attempt, so the server takes a report once however often it arrives.
const STORE = "drafts";
const RETRY_MS = 20000;
const LARGEST = 1.5 * 1024 * 1024;
const LONGEST_SIDE = 2048;

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("duban", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
async function within(mode, work) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const change = base.transaction(STORE, mode);
      const asked = work(change.objectStore(STORE));
      change.oncomplete = () => resolve(asked.result);
      change.onerror = change.onabort = () => reject(change.error);
    });
  } finally {
    base.close();
  }
}
const read = (id) => within("readonly", (store) => store.get(id));
const keep = (id, draft) => within("readwrite", (store) => store.put(draft, id));
const drop = (id) => within("readwrite", (store) => store.delete(id));
const names = () => within("readonly", (store) => store.getAllKeys());
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

// Two pages of one person may be open: only one of them sends.
const alone = (id, work) => (navigator.locks ? navigator.locks.request(`duban:${id}`, work) : work());

// What became of an attempt: sent, queued (no line), signin, refused (with what was told).
async function send(id) {
  const draft = await read(id);
  if (!draft) return { state: "sent" };
  const body = new FormData();
  for (const [name, value] of draft.fields) body.append(name, value);
  body.append("csrfmiddlewaretoken", token());
  for (const photo of draft.photos) {
    body.append("photo", photo.blob, photo.name);
    for (const [name, value] of Object.entries(photo.told ?? {})) body.append(name, value);
  }
  let answer;
  try {
    answer = await fetch(draft.action, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    return { state: "queued" };
  }
  const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (answer.ok && json) {
    await drop(id);
    return { state: "sent", next: (await answer.json()).next };
  }
  if (json) {
    await keep(id, { ...draft, queued: false });
    return { state: "refused", problems: (await answer.json()).problems };
  }
  if (answer.redirected || answer.status === 403) return { state: "signin" };
  return { state: answer.status >= 500 ? "queued" : "refused" };
}

// A photo of twelve megabytes does not pass a bad line: it is drawn smaller here. What cannot be drawn is sent as it is.
async function smaller(file) {
  if (file.size <= LARGEST || !file.type.startsWith("image/")) return { blob: file, name: file.name };
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return blob ? { blob, name: file.name.replace(/\.\w+$/, "") + ".jpg" } : { blob: file, name: file.name };
  } catch {
    return { blob: file, name: file.name };
  }
}

async function thumbnail(photo) {
  const canvas = document.createElement("canvas");
  try {
    const picture = await createImageBitmap(photo.blob, { imageOrientation: "from-image" });
    const scale = 208 / Math.max(picture.width, picture.height);
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", photo.name);
    return canvas;
  } catch {
    const name = document.createElement("span");
    name.textContent = photo.name;
    return name;
  }
}

function report(form) {
  const id = form.dataset.draft;
  const status = form.querySelector("[data-status]");
  const picker = form.elements.photo;
  const shots = form.querySelector("[data-shots]");
  const label = form.querySelector("[data-shot-label]");
  const button = form.querySelector("button[type=submit]");
  let photos = [];
  let waiting = null;
  let queued = false;
  let busy = false;
  let done = false;

  const say = (word) => {
    status.textContent = form.dataset[`say${word[0].toUpperCase()}${word.slice(1)}`] ?? "";
    status.dataset.state = word;
  };
  const fields = () => [...new FormData(form)].filter(([name]) => name !== "photo" && name !== "csrfmiddlewaretoken");
  const draft = () => ({ fields: fields(), photos, queued, action: form.action || location.href, title: form.dataset.title });

  async function save(word = "kept") {
    clearTimeout(waiting);
    if (done) return;
    try {
      await keep(id, draft());
      if (word) say(word);
    } catch {
      say("full");
    }
  }
  // Each photo says which activity of the plan it shows and at which drawing it was taken, where the page offers them.
  function labelled(photo) {
    photo.told ??= {};
    return [...label.content.children].map((model) => {
      const choice = model.cloneNode(true), name = choice.dataset.for;
      photo.told[name] ??= "";
      choice.value = photo.told[name];
      choice.addEventListener("change", () => { photo.told[name] = choice.value; save(); });
      return choice;
    });
  }
  async function draw() {
    shots.replaceChildren(...await Promise.all(photos.map(async (photo, n) => {
      const line = document.createElement("li");
      const away = document.createElement("button");
      away.type = "button";
      away.textContent = "×";
      away.setAttribute("aria-label", photo.name);
      away.addEventListener("click", () => { photos = photos.filter((_, m) => m !== n); draw(); save(); });
      line.append(await thumbnail(photo), away);
      if (label) line.append(...labelled(photo));
      return line;
    })));
  }
  function restore(kept) {
    const given = new Map();
    for (const [name, value] of kept.fields) given.set(name, [...(given.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!field.name || field.name === "photo" || field.name === "csrfmiddlewaretoken") continue;
      const values = given.get(field.name) ?? [];
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
    for (const more of form.querySelectorAll("details")) {
      more.open ||= [...more.querySelectorAll("textarea, select")].some((field) => field.value);
    }
    photos = kept.photos;
    draw();
    slide();
  }
  async function attempt() {
    if (busy) return;
    busy = true;
    button.disabled = true;
    say("sending");
    const told = await alone(id, () => send(id));
    busy = false;
    button.disabled = false;
    if (told.state === "sent") {
      done = true;
      navigator.serviceWorker?.controller?.postMessage({ sent: location.pathname });
      say("sent");
      location.assign(told.next ?? form.dataset.next ?? location.pathname.replace(/ledger\/.*$/, "my/"));
      return;
    }
    queued = told.state !== "refused";
    say(told.state);
    const box = form.querySelector("[data-problems]");
    box.hidden = !(told.problems?.length);
    box.firstElementChild.replaceChildren(...(told.problems ?? []).map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    }));
    if (!box.hidden) box.scrollIntoView({ block: "center" });
  }

  const slider = form.querySelector("[data-slide]");
  const percent = form.elements.percent;
  const slide = () => { slider.value = percent.value || percent.placeholder || 0; slider.style.setProperty("--at", `${slider.value}%`); };
  slider.hidden = false;
  form.classList.add("live");
  for (const field of form.querySelectorAll("[data-without-script] [name]")) field.disabled = true;
  slider.addEventListener("input", () => { percent.value = slider.value; slide(); });
  percent.addEventListener("input", slide);
  for (const step of form.querySelectorAll("[data-by]")) {
    step.hidden = false;
    step.addEventListener("click", () => {
      percent.value = Math.min(100, Math.max(0, Number(percent.value || percent.placeholder || 0) + Number(step.dataset.by)));
      percent.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  slide();
  // A page kept on the device is opened more than once: every report has a key of its own.
  form.elements.key.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

  picker.addEventListener("change", async () => {
    const chosen = [...picker.files];
    picker.value = "";
    photos = [...photos, ...await Promise.all(chosen.map(smaller))];
    await draw();
    queued = false;
    await save();
  });
  form.addEventListener("input", (event) => {
    if (event.target === picker) return;
    queued = false;
    clearTimeout(waiting);
    waiting = setTimeout(save, 250);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    queued = true;
    await save("");
    attempt();
  });
  addEventListener("pagehide", () => { if (waiting) save(""); });
  addEventListener("online", () => { if (queued) attempt(); });
  setInterval(() => { if (queued && navigator.onLine) attempt(); }, RETRY_MS);

  read(id).then((kept) => {
    if (!kept) return;
    restore(kept);
    queued = kept.queued;
    say("restored");
    if (queued) attempt();
  });
}

// My work: what still lies on this device is named, and sent.
async function queue(box) {
  const list = box.querySelector("ul");
  async function look() {
    const mine = (await names()).filter((id) => String(id).startsWith(box.dataset.owner));
    const lines = [];
    for (const id of mine) {
      const draft = await read(id);
      if (!draft) continue;
      let told = { state: draft.queued ? "queued" : "draft" };
      if (draft.queued && navigator.onLine) told = await alone(id, () => send(id));
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = draft.action;
      link.textContent = draft.title;
      const word = { sent: "saySent", signin: "saySignin", refused: "sayRefused", draft: "sayDraft" }[told.state] ?? "sayQueued";
      line.append(told.state === "sent" ? draft.title : link, ` ${box.dataset[word]}`);
      lines.push(line);
    }
    list.replaceChildren(...lines);
    box.hidden = !lines.length;
  }
  await look();
  addEventListener("online", look);
}

const form = document.querySelector("form[data-draft]");
if (form) report(form);
const box = document.querySelector("[data-queue]");
if (box) queue(box);

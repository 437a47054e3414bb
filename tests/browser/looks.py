"""What a page must be for anyone to read it: questions asked of the page as drawn, in its own script."""

from __future__ import annotations

SIDEWAYS = """() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`page ${root.scrollWidth} > ${root.clientWidth}`);
  for (const box of document.querySelectorAll(".sheet, .card-x, .tally > div, .filters, main, .rooms, .gate")) {
    if (box.scrollWidth > box.clientWidth + 1) found.push(`${box.className} ${box.scrollWidth} > ${box.clientWidth}`);
  }
  return found;
}"""

READABLE = """() => {
  const found = [];
  const seen = (el) => el.checkVisibility({ visibilityProperty: true });
  const named = (el) => (el.labels && [...el.labels].some((l) => l.textContent.trim())) || el.getAttribute("aria-label")
    || el.getAttribute("aria-labelledby") || el.title;
  for (const el of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!named(el)) found.push(`no label: ${el.outerHTML.slice(0, 90)}`);
  }
  for (const el of document.querySelectorAll("button, a[href], summary")) {
    if (!el.textContent.trim() && !el.getAttribute("aria-label")) found.push(`no name: ${el.outerHTML.slice(0, 90)}`);
  }
  for (const el of document.querySelectorAll("img:not([alt]), svg:not([aria-hidden]):not([role=img])")) {
    if (!el.closest("[aria-hidden=true]")) found.push(`picture unsaid: ${el.outerHTML.slice(0, 90)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((el) => el.id);
  for (const id of new Set(ids.filter((one, n) => ids.indexOf(one) !== n))) found.push(`id twice: ${id}`);
  for (const el of document.querySelectorAll("[aria-describedby], label[for]")) {
    for (const id of (el.getAttribute("aria-describedby") ?? el.htmlFor).split(" ")) {
      if (!document.getElementById(id)) found.push(`points nowhere: ${id}`);
    }
  }
  let above = 0;
  const heads = [...document.querySelectorAll("h1, h2, h3, h4")].filter(seen);
  if (heads.filter((h) => h.tagName === "H1").length !== 1) found.push("not one h1");
  for (const head of heads) {
    const level = Number(head.tagName[1]);
    if (level > above + 1) found.push(`heading out of order: ${head.textContent.trim()}`);
    above = level;
  }
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption) found.push(`table without caption: ${table.textContent.trim().slice(0, 30)}`);
  }
  const page = document.documentElement;
  if (!page.lang || !document.title.trim()) found.push("no language or title");
  return [...found, ...faint()];

  function faint() {
    const pale = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const el = walk.currentNode.parentElement;
      if (!walk.currentNode.data.trim() || !seen(el) || el.closest(".visually-hidden, script, :disabled, option")) continue;
      const style = getComputedStyle(el);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = contrast(colour(style.color), ground(el));
      if (ratio < (large ? 3 : 4.5)) pale.add(`faint ${ratio.toFixed(2)}: ${walk.currentNode.data.trim().slice(0, 30)}`);
    }
    return [...pale];
  }
  function colour(text) {
    const parts = text.match(/[\\d.]+/g).map(Number);
    const unit = text.startsWith("color(") ? 255 : 1;
    return [parts[0] * unit, parts[1] * unit, parts[2] * unit, parts[3] ?? 1];
  }
  function ground(el) {
    for (let at = el; at; at = at.parentElement) {
      const under = colour(getComputedStyle(at).backgroundColor);
      if (under[3] === 1) return under;
    }
    return [255, 255, 255, 1];
  }
  function contrast(a, b) {
    const light = ([r, g, bl]) => [r, g, bl].map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  }
}"""

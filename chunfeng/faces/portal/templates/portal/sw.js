// The portal without a line: its frame, and the pages opened lately. Nothing personal is kept:
// what the server answers with no-store, and every form, stays out.
"use strict";
const VERSION = "{{ version }}", SHELL = `shell-${VERSION}`, PAGES = "pages", MOST = 30, PATIENCE = 8000;
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", event => {
  event.waitUntil(caches.open(SHELL)
    .then(cache => cache.addAll([...FILES, "/offline"]))
    .then(() => self.skipWaiting()));
});
self.addEventListener("activate", event => {
  event.waitUntil(caches.keys()
    .then(names => Promise.all(names.filter(name => ![SHELL, PAGES].includes(name)).map(name => caches.delete(name))))
    .then(() => self.clients.claim()));
});

const may = response => response.ok && response.type === "basic" && !response.redirected &&
  (response.headers.get("Content-Type") || "").startsWith("text/html") &&
  !(response.headers.get("Cache-Control") || "").includes("no-store");

const put = async (request, response) => {
  const cache = await caches.open(PAGES), headers = new Headers(response.headers);
  headers.set("X-As-Of", new Date().toISOString());
  headers.delete("Vary");
  await cache.delete(request);
  await cache.put(request, new Response(await response.blob(), { status: 200, headers }));
  const held = await cache.keys();
  await Promise.all(held.slice(0, Math.max(0, held.length - MOST)).map(old => cache.delete(old)));
};

const two = number => String(number).padStart(2, "0");
const said = at => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
const kept = async request => {
  const found = await (await caches.open(PAGES)).match(request, { ignoreVary: true });
  if (!found) return (await caches.open(SHELL)).match("/offline");
  const at = new Date(found.headers.get("X-As-Of"));
  const page = (await found.text())
    .replace('id="as-of" hidden', 'id="as-of"')
    .replace('<time id="as-of-time"></time>', `<time id="as-of-time">${said(at)}</time>`);
  return new Response(page, { status: 200, headers: { "Content-Type": "text/html; charset=utf-8" } });
};

const soon = request => new Promise((done, fail) => {
  const late = setTimeout(() => fail(new Error("late")), PATIENCE);
  fetch(request).then(done, fail).finally(() => clearTimeout(late));
});
const page = async event => {
  try {
    const response = await soon(event.request);
    if (may(response)) event.waitUntil(put(event.request, response.clone()));
    return response;
  } catch {
    return kept(event.request);
  }
};

self.addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then(found => found || fetch(request)));
  } else if (request.mode === "navigate" && !/^\/(desk|api|interest|withdraw|m|me)\b/.test(url.pathname)) {
    event.respondWith(page(event));
  }
});

// The form of calls and visits without a line. It keeps nothing itself: what it answers with was
// put into the cache by whoever took the list along, and goes with them when they sign out.
"use strict";
const CACHE = "carried", PATIENCE = 8000;
const LIST = "{% url "carried" %}", FORM = "{% url "contact-shell" %}";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

const soon = request => new Promise((done, fail) => {
  const late = setTimeout(() => fail(new Error("late")), PATIENCE);
  fetch(request).then(done, fail).finally(() => clearTimeout(late));
});
const kept = async request => {
  const cache = await caches.open(CACHE), path = new URL(request.url).pathname;
  const page = path.startsWith(`${FORM}/`) ? FORM : LIST;
  const found = await cache.match(request.mode === "navigate" ? page : request, { ignoreVary: true });
  return found || Response.error();
};

self.addEventListener("fetch", event => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(soon(request).catch(() => kept(request)));
});

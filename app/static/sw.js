// Keeps what was last seen readable without a network. Asks the network first for pages;
// takes fingerprinted files from the cache. Never keeps what was posted, nor what another person saw.
"use strict";

const FILES = "files-1";
const PAGES = "pages-1";
const MARK = "/_person"; // the entry of PAGES that says whose pages these are
const OFFLINE = "/static/offline.html";
const MOST_PAGES = 40;
const MOST_FILES = 120;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((files) => files.addAll([OFFLINE, "/static/offline.css"])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forget((name) => name !== FILES && name !== PAGES).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "signed-out") event.waitUntil(caches.delete(PAGES));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // Signing out posts to a page: what was kept goes, whatever the answer.
  if (request.method === "POST" && /\/sign-(in|out)$/.test(url.pathname)) event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) {
    if (url.searchParams.has("v") || url.pathname.startsWith("/static/vendor/")) event.respondWith(file(request));
  } else if (request.mode === "navigate") {
    event.respondWith(page(event));
  }
});

async function file(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.status === 200) {
    await files.put(request, fresh.clone());
    await trim(files, MOST_FILES, [OFFLINE, "/static/offline.css"]);
  }
  return fresh;
}

async function page(event) {
  try {
    const fresh = await fetch(event.request);
    if (mayKeep(fresh)) event.waitUntil(keep(event.request, fresh.clone()));
    return fresh;
  } catch (error) {
    const kept = await caches.open(PAGES).then((pages) => pages.match(event.request));
    return kept ? marked(kept) : (await caches.match(OFFLINE)) || Response.error();
  }
}

function mayKeep(response) {
  const type = response.headers.get("Content-Type") || "";
  const told = response.headers.get("Cache-Control") || "";
  const lasting = !told.includes("no-store") || response.headers.get("X-Offline") === "keep";
  return response.status === 200 && !response.redirected && type.startsWith("text/html") && lasting;
}

async function keep(request, response) {
  const text = await response.text();
  const whose = /<html[^>]*\sdata-person="([^"]*)"/.exec(text);
  if (!whose) return;
  let pages = await caches.open(PAGES);
  const before = await pages.match(MARK);
  if (before && (await before.text()) !== whose[1]) {
    await caches.delete(PAGES);
    pages = await caches.open(PAGES);
  }
  await pages.put(MARK, new Response(whose[1]));
  const headers = new Headers(response.headers);
  headers.set("X-Seen", new Date().toISOString());
  await pages.put(request, new Response(text, { status: 200, headers }));
  await trim(pages, MOST_PAGES, [MARK]);
}

// The page says that it is an old one; the style sheet shows the notice.
async function marked(kept) {
  const text = await kept.text();
  const seen = kept.headers.get("X-Seen") || "";
  return new Response(text.replace("<html", `<html data-offline="${seen}"`), { status: 200, headers: kept.headers });
}

async function trim(cache, most, spared) {
  const keys = (await cache.keys()).filter((one) => !spared.includes(new URL(one.url).pathname));
  for (const old of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(old);
}

async function forget(unwanted) {
  for (const name of await caches.keys()) if (unwanted(name)) await caches.delete(name);
}

// Small comforts. Every page works without them.
"use strict";

// The service worker keeps the last pages seen, for when there is no network.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}

// Whoever signs out leaves no page behind on this device.
addEventListener("submit", (event) => {
  if (event.target.matches("[data-sign-out]") && navigator.serviceWorker?.controller) {
    navigator.serviceWorker.controller.postMessage("signed-out");
  }
});

// A page kept from earlier says from when it is.
const seen = document.documentElement.dataset.offline;
if (seen) {
  for (const place of document.querySelectorAll("[data-offline-time]")) {
    const when = new Date(seen);
    place.dateTime = seen;
    place.textContent = when.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  }
}

// Menus close with Escape, and when one goes elsewhere.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// What went wrong is read first.
const focusErrors = () => document.querySelector("[data-focus]")?.focus();
addEventListener("DOMContentLoaded", focusErrors);
document.addEventListener("htmx:after:swap", focusErrors);

// Printing is a button where a page offers it.
addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// What is to be copied has a button where the browser can copy.
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
});
addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  button.textContent = button.dataset.copied;
});

// A map is fetched when asked for, or when it comes into view.
const showMap = (box) => {
  if (box.dataset.shown) return;
  box.dataset.shown = "true";
  import(box.dataset.map).then((map) => map.show(box)).catch(() => box.dispatchEvent(new Event("map-failed")));
};
const maps = new IntersectionObserver((seenNow) => {
  for (const one of seenNow) if (one.isIntersecting) showMap(one.target);
});
const watchMaps = () => document.querySelectorAll("[data-map]").forEach((box) => maps.observe(box));
addEventListener("DOMContentLoaded", watchMaps);
document.addEventListener("htmx:after:swap", watchMaps);

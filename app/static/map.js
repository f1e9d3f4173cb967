// The map of listings: public points only, over a ground drawn from our own places. Nothing comes from another host.
import { Map, NavigationControl, Popup, Marker, LngLatBounds, ScaleControl } from "./vendor/maplibre-gl/6.17.0/maplibre-gl.mjs";

const TOGETHER = 46; // pixels within which points are drawn as one
const KM = 111.195; // kilometres in a degree of latitude

export async function show(box) {
  const words = JSON.parse(box.dataset.mapWords);
  try {
    const [found] = await Promise.all([fetchPoints(box.dataset.mapUrl), style(box.dataset.mapStyle)]);
    const view = new View(box, words, found);
    watchSearch(view);
  } catch (error) {
    const sentence = document.createElement("p");
    sentence.className = "map-failed";
    sentence.textContent = words.failed;
    box.replaceChildren(sentence);
  }
}

async function fetchPoints(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function style(href) {
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  return new Promise((done, failed) => {
    link.onload = done;
    link.onerror = failed;
    document.head.prepend(link); // ours come after it
  });
}

// The list is swapped while the map stays: it follows the address that the list carries.
function watchSearch(view) {
  const follow = async () => {
    const url = document.querySelector("[data-map-points]")?.dataset.mapPoints;
    if (!url || url === view.box.dataset.mapUrl) return;
    view.box.dataset.mapUrl = url;
    const found = await fetchPoints(url).catch(() => null);
    if (found && url === view.box.dataset.mapUrl) view.take(found);
  };
  document.addEventListener("htmx:after:swap", follow);
  follow(); // somebody may have searched while the map was on its way
}

class View {
  constructor(box, words, found) {
    this.box = box;
    this.words = words;
    this.markers = [];
    this.labels = [];
    this.map = new Map({
      container: box,
      style: { version: 8, sources: {}, layers: [{ id: "paper", type: "background", paint: { "background-color": this.colour("--paper-deep") } }] },
      center: [0, 45],
      zoom: 8,
      maxZoom: 14,
      minZoom: 3,
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      locale: words.locale,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }));
    this.map.addControl(new ScaleControl({ maxWidth: 90 }));
    this.map.getCanvas().setAttribute("aria-label", words.map);
    this.map.on("load", () => {
      this.map.addSource("ground", { type: "geojson", data: polygons([]) });
      this.map.addLayer({ id: "ground", type: "fill", source: "ground", paint: {} });
      this.map.addSource("circle", { type: "geojson", data: polygons([]) });
      this.map.addLayer({ id: "circle", type: "fill", source: "circle", paint: { "fill-opacity": 0.22 } });
      this.map.addLayer({ id: "circle-line", type: "line", source: "circle", paint: { "line-width": 2, "line-dasharray": [2, 1.5] } });
      this.paint();
      this.take(found);
    });
    this.map.on("moveend", () => this.draw());
    this.map.on("resize", () => this.draw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  colour(name) {
    return getComputedStyle(this.box).getPropertyValue(name).trim();
  }

  paint() {
    this.map.setPaintProperty("paper", "background-color", this.colour("--paper-deep"));
    this.map.setPaintProperty("ground", "fill-color", this.colour("--card"));
    this.map.setPaintProperty("circle", "fill-color", this.colour("--action"));
    this.map.setPaintProperty("circle-line", "line-color", this.colour("--action"));
  }

  take(found) {
    this.found = found;
    this.popup?.remove();
    this.map.getSource("ground").setData(polygons(found.places.map((place) => ring(place, extent(place.people)))));
    const circle = found.circle;
    this.map.getSource("circle").setData(polygons(circle ? [ring(circle, circle.radius)] : []));
    const bounds = new LngLatBounds();
    const corners = circle ? ring(circle, circle.radius)[0] : (found.points.length ? found.points : found.places).map((one) => [one.lon, one.lat]);
    for (const corner of corners) bounds.extend(corner);
    if (!bounds.isEmpty()) this.map.fitBounds(bounds, { padding: 48, maxZoom: 12, animate: false });
    this.draw();
  }

  draw() {
    if (!this.found) return;
    const focused = document.activeElement?.matches(".map-mark") && this.box.contains(document.activeElement);
    for (const marker of [...this.markers, ...this.labels]) marker.remove();
    this.markers = this.groups().map((group) => this.mark(group));
    this.labels = this.names();
    if (focused) this.map.getCanvas().focus({ preventScroll: true });
  }

  // Points close to each other on the screen are drawn as one, with their number.
  groups() {
    const groups = [];
    for (const point of this.found.points) {
      const at = this.map.project([point.lon, point.lat]);
      const near = groups.find((group) => Math.hypot(group.at.x - at.x, group.at.y - at.y) < TOGETHER);
      if (near) {
        near.points.push(point);
        near.count += point.count;
      } else {
        groups.push({ at, points: [point], count: point.count });
      }
    }
    return groups;
  }

  mark(group) {
    const [first] = group.points;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "map-mark";
    if (group.points.every((point) => point.requests === point.count)) button.classList.add("map-mark-need");
    if (group.count > 9) button.classList.add("map-mark-many");
    button.textContent = String(group.count);
    const one = group.points.length === 1;
    button.setAttribute("aria-label", one ? `${first.place}: ${first.label}` : this.words.group.replace("%(num)s", group.count));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      if (one) this.open(first);
      else this.closer(group.points);
    });
    return new Marker({ element: button }).setLngLat([first.lon, first.lat]).addTo(this.map);
  }

  closer(points) {
    const bounds = new LngLatBounds();
    for (const point of points) bounds.extend([point.lon, point.lat]);
    this.map.fitBounds(bounds, { padding: 90, maxZoom: 13, animate: this.moves() });
  }

  moves() {
    return !matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  open(point) {
    this.popup?.remove();
    const inside = document.createElement("div");
    inside.append(text("strong", point.place || point.label));
    const list = document.createElement("ul");
    for (const listing of point.listings) {
      const link = text("a", listing.title);
      link.href = listing.url;
      const line = document.createElement("li");
      line.append(text("small", listing.said), link);
      list.append(line);
    }
    inside.append(list);
    if (point.more) inside.append(text("p", point.more));
    this.popup = new Popup({ anchor: "bottom", maxWidth: "17rem", offset: 24, focusAfterOpen: true }).setLngLat([point.lon, point.lat]).setDOMContent(inside).addTo(this.map);
    // The point moves into the lower part, so that there is room for the words above it.
    this.map.easeTo({ center: [point.lon, point.lat], offset: [0, this.box.clientHeight * 0.33], animate: this.moves() });
  }

  // Names of towns, the largest first, where there is room for them.
  names() {
    const taken = this.markers.map((marker) => this.map.project(marker.getLngLat()));
    const size = this.box.getBoundingClientRect();
    const labels = [];
    for (const place of this.found.places) {
      const at = this.map.project([place.lon, place.lat]);
      if (at.x < 0 || at.y < 0 || at.x > size.width || at.y > size.height || labels.length > 24) continue;
      if (taken.some((other) => Math.abs(other.x - at.x) < 70 && Math.abs(other.y - at.y) < 26)) continue;
      taken.push(at);
      const label = text("span", place.name);
      label.className = "map-name";
      label.setAttribute("aria-hidden", "true");
      labels.push(new Marker({ element: label }).setLngLat([place.lon, place.lat]).addTo(this.map));
    }
    return labels;
  }
}

function text(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}

// How far a town reaches, in metres: as if 2,500 people lived on each square kilometre.
function extent(people) {
  return Math.min(6000, Math.max(350, Math.sqrt((people || 0) / 2500 / Math.PI) * 1000));
}

function ring(centre, metres) {
  const round = [];
  for (let step = 0; step <= 48; step++) {
    const angle = (step / 48) * 2 * Math.PI;
    const north = (metres / 1000 / KM) * Math.cos(angle);
    const east = ((metres / 1000 / KM) * Math.sin(angle)) / Math.cos((centre.lat * Math.PI) / 180);
    round.push([centre.lon + east, centre.lat + north]);
  }
  return [round];
}

function polygons(rings) {
  return { type: "FeatureCollection", features: rings.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates } })) };
}

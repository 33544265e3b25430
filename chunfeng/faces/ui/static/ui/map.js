// A map without tiles: the points of the regions shown, on paper.
(() => {
  "use strict";
  const box = document.getElementById("map");
  if (!box || !window.L) return;
  const points = JSON.parse(box.dataset.points);
  const style = getComputedStyle(document.documentElement);
  const map = L.map(box, { attributionControl: false, zoomControl: true });
  const marks = points.map(p => L.circleMarker([p.lat, p.lon], {
    radius: p.own ? 7 : 5, weight: 2, color: style.getPropertyValue("--accent"),
    fillOpacity: p.own ? .8 : 0,
  }).bindTooltip(p.name).on("click", () => { location.search = `?code=${p.code}`; }).addTo(map));
  map.fitBounds(L.featureGroup(marks).getBounds().pad(.2), { maxZoom: 12 });
})();

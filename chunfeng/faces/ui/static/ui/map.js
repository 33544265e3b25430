// Points and shaded areas on a plain ground: no tiles, nothing from outside.
(() => {
  "use strict";
  const draw = box => {
    const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false });
    const bounds = L.latLngBounds([]);
    const shown = layer => { layer.addTo(map); bounds.extend(layer.getBounds ? layer.getBounds() : layer.getLatLng()); };
    const fit = () => { if (bounds.isValid()) map.fitBounds(bounds.pad(0.08), { maxZoom: 13 }); else map.setView([33, 108], 6); };
    const points = JSON.parse(box.dataset.points || "[]");
    points.forEach(point => {
      const shape = ["map-point", point.own ? "" : "map-point-hollow", point.due ? "map-point-due" : ""].filter(Boolean).join(" ");
      const marker = L.circleMarker([point.lat, point.lon], { radius: point.size || 6, className: shape, fillOpacity: 1 });
      const said = document.createElement("span");
      said.textContent = point.name;
      marker.bindTooltip(said);
      if (point.url) marker.on("click", () => location.assign(point.url));
      shown(marker);
    });
    fit();
    if (box.dataset.areas) {
      fetch(box.dataset.areas).then(answer => answer.json()).then(areas => {
        const layer = L.geoJSON(areas, {
          style: area => ({ className: "map-area", fillOpacity: 0.1 + 0.8 * (area.properties.share || 0) }),
          onEachFeature: (area, one) => {
            const said = document.createElement("span");
            said.textContent = area.properties.name;
            one.bindTooltip(said);
            if (area.properties.url) one.on("click", () => location.assign(area.properties.url));
          },
        });
        shown(layer);
        layer.bringToBack();
        fit();
      });
    }
    if (box.dataset.into) place(map, box.dataset.into.split(" ").map(id => document.getElementById(id)));
  };

  // A click on the map fills the fields of longitude and latitude; typing in them moves the mark.
  const place = (map, [lon, lat]) => {
    const mark = L.circleMarker([+lat.value || 0, +lon.value || 0], { radius: 9, className: "map-point map-point-due", fillOpacity: 1 });
    const move = () => { if (+lat.value && +lon.value) mark.setLatLng([+lat.value, +lon.value]).addTo(map); };
    move();
    [lon, lat].forEach(input => input.addEventListener("input", move));
    map.on("click", event => {
      lon.value = event.latlng.lng.toFixed(5);
      lat.value = event.latlng.lat.toFixed(5);
      lat.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".map").forEach(draw));
})();

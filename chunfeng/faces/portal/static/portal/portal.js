// Small helps; every page works without them.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = selector => [...document.querySelectorAll(selector)];

  // Words while somebody types: a list below the box, by finger or by arrow keys.
  const suggest = input => {
    const list = $("#suggested");
    let at = -1, timer = 0, asked = "";
    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const take = item => { close(); location.href = item.dataset.to; };
    const show = words => {
      list.replaceChildren(...words.map(({ text, detail, to }, number) => {
        const item = document.createElement("li");
        item.id = `suggested-${number}`;
        item.setAttribute("role", "option");
        item.textContent = text;
        item.dataset.to = to;
        if (detail && detail !== text) {
          const more = document.createElement("small");
          more.textContent = detail;
          item.append(more);
        }
        item.addEventListener("pointerdown", event => { event.preventDefault(); take(item); });
        return item;
      }));
      at = -1;
      list.hidden = !words.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    };
    const ask = async () => {
      const typed = input.value.trim();
      if (typed === asked) return;
      asked = typed;
      if (!typed) { close(); return; }
      try {
        const words = await (await fetch(`${input.dataset.suggest}?typed=${encodeURIComponent(typed)}`)).json();
        if (typed === asked && document.activeElement === input) show(words);
      } catch { close(); }
    };
    const mark = to => {
      const items = [...list.children];
      at = (to + items.length) % items.length;
      items.forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
      input.setAttribute("aria-activedescendant", items[at].id);
    };
    Object.entries({ role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list", "aria-expanded": "false" })
      .forEach(([name, value]) => input.setAttribute(name, value));
    input.addEventListener("input", event => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(ask, 150);
    });
    input.addEventListener("compositionend", ask);
    input.addEventListener("blur", () => setTimeout(close, 100));
    input.addEventListener("keydown", event => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown") { event.preventDefault(); mark(at + 1); }
      if (event.key === "ArrowUp") { event.preventDefault(); mark(at < 0 ? -1 : at - 1); }
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(list.children[at]); }
    });
  };

  // From where the phone is, to about 1 km: only when somebody presses, only as rounded numbers.
  const locate = button => navigator.geolocation.getCurrentPosition(({ coords }) => {
    const to = new URL("/vacancies", location.href);
    new FormData(button.form).forEach((value, name) => { if (value) to.searchParams.set(name, value); });
    to.searchParams.set("here", `${coords.longitude.toFixed(2)},${coords.latitude.toFixed(2)}`);
    to.searchParams.set("sort", "near");
    location.href = to;
  }, () => {
    button.textContent = button.dataset.failed;
    button.disabled = true;
  }, { timeout: 10e3, maximumAge: 600e3 });

  const share = async button => {
    const words = document.getElementById(button.dataset.share), label = $("span", button);
    try {
      if (navigator.share) { await navigator.share({ text: words.textContent }); return; }
      await navigator.clipboard.writeText(words.textContent);
      label.textContent = button.dataset.done;
    } catch { getSelection().selectAllChildren(words); }
  };

  const read = button => {
    const label = $("span", button);
    button.dataset.name ||= label.textContent;
    if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
    const said = new SpeechSynthesisUtterance($("[data-aloud]").innerText);
    said.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
    said.rate = .9;
    said.onend = said.onerror = () => { label.textContent = button.dataset.name; };
    label.textContent = button.dataset.stop;
    speechSynthesis.speak(said);
  };

  const recent = async list => {
    const cache = await caches.open("pages");
    const pages = (await cache.keys()).filter(({ url }) => new URL(url).pathname !== "/offline");
    const called = async page => new DOMParser()
      .parseFromString(await (await cache.match(page, { ignoreVary: true })).text(), "text/html").title;
    list.append(...await Promise.all(pages.reverse().slice(0, 15).map(async page => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = page.url;
      link.textContent = await called(page);
      item.append(link);
      return item;
    })));
  };

  const pressed = act => button => { button.hidden = false; button.addEventListener("click", () => act(button)); };
  const helps = [
    ["[data-suggest]", true, suggest],
    ["[data-position]", isSecureContext && "geolocation" in navigator, pressed(locate)],
    ["[data-share]", true, pressed(share)],
    ["[data-read]", "speechSynthesis" in window, pressed(read)],
    ["[data-print]", true, pressed(() => print())],
    ["[data-focus]", true, box => box.focus()],
    ["[data-recent]", "caches" in window, recent],
  ];
  helps.forEach(([selector, there, help]) => { if (there) all(selector).forEach(help); });
  if ("serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));
})();

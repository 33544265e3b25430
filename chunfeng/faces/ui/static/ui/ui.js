// Small helps; every page works without them.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const HOURS = 12 * 3600e3; // how long something typed is kept, ms
  const REVEALED = 30e3; // how long a revealed value stays on the screen, ms
  const who = document.body.dataset.who || "";

  // What was typed survives a reload or an expired session: in this tab, for this officer alone.
  const PREFIX = "typed:", SENT = "typed-sent";
  const keyOf = form => `${PREFIX}${who}:${location.pathname}:${form.dataset.keep}`;
  const keeps = input => input.name && !input.closest("[data-secret]") &&
    (input.type !== "hidden" || "kept" in input.dataset) &&
    !["password", "file", "submit"].includes(input.type);
  const controls = form => all("input, select, textarea", form).filter(keeps);
  const ticks = input => ["checkbox", "radio"].includes(input.type);
  const keep = form => {
    const typed = controls(form).filter(i => !ticks(i) || i.checked).map(i => [i.name, i.value]);
    sessionStorage.setItem(keyOf(form), JSON.stringify([Date.now(), typed]));
  };
  const restore = form => {
    const [at, typed] = JSON.parse(sessionStorage.getItem(keyOf(form)) || "[0]");
    if (!typed || Date.now() - at > HOURS) return;
    const values = new Map();
    typed.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    controls(form).forEach(input => {
      const mine = values.get(input.name) || [];
      if (ticks(input)) input.checked = mine.includes(input.value);
      else if (mine.length) input.value = mine.shift();
    });
    all("[data-restored]", form).forEach(note => { note.hidden = false; });
  };
  const forget = () => {
    // Sent and answered by another page: saved. Answered by the sign-in page: not sent at all.
    const sent = sessionStorage.getItem(SENT);
    const again = all("form[data-fresh='1']").some(form => keyOf(form) === sent);
    if (sent && who && !again) sessionStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
    Object.keys(sessionStorage).filter(key => who && key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${who}:`))
      .forEach(key => sessionStorage.removeItem(key));
  };

  const toast = said => {
    const box = $("#toast");
    box.textContent = said;
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => { box.textContent = ""; }, 12e3);
  };

  // What was written before stands below a field; a tap takes it over, to be sent or changed.
  const fills = row => {
    const input = document.getElementById(row.dataset.fills);
    row.hidden = false;
    row.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (!button) return;
      input.value = button.textContent;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
    });
  };

  const begin = root => {
    const each = (selector, act) => all(selector, root).forEach(act);
    each("form[data-keep]", form => {
      if (form.dataset.fresh !== "1") restore(form);
      form.addEventListener("input", () => keep(form));
      form.addEventListener("submit", () => sessionStorage.setItem(SENT, keyOf(form)));
    });
    each("[data-all]", label => { label.hidden = false; });
    each("[data-fills]", fills);
    each("[data-bulk]", pick);
    each("[data-drop]", drop);
    each(".table-wrap", wrap => widths.observe(wrap));
    each("[data-hides]", shown => setTimeout(() => { shown.textContent = shown.dataset.hides; }, REVEALED));
    each("[data-cookie]", button => { button.hidden = false; });
    const focus = $("[data-focus]", root);
    if (focus) focus.focus();
  };

  // The head of a table sticks to the page where the table needs no scrolling sideways.
  const widths = new ResizeObserver(changes => changes.forEach(({ target }) => {
    const fits = target.firstElementChild.scrollWidth <= target.clientWidth;
    target.toggleAttribute("data-fits", fits);
    if (fits) target.removeAttribute("tabindex"); else target.tabIndex = 0; // to scroll by keyboard
  }));

  // Rows picked by checkboxes of one name, and the bar that acts on them.
  const boxes = name => all(`tbody input[type="checkbox"][name="${name}"]`);
  const pick = bar => {
    const mine = boxes(bar.dataset.bulk), n = mine.filter(box => box.checked).length;
    const head = $(`[data-all="${bar.dataset.bulk}"] input`);
    all("[data-count]", bar).forEach(said => { said.hidden = false; });
    all("output", bar).forEach(said => { said.textContent = n; });
    all("button", bar).forEach(button => { button.disabled = !n; });
    if (head) { head.checked = n > 0 && n === mine.length; head.indeterminate = n > 0 && n < mine.length; }
  };
  let last = null;
  const picked = (event, box) => {
    const mine = boxes(box.name), from = mine.indexOf(last), to = mine.indexOf(box);
    if (event.shiftKey && from >= 0) {
      mine.slice(Math.min(from, to), Math.max(from, to)).forEach(one => { one.checked = box.checked; });
    }
    last = box;
  };

  const drop = zone => {
    const input = $("input[type=file]", zone), chosen = $("[data-chosen]", zone);
    const say = () => {
      const file = input.files[0];
      if (chosen) chosen.textContent = file ? `${file.name} · ${(file.size / 1e6).toFixed(1)} MB` : "";
    };
    const over = on => event => { event.preventDefault(); zone.toggleAttribute("data-over", on); };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", event => { over(false)(event); input.files = event.dataTransfer.files; say(); });
    input.addEventListener("change", say);
  };

  // A button with data-confirm asks in that dialog before its form is sent.
  const confirm = (event, button) => {
    const dialog = document.getElementById(button.dataset.confirm);
    if (!dialog || dialog.sure) return;
    event.preventDefault();
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      dialog.sure = true;
      button.form.requestSubmit(button);
      dialog.sure = false;
    }, { once: true });
  };

  const clicks = {
    "[data-opens]": (event, button) => {
      const dialog = document.getElementById(button.dataset.opens);
      if (dialog) { event.preventDefault(); dialog.showModal(); }
    },
    "[data-closes]": (event, button) => button.closest("dialog").close(),
    "[data-confirm]": confirm,
    "[data-print]": () => window.print(),
    "[data-discard]": (event, button) => {
      sessionStorage.removeItem(keyOf(button.form));
      location.reload();
    },
    "[data-cookie]": (event, button) => {
      const secure = location.protocol === "https:" ? ";secure" : "";
      document.cookie = `${button.dataset.cookie};path=/;max-age=31536000;samesite=lax${secure}`;
      location.reload();
    },
    "[data-focus] a[href^='#']": (event, link) => {
      const field = document.getElementById(link.hash.slice(1));
      if (field) { event.preventDefault(); field.focus(); }
    },
    "tbody input[type='checkbox']": picked,
    "#toast": () => toast(""),
  };
  document.addEventListener("click", event => {
    Object.entries(clicks).forEach(([selector, act]) => {
      const found = event.target.closest(selector);
      if (found) act(event, found);
    });
    all("details.menu[open], .shell-more details[open]").filter(menu => !menu.contains(event.target))
      .forEach(menu => { menu.open = false; });
  });

  // What waits on this phone to be sent goes with a sign-out: sent first, it is not lost.
  document.addEventListener("submit", event => {
    if (!event.target.matches("[data-leaves]") || !localStorage.getItem(`unsent:${who}`)) return;
    event.preventDefault();
    toast(event.target.dataset.leaves);
  });

  // A select that sends its form waits while the keyboard walks through its options.
  let walking = null;
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      all("details.menu[open], .shell-more details[open]").forEach(menu => { menu.open = false; $("summary", menu).focus(); });
    }
    walking = event.target.matches("[data-submits]") && event.key !== "Enter" ? event.target : null;
  });
  document.addEventListener("pointerdown", () => { walking = null; });
  document.addEventListener("change", event => {
    const input = event.target;
    if (input.matches("[data-submits]") && (input !== walking || ticks(input))) input.form.requestSubmit();
    const label = input.closest("[data-all]");
    if (label) boxes(label.dataset.all).forEach(box => { box.checked = input.checked; });
    all("[data-bulk]").forEach(pick);
  });

  document.addEventListener("DOMContentLoaded", () => { forget(); begin(document); });
  document.addEventListener("htmx:load", event => { if (event.target !== document.body) begin(event.target); });
  document.addEventListener("htmx:responseError", () => toast($("#toast").dataset.failed));
  document.addEventListener("htmx:sendError", () => toast($("#toast").dataset.offline));
  // A whole page instead of a part of one: the session is over; the server says what to do.
  document.addEventListener("htmx:beforeSwap", event => {
    const { xhr, requestConfig: asked } = event.detail;
    if (!/^\s*<!doctype/i.test(xhr.responseText)) return;
    const elsewhere = new URL(xhr.responseURL).pathname !== new URL(asked.path, location).pathname;
    if (elsewhere || !asked.elt.closest("[hx-select]")) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });
})();

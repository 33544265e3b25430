// Small helps; every page works without them.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // What was typed survives a reload or an expired session, in this tab only.
  const keyOf = form => `typed:${location.pathname}:${form.dataset.keep}`;
  const kept = input => input.name && !input.closest("[data-secret]") && !input.dataset.secret &&
    !["password", "hidden", "file"].includes(input.type) && input.name !== "csrfmiddlewaretoken";
  const keep = form => {
    const typed = all("input, select, textarea", form).filter(kept)
      .filter(i => !["checkbox", "radio"].includes(i.type) || i.checked).map(i => [i.name, i.value]);
    sessionStorage.setItem(keyOf(form), JSON.stringify(typed));
  };
  const restore = form => {
    const typed = JSON.parse(sessionStorage.getItem(keyOf(form)) || "null");
    if (!typed) return;
    const of = new Map();
    typed.forEach(([name, value]) => of.set(name, [...(of.get(name) || []), value]));
    all("input, select, textarea", form).filter(kept).forEach(input => {
      const values = of.get(input.name) || [];
      if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
      else if (values.length) input.value = values.shift();
    });
    const note = $("[data-restored]", form);
    if (note) note.hidden = false;
  };
  const begin = root => {
    all("form[data-keep]", root).forEach(form => {
      if (form.dataset.fresh !== "1") restore(form);
      form.addEventListener("input", () => keep(form));
    });
    all("[data-done]", root).forEach(done => {
      Object.keys(sessionStorage).filter(k => k.endsWith(`:${done.dataset.done}`))
        .forEach(k => sessionStorage.removeItem(k));
    });
    all("[data-all]", root).forEach(box => box.addEventListener("change", () => {
      all(`input[name="${box.dataset.all}"]`).forEach(other => { other.checked = box.checked; });
    }));
    all("[data-opens]", root).forEach(button => button.addEventListener("click", event => {
      const dialog = document.getElementById(button.dataset.opens);
      if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
    }));
    all("[data-closes]", root).forEach(button => button.addEventListener("click", () => button.closest("dialog").close()));
    all("[data-drop]", root).forEach(drop => {
      const input = $("input[type=file]", drop);
      const over = on => event => { event.preventDefault(); drop.toggleAttribute("data-over", on); };
      drop.addEventListener("dragover", over(true));
      drop.addEventListener("dragleave", over(false));
      drop.addEventListener("drop", event => { over(false)(event); input.files = event.dataTransfer.files; });
    });
    all("[data-hides]", root).forEach(shown => setTimeout(() => {
      shown.textContent = shown.dataset.hides;
    }, 30000));
    all("[data-submits]", root).forEach(select => select.addEventListener("change", () => select.form.requestSubmit()));
    const focus = $("[data-focus]", root);
    if (focus) focus.focus();
    all("[data-print]", root).forEach(button => button.addEventListener("click", () => window.print()));
  };
  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("htmx:load", event => { if (event.target !== document.body) begin(event.target); });
})();

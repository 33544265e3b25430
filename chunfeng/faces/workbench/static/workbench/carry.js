// Calls and visits from a phone without a line: whom an officer takes along (names, no numbers),
// and what is saved until it can be sent. Names go after twelve hours and with another officer.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const HOURS = 12 * 3600e3, PATIENCE = 20e3; // ms
  const who = document.body.dataset.who || "";
  const LIST = `carried:${who}`, UNSENT = `unsent:${who}`;

  const read = (key, empty) => JSON.parse(localStorage.getItem(key) || "null") || empty;
  const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
  const others = key => key.startsWith("carried:") && key !== LIST;
  if (who) Object.keys(localStorage).filter(others).forEach(key => localStorage.removeItem(key));
  if (Date.now() - read(LIST, { at: 0 }).at > HOURS) localStorage.removeItem(LIST);
  const carried = () => read(LIST, { people: [] }).people;
  const unsent = () => read(UNSENT, []);
  const keep = entries => entries.length ? write(UNSENT, entries) : localStorage.removeItem(UNSENT);
  const without = key => keep(unsent().filter(entry => entry.key !== key));

  // Answers: sent (with where to go), refused (with what is wrong), later (no line, or signed out).
  const send = async entry => {
    const token = (document.cookie.match(/(?:^|; )csrftoken=([^;]*)/) || [])[1] || "";
    let response;
    try {
      response = await fetch(entry.url, {
        method: "POST", body: new URLSearchParams(entry.data), signal: AbortSignal.timeout(PATIENCE),
        headers: { Accept: "application/json", "X-CSRFToken": token },
      });
    } catch { return { state: "later", away: false }; }
    const json = (response.headers.get("Content-Type") || "").startsWith("application/json");
    if (response.ok && json) return { state: "sent", next: (await response.json()).next };
    if (response.status === 422 && json) return { state: "refused", said: (await response.json()).said };
    if (response.status === 404) return { state: "refused", said: [gone] };
    return { state: "later", away: true };
  };

  const gone = ($("[data-gone]") || { dataset: { gone: "404" } }).dataset.gone;
  let away = false, busy = false;
  const flush = async () => {
    if (busy || !who) return;
    busy = true;
    try {
      for (const entry of unsent()) {
        const answer = await send(entry);
        away = Boolean(answer.away);
        if (answer.state === "sent") without(entry.key);
        if (answer.state === "refused") keep(unsent().map(one => one.key === entry.key ? { ...one, said: answer.said } : one));
        if (answer.state === "later") break;
      }
    } finally { busy = false; }
    tell();
  };

  const nameOf = person => (carried().find(one => one.id === person) || { name: "" }).name;
  const refused = (entry, box) => {
    const item = document.createElement("li"), said = document.createElement("span");
    const open = document.createElement("a"), drop = document.createElement("button");
    said.textContent = [nameOf(entry.person), ...entry.said].filter(Boolean).join(" · ");
    open.href = `${entry.url}?unsent=${entry.key}`;
    open.textContent = box.dataset.open;
    drop.type = "button";
    drop.className = "button button-small";
    drop.textContent = box.dataset.throw;
    drop.addEventListener("click", () => { without(entry.key); tell(); });
    said.append(" ", open);
    item.append(said, drop);
    return item;
  };
  const tell = () => {
    const waiting = unsent();
    all("[data-unsent]").forEach(box => {
      box.hidden = !waiting.length;
      $("[data-count]", box).textContent = box.dataset.said.replace("{n}", waiting.length);
      $("[data-refused]", box).replaceChildren(...waiting.filter(one => one.said).map(one => refused(one, box)));
      $("[data-problem]", box).textContent = away ? box.dataset.away : "";
    });
    all("[data-carried]").forEach(list);
  };

  const list = box => {
    const waiting = new Set(unsent().map(entry => entry.person));
    box.replaceChildren(...carried().map(({ id, name }) => {
      const item = document.createElement("li"), said = document.createElement("span");
      const act = document.createElement("a"), more = document.createElement("small");
      said.textContent = name;
      more.textContent = waiting.has(id) ? box.dataset.waits : "";
      said.append(more);
      act.className = "button button-small";
      act.href = `${box.dataset.carried}/${id}`;
      act.textContent = box.dataset.act;
      item.append(said, act);
      return item;
    }));
    const nobody = $("[data-nobody]");
    if (nobody) nobody.hidden = Boolean(carried().length);
  };

  const take = button => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const people = JSON.parse(button.dataset.carry), said = $("span", button);
      try {
        await navigator.serviceWorker.register(button.dataset.worker);
        const cache = await caches.open("carried");
        await cache.addAll(JSON.parse(button.dataset.shells));
        await navigator.serviceWorker.ready;
        write(LIST, { at: Date.now(), people });
        said.textContent = button.dataset.done.replace("{n}", people.length);
        button.disabled = true;
      } catch { said.textContent = button.dataset.failed; }
    });
  };

  // Parts of the form that belong to an answer stand there only with it.
  const follow = form => all("[data-when]", form).forEach(part => {
    const [name, value] = part.dataset.when.split("=");
    const chosen = $(`input[name="${name}"]:checked`, form);
    part.hidden = !chosen || chosen.value !== value;
  });

  const fill = (form, data) => {
    const values = new Map();
    data.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    all("input, select, textarea", form).filter(input => input.name && values.has(input.name) || input.type === "checkbox")
      .forEach(input => {
        const mine = values.get(input.name) || [];
        if (["checkbox", "radio"].includes(input.type)) input.checked = mine.includes(input.value);
        else if (mine.length && input.name !== "csrfmiddlewaretoken") input.value = mine[0];
      });
  };

  const contact = form => {
    const person = location.pathname.split("/").pop(), shell = $("[data-name]");
    const known = carried().find(one => one.id === person);
    if (shell) {
      shell.textContent = known ? known.name : "";
      form.hidden = !known;
      $("[data-nobody]").hidden = Boolean(known);
      form.elements.seen.value = known ? known.seen : "";
      form.elements.key.value = crypto.randomUUID();
    }
    const held = unsent().find(entry => entry.key === new URLSearchParams(location.search).get("unsent"));
    if (held) fill(form, held.data);
    follow(form);
    form.addEventListener("change", () => follow(form));
    form.addEventListener("submit", async event => {
      if (form.sure) return;
      event.preventDefault();
      form.elements.done_at.value = form.elements.done_at.value || new Date().toISOString();
      const data = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
      const entry = { key: form.elements.key.value, person, url: location.pathname, data };
      const button = $("button:not([type])", form);
      button.disabled = true;
      const answer = await send(entry);
      if (answer.state === "sent") { without(entry.key); location.assign(answer.next); return; }
      if (answer.state === "refused") {
        form.sure = true; // the page says what is wrong, at its fields
        button.disabled = false;
        form.requestSubmit();
        return;
      }
      keep([...unsent().filter(one => one.key !== entry.key), entry]);
      away = answer.away;
      sessionStorage.removeItem(`typed:${who}:${location.pathname}:${form.dataset.keep}`); // it waits now
      const note = document.createElement("p");
      note.className = "notice notice-due";
      note.setAttribute("role", "status");
      note.textContent = form.dataset.kept;
      const back = document.createElement("a");
      back.href = form.dataset.list;
      back.textContent = "→";
      note.append(" ", back);
      form.replaceWith(note);
      tell();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (isSecureContext && "serviceWorker" in navigator) all("[data-carry]").forEach(take);
    all("form[data-contact]").forEach(contact);
    all("[data-send]").forEach(button => button.addEventListener("click", flush));
    tell();
    if (navigator.onLine) flush();
  });
  addEventListener("online", flush);
})();

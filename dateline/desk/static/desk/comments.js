// Moderation by keyboard. Everything here also works without it: forms and links, sent the plain way.
(() => {
  "use strict";

  const more = document.querySelector("form[data-goes-on]");
  if (more) more.requestSubmit();

  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  const status = document.querySelector("[data-status]");
  const keys = document.querySelector("[data-keys]");
  const isSingle = queue.hasAttribute("data-single");
  const hasShortcuts = queue.dataset.shortcuts === "on";
  const undone = []; // ids of what was decided here, the newest last
  const LOST = "This did not reach the newsroom’s server, or it failed there. Try again; nothing typed is lost.";
  const LOGGED_OUT = "You are no longer logged in, or may not do this. Log in in another tab, then try again.";

  const say = (sentence) => { status.textContent = ""; setTimeout(() => { status.textContent = sentence; }, 30); };
  const rows = () => [...queue.querySelectorAll("[data-row]")];
  const open = () => rows().filter((row) => !row.hasAttribute("data-decided"));
  let current = null;
  let opening = null; // a form on its way: what is typed meanwhile is meant for it, not for the keys
  const row = () => (current && current.isConnected ? current : open()[0] || null);

  function go(to) {
    if (!to) return;
    current = to;
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const all = rows();
    const at = all.indexOf(document.activeElement && document.activeElement.closest("[data-row]"));
    go(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
  }

  function after(gone) {
    const all = rows();
    const at = all.indexOf(gone);
    return all.slice(at + 1).find((one) => !one.hasAttribute("data-decided")) || open().pop() || null;
  }

  async function ask(address, options) {
    const answer = await fetch(address, { ...options, headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.status === 403) throw new Error(LOGGED_OUT);
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    const part = box.content.querySelector("[data-row], [data-form]");
    if (!part) throw new Error(LOST);
    return { part, waiting: answer.headers.get("X-Waiting") };
  }

  function trouble(where, error) {
    const sentence = error instanceof TypeError ? LOST : error.message;
    let line = where.querySelector("[data-trouble]");
    if (!line) {
      line = document.createElement("p");
      line.className = "mod-error";
      line.dataset.trouble = "";
      where.querySelector(".mod-row__main, .mod-row__decided").prepend(line);
    }
    line.textContent = sentence;
    say(sentence);
  }

  function count(waiting) {
    if (waiting === null) return;
    const shown = document.querySelector("[data-waiting-count]");
    if (shown) shown.textContent = waiting;
    const item = document.querySelector("a[data-waiting]");
    if (item && waiting !== "0") item.dataset.waiting = waiting;
    if (item && waiting === "0") item.removeAttribute("data-waiting");
  }

  async function send(form, button) {
    const where = form.closest("[data-row]");
    if (where.getAttribute("aria-busy") === "true") return;
    const body = new FormData(form, button);
    const act = form.dataset.act;
    where.setAttribute("aria-busy", "true");
    try {
      const { part, waiting } = await ask(form.action, { method: "POST", body });
      if (part.hasAttribute("data-form")) fill(where, part);
      else replace(where, part, act, waiting);
    } catch (error) {
      trouble(where, error);
    } finally {
      where.removeAttribute("aria-busy");
    }
  }

  function replace(where, part, act, waiting) {
    const box = where.querySelector("[name=ids]");
    const again = part.querySelector("[name=ids]");
    if (box && again) again.checked = box.checked;
    where.replaceWith(part);
    count(waiting);
    ticked();
    const { done, refused } = part.dataset;
    const isDecided = part.hasAttribute("data-decided");
    if (isDecided && done) undone.push(part.dataset.row);
    if (act === "undo" && !refused) undone.splice(undone.lastIndexOf(part.dataset.row) >>> 0, 1);
    const next = isDecided ? after(part) : part;
    say([refused || done, isDecided && waiting !== null ? `${waiting} waiting.` : ""].join(" ").trim());
    if (next) go(next);
    else refill(part);
  }

  // The page is done: the rows behind it take its place. What was decided can still be taken back.
  async function refill(last) {
    go(last);
    try {
      const answer = await fetch(queue.dataset.again);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-list]");
      if (!answer.ok || !fresh) return;
      const list = queue.querySelector("[data-list]");
      list.replaceChildren(...fresh.children);
      const link = page.querySelector(".mod-next");
      queue.querySelector(".mod-next")?.remove();
      if (link) queue.append(link);
      say(`${list.children.length} more comments.`);
      go(open()[0]);
    } catch (error) {
      trouble(last, error);
    }
  }

  function fill(where, form) {
    const panel = where.querySelector("[data-panel]");
    panel.replaceChildren(form);
    panel.hidden = false;
    const wrong = form.querySelector(".w-field--error");
    const field = (wrong || form).querySelector("input:checked") || (wrong || form).querySelector("textarea, input:not([type=hidden])");
    field?.focus();
    const said = form.querySelector(".mod-error, .error-message");
    if (said) say(said.textContent.trim());
  }

  function close(where) {
    const panel = where.querySelector("[data-panel]");
    if (panel) { panel.replaceChildren(); panel.hidden = true; }
    where.querySelector("[data-reject]")?.removeAttribute("open");
    go(where);
  }

  async function show(link) {
    if (isSingle) { location.assign(link.href); return; }
    const where = link.closest("[data-row]");
    const mine = (opening = {});
    try {
      const { part } = await ask(link.href);
      if (opening === mine) fill(where, part);
    } catch (error) {
      trouble(where, error);
    } finally {
      if (opening === mine) opening = null;
    }
  }

  function ticked() {
    const chosen = queue.querySelectorAll("[name=ids]:checked").length;
    const shown = document.querySelector("[data-selected-count]");
    if (shown) shown.textContent = chosen ? ` (${chosen})` : "";
  }

  function undo() {
    const id = undone[undone.length - 1];
    const form = (id ? queue.querySelector(`[data-row="${id}"]`) : row())?.querySelector("[data-act=undo]");
    if (form && isSingle) form.requestSubmit();
    else if (form) send(form);
    else if (id) undoUnseen(id);
    else say("Nothing was decided here that could be taken back.");
  }

  // Its row went when the list was filled again: it comes back on top.
  async function undoUnseen(id) {
    const any = queue.querySelector("[data-act]");
    if (!any) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", any.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const { part, waiting } = await ask(any.action.replace(/\d+\/\w+\/$/, `${id}/undo/`), { method: "POST", body });
      undone.pop();
      queue.querySelector("[data-list]").prepend(part);
      count(waiting);
      say(part.dataset.refused || part.dataset.done);
      go(part);
    } catch (error) {
      say(error.message);
    }
  }

  function approve(where) {
    const form = where.querySelector("[data-act=approve]");
    if (!form) return;
    if (isSingle) form.requestSubmit();
    else send(form);
  }

  function reject(where) {
    const details = where.querySelector("[data-reject]");
    if (!details) return;
    details.open = true;
    details.querySelector("button[name=reason]").focus();
    details.querySelector("form").scrollIntoView({ block: "nearest" });
  }

  const press = (name) => (where) => { const link = where.querySelector(`[data-open=${name}]`); if (link) show(link); };
  const ACTS = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    a: approve, r: reject, e: press("redact"), b: press("ban"), n: press("note"), w: press("reply"),
    o: (where) => where.querySelector("[data-context]")?.click(),
    x: (where) => where.querySelector("[name=ids]")?.click(),
    u: undo,
    "?": () => keys?.showModal(),
  };
  const NEEDS_ROW = "arebnwox";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys?.open) return;
    const target = event.target;
    const inside = target.closest("[data-row]");
    if (event.key === "Escape" && inside) { event.preventDefault(); opening = null; close(inside); return; }
    if (!hasShortcuts || target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    if (target.closest("[data-panel]") || target.closest("#wagtail-sidebar, .mod-filter, .mod-many")) return;
    if (opening) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    const reasons = inside?.querySelector("[data-reject][open]");
    const reason = reasons?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (reason) { event.preventDefault(); reason.click(); return; }
    const act = Object.hasOwn(ACTS, event.key) ? ACTS[event.key] : null;
    const where = inside || row();
    if (!act || (NEEDS_ROW.includes(event.key) && !where)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the frame has a "?" of its own
    act(where);
  }, true);

  queue.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-act]");
    if (!form || isSingle) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  queue.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open]");
    if (link && !isSingle && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); show(link); }
    if (event.target.closest("[data-cancel]") && !isSingle) { event.preventDefault(); close(event.target.closest("[data-row]")); }
    if (event.target.closest("[data-keys-button]")) keys.showModal();
  });
  queue.addEventListener("focusin", (event) => { current = event.target.closest("[data-row]") || current; });
  queue.addEventListener("change", ticked);

  const all = document.querySelector("[data-tick-all]");
  all?.addEventListener("change", (event) => {
    queue.querySelectorAll("[name=ids]").forEach((box) => { box.checked = event.target.checked; });
    ticked();
  });
  all?.removeAttribute("hidden");
  queue.querySelector("[data-keys-button]")?.removeAttribute("hidden");
  ticked();
  if (!isSingle && !location.hash && document.activeElement === document.body) go(open()[0]);
})();

// The form where a reader answers, a little handier: nothing typed is lost with its tab, a new key comes without a new
// page, and the browser does some work that makes spam dear. All of it can be done without.

const WORK_PATIENCE_MS = 2000;
const WORK_IS_GOOD_MS = 8 * 60 * 1000;
const BETWEEN_SENDINGS_MS = 2000;
const SENT = "comment sent";

// sessionStorage may be switched off, or full: then typing goes on without it.
const store = (act) => {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
};

function keepText(form) {
  const place = `comment ${form.dataset.keep ?? `${form.dataset.story} ${form.elements.answers?.value ?? ""}`}`;
  const fields = ["name", "email", "text"].map((name) => form.elements[name]).filter(Boolean);
  const kept = JSON.parse(store((s) => s.getItem(place)) ?? "{}");
  for (const field of fields) field.value ||= kept[field.name] ?? "";
  const keep = () => {
    const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    store((s) => s.setItem(place, JSON.stringify(values)));
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", () => {
    keep();
    store((s) => s.setItem(SENT, place));
  });
}

// The page that says thank you: what was kept has arrived.
function forgetSentText() {
  store((s) => {
    s.removeItem(s.getItem(SENT) ?? "");
    s.removeItem(SENT);
  });
}

function countCharacters(form) {
  const { text } = form.elements;
  const hint = document.getElementById("c-text-hint");
  text.addEventListener("input", () => {
    hint.textContent = `${(text.maxLength - text.value.length).toLocaleString("en")} characters left.`;
  });
}

function work(form) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "altcha" });
  form.append(field);
  let worker = null;
  let begun = { kind: "", at: -Infinity };
  let arrived = () => {};
  const stop = () => {
    worker?.terminate();
    worker = null;
    arrived();
  };
  const start = async () => {
    const kind = form.elements.aid.value;
    // Whoever listens, or answers in words, does four times the work; that is good for a picture, too.
    const isGood = begun.kind && (begun.kind !== "picture" || kind === "picture");
    if (!form.dataset.worker || !isSecureContext || isGood && Date.now() - begun.at < WORK_IS_GOOD_MS) return;
    stop();
    begun = { kind, at: Date.now() };
    field.value = "";
    const answer = await fetch(`/captcha/work.json?story=${form.dataset.story}&kind=${kind}`).catch(() => null);
    if (!answer?.ok) return;
    worker = new Worker(form.dataset.worker);
    worker.onmessage = ({ data }) => {
      field.value = data;
      stop();
    };
    worker.onerror = stop;
    worker.postMessage(await answer.json());
  };
  // Resolves once there is nothing to wait for, or the reader has waited long enough.
  const done = () => new Promise((resolve) => {
    if (!worker) return resolve();
    arrived = resolve;
    setTimeout(resolve, WORK_PATIENCE_MS);
  });
  return { start, done, isBusy: () => worker !== null };
}

function swapKeys(form, onSwap) {
  const { key, aid } = form.elements;
  const place = document.getElementById("c-key-aid");
  const hint = document.getElementById("c-key-hint");
  const buttons = [...form.querySelectorAll(".aids button")];
  let asked = 0;
  const address = (name) => `/captcha/${name}?story=${form.dataset.story}&n=${asked += 1}`;
  const bring = {
    picture: () => Object.assign(new Image(280, 90), { alt: place.dataset.alt, src: address("key.png") }),
    sound: () => Object.assign(new Audio(address("key.wav")), { controls: true, autoplay: true }),
    question: async () => {
      const answer = await fetch(`${address("question")}&language=${form.dataset.language}`);
      if (!answer.ok) throw new Error(answer.statusText);
      return Object.assign(document.createElement("b"), { dir: "auto", textContent: await answer.text() });
    },
  };
  const swap = async (button) => {
    const kind = button.dataset.kind;
    try {
      place.replaceChildren(await bring[kind]());
    } catch {
      // The page can do it, too.
      button.dataset.plain = "yes";
      return form.requestSubmit(button);
    }
    aid.value = kind;
    hint.textContent = hint.dataset[kind];
    for (const one of buttons) one.textContent = one.dataset.kind === kind ? one.dataset.again : one.dataset.instead;
    key.value = "";
    key.focus();
    onSwap();
  };
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      if (button.dataset.plain) return;
      event.preventDefault();
      swap(button);
    });
  }
  return () => place.querySelector("noscript")?.replaceWith(bring.picture());
}

function sendOnce(form, labour) {
  let sentAt = -Infinity;
  form.addEventListener("submit", async (event) => {
    if (event.submitter && event.submitter.value !== "send") return;
    if (Date.now() - sentAt < BETWEEN_SENDINGS_MS) return event.preventDefault();
    sentAt = Date.now();
    if (!labour.isBusy()) return;
    event.preventDefault();
    await labour.done();
    form.submit();
  });
}

function enhance(form) {
  const labour = work(form);
  const details = form.closest("details");
  keepText(form);
  countCharacters(form);
  const showKey = swapKeys(form, labour.start);
  sendOnce(form, labour);
  const begin = () => {
    if (details && !details.open) return;
    showKey();
    labour.start();
  };
  details?.addEventListener("toggle", begin);
  begin();
}

// Whoever comes by a link to `#answer` wants to write.
function openTarget() {
  const details = document.querySelector(".writing:target > details");
  if (details) details.open = true;
}

if (document.querySelector("[data-accepted]")) forgetSentText();
document.querySelectorAll("form[data-story]").forEach(enhance);
openTarget();
addEventListener("hashchange", openTarget);

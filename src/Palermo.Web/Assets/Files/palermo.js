// Enhancement only: every page works without it.
const root = document.documentElement;
root.classList.add("scripted");

// A reply that could not be used: bring the summary into view and focus.
document.querySelector("[data-focus]")?.focus();

// "None of these" and its like stand alone; ticking one unticks the rest, and the other way round.
for (const form of document.querySelectorAll("form")) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  if (!boxes.some(box => "alone" in box.dataset)) continue;
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    for (const box of boxes) {
      if (box !== target && ("alone" in target.dataset || "alone" in box.dataset)) box.checked = false;
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}

// Quick exit: blank at once, leave no step to come back to. Shift three times within five seconds does the same.
const exit = document.querySelector("[data-leave]");
if (exit) {
  const leave = event => {
    event?.preventDefault();
    document.title = "";
    document.body.replaceChildren();
    location.replace(exit.href);
  };
  exit.addEventListener("click", leave);
  let pressed = [];
  addEventListener("keydown", event => {
    if (event.key !== "Shift" || event.repeat) {
      if (event.key !== "Shift") pressed = [];
      return;
    }
    pressed = [...pressed.filter(at => event.timeStamp - at < 5000), event.timeStamp];
    if (pressed.length === 3) leave();
  });
}

// A page restored from memory by the back button would show old answers.
addEventListener("pageshow", event => {
  if (event.persisted) location.reload();
});

// Passkeys: the browser makes or uses one, and the form carries what it says.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    form.hidden = true;
    continue;
  }
  form.addEventListener("submit", async event => {
    const field = form.elements.credential;
    if (field.value) return;
    event.preventDefault();
    const options = JSON.parse(form.dataset.options);
    try {
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      field.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      // The person closed the device's dialogue: the page stays as it was.
    }
  });
}

// Control and L lock the page of a signed-in person at once.
const lock = document.querySelector("form[data-lock]");
if (lock) {
  addEventListener("keydown", event => {
    if (event.ctrlKey && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "l") {
      event.preventDefault();
      document.querySelector("main").replaceChildren();
      lock.submit();
    }
  });
}

// Every answer of an interview is saved as it is given, and what is written in a long form is kept until it is sent; the button only
// goes on. Without this the button saves, and a button beside it keeps.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-saved]");
  let waiting, saving = false, last = Promise.resolve();
  const save = async () => {
    saving = true;
    const fields = new URLSearchParams(new FormData(form));
    fields.set("save", "1");
    fields.delete("go");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "error", signal: AbortSignal.timeout(10000), keepalive: String(fields).length < 60000 });
      if (answer.status !== 200) return;
      const { seen, conflict, noted } = await answer.json();
      for (const [code, id] of Object.entries(seen)) form.elements[`seen.${code}`].value = id;
      if (noted && form.elements.noted) form.elements.noted.value = noted;
      status.textContent = conflict ? status.dataset.conflict : status.dataset.saved;
    } catch {
      // Not reached: the button sends everything again.
      status.textContent = "";
    } finally {
      saving = false;
    }
  };
  const soon = delay => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { waiting = 0; last = last.then(save); }, delay);
  };
  // "Saved" stands only while it is true of everything on the page.
  form.addEventListener("change", () => { status.textContent = ""; soon(0); });
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea, input[type=text]")) return;
    status.textContent = "";
    soon(1500);
  });
  // A saving that is under way ends before the form is sent, or it would keep what has just been done.
  form.addEventListener("submit", event => {
    clearTimeout(waiting);
    waiting = 0;
    if (!saving) return;
    event.preventDefault();
    last.then(() => form.requestSubmit(event.submitter));
  });
  // The page is left while the last words wait: they go along without being waited for.
  addEventListener("pagehide", () => {
    if (!waiting) return;
    clearTimeout(waiting);
    waiting = 0;
    const fields = new URLSearchParams(new FormData(form));
    fields.set("save", "1");
    navigator.sendBeacon(form.action, fields);
  });
}

/* The page for a reader's own file: it goes to the server with each question, and the answer takes its place on the page.

   May touch: the status and the answer of that page. May not: what stands in the file, which the server reads. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const AGAIN = 3000; // ms until the server is asked again that had no room

  /** @type {HTMLElement | null} */
  const status = document.querySelector("[data-own=status]");
  if (!status) return; // the operator has switched the page off
  const answer = jaccard.one("[data-own=answer]");
  /** @type {Blob} */
  let file;
  let asking = new AbortController();

  /** @type {(what: string) => void} */
  const say = (what) => { status.textContent = status.dataset[what] ?? ""; };

  /** @type {(query: string) => Promise<void>} */
  async function ask(query) {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    if (file.size > Number(status?.dataset.limit)) {
      answer.replaceChildren();
      say("large");
      return;
    }
    say("working");
    answer.setAttribute("aria-busy", "true");
    try {
      const reply = await fetch(location.pathname + query, { method: "POST", body: file, signal, headers: { "Content-Type": "text/csv" } });
      if (reply.status === 503) {
        say("busy");
        setTimeout(() => signal.aborted || ask(query), AGAIN);
        return;
      }
      if (!reply.ok) throw new Error(`${reply.status}`);
      show(await reply.text());
      say(answer.querySelector("[role=alert]") ? "refused" : "done");
    } catch {
      if (signal.aborted) return;
      answer.replaceChildren();
      say("failed");
    }
    answer.removeAttribute("aria-busy");
  }

  // What has the focus, and the folds that are open, stay so.
  /** @type {(html: string) => void} */
  function show(html) {
    const fields = () => [...answer.querySelectorAll("[data-role]")];
    const focused = fields().findIndex((field) => field === document.activeElement);
    answer.innerHTML = html;
    const there = fields()[focused];
    if (there instanceof HTMLElement) there.focus({ preventScroll: true });
  }

  /** @type {(brought: Blob) => void} */
  function bring(brought) {
    file = brought;
    ask("");
  }

  /* ---- ways in ---- */

  const chosen = jaccard.one("input[data-own=file]");
  chosen.addEventListener("change", () => { if (chosen.files?.[0]) bring(chosen.files[0]); });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const dropped = event.dataTransfer?.files[0];
    if (dropped) bring(dropped);
  });
  jaccard.one("[data-own=paste]").addEventListener("click", () => bring(new Blob([jaccard.one("textarea[data-own=rows]").value])));
  jaccard.one("[data-own=example]").addEventListener("click", () => bring(new Blob([jaccard.one("[data-own=sample]").textContent ?? ""])));

  /* ---- what the columns mean ---- */

  answer.addEventListener("submit", (event) => event.preventDefault());
  answer.addEventListener("change", () => {
    const query = new URLSearchParams();
    for (const field of answer.querySelectorAll("[data-role]")) {
      const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (field);
      const says = control instanceof HTMLInputElement ? control.checked : control.value;
      if (says) query.append(control.dataset.role ?? "", control.value);
    }
    ask(`?${query}`);
  });
})();

/* The page sleeps until somebody moves: it is finished HTML, which needs no script to be read.

   The first sign of a reader starts Dash. It builds the same page beside the finished one, hidden; when all of it is
   drawn, it takes the place of the finished page and keeps what the reader has done by then.
   Loaded by itself, before everything else. May touch: the finished page, and the values of controls when it goes. */

(() => {
  "use strict";

  const SIGNS = ["pointerdown", "pointermove", "touchstart", "wheel", "scroll", "keydown", "focusin"];
  const PATIENCE = 8000; // ms for the figures to be drawn once the rest of the page stands
  const FOCUSABLE = "a, button, input, select, summary, [tabindex]";

  const { script, plotly } = document.currentScript.dataset;
  const finished = document.getElementById("finished");
  const entry = document.getElementById("react-entry-point");
  const opened = location.pathname + location.search;
  const moved = new Set(); // controls of the finished page that the reader has moved

  /* ---- asleep ---- */

  // What waking needs comes in when the page is done, and waits in the browser's cache.
  addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(() => {
    for (const href of [script, plotly].filter(Boolean)) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", as: "script", href }));
    }
  }));

  // Back to a state that an earlier view of this page had: nobody is awake to show it.
  addEventListener("popstate", () => {
    if (finished.isConnected && location.pathname + location.search !== opened) location.reload();
  });

  const remember = ({ target }) => moved.add(target);
  finished.addEventListener("input", remember);
  finished.addEventListener("change", remember);

  const listen = (change) => {
    for (const sign of SIGNS) document[change](sign, wake, { capture: true, passive: true });
  };
  listen("addEventListener");

  /* ---- waking ---- */

  function wake() {
    listen("removeEventListener");
    const start = Object.assign(document.createElement("script"), { src: script });
    start.addEventListener("error", () => {
      start.remove();
      listen("addEventListener"); // the page can still be read, and the next sign tries again
    });
    document.body.append(start);
    const standing = new MutationObserver(() => {
      if (!entry.querySelector("main h1")) return;
      standing.disconnect();
      const end = performance.now() + PATIENCE;
      const look = () => (drawn() || performance.now() > end ? take() : requestAnimationFrame(look));
      look();
    });
    standing.observe(entry, { childList: true, subtree: true });
  }

  const drawn = () => [...entry.querySelectorAll(".graph")].every((graph) => graph.querySelector(".main-svg"));

  // Dash's page takes the place of the finished one, as the reader left it.
  function take() {
    const [folds, others] = [finished, entry].map((page) => [...page.querySelectorAll("details")]);
    folds.forEach((fold, k) => {
      if (others[k]) others[k].open = fold.open;
    });
    for (const control of moved) pass(control);
    const [here, there] = [finished, entry].map((page) => [...page.querySelectorAll(FOCUSABLE)]);
    const focused = there[here.indexOf(document.activeElement)];
    const [left, top] = [scrollX, scrollY];
    finished.remove();
    entry.className = "";
    scrollTo(left, top);
    focused?.focus({ preventScroll: true });
  }

  // Hand the value of a moved control to Dash.
  function pass(control) {
    const group = control.closest("[data-group]");
    let value = control.value;
    if (control.type === "checkbox") value = [...group.querySelectorAll(":checked")].map((box) => Number(box.value));
    else if (["range", "number"].includes(control.type)) value = Number(value);
    window.dash_clientside.set_props((group ?? control).id.replace("finished-", ""), { value });
  }
})();

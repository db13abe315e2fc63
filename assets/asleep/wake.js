/* Starts Dash when something needs it: a mouse or a key, a control that asks the server, a button.

   Dash builds the same page beside the finished one, hidden. When its figures are drawn and it knows what the reader has
   done by then, it takes the place of the finished page.
   May touch: the finished page, and the values of Dash's controls when it takes over. */

(() => {
  "use strict";

  const jaccard = window.dash_clientside.jaccard;

  const PATIENCE = 8000; // ms for the next figure to be drawn
  const FOCUSABLE = "a, button, input, select, summary, [tabindex]";

  const { script, plotly } = jaccard.one("script[data-script]").dataset;
  const missing = [plotly, script]; // in this order: without plotly.js Dash's page would have no figures
  const { finished, asks, valueOf, hasFrames, early, PREFIX } = jaccard.asleep;
  const entry = jaccard.one("#react-entry-point");
  /** @type {Set<Field>} */
  const moved = new Set(early); // controls that the reader has moved and Dash has not heard of
  /** @type {({ nth: number } | { nth?: undefined, clientX: number, clientY: number })[]} */
  const presses = []; // what the reader has pressed that only Dash can answer
  let held = false; // a finger or a mouse button is down
  let waking = false;

  // What waking needs comes in when the page is done, and waits in the browser's cache; not where each byte counts.
  const { saveData, effectiveType = "" } = navigator.connection ?? {};
  const spares = saveData || effectiveType.endsWith("2g") || effectiveType === "3g";
  const brought = new Set();
  /** @type {(href: string) => void} */
  function bring(href) {
    if (brought.has(href)) return;
    brought.add(href);
    // Safari knows no link of the kind "prefetch", and to Firefox the page's policy forbids it
    fetch(href, { mode: "no-cors", priority: "low" }).then((file) => file.blob()).catch(() => {}); // Dash asks for it again
  }
  addEventListener("load", () => spares || (window.requestIdleCallback ?? setTimeout)(() => missing.forEach(bring)));

  /* ---- what needs Dash ---- */

  // A mouse points at figures, which then say what is there. A finger that scrolls or moves a slider needs nothing.
  /** @type {Record<string, (event: any) => boolean>} */
  const SIGNS = {
    pointermove: ({ pointerType }) => pointerType !== "touch",
    pointerdown: ({ pointerType }) => pointerType !== "touch" || !hasFrames(),
    wheel: () => true,
    keydown: ({ defaultPrevented }) => !defaultPrevented, // else keys.js has answered it
    input: ({ target }) => asks(target),
    change: ({ target }) => asks(target),
  };

  /** @type {(event: Event) => void} */
  function sign(event) {
    if (SIGNS[event.type](event)) wake();
  }

  // Until Dash answers, what waits for it looks busy.
  /** @type {(element: Element) => void} */
  const wait = (element) => element.closest("[data-asleep]")?.setAttribute("aria-busy", "true");

  /** @type {(change: "addEventListener" | "removeEventListener") => void} */
  const listen = (change) => {
    for (const type of Object.keys(SIGNS)) document[change](type, sign, { capture: true, passive: true });
  };

  /** @type {(event: Event) => void} */
  function remember(event) {
    const control = jaccard.hit(event, "input, select");
    if (!control) return;
    moved.add(control);
    if (asks(control)) wait(control);
  }
  finished.addEventListener("input", remember);
  finished.addEventListener("change", remember);
  finished.addEventListener("pointerdown", () => { held = true; });
  for (const type of ["pointerup", "pointercancel", "blur"]) addEventListener(type, () => { held = false; });

  // A button, a link to another state of this page or a place in a figure: pressed again when Dash is there.
  finished.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const pressed = jaccard.hit(event, "button:not([data-copies]), a[href], .graph");
    if (!pressed) return;
    if (pressed.matches("a") && (pressed.pathname !== location.pathname || pressed.hash || pressed.target)) return;
    event.preventDefault();
    const { clientX, clientY } = event;
    presses.push(pressed.matches(".graph") ? { clientX, clientY } : { nth: focusable(finished).indexOf(pressed) });
    wait(pressed);
    wake();
  });

  /* ---- waking ---- */

  async function wake() {
    if (waking) return;
    waking = true;
    delete document.documentElement.dataset.incomplete;
    listen("removeEventListener");
    bring(script); // while plotly.js comes
    standing.observe(entry, { childList: true, subtree: true });
    while (missing.length) {
      try {
        await jaccard.files.bring(missing[0]);
        missing.shift();
      } catch {
        stay();
        return;
      }
    }
  }

  const standing = new MutationObserver(() => {
    if (!entry.querySelector("main h1")) return;
    standing.disconnect();
    let [left, end] = [Infinity, 0];
    const look = () => {
      if (moved.size && !jaccard.play.plays()) pass();
      const waiting = undrawn();
      if (waiting < left) [left, end] = [waiting, performance.now() + PATIENCE];
      if (!busy() && jaccard.state.settled() && (!waiting || performance.now() > end)) take();
      else requestAnimationFrame(look);
    };
    look();
  });

  // The page can still be read, and the next sign tries again. Its address has the state, for a page that is loaded anew.
  function stay() {
    waking = false;
    finished.querySelectorAll("[aria-busy]").forEach((section) => section.removeAttribute("aria-busy"));
    jaccard.asleep.write();
    jaccard.files.lack(missing[0]);
    listen("addEventListener");
  }

  // A slider that is held or plays would be taken away, and so would a dialog.
  const busy = () => held || jaccard.play.plays() || finished.querySelector("dialog[open]");

  // How many figures are still to be drawn; plotly is at work at those that are pending.
  const undrawn = () => [...entry.querySelectorAll(".graph")]
    .filter((graph) => graph.querySelector(".dash-graph--pending") || !graph.querySelector(".main-svg")).length;
  /** @type {(page: Element) => HTMLElement[]} */
  const focusable = (page) => [...page.querySelectorAll(FOCUSABLE)];

  // Hand the values of the moved controls to Dash.
  function pass() {
    jaccard.state.handing();
    for (const control of moved) {
      const { id } = control.closest("[data-group]") ?? control;
      if (id && control.checkValidity()) {
        window.dash_clientside.set_props(id.replace(PREFIX, ""), { value: valueOf(control) });
      }
    }
    moved.clear();
  }

  // Dash's page takes the place of the finished one, as the reader left it.
  function take() {
    const [folds, others] = [finished, entry].map((page) => [...page.querySelectorAll("details")]);
    folds.forEach((fold, k) => {
      if (others[k]) others[k].open = fold.open;
    });
    const typed = document.activeElement;
    const place = typed instanceof HTMLInputElement && typed.type === "text" ? [typed.selectionStart, typed.selectionEnd] : undefined;
    const focused = focusable(entry)[focusable(finished).findIndex((each) => each === typed)];
    const [left, top] = [scrollX, scrollY];
    finished.remove();
    entry.className = "";
    // WebKit does not paint a straight line that was drawn while its page was hidden, until it is put in anew
    for (const line of entry.querySelectorAll(".shapelayer path")) line.parentNode?.insertBefore(line, line.nextSibling);
    jaccard.play.mark();
    jaccard.draw.takeOver();
    scrollTo(left, top);
    focused?.focus({ preventScroll: true });
    if (place && focused instanceof HTMLInputElement) focused.setSelectionRange(place[0], place[1]);
    for (const press of presses) {
      if (press.nth === undefined) pressAt(press);
      else focusable(entry)[press.nth]?.click();
    }
  }

  /** @type {(place: { clientX: number, clientY: number }) => void} */
  function pressAt({ clientX, clientY }) {
    const element = document.elementFromPoint(clientX, clientY);
    for (const type of ["mousemove", "mousedown", "mouseup", "click"]) {
      element?.dispatchEvent(new MouseEvent(type, { clientX, clientY, bubbles: true, cancelable: true, view: window }));
    }
  }

  listen("addEventListener");
  if (early.some(asks)) wake();
})();

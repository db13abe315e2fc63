/* What the reader has done so far: tasks solved, questions answered, and those that were right at first try. The list of the
   lessons marks those whose task is solved, and the core path on the first page marks where the reader was last.

   May touch: two entries of the browser's storage, the rules that show it, and the status beside the button that clears it.
   May not: texts, figures, controls, the address, the server. The sentence is Python's (components/progress.py). The
   numbers in it are rules of style and no elements, so they are there whichever page comes, and nothing has to be filled
   when Dash takes over. Where the browser keeps nothing there is no rule, and nothing is shown. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const KEY = "jaccard-progress";
  const LAST = "jaccard-last"; // the names that the last lesson may have
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);

  /** @type {(found: unknown) => boolean} */
  const isName = (found) => typeof found === "string" && /^[a-z0-9-]{1,60}$/.test(found);
  /** @type {(list: unknown) => string[]} */
  const names = (list) => (Array.isArray(list) ? list.filter(isName) : []);

  // Which questions were answered, which of them right at first, and which tasks are solved. Whatever else may stand in the
  // storage counts for nothing.
  /** @type {() => Kept} */
  function kept() {
    /** @type {any} */
    let found;
    try { found = JSON.parse(localStorage[KEY] ?? "{}"); } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    const [answered, right, solved] = ["answered", "right", "solved"].map((what) => new Set(names(found?.[what])));
    return { answered, right: new Set([...right].filter((name) => answered.has(name))), solved };
  }

  function show() {
    try {
      const all = kept();
      const marks = Object.entries(all).map(([what, { size }]) => `--${what}: "${size}";`);
      const solved = [...all.solved].map((task) => `[data-solves~="${task}"] { --dot: var(--tp); }`);
      const last = (localStorage[LAST] ?? "").split(" ").filter(isName).map((/** @type {string} */ lesson) => `[data-covers~="${lesson}"] { --here: inline; }`);
      sheet.replaceSync([`:root { ${marks.join(" ")} } .so-far.so-far { visibility: visible; }`, ...solved, ...last].join("\n"));
    } catch { // it may remember nothing, such as in a private window
      sheet.replaceSync("");
    }
  }

  /** @type {(change: (all: Kept) => void) => void} */
  function keep(change) {
    try {
      const all = kept();
      change(all);
      localStorage[KEY] = JSON.stringify(Object.fromEntries(Object.entries(all).map(([what, set]) => [what, [...set]])));
    } catch { /* nothing is claimed then: see show */ }
    show();
  }

  // The lesson that stands is the last one; the first page has none, and leads back to it.
  function stay() {
    const here = jaccard.lessonsHere();
    if (here.includes("home") || !jaccard.seen().querySelector(".section:only-of-type .stage")) return;
    try {
      if (localStorage[LAST] === here.join(" ")) return;
      localStorage[LAST] = here.join(" ");
    } catch { /* nothing is shown then */ }
    show();
  }

  /* ---- questions ---- */

  /** @type {(input: HTMLInputElement) => void} */
  function guessed(input) {
    const buttons = [...jaccard.around(".guesses", input).querySelectorAll("input")];
    const right = jaccard.around(".predict", input).querySelectorAll(".answer")[buttons.indexOf(input)].matches(".right");
    const name = input.name.replace(jaccard.asleep.PREFIX, "");
    keep(({ answered, right: first }) => {
      if (right && !answered.has(name)) first.add(name);
      answered.add(name);
    });
  }

  /* ---- tasks: solved by what the reader does in them, and by no link to an answer ---- */

  /** @type {string | undefined} */
  let at; // the name of the task in which the reader last did something

  /** @type {(element: Element) => string | undefined} */
  const taskOf = (element) => element.closest(".section")?.querySelector("[data-task]")?.dataset.task;
  /** @type {(task: string) => boolean} */
  const solved = (task) => [...document.querySelectorAll(`[data-task="${task}"]`)]
    .some(({ children }) => [...children].every((check) => check.matches(".met")));

  function look() {
    const task = at;
    if (task && solved(task) && !kept().solved.has(task)) keep((all) => all.solved.add(task));
  }

  // The answer of the server marks what holds.
  const watch = new MutationObserver(() => { try { look(); } catch { watch.disconnect(); } });

  /** @type {(element: Element) => void} */
  function did(element) {
    at = taskOf(element);
    if (at) watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["class"] });
  }

  for (const type of ["change", "input"]) document.addEventListener(type, (event) => {
    const guess = jaccard.hit(event, ".predict input");
    if (guess) guessed(guess);
    else if (event.target instanceof Element) did(event.target);
  }, true);

  document.addEventListener("click", (event) => {
    stay();
    const graph = jaccard.hit(event, ".graph");
    if (graph) did(graph);
    if (jaccard.hit(event, "a[href], button")) at = undefined;
    const drawn = jaccard.hit(event, "[data-draws=show]") && document.querySelector(".sketch[data-begun]");
    if (drawn) keep(({ answered }) => answered.add(jaccard.one(".draw", jaccard.around(".section", drawn)).dataset.question));
    const clears = jaccard.hit(event, "[data-clears=progress]");
    if (!clears) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    try { [KEY, LAST].forEach((key) => localStorage.removeItem(key)); } catch { /* there is none */ }
    show();
    const status = jaccard.one("[role=status]", clears.parentElement ?? document);
    status.textContent = status.dataset.done ?? "";
  }, true);

  addEventListener("storage", show); // another tab
  show();
  stay();
})();

/** The veil: while the question of a lesson is open, what would answer it is not shown.

   May touch: the mark data-veiled of the root, by which the style sheet hides what a question names (style.css), and the key
   `answer` of the address. May not: anything else. The same mark holds before Dash runs and after.
   A page opens with its question open, before the first paint, unless its address names a state, or the browser remembers an
   answer. `answer=hidden` and `answer=shown` in an address say it outright. A guess, Skip, or the first move of a control, of
   a handle or to another state lifts the veil, and the address says so from then on. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const { DISPLAY, VIEW, withDisplay } = jaccard.query;
  const root = document.documentElement;
  // What moves a lesson, beside fields and sliders: buttons of a control, cells of a figure.
  const MOVES = ".section [data-control] button, .chart.clicked .graph";

  // The name of a question is that of its lesson and one word more.
  /** @type {(lesson: string) => boolean} */
  function answered(lesson) {
    try {
      /** @type {string[]} */
      const names = JSON.parse(localStorage["jaccard-progress"]).answered;
      return names.some((name) => name.startsWith(`${lesson}-`) && !name.slice(lesson.length + 1).includes("-"));
    } catch { // it remembers nothing, or no list
      return false;
    }
  }

  function isOpen() {
    const query = new URLSearchParams(location.search);
    if (query.get("embed") === "1" || query.get("lecture") === "1" || query.has("screen")) return false;
    const said = query.get("answer");
    if (said === "hidden" || said === "shown") return said === "hidden";
    const namesState = [...query.keys()].some((key) => ![...DISPLAY, ...VIEW].includes(key));
    return !namesState && !jaccard.lessonsHere().some(answered);
  }

  // Where a browser is too old for the scripts, nothing could lift it.
  const decide = () => root.toggleAttribute("data-veiled", "able" in root.dataset && isOpen());

  function lift() {
    if (!("veiled" in root.dataset)) return;
    delete root.dataset.veiled;
    // the page of all lessons hides nothing, and neither does a lesson without a question
    if (!jaccard.seen().querySelector("main > .section:only-of-type .veiled")) return;
    const search = withDisplay(location.search, "answer=shown", ["answer"]);
    history.replaceState(history.state, "", location.pathname + search + location.hash);
  }

  /** @type {(event: Event) => void} */
  function follow(event) {
    if (!("veiled" in root.dataset)) return;
    const skip = jaccard.hit(event, "[data-lifts]");
    if (skip) event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    const link = event.type === "click" && jaccard.hit(event, ".section a[href]");
    const leads = link && link.pathname === location.pathname && !link.hash && !link.target && !link.download;
    const moved = event.type === "click" ? jaccard.hit(event, MOVES) : jaccard.hit(event, ".section :is(.predict, [data-control])");
    if (skip || leads || moved) lift();
  }
  // ahead of whatever else hears of it: links take the address along
  for (const type of ["click", "input", "change"]) addEventListener(type, follow, true);

  // Dash puts the next page in the place of this one a while after the address has changed.
  let path = location.pathname;
  const arrival = new MutationObserver(() => {
    const there = document.querySelector("#react-entry-point [data-address]");
    if (!there || JSON.parse(there.dataset.address).path !== location.pathname) return;
    arrival.disconnect();
    decide();
  });
  /** @type {(event: Event) => void} */
  function leave({ type }) {
    const entry = document.getElementById("react-entry-point");
    if (entry && (type !== "popstate" || path !== location.pathname)) arrival.observe(entry, { childList: true, subtree: true });
    path = location.pathname;
  }
  for (const type of ["_dashprivate_pushstate", "popstate"]) addEventListener(type, leave, true);

  // What was seen is hidden again.
  function lower() {
    root.dataset.veiled = "";
    const search = withDisplay(location.search, "answer=hidden", ["answer"]);
    history.replaceState(history.state, "", location.pathname + search + location.hash);
  }

  decide();
  jaccard.veil = { lift, lower };
})();

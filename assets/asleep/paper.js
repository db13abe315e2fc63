/* Paper: what is folded on the screen is open on it, and what plotly has drawn for a wider screen is as wide as the paper.

   May touch: whether folds are open, and the attribute viewBox of plotly's drawings. */

(() => {
  "use strict";

  /** @type {Set<HTMLDetailsElement>} */
  const unfolded = new Set();
  const drawings = () => document.querySelectorAll(".js-plotly-plot .main-svg");

  function open() {
    for (const fold of document.querySelectorAll("main details:not([open], .export)")) {
      if (!(fold instanceof HTMLDetailsElement)) continue;
      fold.open = true;
      unfolded.add(fold);
    }
    for (const drawing of drawings()) {
      const [width, height] = ["width", "height"].map((side) => drawing.getAttribute(side));
      drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
  }

  function close() {
    for (const fold of unfolded) fold.open = false;
    unfolded.clear();
    for (const drawing of drawings()) drawing.removeAttribute("viewBox");
  }

  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? open() : close()));
  addEventListener("beforeprint", open); // the other event comes too late for this paper
  addEventListener("afterprint", close);
})();

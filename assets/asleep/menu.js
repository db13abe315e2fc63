/* The menu of a figure: it closes when the reader turns away, and its files are those of the present state.

   May touch: whether a menu is open, the mark data-opened of its figure, and the queries of the links in it. The pictures in it are export.js's. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;

  const opened = () => [...document.querySelectorAll("details.export[open]")];

  /** @type {(event: Event) => void} */
  function turn(event) {
    for (const menu of opened()) if (menu !== jaccard.hit(event, ".export")) menu.open = false;
  }
  document.addEventListener("pointerdown", turn, true);
  document.addEventListener("focusin", turn);

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && opened()[0];
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });

  // The figure of an open menu lies over the next one.
  document.addEventListener("toggle", (event) => {
    const menu = jaccard.hit(event, "details.export");
    if (menu) jaccard.around(".chart", menu).toggleAttribute("data-opened", menu.open);
  }, true); // it does not rise

  // A link names the state that the page was made in. Controls have moved since.
  /** @type {(event: Event) => void} */
  function follow(event) {
    const link = jaccard.hit(event, ".export a[download]");
    if (link) link.search = jaccard.addressAround(link).split("?")[1] ?? "";
  }
  for (const type of ["pointerdown", "focusin", "click"]) document.addEventListener(type, follow, true);
})();

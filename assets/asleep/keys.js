/* Keys of the whole page, one letter each. A letter that is typed somewhere, or is part of a browser's own key, is none.

   May touch: nothing itself; a file that has a key names it here with what it does. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const TAKES_LETTERS = "input, select, textarea, [contenteditable]:not([contenteditable=false]), dialog, [role=dialog]";
  const keys = new Map(); // letter -> what it does

  document.addEventListener("keydown", (event) => {
    const act = keys.get(event.key?.toLowerCase());
    if (!act || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(TAKES_LETTERS)) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    act();
  }, true);

  jaccard.key = (letter, act) => keys.set(letter, act);
})();

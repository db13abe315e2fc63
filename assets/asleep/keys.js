/* Keys of the whole page, by their names. One that is typed somewhere, or is part of a browser's own key, is none.

   May touch: nothing itself; a file that has a key names it here with what it does.
   components/keys.py tells the reader of them. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  // a dialog that was closed just now has the focus for a moment still
  const TAKES_KEYS = "input, select, textarea, [contenteditable]:not([contenteditable=false]), dialog[open], [role=dialog]";
  /** @type {Record<string, string>} */
  const OWN = { // what some keys do with the element that has the focus: press it, unfold it, scroll it
    " ": "button, summary, [tabindex='0']",
    arrowleft: "[tabindex='0']",
    arrowright: "[tabindex='0']",
  };
  // A presenter's remote control walks on by these, also where the focus is on a slider, a select or a number field, which
  // have arrows for what they do.
  const WALKS = ["pagedown", "pageup"];
  const TAKES_WALKS = "textarea, [contenteditable]:not([contenteditable=false]), dialog[open], [role=dialog]";
  /** @type {Map<string, () => unknown>} */
  const keys = new Map(); // key -> what it does

  document.addEventListener("keydown", (event) => {
    const key = event.key?.toLowerCase();
    const act = keys.get(key);
    if (!act || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.shiftKey && key in OWN) return;
    if (document.querySelector("dialog:modal")) return;
    const takes = WALKS.includes(key) ? TAKES_WALKS : [TAKES_KEYS, OWN[key] ?? []].flat().join();
    if (event.target instanceof Element && event.target.closest(takes)) return;
    // what is answered here needs no Dash (wake.js)
    if (act() !== false) event.preventDefault();
  }, true);

  // act: returns false where there is nothing for it to do, and the key keeps its usual meaning.
  jaccard.key = (key, act) => keys.set(key, act);

  // The page that the reader sees: for a moment Dash's own stands hidden beside it.
  jaccard.seen = () => document.getElementById("finished") ?? document;
})();

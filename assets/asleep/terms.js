/* What a term means. The style sheet shows it; this closes it by Escape or a finger beside it, and brings it nearer to the
   term: as far to the right as its paragraph allows, and above where there is no room below.

   May touch: the marks data-closed and data-above of a term, and its property --right. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;

  /** @type {(event: PointerEvent | FocusEvent) => void} */
  function come(event) {
    const term = jaccard.hit(event, ".term");
    if (!term || (event.relatedTarget instanceof Element && term.contains(event.relatedTarget))) return;
    delete term.dataset.closed;
    const { width, height } = jaccard.one(".meaning", term).getBoundingClientRect();
    const { left, top, bottom } = jaccard.one(".word", term).getBoundingClientRect();
    const around = jaccard.around("p", term).getBoundingClientRect();
    term.style.setProperty("--right", `${Math.max(0, Math.min(left - around.left, around.width - width))}px`);
    term.toggleAttribute("data-above", bottom + height > innerHeight && top > height);
  }

  /** @type {(event: Event) => void} */
  const open = (event) => jaccard.hit(event, ".term")?.removeAttribute("data-closed");

  // A finger beside it closes it, also in Safari, where the focus would stay.
  /** @type {(event: Event) => void} */
  function press(event) {
    const word = document.activeElement;
    if (jaccard.hit(event, ".term")) open(event);
    else if (word instanceof HTMLElement && word.matches(".word")) word.blur();
  }

  document.addEventListener("pointerover", come);
  document.addEventListener("focusin", come);
  document.addEventListener("pointerdown", press);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll(".term:is(:hover, :focus-within)").forEach((term) => term.setAttribute("data-closed", ""));
    else if (["Enter", " "].includes(event.key) && jaccard.hit(event, ".word")) open(event);
  });
})();

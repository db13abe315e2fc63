/* What a lecturer does by keys: go on and back, reset, fill the screen, make it black, and look the keys up.

   May touch: the two dialogs of the page, and the full screen. It presses links and buttons of the page, which do the rest.
   May not: figures, texts, controls, the address, the server. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  /** @type {(name: string | undefined) => HTMLDialogElement} */
  const dialog = (name) => jaccard.one(`dialog.${name}`, jaccard.seen());

  /** @type {(places: string) => boolean} */
  function press(places) {
    const found = [...jaccard.seen().querySelectorAll(places)].filter(jaccard.alone?.onScreen ?? (() => true));
    if (found.length !== 1) return false; // such as a page of several sections, or the last one
    found[0].click();
    return true;
  }

  const embedded = () => "embedded" in document.documentElement.dataset; // a frame leads nowhere
  jaccard.key("arrowleft", () => jaccard.lecture?.step(-1) || (!embedded() && press("nav.next .previous")));
  jaccard.key("arrowright", () => jaccard.lecture?.step(1) || (!embedded() && press("nav.next .following")));
  // A question is as if nobody had answered it, and the controls are at their first values.
  jaccard.key("r", () => [forget(), press("main button[id$='-reset']")].some(Boolean));
  function forget() {
    const guesses = [...jaccard.seen().querySelectorAll(".guesses input:checked")].filter(jaccard.alone?.onScreen ?? (() => true));
    for (const guess of guesses) {
      if (guess.closest("#finished")) guess.checked = false;
      else window.dash_clientside.set_props(jaccard.around(".guesses", guess).id, { value: null });
    }
    const drawings = [...jaccard.seen().querySelectorAll("[data-draws=clear]")].filter(jaccard.alone?.onScreen ?? (() => true));
    for (const button of drawings) button.click();
    return jaccard.hands.clear() || guesses.length > 0 || drawings.length > 0;
  }

  jaccard.key("f", () => {
    if (!document.fullscreenEnabled) return false; // such as in a frame that may not
    const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    asked.catch(() => {}); // the browser has said no, and the page stays as it is
    return true;
  });

  // Nobody sees what plays behind a black screen. Some remote controls send a full stop.
  for (const key of ["b", "."]) jaccard.key(key, () => {
    jaccard.play.stop();
    dialog("black").showModal();
  });

  const black = () => document.querySelector("dialog.black:modal");

  addEventListener("keydown", (event) => {
    const open = black();
    if (!open) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // it is no key for anybody else
    if (!event.repeat) open.close(); // the key that made it black may still be down
  }, true);

  jaccard.key("?", () => dialog("help").showModal());

  addEventListener("click", (event) => {
    const opens = jaccard.hit(event, "[data-opens]");
    const closes = jaccard.hit(event, "dialog [data-closes], dialog.black") ?? jaccard.hit(event, "dialog:modal");
    const within = closes?.matches("dialog:not(.black)") && event.target !== closes; // beside the dialog its ground is pressed
    if (!opens && (!closes || within)) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    if (opens) dialog(opens.dataset.opens).showModal();
    else closes?.closest("dialog")?.close();
  }, true);
})();

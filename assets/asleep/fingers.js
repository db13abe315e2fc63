/* A finger on a slider that turns out to scroll the page: the slider stays as it was.

   May touch: the value of a slider under a finger, which goes back; and its events, which wait until the finger has moved
   along the slider or is up again. A browser moves the thumb as soon as a finger is down, and then begins to scroll. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const FAR = 6; // px along the slider after which it is meant

  /** @type {{ slider: HTMLInputElement, before: string, x: number, y: number, turn: "open" | "slides" | "scrolls" } | undefined} */
  let touched; // the slider on which a finger was put down last

  addEventListener("pointerdown", (event) => {
    const slider = jaccard.hit(event, "input[type=range]");
    touched = slider && event.pointerType === "touch"
      ? { slider, before: slider.value, x: event.clientX, y: event.clientY, turn: "open" } : undefined;
  }, true);
  addEventListener("keydown", () => { touched = undefined; }, true);

  // What the slider has not told so far, it tells now.
  /** @type {(what: NonNullable<typeof touched>) => void} */
  function slide(what) {
    if (what.turn !== "open") return;
    what.turn = "slides";
    if (what.slider.value !== what.before) tell(what.slider);
  }

  /** @type {(slider: HTMLInputElement) => void} */
  const tell = (slider) => { slider.dispatchEvent(new Event("input", { bubbles: true })); };

  addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!touched) return;
    const [across, down] = [Math.abs(clientX - touched.x), Math.abs(clientY - touched.y)];
    if (across > FAR && across > down) slide(touched);
  }, true);

  addEventListener("pointerup", () => touched && slide(touched), true);

  addEventListener("pointercancel", () => {
    if (!touched || touched.turn === "scrolls") return;
    const { slider, before, turn } = touched;
    const moved = slider.value !== before;
    touched.turn = "scrolls";
    jaccard.handles.setValue(slider, before);
    if (turn === "slides" && moved) tell(slider);
  }, true);

  // While the page scrolls, the browser goes on to move the thumb along with the finger.
  for (const type of ["input", "change"]) addEventListener(type, (event) => {
    if (!event.isTrusted || !touched || event.target !== touched.slider || touched.turn === "slides") return;
    event.stopImmediatePropagation();
    if (touched.turn === "scrolls") jaccard.handles.setValue(touched.slider, touched.before);
  }, true);
})();

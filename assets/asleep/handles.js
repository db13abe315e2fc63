/* Handles: what a slider moves in a figure can be dragged itself. The slider moves along, and everything goes its way.

   May touch: the values of sliders, which then tell of it as if the reader had moved them; and, of a slider that asks the
   server, the grip, so that it stays under the finger until the answer comes.
   May not: figures, texts, the address, the server.
   A grip (components/figures/still/grips.py) names its sliders in data-x-slider and data-y-slider. Where it lies at each
   of their values is in the frames. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  /** @type {Way[]} */
  const WAYS = ["x", "y"];
  const FAR = 6; // px across after which a finger on an area means it
  // React watches the property of each field, and takes no notice of an event after a change that it has seen already.
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  /** @type {(slider: HTMLInputElement, value: string | number) => void} */
  const setValue = (slider, value) => set?.call(slider, value);
  /** @type {Held | undefined} */
  let held; // what the reader drags

  /* ---- where a grip would be at each value of a slider ---- */

  /** @type {(grip: HTMLElement) => Path} */
  const pathOf = ({ dataset: { part } }) => {
    const [kind, number] = part.split(".");
    return kind === "data" ? ["data", Number(number)] : ["layout", kind, Number(number)];
  };

  // As shares of the frame, in the order of the slider's values; nth: which point of the grip.
  /** @type {(grip: HTMLElement, way: Way, slider: HTMLInputElement, nth: number) => number[]} */
  function sharesAlong(grip, way, slider, nth) {
    const axis = jaccard.still.axisOf(grip, way);
    const places = grip.dataset.at ? grip.dataset.at.split(" ").map(Number) : placesInFrames(grip, way, slider);
    return places.map((place) => jaccard.still.inFrame(axis, Array.isArray(place) ? place[nth] : place));
  }

  /** @type {(grip: HTMLElement, way: Way, slider: HTMLInputElement) => any[]} */
  function placesInFrames(grip, way, slider) {
    const frames = jaccard.framesAround(grip);
    const [prefix, figure] = [prefixOf(grip), jaccard.one(".graph", jaccard.around(".chart", grip)).id];
    /** @type {(path: Path) => string} */
    const nameOf = (path) => path.join();
    const names = [way, `${way}0`].map((key) => nameOf([...pathOf(grip), key]));
    const k = frames.axes.findIndex(({ id }) => prefix + id === slider.id);
    const column = frames.columns.find(({ axes, to }) => axes.includes(k) &&
      to.some(([output, path]) => prefix + frames.outputs[output].id === figure && names.includes(nameOf(path))));
    const at = jaccard.frames.positions(frames, frames.axes.map(({ id }) => jaccard.one(`input#${prefix}${id}`).value));
    if (!column) throw new Error(`no frame moves ${grip.dataset.part}`);
    return Array.from({ length: frames.axes[k].count }, (_, i) => 
      jaccard.frames.value(frames, column, at.map((each, j) => (j === k ? i : each))));
  }

  /** @type {(element: Element) => string} */
  const prefixOf = (element) => (element.closest("#finished") ? "finished-" : "");
  /** @type {(slider: HTMLInputElement) => number} */
  const positionOf = ({ value, min, step }) => Math.round((Number(value) - Number(min)) / Number(step));

  /* ---- holding ---- */

  // The sliders that a grip moves, by their ways: those that are not locked.
  /** @type {(grip: HTMLElement) => { way: Way, slider: HTMLInputElement }[]} */
  const slidersOf = (grip) => WAYS.flatMap((way) => {
    const slider = document.getElementById(prefixOf(grip) + grip.dataset[`${way}Slider`]);
    return slider instanceof HTMLInputElement && !slider.disabled ? [{ way, slider }] : [];
  });

  // Take hold of a grip; or bring it here, if the reader has pressed somewhere else in its plot.
  /** @type {(event: MouseEvent, grip: HTMLElement, nth: number, how?: { here?: boolean }) => Held} */
  function take(event, grip, nth, { here = false } = {}) {
    const frame = frameOf(grip);
    const ways = slidersOf(grip).map(({ way, slider }) => {
      const shares = sharesAlong(grip, way, slider, nth);
      const from = shares[positionOf(slider)];
      const off = here || from === jaccard.still.OUTSIDE ? 0 : pointer(event, frame, way) - from;
      return { way, slider, shares, from, off, before: slider.value };
    });
    const unsure = event instanceof PointerEvent && event.pointerType === "touch" && grip.closest(".area") !== null;
    held = { grip, nth, frame, ways, unsure: unsure && { x: event.clientX, y: event.clientY } };
    jaccard.scrub?.hold();
    document.documentElement.dataset.holds = ways.map(({ way }) => way).join("");
    return held;
  }

  /** @type {(grip: HTMLElement) => DOMRect} */
  const frameOf = (grip) => jaccard.one(":scope > *", jaccard.around(".still", grip)).getBoundingClientRect();
  /** @type {(place: { clientX: number, clientY: number }, frame: DOMRect, way: Way) => number} */
  const pointer = ({ clientX, clientY }, frame, way) => way === "x" ? (clientX - frame.left) / frame.width : (clientY - frame.top) / frame.height;

  /** @type {(what: Held, event: MouseEvent) => void} */
  function follow(what, event) {
    put(what, what.ways.map(({ way, slider, shares, off }) => {
      const share = pointer(event, what.frame, way) - off;
      const away = shares.map((each) => (each === jaccard.still.OUTSIDE ? Infinity : Math.abs(each - share)));
      return Number(slider.min) + away.indexOf(Math.min(...away)) * Number(slider.step);
    }));
  }

  // Both sliders are set before either tells of it, so that the page is painted once.
  /** @type {(what: Held, values: (string | number)[]) => void} */
  function put(what, values) {
    const moved = what.ways.filter(({ slider }, k) => {
      const before = slider.value;
      setValue(slider, values[k]);
      return slider.value !== before;
    });
    for (const { slider } of moved) slider.dispatchEvent(new Event("input", { bubbles: true }));
    if (what.grip.dataset.at) displace(what);
  }

  /** @type {(what: Held) => void} */
  function displace(what) {
    const { grip, nth, frame, ways: [{ way, slider, shares, from }] } = what;
    const by = (shares[positionOf(slider)] - from) * (way === "x" ? frame.width : frame.height);
    const { part } = grip.dataset;
    // an answer that has come in since has drawn new grips, where they belong
    for (const each of grip.closest(".grips")?.querySelectorAll(`[data-part="${part}"]`) ?? []) {
      each.children[nth].style.translate = way === "x" ? `${by}px` : `0 ${by}px`;
    }
  }

  // The figure has been drawn anew: its grips lie where it has them.
  /** @type {(element: Element) => void} */
  function settle(element) {
    for (const each of element.querySelectorAll(".grips [style*=translate]")) each.style.translate = "";
  }

  /** @type {(what: Held) => void} */
  function putBack(what) {
    put(what, what.ways.map(({ before }) => before));
    drop();
    jaccard.scrub?.letGo();
  }

  function drop() {
    held = undefined;
    delete document.documentElement.dataset.holds;
  }

  /* ---- the pointer ---- */

  // The grip whose plot the pointer is in, if pressing anywhere there takes it along.
  /** @type {(event: MouseEvent) => HTMLElement | undefined} */
  function gripAround(event) {
    if (jaccard.hit(event, ".export, .sketch")) return undefined; // the menu, or what is drawn on, lies over the plot
    /** @type {(from: number, to: number, at: number) => boolean} */
    const inside = (from, to, at) => Math.min(from, to) <= at && at <= Math.max(from, to);
    return [...(jaccard.hit(event, ".chart")?.querySelectorAll("[data-anywhere]") ?? [])].find((grip) => {
      if (!slidersOf(grip).length) return false;
      const frame = frameOf(grip);
      return WAYS.every((way) => {
        const [low, high] = jaccard.still.axisOf(grip, way);
        return inside(low, high, pointer(event, frame, way));
      });
    });
  }

  let pressed = false; // what the pointer has done since it went down is no click for anybody else
  let finger = false; // the click that comes is a tap; older browsers do not say so of a click itself

  document.addEventListener("pointerdown", (event) => {
    pressed = false;
    finger = event.pointerType === "touch";
    if (held || event.button) return;
    const grip = jaccard.hit(event, ".grip");
    const around = grip || event.pointerType === "touch" ? null : gripAround(event); // a finger may want to scroll
    if (!grip && !around) return;
    event.preventDefault(); // no selection, and nothing for plotly
    pressed = true;
    if (grip) take(event, grip, Math.max([...grip.children].findIndex((point) => point === event.target), 0));
    if (around) follow(take(event, around, 0, { here: true }), event);
  }, true);

  // On an area a finger may want to scroll, which it has begun if it does not go across first.
  /** @type {(what: Held, event: MouseEvent) => boolean} */
  function meant(what, { clientX, clientY }) {
    if (!what.unsure) return true;
    const [across, down] = [Math.abs(clientX - what.unsure.x), Math.abs(clientY - what.unsure.y)];
    if (across > FAR && across > down) what.unsure = false;
    return !what.unsure;
  }

  document.addEventListener("pointermove", (event) => held && meant(held, event) && follow(held, event), true);
  document.addEventListener("pointerup", () => held && drop(), true);
  document.addEventListener("pointercancel", () => held && putBack(held), true); // the finger scrolls

  // A tap is known as one only when the finger is up again.
  document.addEventListener("click", (event) => {
    const around = !pressed && finger && gripAround(event);
    if (around) {
      follow(take(event, around, 0, { here: true }), event);
      drop();
      jaccard.scrub?.letGo();
    }
    if (!around && !pressed) return;
    pressed = false;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !held) return;
    event.preventDefault();
    event.stopPropagation();
    putBack(held);
  }, true);

  jaccard.handles = { settle, positionOf, setValue };
})();

/* Handles: what a slider moves in a figure can be dragged itself. The slider moves along, and everything goes its way.

   May touch: the values of sliders, which then tell of it as if the reader had moved them; and, of a slider that asks the
   server, the grip, so that it stays under the finger until the answer comes.
   May not: figures, texts, the address, the server.
   A grip (components/figures/still/grips.py) names its sliders in data-x-slider and data-y-slider. Where it lies at each
   of their values is in the frames. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const WAYS = { x: ["left", "width", "clientX"], y: ["top", "height", "clientY"] };
  // React watches the property of each field, and takes no notice of an event after a change that it has seen already.
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  let held; // what the reader drags

  /* ---- where a grip would be at each value of a slider ---- */

  const pathOf = ({ dataset: { part } }) => {
    const [kind, number] = part.split(".");
    return kind === "data" ? ["data", Number(number)] : ["layout", kind, Number(number)];
  };

  // As shares of the frame, in the order of the slider's values; nth: which point of the grip.
  function sharesAlong(grip, way, slider, nth) {
    const axis = jaccard.still.axisOf(grip, way);
    const places = grip.dataset.at ? grip.dataset.at.split(" ").map(Number) : placesInFrames(grip, way, slider);
    return places.map((place) => jaccard.still.inFrame(axis, Array.isArray(place) ? place[nth] : place));
  }

  function placesInFrames(grip, way, slider) {
    const frames = jaccard.framesAround(grip);
    const [prefix, figure] = [prefixOf(grip), grip.closest(".chart").querySelector(".graph").id];
    const nameOf = (path) => path.join();
    const names = [way, `${way}0`].map((key) => nameOf([...pathOf(grip), key]));
    const k = frames.axes.findIndex(({ id }) => prefix + id === slider.id);
    const column = frames.columns.find(({ axes, to }) => axes.includes(k) &&
      to.some(([output, path]) => prefix + frames.outputs[output].id === figure && names.includes(nameOf(path))));
    const at = jaccard.frames.positions(frames, frames.axes.map(({ id }) => document.getElementById(prefix + id).value));
    return Array.from({ length: frames.axes[k].count }, (_, i) => jaccard.frames.value(frames, column, at.with(k, i)));
  }

  const prefixOf = (element) => (element.closest("#finished") ? "finished-" : "");
  const positionOf = ({ value, min, step }) => Math.round((value - min) / step);

  /* ---- holding ---- */

  // The sliders that a grip moves, by their ways: those that are not locked.
  const slidersOf = (grip) => Object.fromEntries(Object.keys(WAYS)
    .map((way) => [way, document.getElementById(prefixOf(grip) + grip.dataset[`${way}Slider`])])
    .filter(([, slider]) => slider && !slider.disabled));

  // Take hold of a grip; or bring it here, if the reader has pressed somewhere else in its plot.
  function take(event, grip, nth, { here = false } = {}) {
    const frame = frameOf(grip);
    const ways = Object.entries(slidersOf(grip)).map(([way, slider]) => {
      const shares = sharesAlong(grip, way, slider, nth);
      const from = shares[positionOf(slider)];
      const off = here || from === jaccard.still.OUTSIDE ? 0 : pointer(event, frame, way) - from;
      return { way, slider, shares, from, off, before: slider.value };
    });
    held = { grip, nth, frame, ways };
    jaccard.scrub?.hold();
    document.documentElement.dataset.holds = ways.map(({ way }) => way).join("");
  }

  const frameOf = (grip) => grip.closest(".still").firstElementChild.getBoundingClientRect();
  const pointer = (event, frame, way) => (event[WAYS[way][2]] - frame[WAYS[way][0]]) / frame[WAYS[way][1]];

  function follow(event) {
    set(held.ways.map(({ way, slider, shares, off }) => {
      const share = pointer(event, held.frame, way) - off;
      const away = shares.map((each) => (each === jaccard.still.OUTSIDE ? Infinity : Math.abs(each - share)));
      return Number(slider.min) + away.indexOf(Math.min(...away)) * slider.step;
    }));
  }

  // Both sliders are set before either tells of it, so that the page is painted once.
  function set(values) {
    const moved = held.ways.filter(({ slider }, k) => {
      const before = slider.value;
      setValue.call(slider, values[k]);
      return slider.value !== before;
    });
    for (const { slider } of moved) slider.dispatchEvent(new Event("input", { bubbles: true }));
    if (held.grip.dataset.at) displace();
  }

  function displace() {
    const [{ way, slider, shares, from }] = held.ways;
    const by = (shares[positionOf(slider)] - from) * held.frame[WAYS[way][1]];
    const { part } = held.grip.dataset;
    for (const each of held.grip.closest(".grips").querySelectorAll(`[data-part="${part}"]`)) {
      each.children[held.nth].style.translate = way === "x" ? `${by}px` : `0 ${by}px`;
    }
  }

  // The figure has been drawn anew: its grips lie where it has them.
  function settle(element) {
    for (const each of element.querySelectorAll(".grips [style*=translate]")) each.style.translate = "";
  }

  function drop() {
    held = undefined;
    delete document.documentElement.dataset.holds;
  }

  /* ---- the pointer ---- */

  // The grip whose plot the pointer is in, if pressing anywhere there takes it along.
  function gripAround({ target, clientX, clientY }) {
    if (target.closest(".export")) return undefined; // the menu lies over the plot
    const inside = (from, to, at) => Math.min(from, to) <= at && at <= Math.max(from, to);
    return [...(target.closest(".chart")?.querySelectorAll("[data-anywhere]") ?? [])].find((grip) => {
      if (!Object.keys(slidersOf(grip)).length) return false;
      const [frame, event] = [frameOf(grip), { clientX, clientY }];
      return Object.keys(WAYS).every((way) => {
        const [low, high] = jaccard.still.axisOf(grip, way);
        return inside(low, high, pointer(event, frame, way));
      });
    });
  }

  let pressed = false; // what the pointer has done since it went down is no click for anybody else

  document.addEventListener("pointerdown", (event) => {
    pressed = false;
    if (held || event.button || !(event.target instanceof Element)) return;
    const grip = event.target.closest(".grip");
    const around = grip || event.pointerType === "touch" ? null : gripAround(event); // a finger may want to scroll
    if (!grip && !around) return;
    event.preventDefault(); // no selection, and nothing for plotly
    pressed = true;
    if (grip) take(event, grip, Math.max([...grip.children].indexOf(event.target), 0));
    else take(event, around, 0, { here: true });
    if (around) follow(event);
  }, true);

  document.addEventListener("pointermove", (event) => held && follow(event), true);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => held && drop(), true);

  // A tap is known as one only when the finger is up again.
  document.addEventListener("click", (event) => {
    const around = event.target instanceof Element && !pressed && event.pointerType === "touch" && gripAround(event);
    if (around) {
      take(event, around, 0, { here: true });
      follow(event);
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
    set(held.ways.map(({ before }) => before));
    drop();
    jaccard.scrub?.letGo();
  }, true);

  jaccard.handles = { settle, setValue: (slider, value) => setValue.call(slider, value) };
})();

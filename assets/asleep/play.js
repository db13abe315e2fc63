/* Play: a slider that picks frames runs to its end by itself, at one of three speeds.

   May touch: the values of sliders, which then tell of it as if the reader had moved them; its own two buttons and the
   mark of the slider that was played last. May not: figures, texts, the address, the server.
   It starts by its button or a key alone. Whatever the reader does to the page stops it, and so does a page that is not
   seen. Who wants less motion gets a step for each press instead. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;

  const WHOLE = 5000; // ms for the whole range at the normal speed
  const STEP = 250; // ms of playing that one step stands for, where less motion is wanted
  /** @type {Record<string, number>} */
  const SPEEDS = { "1": 1, "2": 2, half: 0.5 }; // in the order in which the button goes through them; words in controls.py
  const TOUCHES = "a, button, input, select, label, .grip"; // what changes the page when it is pressed
  const OURS = ".play button, .tools button";

  const root = document.documentElement;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {{ slider: HTMLInputElement, button: HTMLElement, position: number, time: number } | undefined} */
  let playing; // {slider, button, position, time} while it runs
  /** @type {string | undefined} */
  let last; // the id of the slider that was played last, as Dash has it

  /** @type {(button: Element) => HTMLInputElement} */
  const sliderOf = (button) => jaccard.one("input[type=range]", jaccard.around(".control", button));
  /** @type {(slider: HTMLElement) => string} */
  const nameOf = ({ id }) => id.replace(jaccard.asleep.PREFIX, "");
  const speed = () => SPEEDS[root.dataset.speed ?? "1"];
  /** @type {(slider: HTMLInputElement) => number} */
  const count = ({ min, max, step }) => Math.floor((Number(max) - Number(min)) / Number(step) + 1e-6); // steps of its whole range
  const { positionOf } = jaccard.handles;

  /* ---- moving ---- */

  /** @type {(slider: HTMLInputElement, position: number) => void} */
  function put(slider, position) {
    if (position === positionOf(slider)) return;
    jaccard.scrub?.hold(); // Dash hears of it at the end, as of a slider that is held
    jaccard.handles.setValue(slider, Number(slider.min) + position * Number(slider.step));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @type {(button: HTMLElement) => void} */
  function start(button) {
    stop();
    const slider = sliderOf(button);
    last = nameOf(slider);
    mark();
    const at = positionOf(slider);
    const from = at >= count(slider) ? 0 : at; // from the end it starts over
    if (still.matches) {
      press(slider, at, from);
      return;
    }
    playing = { slider, button, position: from, time: performance.now() };
    show(button, true);
    put(slider, from);
    requestAnimationFrame(run);
  }

  /** @type {(slider: HTMLInputElement, at: number, from: number) => void} */
  function press(slider, at, from) {
    const by = Math.max(1, Math.round(count(slider) * speed() * STEP / WHOLE));
    put(slider, at === from ? Math.min(from + by, count(slider)) : 0);
    jaccard.scrub?.letGo();
  }

  /** @type {(now: number) => void} */
  function run(now) {
    if (!playing) return;
    const { slider } = playing;
    if (!slider.isConnected) { // the reader has gone to another page
      stop();
      return;
    }
    // a frame's time may lie before that of the press
    playing.position += count(slider) * speed() * Math.max(now - playing.time, 0) / WHOLE;
    playing.time = now;
    put(slider, Math.min(Math.floor(playing.position), count(slider)));
    if (playing.position < count(slider)) requestAnimationFrame(run);
    else stop();
  }

  function stop() {
    if (!playing) return;
    show(playing.button, false);
    playing = undefined;
    jaccard.scrub?.letGo();
  }

  /** @type {(button: HTMLElement) => void} */
  const toggle = (button) => (playing?.button === button ? stop() : start(button));

  /* ---- the buttons ---- */

  /** @type {(button: HTMLElement, on: boolean) => void} */
  function show(button, on) {
    const { label, pause } = button.dataset;
    button.setAttribute("aria-label", on ? pause : label);
    button.toggleAttribute("data-on", on);
  }

  // The speed is chosen beside the slider that was played last.
  function mark() {
    const slider = document.getElementById((document.getElementById("finished") ? jaccard.asleep.PREFIX : "") + last);
    for (const each of document.querySelectorAll("[data-played]")) each.removeAttribute("data-played");
    slider?.closest(".control")?.setAttribute("data-played", "");
  }

  function change() {
    const names = Object.keys(SPEEDS);
    root.dataset.speed = names[(names.indexOf(root.dataset.speed ?? "1") + 1) % names.length];
  }

  addEventListener("click", (event) => {
    const button = jaccard.hit(event, ".play button");
    if (!button) {
      if (touches(event)) stop();
      return;
    }
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    if (button.matches("[data-pause]")) toggle(button);
    else change();
  }, true);

  // The slider of what is on screen: the one played last, else the first.
  function inView() {
    const buttons = [...jaccard.seen().querySelectorAll("[data-pause]")].filter(jaccard.visible);
    /** @type {(element: Element) => boolean} */
    const seen = (element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const lately = buttons.find((button) => nameOf(sliderOf(button)) === last);
    return [lately, ...buttons].find((button) => button && seen(button)) ??
      buttons.find((button) => seen(jaccard.around(".stage", button)));
  }

  jaccard.key(" ", () => {
    const button = playing?.button ?? inView();
    if (!button) return false;
    toggle(button);
    return true;
  });

  /* ---- what stops it: before anything else hears of it, so that a slider or a handle is let go and then held anew ---- */

  /** @type {(event: Event) => boolean} */
  function touches(event) {
    if (jaccard.hit(event, OURS)) return false;
    // a finger on a figure may want to scroll; if it has tapped, there is a click
    const scrolls = event.type !== "click" && event instanceof PointerEvent && event.pointerType === "touch";
    return jaccard.hit(event, scrolls ? TOUCHES : `${TOUCHES}, .chart`) !== null;
  }

  addEventListener("pointerdown", (event) => touches(event) && stop(), true);
  for (const type of ["input", "change"]) addEventListener(type, (event) => event.isTrusted && stop(), true);
  addEventListener("keydown", ({ target, key }) => target === playing?.slider && key !== "Tab" && stop(), true);
  for (const type of ["popstate", "pagehide"]) addEventListener(type, stop, true);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  still.addEventListener("change", stop);

  jaccard.play = { stop, mark, plays: () => playing !== undefined };
})();

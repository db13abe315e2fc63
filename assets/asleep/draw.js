/* You draw it: the line that a reader draws over a figure before the true one is seen.

   May touch: the line on a drawing surface with its pen and its name, and what is heard there; in the question, the sentence on
   how far off the line was, which the site is asked for. May not: compute or word anything, figures, controls, the address.
   components/figures/still/sketch.py writes the surface. Each place of the pointer picks a column along x and a level along y. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const UNITS = 2000; // across a plot and down it: UNITS of components/figures/still/svg.py
  const FAR = 6; // px across after which a finger means to draw
  const STEP = 2; // levels that an arrow moves
  const PATIENCE = 10_000; // ms for the sentence
  const HIGH = 90; // the level above which the name of the line stands below it

  /* ---- places and lines: pure functions ---- */

  /** @type {(numbers: number[], to: number) => number} */
  function nearest(numbers, to) {
    const away = numbers.map((each) => Math.abs(each - to));
    return away.indexOf(Math.min(...away));
  }

  /** @type {(sketch: Sketch, share: number) => number} */
  const levelAt = ({ ends: [zero, one], least, most }, share) =>
    Math.min(Math.max(Math.round(100 * (share - zero) / (one - zero)), least), most);

  /** @type {(sketch: Sketch, level: number) => number} */
  const shareOf = ({ ends: [zero, one] }, level) => zero + (one - zero) * level / 100;

  // The levels after a step of the pointer. What it has passed is drawn, and the column that it comes to. A point that is
  // given stays.
  /** @type {Jaccard["draw"]["stroke"]} */
  function stroke({ at, given }, levels, from, to) {
    const drawn = levels.map((level, k) => (from && (at[k] - from.x) * (at[k] - to.x) < 0
      ? Math.round(from.level + (to.level - from.level) * (at[k] - from.x) / (to.x - from.x)) : level));
    const k = nearest(at, to.x);
    if (!from || (at[k] - to.x) * (to.x - from.x) >= 0) drawn[k] = to.level;
    if (given !== null) drawn[0] = given;
    return drawn;
  }

  // As a path in UNITS; a line parts where nothing is drawn, and a level alone is a dot.
  /** @type {Jaccard["draw"]["path"]} */
  function path(sketch, levels) {
    return levels.map((level, k) => {
      if (level === null) return "";
      const place = `${Math.round(UNITS * sketch.at[k])} ${Math.round(UNITS * shareOf(sketch, level))}`;
      return (levels[k - 1] ?? null) === null ? `M${place}h0` : `L${place}`;
    }).join("");
  }

  /* ---- what is drawn, by the names of the surfaces ---- */

  /** @type {Map<string, Sketched>} */
  const all = new Map();

  /** @type {(element: Element) => HTMLElement} */
  const boxAround = (element) => jaccard.around(".sketch", element);
  /** @type {(box: HTMLElement) => string} */
  const nameOf = ({ id }) => id.replace(jaccard.asleep.PREFIX, "");
  /** @type {(box: HTMLElement) => Sketch} */
  const sketchOf = (box) => JSON.parse(jaccard.one(".surface", box).dataset.sketch);
  /** @type {(box: HTMLElement) => HTMLElement} */
  const questionOf = (box) =>
    jaccard.one(`.draw[data-figure="${nameOf(box).replace(/-sketch$/, "")}"]`, jaccard.around(".section", box));
  /** @type {(question: HTMLElement) => HTMLElement} */
  const boxOf = (question) => jaccard.one(`[id$="${question.dataset.figure}-sketch"]`, jaccard.around(".section", question));
  /** @type {(sketch: Sketch) => (number | null)[]} */
  const blank = ({ at, given }) => at.map((_, k) => (k === 0 ? given : null));

  /** @type {(what: Sketched, box: HTMLElement) => void} */
  function stand(what, box) {
    what.box = box;
    // an answer of the server may move the axes, and the point that is given
    new MutationObserver(() => box === what.box && show(what)).observe(box, { subtree: true, childList: true, attributeFilter: ["data-sketch"] });
  }

  /** @type {(box: HTMLElement) => Sketched} */
  function of(box) {
    const known = all.get(nameOf(box));
    if (known?.box === box) return known;
    const made = { box, levels: blank(sketchOf(box)), column: 0, said: "" };
    all.set(nameOf(box), made);
    stand(made, box);
    return made;
  }

  // Dash's page has taken the place of the finished one.
  function takeOver() {
    for (const [name, what] of all) {
      const box = document.getElementById(name);
      if (!box || what.box === box) continue;
      stand(what, box);
      show(what);
    }
  }

  /* ---- what of it is on the page ---- */

  // A reader draws until the veil is lifted, a lecture on the screen of the question.
  /** @type {(box: HTMLElement) => boolean} */
  function isOpen(box) {
    const { dataset } = document.documentElement;
    if ("lecture" in dataset) return dataset.at === questionOf(box).dataset.screen.split(" ")[0];
    return "veiled" in dataset && box.closest(".section:only-of-type") !== null;
  }

  /** @type {(what: Sketched) => boolean} */
  const begun = ({ box, levels }) => levels.some((level, k) => level !== null && (k > 0 || sketchOf(box).given === null));

  /** @type {(what: Sketched) => void} */
  function show(what) {
    const { box, levels, column, said } = what;
    const [sketch, surface] = [sketchOf(box), jaccard.one(".surface", box)];
    if (sketch.given !== null) levels[0] = sketch.given;
    jaccard.one(".mine", box).setAttribute("d", path(sketch, levels));
    box.toggleAttribute("data-begun", begun(what));
    put(jaccard.one(".nib", box), sketch, levels, column);
    nameLine(jaccard.one(".mine-name", box), sketch, levels);
    const level = levels[column];
    surface.setAttribute("aria-valuenow", String(Math.round(level ?? sketch.least)));
    surface.setAttribute("aria-valuetext", `${sketch.columns[column]}: ${level === null ? sketch.unseen : sketch.levels[Math.round(level)]}`);
    const off = questionOf(box).querySelector(".off"); // a file without a server has none
    if (off && off.textContent !== said) off.textContent = said;
  }

  // The name of the line stands at its middle, on the side to which the line falls.
  /** @type {(name: HTMLElement, sketch: Sketch, levels: (number | null)[]) => void} */
  function nameLine(name, sketch, levels) {
    const drawn = levels.flatMap((level, k) => (level === null ? [] : [k]));
    const middle = Math.floor(drawn.length / 2);
    const [before, at, after] = [middle - 1, middle, middle + 1].map((n) => levels[drawn[n]] ?? levels[drawn[middle]] ?? 0);
    put(name, sketch, levels, drawn[middle]);
    name.toggleAttribute("data-left", after >= before && drawn[middle] > 2);
    name.toggleAttribute("data-below", at > HIGH);
  }

  /** @type {(element: HTMLElement, sketch: Sketch, levels: (number | null)[], k: number) => void} */
  function put(element, sketch, levels, k) {
    const level = levels[k] ?? null;
    element.hidden = level === null;
    if (level === null) return;
    element.style.left = `${100 * sketch.at[k]}%`;
    element.style.top = `${100 * shareOf(sketch, level)}%`;
  }

  /** @type {(what: Sketched, levels: (number | null)[], column: number) => void} */
  function draw(what, levels, column) {
    Object.assign(what, { levels, column, said: "" });
    show(what);
  }

  /* ---- the pointer ---- */

  /** @type {Stroke | undefined} */
  let held; // while a pointer is down

  /** @type {(pen: Stroke, place: { clientX: number, clientY: number }) => void} */
  function follow(pen, { clientX, clientY }) {
    const { what, frame, from } = pen;
    const sketch = sketchOf(what.box);
    const x = Math.min(Math.max((clientX - frame.left) / frame.width, 0), 1);
    const to = { x, level: levelAt(sketch, (clientY - frame.top) / frame.height) };
    draw(what, stroke(sketch, what.levels, from, to), nearest(sketch.at, x));
    pen.from = to;
  }

  document.addEventListener("pointerdown", (event) => {
    const pad = jaccard.hit(event, ".pad");
    if (!pad || event.button || held || !isOpen(boxAround(pad))) return;
    event.preventDefault(); // no selection
    const what = of(boxAround(pad));
    // a finger may want to scroll, unless it takes the pen
    const unsure = event.pointerType === "touch" && !jaccard.hit(event, ".nib") && { x: event.clientX, y: event.clientY };
    held = { what, frame: pad.getBoundingClientRect(), before: what.levels, unsure };
    if (!unsure) follow(held, event);
  }, true);

  /** @type {(pen: Stroke, place: { clientX: number, clientY: number }) => boolean} */
  function meant({ unsure }, { clientX, clientY }) {
    if (!unsure) return true;
    const [across, down] = [Math.abs(clientX - unsure.x), Math.abs(clientY - unsure.y)];
    return across > FAR && across > down;
  }

  document.addEventListener("pointermove", (event) => {
    if (!held || !meant(held, event)) return;
    if (held.unsure) follow(held, { clientX: held.unsure.x, clientY: held.unsure.y }); // where the finger began
    held.unsure = false;
    follow(held, event);
  }, true);

  document.addEventListener("pointerup", (event) => {
    if (held?.unsure) follow(held, event); // a tap is a point
    held = undefined;
  }, true);

  document.addEventListener("pointercancel", () => {
    if (held) draw(held.what, held.before, held.what.column); // the finger scrolls
    held = undefined;
  }, true);

  // The focus stays where it is: in a lecture the arrows go on to walk.
  document.addEventListener("mousedown", (event) => jaccard.hit(event, ".pad") && event.preventDefault(), true);

  /* ---- keys ---- */

  /** @type {Record<string, [across: number, up: number]>} */
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  document.addEventListener("keydown", (event) => {
    const surface = event.key in ARROWS && jaccard.hit(event, ".surface");
    if (!surface || event.ctrlKey || event.metaKey || event.altKey || !isOpen(boxAround(surface))) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    const what = of(boxAround(surface));
    const sketch = sketchOf(what.box);
    const [across, up] = ARROWS[event.key];
    const column = Math.min(Math.max(what.column + across, 0), sketch.at.length - 1);
    // where nothing is drawn yet, the line goes on at its height
    const level = what.levels[column] ?? what.levels[what.column] ?? Math.round((sketch.least + sketch.most) / 2);
    const moved = Math.min(Math.max(Math.round(level) + STEP * up, sketch.least), sketch.most);
    const to = { x: sketch.at[column], level: moved };
    draw(what, stroke(sketch, what.levels, undefined, to), column);
  }, true);

  /* ---- the true curve ---- */

  // How far off the line was: Python computes and words it.
  /** @type {(what: Sketched, off: HTMLElement) => Promise<void>} */
  async function compare(what, off) {
    const { levels } = what;
    const query = jaccard.addressAround(what.box).split("?")[1];
    const drawn = levels.map((level, k) => (k === 0 && sketchOf(what.box).given !== null ? "" : level ?? "")).join(",");
    let said = off.dataset.unanswered;
    try {
      const answer = await fetch(`${off.dataset.asks}?y=${drawn}${query ? `&${query}` : ""}`, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) ({ said } = await answer.json());
    } catch { /* the reader is told */ }
    if (what.levels !== levels || isOpen(what.box)) return; // another one is drawn
    what.said = said;
    show(what);
  }

  /** @type {WeakSet<(number | null)[]>} */
  const compared = new WeakSet();

  // The veil has fallen, by whatever it was, or a lecture has gone on.
  new MutationObserver(() => {
    for (const what of all.values()) {
      const off = what.box.isConnected && questionOf(what.box).querySelector(".off");
      if (!off || isOpen(what.box) || !begun(what) || compared.has(what.levels)) continue;
      compared.add(what.levels);
      compare(what, off);
    }
  }).observe(document.documentElement, { attributeFilter: ["data-veiled", "data-lecture", "data-at"] });

  /* ---- the buttons ---- */

  /** @type {Record<string, (question: HTMLElement) => void>} */
  const ACTS = {
    clear: (question) => clear(boxOf(question)),
    show: () => jaccard.lecture.step(1) || jaccard.veil?.lift(),
    again(question) {
      clear(boxOf(question));
      if (!jaccard.lecture.step(-1)) jaccard.veil?.lower();
    },
  };

  /** @type {(box: HTMLElement) => void} */
  const clear = (box) => draw(of(box), blank(sketchOf(box)), 0);

  document.addEventListener("click", (event) => {
    const button = jaccard.hit(event, "[data-draws]");
    if (!button) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    ACTS[button.dataset.draws](jaccard.around(".draw", button));
  }, true);

  jaccard.draw = { stroke, path, takeOver };
})();

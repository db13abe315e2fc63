/* Sliders: while one moves, the frame of its position is put on the page, picked from those that Python made.

   May touch: the texts and figures that the frames name, and the same places of Dash's state once the slider rests.
   May not: compute or word anything, ask the server, write the address. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const REST = 150; // ms without a step after which a slider that asks the server rests
  const PAUSE = 350; // the same for one that does not: longer than between two presses of a key, which so stay undisturbed

  /* ---- picking: what the frames have for a position goes on the page ---- */

  /** @type {WeakMap<Frames, number[]>} */
  const placesOf = new WeakMap(); // frames -> the positions of the sliders that the page shows of them
  /** @type {WeakMap<Section, Unsaved>} */
  const unsaved = new WeakMap(); // section -> what is on the page but not yet in Dash's state, by component and property
  /** @type {WeakSet<Frames>} */
  const taken = new WeakSet(); // the frames that came with the figures on the page

  // Dash calls this when the server has answered with new frames, and when a slider's value has changed, by hand or by a
  // link. Inputs: the values of the sliders in the order of frames.axes, then the frames.
  /** @type {(...given: any[]) => void} */
  function pick(...given) {
    /** @type {Frames} */
    const frames = given.pop();
    const section = jaccard.sections.of(frames.section);
    if (!section) return;
    if (!taken.has(frames)) {
      taken.add(frames);
      forget(section); // what is unsaved was meant for the figures before these
      placesOf.delete(frames); // a slider may have shown them on the figures before
      jaccard.handles.settle(jaccard.sections.elementOf(section));
    }
    jaccard.state.answered(section, frames);
    // of a moving slider Dash knows an earlier value
    put(section, frames, frames.axes.map(({ id }, k) => {
      const slider = jaccard.one(`input#${id}`);
      return moving.has(slider) ? slider.value : given[k];
    }));
  }

  // Put in front of the reader what differs between the positions shown and the present ones.
  /** @type {(section: Section, frames: Frames, values: unknown[]) => void} */
  function put(section, frames, values) {
    const { outputs } = frames;
    const at = jaccard.frames.positions(frames, values);
    const before = placesOf.get(frames) ?? [];
    placesOf.set(frames, at);
    if (at.every((place, k) => place === before[k])) return;

    const changes = jaccard.frames.changes(frames, at, before);
    /** @type {Unsaved} */
    const save = unsaved.get(section) ?? new Map();
    outputs.forEach(({ id, prop }, output) => {
      if (changes[output].length === 0) return;
      show(id, prop, changes[output]);
      const key = `${id}.${prop}`;
      const pending = save.get(key)?.values ?? new Map();
      for (const [path, value] of changes[output]) pending.set(JSON.stringify(path), [path, value]);
      save.set(key, { id, prop, values: pending });
    });
    unsaved.set(section, save);
    clearTimeout(save.timer);
    save.timer = setTimeout(commit, PAUSE, section);
  }

  // A text goes into its slot, the rest into the drawn figure.
  /** @type {(id: string, prop: string, changes: Change[]) => void} */
  function show(id, prop, changes) {
    const element = document.getElementById(id);
    if (prop !== "figure") {
      /** @type {"textContent" | "className"} */
      const name = prop === "children" ? "textContent" : "className";
      if (element && element[name] !== changes[0][1]) element[name] = changes[0][1];
      return;
    }
    const grips = element?.closest(".chart")?.querySelector(".grips");
    if (grips) jaccard.still(grips, changes);
    const gd = element?.querySelector(".js-plotly-plot");
    if (!gd?._fullData) return; // not drawn yet: the state that follows draws it
    const left = jaccard.paint(gd, changes);
    if (left.length) setFigure(id, left);
  }

  /** @type {(id: string, changes: Change[]) => void} */
  function setFigure(id, changes) {
    const patch = new window.dash_clientside.Patch();
    for (const [path, value] of changes) patch.assign(path, value);
    window.dash_clientside.set_props(id, { figure: patch.build() });
  }

  /* ---- saving: once the slider rests, what is on the page becomes Dash's state too ---- */

  // Whatever draws a figure next then draws the same. Plotly takes some frames of the screen to draw a figure; so one
  // figure at a time, or the next step would wait for all of them.
  /** @type {(section: Section) => void} */
  function commit(section) {
    const save = unsaved.get(section);
    if (!save || !jaccard.sections.stands(section)) return;
    for (const [key, { id, prop, values }] of save) {
      save.delete(key);
      if (!document.getElementById(id)) continue;
      const changes = [...values.values()];
      if (prop !== "figure") {
        window.dash_clientside.set_props(id, { [prop]: changes[0][1] });
      } else {
        setFigure(id, changes);
        break;
      }
    }
    if (save.size) save.timer = setTimeout(commit, 0, section);
    else unsaved.delete(section);
  }

  // Plotly has drawn figures anew from what it was given: what it does not know yet goes back on them.
  function repaint() {
    for (const section of jaccard.sections.all()) {
      for (const { id, prop, values } of [...(unsaved.get(section)?.values() ?? [])]) {
        if (prop === "figure") show(id, prop, [...values.values()]);
      }
    }
  }

  /** @type {(section: Section) => void} */
  function forget(section) {
    clearTimeout(unsaved.get(section)?.timer);
    unsaved.delete(section);
  }

  /* ---- moving: React and Dash would take two frames of the screen for each event of a slider ---- */

  // So they do not hear of it. The events are held back here and painted at once. The last one is passed on when the
  // slider rests.
  /** @type {Set<HTMLInputElement>} */
  const moving = new Set();
  let passing = false;
  let held = ""; // what a finger or a mouse button is down on: "slider" or "handle"
  /** @type {number | undefined} */
  let timer;

  /** @type {(event: Event) => void} */
  function slide(event) {
    const slider = event.target;
    if (passing || !(slider instanceof HTMLInputElement) || slider.type !== "range") return;
    const section = jaccard.sections.of(slider);
    const frames = section && jaccard.sections.frames(section);
    if (!section || !frames?.axes.some(({ id }) => id === slider.id)) return;
    event.stopPropagation();
    put(section, frames, frames.axes.map(({ id }) => jaccard.one(`input#${id}`).value));
    moving.add(slider);
    clearTimeout(timer);
    const asks = section.address.asks.includes(slider.id);
    // a handle that asks the server shows where it leads whenever it stands still
    if (!held || (held === "handle" && asks)) timer = setTimeout(rest, asks ? REST : PAUSE);
  }

  function rest() {
    clearTimeout(timer);
    jaccard.state.handing();
    passing = true;
    for (const slider of moving) slider.dispatchEvent(new Event("input", { bubbles: true }));
    passing = false;
    moving.clear();
  }

  document.addEventListener("input", slide, true);
  document.addEventListener("change", slide, true);
  // dcc.Input draws itself anew when it loses the focus, with the value that it knows
  document.addEventListener("focusout", ({ target }) => target instanceof HTMLInputElement && moving.has(target) && rest(), true);
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Element && event.target.matches("input[type=range]")) held = "slider";
  }, true);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, letGo, true);

  function hold() { held = "handle"; }

  function letGo() {
    if (!held) return;
    held = "";
    clearTimeout(timer);
    timer = setTimeout(rest); // after the slider's own last event
  }

  /* ---- for the other files ---- */

  // The values, by id, of the sliders of a section that Dash has not yet heard of.
  /** @type {(section: Section) => Values} */
  const unheard = (section) =>
    Object.fromEntries([...moving].filter((s) => jaccard.sections.of(s) === section).map((s) => [s.id, s.value]));

  // The sliders of a section are about to be set from elsewhere: where they were moved to no longer counts.
  /** @type {(section: Section) => void} */
  function release(section) {
    for (const slider of moving) if (jaccard.sections.of(slider) === section) moving.delete(slider);
  }

  // Whether something is on the page that is not yet in Dash's state.
  const painted = () => jaccard.sections.all().some((section) => unsaved.has(section));
  const resting = () => moving.size === 0 && !painted();

  // While Dash runs, its page stands alone: the frames around an element are those that Dash knows.
  const asleep = jaccard.framesAround;
  jaccard.framesAround = (element) => {
    const section = element.closest("#finished") ? null : jaccard.sections.of(element);
    const frames = section && jaccard.sections.frames(section);
    return frames ?? asleep(element);
  };

  jaccard.scrub = { unheard, release, hold, letGo, resting, repaint };
  Object.assign(jaccard, { pick, painted });
})();

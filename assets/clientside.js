/* The browser picks, it computes nothing: every number and every word below was made by Python before it came here. */

(() => {
  "use strict";

  const REST = 150; // ms without a step after which a slider that asks the server rests
  const PAUSE = 350; // the same for one that does not: longer than between two presses of a key, which so stay undisturbed
  const GATHER = 50; // ms in which changes of several controls become one

  /* ---- sliders: put the frame of the present values on the page -------------------------------------------- */

  const placesOf = new WeakMap(); // frames -> the positions of the sliders that the page shows of them
  const unsaved = new Map(); // section id -> what is on the page but not yet in Dash's state, by component and property

  const taken = new WeakSet(); // the frames that came with the figures on the page

  // Inputs: the values of the sliders in the order of frames.axes, then the frames. Called when the server has answered
  // with new frames, and when a slider's value has changed, by hand or by a link.
  function pick(...given) {
    const frames = given.pop();
    const section = document.getElementById(frames.section);
    if (!section) return;
    if (!taken.has(frames)) {
      taken.add(frames);
      section.removeAttribute("aria-busy");
      clearTimeout(unsaved.get(section.id)?.timer);
      unsaved.delete(section.id); // it was meant for the figures before these
      placesOf.delete(frames); // a slider may have shown them on the figures before
    }
    // of a moving slider Dash knows an earlier value
    put(section, frames, frames.axes.map(({ id }, k) => {
      const slider = document.getElementById(id);
      return moving.has(slider) ? slider.value : given[k];
    }));
  }

  const positions = ({ axes }, values) => axes.map(({ low, step, count }, k) =>
    Math.min(Math.max(Math.round((Number(values[k]) - low) / step), 0), count - 1));

  // Put in front of the reader what differs between the positions shown and the present ones.
  function put(section, frames, values) {
    const { axes, outputs, columns } = frames;
    const at = positions(frames, values);
    const before = placesOf.get(frames) ?? [];
    placesOf.set(frames, at);
    if (at.every((place, k) => place === before[k])) return;

    const changes = outputs.map(() => []);
    for (const column of columns) {
      if (!column.axes.some((k) => at[k] !== before[k])) continue;
      const i = column.axes.reduce((i, k) => i * axes[k].count + at[k], 0);
      changes[column.output].push([column.path, valueAt(column.values, i)]);
    }
    const save = unsaved.get(section.id) ?? new Map();
    outputs.forEach(({ id, prop }, output) => {
      if (changes[output].length === 0) return;
      show(id, prop, changes[output]);
      const key = `${id}.${prop}`;
      const values = save.get(key)?.values ?? new Map();
      for (const [path, value] of changes[output]) values.set(JSON.stringify(path), [path, value]);
      save.set(key, { id, prop, values });
    });
    unsaved.set(section.id, save);
    clearTimeout(save.timer);
    save.timer = setTimeout(commit, PAUSE, section.id);
  }

  // A column of numbers comes packed, in plotly's own form for arrays: the row of each position, one after the other.
  const TYPES = { i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, f8: Float64Array };
  const unpacked = new WeakMap();

  function valueAt(column, i) {
    if (Array.isArray(column)) return column[i];
    if (!unpacked.has(column)) {
      const bytes = Uint8Array.from(atob(column.bdata), (letter) => letter.charCodeAt(0));
      unpacked.set(column, new TYPES[column.dtype](bytes.buffer));
    }
    return row(unpacked.get(column), (column.shape ?? "").split(",").slice(1).map(Number), i);
  }

  const row = (numbers, [size, ...sizes], i) =>
    size === undefined ? numbers[i] : Array.from({ length: size }, (_, k) => row(numbers, sizes, i * size + k));

  // While a slider moves, React and Dash would take two frames of the screen for each of its events. So they do not hear
  // of it: the events are held back here and painted at once, and the last one is passed on when the slider rests.
  const moving = new Set();
  let passing = false;
  let held = false;
  let timer;
  let handed = 0; // when Dash was last told of a slider

  function slide(event) {
    const slider = event.target;
    if (passing || !(slider instanceof HTMLInputElement) || slider.type !== "range") return;
    const section = slider.closest("[data-address]");
    const frames = section && window.dash_component_api.getLayout(`${section.id}-frames`)?.props.data;
    if (!frames?.axes.some(({ id }) => id === slider.id)) return;
    event.stopPropagation();
    put(section, frames, frames.axes.map(({ id }) => document.getElementById(id).value));
    moving.add(slider);
    clearTimeout(timer);
    if (!held) timer = setTimeout(rest, addressOf(section).asks.includes(slider.id) ? REST : PAUSE);
  }

  function rest() {
    clearTimeout(timer);
    handed = performance.now();
    passing = true;
    for (const slider of moving) slider.dispatchEvent(new Event("input", { bubbles: true }));
    passing = false;
    moving.clear();
  }

  document.addEventListener("input", slide, true);
  document.addEventListener("change", slide, true);
  // dcc.Input draws itself anew when it loses the focus, with the value that it knows
  document.addEventListener("focusout", (event) => moving.has(event.target) && rest(), true);
  document.addEventListener("pointerdown", (event) => {
    held = event.target instanceof Element && event.target.matches("input[type=range]");
  }, true);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => {
      if (!held) return;
      held = false;
      clearTimeout(timer);
      timer = setTimeout(rest); // after the slider's own last event
    }, true);
  }

  // Put changes in front of the reader at once: a text into its slot, the rest into the drawn figure.
  function show(id, prop, changes) {
    const element = document.getElementById(id);
    if (prop === "children") {
      if (element) element.textContent = changes[0][1];
      return;
    }
    const gd = element?.querySelector(".js-plotly-plot");
    if (!gd?._fullData) return; // not drawn yet: the state that follows draws it
    const left = window.jaccardPaint(gd, changes);
    if (left.length) setFigure(id, left);
  }

  function setFigure(id, changes) {
    const patch = new window.dash_clientside.Patch();
    for (const [path, value] of changes) patch.assign(path, value);
    window.dash_clientside.set_props(id, { figure: patch.build() });
  }

  // The slider rests: what is on the page becomes Dash's state too, so that whatever draws it next draws the same. Plotly
  // takes some frames of the screen to draw a figure; so one at a time, lest the next step wait for all of them.
  function commit(section) {
    const save = unsaved.get(section);
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

  /* ---- the state: kept in the address, and sent to the server once it rests --------------------------------- */

  const pending = new Map(); // section id -> {timer, values}
  // Inputs: the values of all controls of a section.
  function remember() {
    const values = {};
    let section;
    for (const { id, value } of window.dash_clientside.callback_context.inputs_list) {
      section ??= document.getElementById(id)?.closest("[data-address]");
      values[id] = value;
    }
    if (!section) return;
    clearTimeout(pending.get(section.id)?.timer);
    pending.set(section.id, { values, timer: setTimeout(settle, GATHER, section.id) });
  }

  function settle(id) {
    const section = document.getElementById(id);
    const entry = pending.get(id);
    pending.delete(id);
    if (!section || !entry) return; // the reader has gone to another page
    const address = addressOf(section);
    writeAddress(address, entry.values);

    const state = {};
    for (const { key, id } of address.controls) state[key] = entry.values[id];
    const asked = JSON.stringify(address.asks.map((id) => asText(entry.values[id])));
    if (asked === (section.dataset.asked ?? askedAtFirst(address))) return;
    section.dataset.asked = asked;
    section.setAttribute("aria-busy", "true");
    window.dash_clientside.set_props(address.state, { data: state });
  }

  const addressOf = (section) => JSON.parse(section.dataset.address);
  const askedAtFirst = ({ asks, controls }) =>
    JSON.stringify(asks.map((id) => asText(controls.find((control) => control.id === id).value)));
  // check boxes append what is checked last; the same cells are the same state
  const asText = (value) => (Array.isArray(value) ? value.toSorted((a, b) => a - b).join(",") : String(value));

  function writeAddress({ path, controls }, values) {
    if (location.pathname !== path) return; // the page of all sections keeps its own address
    const query = controls
      .filter(({ id, fallback }) => asText(values[id] ?? fallback) !== asText(fallback))
      .map(({ key, id }) => `${key}=${encodeURIComponent(asText(values[id])).replaceAll("%2C", ",")}`);
    const url = path + (query.length ? `?${query.join("&")}` : "");
    if (url !== location.pathname + location.search) history.replaceState(history.state, "", url);
  }

  // Move the controls of a section to the state that a query names; what it leaves out goes to the default.
  function apply({ controls }, search) {
    const query = new URLSearchParams(search);
    for (const { key, id, fallback } of controls) {
      const text = query.get(key);
      let value = fallback;
      if (text !== null && typeof fallback === "number") value = Number(text);
      else if (text !== null && Array.isArray(fallback)) value = text ? text.split(",").map(Number) : [];
      else if (text !== null) value = text;
      window.dash_clientside.set_props(id, { value });
    }
  }

  function reset() {
    const id = window.dash_clientside.callback_context.triggered_id;
    const section = document.getElementById(id)?.closest("[data-address]");
    if (section) apply(addressOf(section), "");
  }

  const sectionAt = (path) =>
    [...document.querySelectorAll("[data-address]")].find((section) => addressOf(section).path === path);

  // A link to another state of the page that is open moves its controls; every other link is left alone.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.pathname !== location.pathname || link.hash) return;
    const section = sectionAt(link.pathname);
    if (!section) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState({}, "", link.href);
    apply(addressOf(section), link.search);
    // the link may stand far below what it moves
    (link.closest(".part") ?? section).querySelector(".figures")?.scrollIntoView({ block: "nearest" });
  }, true);

  // Back and forward between states of one page; between pages, Dash's own Location takes over.
  window.addEventListener("popstate", () => {
    const section = sectionAt(location.pathname);
    if (section) apply(addressOf(section), location.search);
  });

  /* ---- figures: a click picks the values of two sliders, or moves an item in and out of sets ------------------ */

  const clicked = (data) => {
    const point = data?.points?.[0];
    return point ? [point.x, point.y] : [window.dash_clientside.no_update, window.dash_clientside.no_update];
  };

  // Inputs: a click on a cell, the figure, which has for every cell [item, places of the sets it concerns] (Dash leaves
  // that out of the click), then the members of the sets. Read as binary digits, the item's memberships count one up:
  // in neither, in the first, in the second, in both, and in neither again.
  function advance(click, figure, ...sets) {
    const { curveNumber, x, y } = click?.points?.[0] ?? {};
    const [item, ...places] = figure.data[curveNumber]?.customdata[y][x] ?? [];
    const changed = sets.map(() => window.dash_clientside.no_update);
    for (const k of places) {
      const carry = sets[k].includes(item);
      changed[k] = carry ? sets[k].filter((member) => member !== item) : [...sets[k], item];
      if (!carry) break;
    }
    return [...changed, null]; // the click is done with; the same one may come again
  }

  /* ---- copy buttons ------------------------------------------------------------------------------------------ */

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copies]") : null;
    if (!button) return;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      button.dataset.state = "done";
    } catch {
      button.dataset.state = "failed"; // no permission, or no secure context: the text can still be selected
    }
  });

  // For whoever waits for the page. It rests when nothing is left to hand on, to commit, to send or to wait for; Dash
  // takes up what it is handed a little later. Painted: something is on the page that is not yet in Dash's state.
  const rests = () => performance.now() - handed > REST && !document.querySelector("[aria-busy]") &&
    [moving, pending, unsaved].every(({ size }) => size === 0);
  const painted = () => unsaved.size > 0;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    jaccard: { pick, remember, reset, clicked, advance, rests, painted },
  });
})();

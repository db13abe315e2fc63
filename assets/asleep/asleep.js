/* The page before Dash runs: finished HTML, whose sliders already move its words and its still pictures.

   May touch: texts and still pictures of the finished page, and the address. May not: compute or word anything, ask the
   server. What needs more than frames wakes Dash (wake.js), which then takes over. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const PREFIX = "finished-"; // of every id: for a moment Dash's page stands beside this one
  const PAUSE = 350; // ms after which a slider rests and the address follows

  const finished = jaccard.one("#finished");
  const content = document.querySelector('script[data-given="_pages_content"]');
  /** @type {(id: string) => HTMLElement} */
  const elementOf = (id) => jaccard.one(`#${PREFIX}${id}`);

  /* ---- the sections of the finished page ---- */

  /** @type {Finished[]} */
  const sections = [...finished.querySelectorAll("[data-asleep]")].map((element) => ({
    element,
    name: element.id.slice(PREFIX.length),
    address: JSON.parse(element.dataset.asleep),
    at: undefined, // the positions of the sliders that the page shows, once one has moved
  }));
  /** @type {(element: Element) => Finished | undefined} */
  const sectionOf = (element) => sections.find((section) => section.element.contains(element));

  // The control of a section that an element belongs to: one of those in the section's address, or undefined.
  /** @type {(element: Element) => Parameter | undefined} */
  function controlOf(element) {
    const id = (element.closest("[data-group]") ?? element).id.slice(PREFIX.length);
    return sectionOf(element)?.address.controls.find((control) => control.id === id);
  }

  // Whether an element is a slider that picks frames, or a control of a section that asks the server. A guess is neither.
  /** @type {(element: Element) => boolean} */
  const asks = (element) => sectionOf(element)?.address.asks.includes(controlOf(element)?.id ?? "") ?? false;
  /** @type {(element: Element) => boolean} */
  const picks = (element) => element.matches("[type=range]") && controlOf(element) !== undefined && !asks(element);

  // The value of a control or a group of them, as Dash has it.
  /** @type {(element: Field) => unknown} */
  function valueOf(element) {
    const group = element.closest("[data-group]");
    // what is being typed and refused is no value yet
    const typing = element instanceof HTMLInputElement && element.type === "number" && !(element.value && element.checkValidity());
    const own = typing ? element.defaultValue : element.value;
    if (!group) return ["range", "number"].includes(element.type) ? Number(own) : own;
    const checked = [...group.querySelectorAll("input:checked")];
    return element.type === "checkbox" ? checked.map(({ value }) => Number(value)) : checked[0]?.value;
  }

  /** @type {(id: string) => unknown} */
  const valueById = (id) => {
    const element = elementOf(id);
    return valueOf(element.closest("input, select") ?? jaccard.one("input", element));
  };

  /* ---- a slider moves ---- */

  // The frames of every section, from the answer that the page brought along for Dash. Read when a slider first moves:
  // they are long.
  /** @type {Record<string, Frames> | undefined} */
  let framesByName;

  /** @type {(section: Finished) => Frames} */
  function framesOf({ name }) {
    if (!framesByName) {
      framesByName = {};
      collect(JSON.parse(content?.textContent ?? "").response._pages_content.children, framesByName);
    }
    return framesByName[name];
  }

  /** @type {(part: any, found: Record<string, Frames>) => void} */
  function collect(part, found) {
    if (Array.isArray(part)) part.forEach((each) => collect(each, found));
    else if (part?.type === "Store" && part.props.data.axes) found[part.props.data.section] = part.props.data;
    else if (part?.props) collect(part.props.children, found);
  }

  /** @type {(section: Finished) => void} */
  function move(section) {
    const frames = framesOf(section);
    const sliders = frames.axes.map(({ id }) => jaccard.one(`input#${PREFIX}${id}`));
    section.at ??= jaccard.frames.positions(frames, sliders.map(({ defaultValue }) => defaultValue));
    const at = jaccard.frames.positions(frames, sliders.map(({ value }) => value));
    jaccard.frames.changes(frames, at, section.at).forEach((changes, output) => {
      const { id, prop } = frames.outputs[output];
      if (changes.length === 0) return;
      if (prop === "children") elementOf(id).textContent = changes[0][1];
      if (prop === "className") elementOf(id).className = changes[0][1];
      if (prop === "figure") jaccard.still(jaccard.around(".chart", elementOf(id)), changes);
    });
    section.at = at;
  }

  const state = () => location.pathname + jaccard.query.withDisplay(location.search, "", [...jaccard.query.DISPLAY, "answer"]);
  let here = state(); // the address of what the page shows

  /** @type {(section: Finished, search: string) => string} */
  const addressOf = ({ address }, search) => jaccard.query.addressOf(
    address, Object.fromEntries(address.controls.map(({ id }) => [id, valueById(id)])), search);

  // The address follows. The page of all sections keeps its own, and Dash's page has its own way (address.js).
  function write() {
    const [section, ...others] = sections;
    if (!finished.isConnected || !section || others.length || section.address.path !== location.pathname) return;
    const address = addressOf(section, location.search);
    if (address !== location.pathname + location.search) history.replaceState(history.state, "", address);
    here = state();
  }

  /** @type {number | undefined} */
  let timer;

  /** @type {(slider: HTMLInputElement) => void} */
  function slid(slider) {
    const section = sectionOf(slider);
    if (!section) return;
    move(section);
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE);
  }

  finished.addEventListener("input", (event) => {
    const slider = jaccard.hit(event, "input[type=range]");
    if (slider) slid(slider);
  });
  addEventListener("pagehide", () => timer && write());

  const hasFrames = () => [...finished.querySelectorAll("input")].some(picks);

  // What the reader did before this script ran, or what the browser remembers of an earlier visit.
  const early = [...finished.querySelectorAll("input, select")].filter((control) => sectionOf(control) && (
    control.matches("select") ? !control.selectedOptions[0]?.defaultSelected
      : control.matches("[type=radio], [type=checkbox]") ? control.checked !== control.defaultChecked
        : control.value !== control.defaultValue));
  for (const control of early) if (control.type === "range") slid(control);

  // Back or forward to a state that an earlier view of this page had: Dash is not there to show it.
  addEventListener("popstate", () => {
    if (finished.isConnected && state() !== here) location.reload();
  });

  /** @type {(element: Element) => Finished} */
  const around = (element) => {
    const section = sectionOf(element);
    if (!section) throw new Error("this is in no section");
    return section;
  };
  jaccard.framesAround = (element) => framesOf(around(element));
  jaccard.addressAround = (element) => addressOf(around(element), "");
  jaccard.asleep = { finished, picks, asks, valueOf, hasFrames, early, write, PREFIX };
})();

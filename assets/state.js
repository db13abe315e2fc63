/* The state of a section: what its controls say goes into the address, and to the server where that has to compute.

   May touch: the Store of the section that Dash sends to the server, and the mark aria-busy of the section.
   May not: the controls, the figures and the texts. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});
  const { asText } = jaccard.query;

  const GATHER = 50; // ms in which changes of several controls become one
  const TAKEN_UP = 150; // ms in which Dash surely takes up a change of a control that it was handed

  /** @type {WeakMap<Section, number>} */
  const gathering = new WeakMap(); // section -> timer
  /** @type {WeakMap<Section, string>} */
  const asked = new WeakMap(); // section -> what the server was asked last, as text
  /** @type {WeakMap<Section, { state: string, frames: Frames | undefined }>} */
  const waiting = new WeakMap(); // section -> {state, frames}: what the server was asked, and the frames that stood then
  let handed = -Infinity; // when Dash was last handed a change of a control

  // Dash calls this when a control of a section has changed. It may come late, so the values are not taken from it.
  function remember() {
    const controls = window.dash_clientside.callback_context.inputs_list;
    const section = controls.map(({ id }) => jaccard.sections.of(id)).find(Boolean);
    if (!section || jaccard.fields.holds(section)) return;
    clearTimeout(gathering.get(section));
    gathering.set(section, setTimeout(settle, GATHER, section));
  }

  // The controls have come to rest.
  /** @type {(section: Section) => void} */
  function settle(section) {
    clearTimeout(gathering.get(section));
    gathering.delete(section);
    if (!jaccard.sections.stands(section)) return;
    const values = jaccard.sections.values(section);
    jaccard.address.write(section, values);
    if (question(section, values) !== (asked.get(section) ?? questionAtFirst(section))) ask(section, values);
  }

  /** @type {(section: Section, values: Values) => void} */
  function ask(section, values) {
    const { address } = section;
    const state = Object.fromEntries(address.controls.map(({ key, id }) => [key, values[id]]));
    asked.set(section, question(section, values));
    waiting.set(section, { state: JSON.stringify(state), frames: jaccard.sections.frames(section) });
    jaccard.sections.elementOf(section).setAttribute("aria-busy", "true");
    window.dash_clientside.set_props(address.state, { data: state });
  }

  // frames: those that are on the page now. Others than stood when the server was asked are its answer.
  /** @type {(section: Section, frames: Frames) => void} */
  function answered(section, frames) {
    const asking = waiting.get(section);
    if (asking && asking.frames !== frames) finish(section);
  }

  // The server did not answer: whatever the controls say next, it is asked again.
  /** @type {(section: Section) => void} */
  function unanswered(section) {
    asked.set(section, "");
    finish(section);
  }

  /** @type {(section: Section) => void} */
  function finish(section) {
    waiting.delete(section);
    jaccard.sections.elementOf(section).removeAttribute("aria-busy");
  }

  /** @type {(section: Section) => void} */
  const askAgain = (section) => ask(section, jaccard.sections.values(section));
  // Whether this is the state that the section waits for.
  /** @type {(section: Section, state: unknown) => boolean} */
  const asks = (section, state) => waiting.get(section)?.state === JSON.stringify(state);

  // The controls that the server has to be asked for, as text.
  /** @type {(section: Section, values: Values) => string} */
  const question = ({ address }, values) => JSON.stringify(address.asks.map((id) => asText(values[id])));
  /** @type {(section: Section) => string} */
  const questionAtFirst = ({ address }) =>
    JSON.stringify(address.asks.map((id) => asText(address.controls.find((control) => control.id === id)?.value ?? "")));
  const handing = () => { handed = performance.now(); };

  // For whoever waits for the page: whether nothing is left to hand on, to save or to send.
  const settled = () => performance.now() - handed > TAKEN_UP &&
    !jaccard.sections.arriving() && jaccard.scrub.resting() && jaccard.fields.resting() &&
    jaccard.sections.all().every((section) => !gathering.has(section));
  // The same, and no answer of the server is awaited.
  const rests = () => settled() && jaccard.sections.all().every((section) => !waiting.has(section));

  jaccard.state = { settle, settled, answered, unanswered, askAgain, asks, handing };
  Object.assign(jaccard, { remember, rests });
})();

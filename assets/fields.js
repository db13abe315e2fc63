/* Fields for a number or a line of text: what is typed counts when typing rests, and only if it is allowed.

   May touch: these fields, the two buttons of one for a number, the mark of a field whose value is refused, and the value
   that Dash knows of a field. May not: figures, texts, the address, the server.
   What is allowed is what the browser itself checks: min, max and step of a number. Python words it beside the field. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const REST = 500; // ms without a key after which typing rests
  /** @type {Map<HTMLInputElement, number | undefined>} */
  const typing = new Map(); // field -> timer of what Dash has not yet heard of
  const TAKEN_UP = 150; // ms in which Dash's field surely takes up a line of text, or puts back the one before
  /** @type {Map<HTMLInputElement, { text: string, timer: number }>} */
  const given = new Map(); // field -> the line of text that a link, back or Reset has set

  /** @type {(target: EventTarget | null) => HTMLInputElement | null} */
  const fieldOf = (target) => (target instanceof HTMLInputElement && ["number", "text"].includes(target.type) &&
    jaccard.sections.of(target) ? target : null);
  /** @type {(field: HTMLInputElement) => any} */
  const known = (field) => window.dash_component_api.getLayout(field.id)?.props.value;
  /** @type {(field: HTMLInputElement) => boolean} */
  const allowed = (field) => field.type === "text" || field.value !== "" && field.checkValidity();

  /** @type {(field: HTMLInputElement, composing?: boolean) => void} */
  function take(field, composing = false) {
    clearTimeout(typing.get(field));
    typing.delete(field);
    forget(field);
    if (allowed(field) && !composing) typing.set(field, setTimeout(hand, REST, field));
    show(field);
  }

  /** @type {(field: HTMLInputElement) => void} */
  function hand(field) {
    clearTimeout(typing.get(field));
    if (!typing.delete(field) || !field.isConnected) return;
    const section = jaccard.sections.of(field);
    if (field.type === "text" && section) {
      jaccard.state.settle(section);
      return;
    }
    jaccard.state.handing();
    const value = Number(field.value);
    if (value !== known(field)) window.dash_clientside.set_props(field.id, { value });
  }

  // A line of text is set from elsewhere. Where two follow each other at once, as a link and "back" do, Dash's field hands
  // the first one on after the second. So it is looked at until it has stayed.
  /** @type {(field: HTMLInputElement, text: string) => void} */
  function give(field, text) {
    forget(field);
    given.set(field, { text, timer: setTimeout(stays, TAKEN_UP, field) });
  }

  /** @type {(field: HTMLInputElement) => void} */
  function stays(field) {
    const { text } = given.get(field) ?? {};
    const section = jaccard.sections.of(field);
    if (text === undefined || !section || known(field) === text && field.value === text) {
      forget(field);
      if (section && !holds(section)) jaccard.state.settle(section);
      return;
    }
    field.value = text;
    window.dash_clientside.set_props(field.id, { value: text });
    give(field, text);
  }

  /** @type {(field: HTMLInputElement) => void} */
  function forget(field) {
    clearTimeout(given.get(field)?.timer);
    given.delete(field);
  }

  // Say what is allowed, or stop saying it; and let the buttons step as far as the range goes.
  /** @type {(field: HTMLInputElement, refused?: boolean) => void} */
  function show(field, refused = !allowed(field)) {
    field.closest(".control")?.toggleAttribute("data-refused", refused);
    field.setAttribute("aria-invalid", String(refused));
    field.setAttribute("aria-describedby", `${field.id}-allowed`);
    // dcc.Input sets them by a value of its own, which does not follow what a link or Reset sets
    for (const button of (field.parentElement ?? document).querySelectorAll("button.dash-input-stepper")) {
      button.disabled = field.disabled || !refused && field.value === (stepsUp(button) ? field.max : field.min);
    }
  }

  /** @type {(button: Element) => boolean} */
  const stepsUp = (button) => button.classList.contains("dash-stepper-increment");

  // React does not hear of typing a number: it would ask the server at each key, and take what is refused for no value at
  // all. Of a line of text it hears at each key; else it would put the old line back, and the caret at its end. The section
  // follows when typing rests (`holds`).
  // A sign that takes several keys, as in Japanese, is not typed before its last one.
  for (const name of ["input", "change", "compositionend"]) {
    document.addEventListener(name, (event) => {
      const field = fieldOf(event.target);
      if (!field) return;
      if (field.type === "number") event.stopPropagation();
      take(field, event instanceof InputEvent && event.isComposing);
    }, true);
  }

  document.addEventListener("keydown", (event) => {
    const field = event.key === "Enter" && fieldOf(event.target);
    if (field) hand(field);
  }, true);

  // On leaving, the last value that was allowed comes back, written as a plain number.
  document.addEventListener("focusout", (event) => {
    const field = fieldOf(event.target);
    if (!field) return;
    hand(field);
    if (field.value !== String(known(field))) field.value = known(field);
    show(field, false); // WebKit would still refuse what was typed, if that was no number
  }, true);

  document.addEventListener("click", (event) => {
    const button = jaccard.hit(event, ".dash-input-stepper");
    const field = button && fieldOf(document.getElementById(button.getAttribute("aria-controls") ?? ""));
    if (!field) return;
    event.stopPropagation();
    if (field.disabled) return;
    if (!allowed(field)) field.value = known(field);
    if (stepsUp(button)) field.stepUp();
    else field.stepDown();
    take(field);
  }, true);

  // The controls of a section have been set from elsewhere: what was being typed no longer counts.
  /** @type {(section: Section) => void} */
  function release(section) {
    for (const field of jaccard.sections.elementOf(section).querySelectorAll("input[type=number], input[type=text]")) {
      clearTimeout(typing.get(field));
      typing.delete(field);
      show(field);
    }
  }

  // Whether a line of text is being typed or set in a section, which waits for it.
  /** @type {(section: Section) => boolean} */
  const holds = (section) => [...typing.keys(), ...given.keys()]
    .some((field) => field.type === "text" && jaccard.sections.of(field) === section);
  const resting = () => ![...typing.keys(), ...given.keys()].some((field) => field.isConnected);

  jaccard.fields = { release, give, holds, resting };
})();

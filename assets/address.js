/* The address: controls write it, and links, Reset, back and forward move the controls to what it says.

   May touch: the address and its history, which Dash is told of, and the values of controls. May not: figures, texts, the
   server. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const LONGEST = 4000; // characters of a query; the server opens the default state for a longer one (serving/pages.py)

  // Write the state of a section into the address, what is at its default left out.
  /** @type {(section: Section, values: Values) => void} */
  function write(section, values) {
    if (jaccard.sections.open() !== section) return; // the page of all sections keeps its own address
    const url = jaccard.query.addressOf(section.address, values, location.search);
    if (url !== location.pathname + location.search) history.replaceState(history.state, "", url);
  }

  // Move the controls of a section to the state that a query names; what it leaves out goes to the default. The reader
  // may move none that the address hides or locks; where the address itself has changed, it says where they are.
  /** @type {(section: Section, search: string, keeps?: (id: string) => boolean) => void} */
  function apply(section, search, keeps = jaccard.locks.keeps) {
    const query = new URLSearchParams(search.length > LONGEST ? "" : search);
    jaccard.scrub.release(section);
    for (const control of section.address.controls) {
      const { id } = control;
      if (keeps(id)) continue;
      const value = jaccard.bounds.fromQuery(control, query);
      // Dash leaves a control alone whose value it believes to be this one already
      const input = document.getElementById(id);
      if (input instanceof HTMLInputElement) input.value = String(value);
      window.dash_clientside.set_props(id, { value });
      if (input instanceof HTMLInputElement && input.type === "text") jaccard.fields.give(input, String(value));
    }
    jaccard.fields.release(section);
    jaccard.state.handing();
    jaccard.state.settle(section);
  }

  // The page is about to go: what its controls say right now is kept in the address, for whoever comes back.
  function keep() {
    const section = jaccard.sections.open();
    if (section) write(section, { ...jaccard.sections.values(section), ...jaccard.scrub.unheard(section) });
  }

  // Dash calls this for the button Reset of a section.
  function reset() {
    const section = jaccard.sections.of(window.dash_clientside.callback_context.triggered_id);
    if (section) apply(section, "");
  }

  // A link to another state of the page that is open moves its controls. Dash lays out every other page of the site, and
  // is told of it just as its own links tell it. The finished page, which Dash has not taken over yet, is left alone.
  document.addEventListener("click", (event) => {
    const link = jaccard.hit(event, "#react-entry-point a[href]");
    if (!link || link.target || link.hasAttribute("download") || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin) return;
    keep();
    if (link.hash) return;
    event.preventDefault();
    event.stopPropagation();
    const section = link.pathname === location.pathname ? jaccard.sections.open() : undefined;
    history.pushState({}, "", link.href);
    if (section) move(section, link);
    else turn();
  }, true);

  function turn() {
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  /** @type {(section: Section, link: HTMLAnchorElement) => void} */
  function move(section, link) {
    apply(section, link.search);
    const from = link.closest(".section") ? link : jaccard.sections.elementOf(section); // the list at the side lies outside
    jaccard.figureAround(from)?.scrollIntoView({ block: "nearest" }); // the link may stand far below what it moves
  }

  // Back and forward between states of one page are ours alone: Dash's own Location would load the page a second time,
  // and the controls would be set twice. Between pages they are Dash's alone.
  window.addEventListener("popstate", (event) => {
    const section = jaccard.sections.open();
    if (!section) return;
    event.stopImmediatePropagation();
    apply(section, location.search, () => false);
  }, true);

  // While Dash runs, its page stands alone: the state around an element is what Dash knows, and what it has yet to hear.
  const asleep = jaccard.addressAround;
  jaccard.addressAround = (element) => {
    if (element.closest("#finished")) return asleep(element);
    const section = jaccard.sections.of(element);
    if (!section) throw new Error("this is in no section");
    const values = { ...jaccard.sections.values(section), ...jaccard.scrub.unheard(section) };
    return jaccard.query.addressOf(section.address, values, "");
  };

  jaccard.address = { write, keep };
  Object.assign(jaccard, { reset });
})();

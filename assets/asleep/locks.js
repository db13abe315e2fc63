/* What an address says of the one page that it opens: which controls it hides and locks, and whether it is in a frame.

   May touch: whether a control is disabled, and the mark data-locked of it; the values of those that it disables, which go back to the page's own; and,
   through jaccard.dress, the marks of the root and the rules that hide. May not: figures, texts, the address, the server.
   view.js has read the address and hidden what it hides before the first paint. Here controls are disabled, before the
   reader sees them and whenever Dash lays them out. What is disabled no pointer, key, handle or play can move. What sets
   controls by itself (links, Reset, a click on a cell) asks `keeps` first. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const root = document.documentElement;

  let path = location.pathname; // of the page that stands
  let view = jaccard.view();
  /** @type {string | undefined} */
  let dressed; // as it was last handed to jaccard.dress

  /* ---- controls ---- */

  /** @type {(id: string) => NodeListOf<HTMLElement>} */
  const wrappersOf = (id) => document.querySelectorAll(`[data-control="${id}"]`);
  /** @type {(wrapper: HTMLElement) => Iterable<Field | HTMLButtonElement | HTMLFieldSetElement>} */
  const inputsOf = (wrapper) => (wrapper instanceof HTMLFieldSetElement ? [wrapper] : wrapper.querySelectorAll("input, select, button"));

  /** @type {(id: string) => void} */
  function hold(id) {
    for (const wrapper of wrappersOf(id)) {
      wrapper.toggleAttribute("data-locked", true);
      for (const input of inputsOf(wrapper)) if (!input.disabled) input.disabled = true;
    }
  }

  // Whatever the reader or the browser has done to a control before this script ran is undone.
  /** @type {(id: string) => void} */
  function restore(id) {
    for (const input of [...wrappersOf(id)].flatMap((wrapper) => [...wrapper.querySelectorAll("input, select")])) {
      if (input instanceof HTMLSelectElement) for (const option of input.options) option.selected = option.defaultSelected;
      else if (input.matches("[type=radio], [type=checkbox]")) input.checked = input.defaultChecked;
      else input.value = input.defaultValue;
    }
  }

  /* ---- the page that stands ---- */

  const sections = () => document.querySelectorAll("[data-address], [data-asleep]");
  // On the way to another page, the one that is left stays as it was.
  function arrived() {
    const paths = new Set([...sections()].map(({ dataset }) => JSON.parse(dataset.address ?? dataset.asleep).path));
    return paths.size !== 1 || paths.has(location.pathname);
  }

  function follow() {
    if (path !== location.pathname) {
      if (!arrived()) return;
      path = location.pathname;
      view = jaccard.view();
      root.removeAttribute("data-newcomer");
    }
    view.kept.forEach(hold);
    dress();
  }

  // Names of controls that are not there count for nothing.
  function dress() {
    const kept = view.kept.filter((name) => document.querySelector(`[data-control="${name}"]`) !== null);
    const found = { ...view, kept };
    const text = JSON.stringify(found);
    if (text !== dressed) jaccard.dress(found);
    dressed = text;
  }

  view.kept.forEach(restore);
  follow();
  const watch = new MutationObserver(follow);
  const start = () => watch.observe(document.body, { childList: true, subtree: true });
  const says = () => view.kept.length || view.embedded || root.hasAttribute("data-newcomer");
  if (says()) start();
  // No link of the course leads to a page with such an address, so another way there is the browser's own.
  addEventListener("popstate", () => (jaccard.view().kept.length || jaccard.view().embedded) && start(), true);

  jaccard.locks = { keeps: (id) => view.kept.includes(id.replace("finished-", "")) };
})();

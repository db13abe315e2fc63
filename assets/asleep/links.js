/* Links: what an address says of how pages are shown goes along, however a link is opened: by a click, a key, in a new tab.

   May touch: the queries and targets of links, before anybody follows them. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const { CARRIED, VIEW, withDisplay } = jaccard.query;

  // Which keys of the address a link has too.
  /** @type {(link: HTMLAnchorElement) => string[]} */
  function keysOf(link) {
    if (link.matches("[data-leads=controls]")) return [...CARRIED, "embed"];
    if (link.matches("[data-leads=page]")) return [...CARRIED, "hide", "lock"];
    if (link.closest(".plans")) return ["theme"]; // it says itself which lecture begins
    return link.pathname === location.pathname ? [...CARRIED, ...VIEW] : CARRIED;
  }

  // The state that is set, and its keys that a lesson of the same chapter has too: the list and the ways on take them there.
  /** @type {(link: HTMLAnchorElement) => [string, string[]]} */
  function settings(link) {
    const ways = jaccard.seen().querySelector("nav[data-carries]");
    const section = jaccard.seen().querySelector("[data-address], [data-asleep]");
    const keys = link.closest("nav") && ways && JSON.parse(ways.dataset.carries)[link.pathname];
    return keys && section ? [jaccard.addressAround(section).split("?")[1] ?? "", keys] : ["", []];
  }

  /** @type {(event: Event) => void} */
  function carry(event) {
    const link = jaccard.hit(event, "a[href]");
    if (!link || link.origin !== location.origin) return;
    // these two lead to the state that is set
    const own = link.matches("[data-leads]") ? jaccard.addressAround(link).split("?")[1] ?? "" : link.search;
    const search = withDisplay(withDisplay(own, location.search, keysOf(link)), ...settings(link));
    if (search !== link.search) link.search = search;
    // a frame shows its page, and nothing else
    const embedded = "embedded" in document.documentElement.dataset;
    if (embedded && link.pathname !== location.pathname && !link.download) link.target = "_blank";
  }
  for (const type of ["pointerdown", "focusin", "click"]) document.addEventListener(type, carry, true);
})();

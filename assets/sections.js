/* The sections on the page, with one record of each for as long as it stands there.

   May read: the page, and Dash's layout. Changes nothing.
   The other files keep what is pending, asked or unsaved by this record. When the reader goes to another page, all of it
   ends, even if the next page shows the same section again. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});
  const records = new WeakMap(); // what Dash laid out -> the record of its section

  // Dash lays every page out anew. Of a section, its title is what no callback ever replaces.
  const laidOut = (element) => window.dash_component_api.getLayout(`${element.id}-title`) ?? element;

  // place: an element, or the id of one. Returns the record of the section around it, or null.
  function of(place) {
    const start = typeof place === "string" ? document.getElementById(place) : place;
    const element = start instanceof Element ? start.closest("[data-address]") : null;
    if (!element) return null;
    const key = laidOut(element);
    if (!records.has(key)) {
      const address = JSON.parse(element.dataset.address);
      const values = Object.fromEntries(address.controls.map(({ id, value }) => [id, value]));
      records.set(key, { id: element.id, address, values }); // values: of the controls, by id
    }
    return records.get(key);
  }

  const elementOf = (section) => document.getElementById(section.id);
  const stands = (section) => of(section.id) === section;
  const all = () => [...document.querySelectorAll("[data-address]")].map(of);
  const at = (path) => all().find((section) => section.address.path === path);

  jaccard.sections = { of, elementOf, stands, all, at };
})();

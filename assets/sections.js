/* The sections on the page, with one record of each for as long as it stands there.

   May read: the page, and Dash's layout. Changes nothing.
   The other files keep what is pending, asked or unsaved by this record. When the reader goes to another page, all of it
   ends, even if the next page shows the same section again. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});
  /** @type {WeakMap<object, Section>} */
  const records = new WeakMap(); // what Dash laid out -> the record of its section

  // Dash lays every page out anew. Of a section, its title is what no callback ever replaces.
  /** @type {(element: Element) => object} */
  const laidOut = (element) => window.dash_component_api.getLayout(`${element.id}-title`) ?? element;

  // place: an element, or the id of one. Returns the record of the section around it, or null.
  /** @type {Jaccard["sections"]["of"]} */
  function of(place) {
    const start = typeof place === "string" ? document.getElementById(place) : place;
    const element = start instanceof Element ? start.closest("[data-address]") : null;
    if (!element) return null;
    const key = laidOut(element);
    const record = records.get(key) ?? { id: element.id, address: JSON.parse(element.dataset.address) };
    records.set(key, record);
    return record;
  }

  /** @type {(section: Section) => HTMLElement} */
  const elementOf = (section) => jaccard.one(`#${section.id}`);
  /** @type {(section: Section) => boolean} */
  const stands = (section) => of(section.id) === section;
  const all = () => [...document.querySelectorAll("[data-address]")].flatMap((element) => of(element) ?? []);

  // Pages on their way: how many were asked for, and the sections that make room for one that has come.
  let underWay = 0;
  /** @type {WeakSet<Section>} */
  const outgoing = new WeakSet();

  function pageAsked() { underWay += 1; }

  /** @type {(comes: boolean) => void} */
  function pageAnswered(comes) {
    underWay -= 1;
    if (comes) all().forEach((section) => outgoing.add(section));
  }

  const arriving = () => underWay > 0;

  // The section whose own page is shown. On the page of all sections there is none. On the way to another page there is
  // none either: what the reader does then must not change the address, nor be undone by the page that comes.
  function open() {
    const [section, ...others] = all();
    if (!section || others.length || arriving() || outgoing.has(section)) return undefined;
    return section.address.path === location.pathname ? section : undefined;
  }

  // The values of the controls, by id, as Dash knows them now, each within its bounds.
  /** @type {(section: Section) => Values} */
  const values = ({ address }) => Object.fromEntries(address.controls.map((control) =>
    [control.id, jaccard.bounds.bound(control, window.dash_component_api.getLayout(control.id)?.props.value)]));

  // The frames of a section, as Dash knows them now.
  /** @type {(section: Section) => Frames | undefined} */
  const frames = ({ id }) => window.dash_component_api.getLayout(`${id}-frames`)?.props.data;

  jaccard.sections = { of, elementOf, stands, all, open, values, frames, pageAsked, pageAnswered, arriving };
})();

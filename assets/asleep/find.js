/* Looking for elements that have to be there, and for those that are pressed.

   Touches nothing. An element that is missing is an error that names it. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;

  /** @type {<E>(found: E | null, selector: string) => E} */
  const there = (found, selector) => {
    if (!found) throw new Error(`there is no ${selector}`);
    return found;
  };

  jaccard.one = (selector, root = document) => there(root.querySelector(selector), selector);
  jaccard.around = (selector, element) => there(element.closest(selector), selector);
  // The figure of the section around an element: the first, if it has several.
  jaccard.figureAround = (element) => jaccard.around(".section", element).querySelector(".chart");
  // The nearest element of this kind around what an event happened to, or null.
  jaccard.hit = ({ target }, selector) => (target instanceof Element ? target.closest(selector) : null);
  // Whether an element has a place, and is not hidden there.
  jaccard.visible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
})();

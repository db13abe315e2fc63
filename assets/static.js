/* What stands still on a page: elements as plain data, drawn at once. Dash would wrap and watch each of them.

   May draw: the elements that components/markup/static.py has written, and the live components at their places among
   them. Touches nothing else. React writes every text as text, so none can become markup. */

(() => {
  "use strict";

  const { createElement, Fragment } = window.React;

  // part: a text, [name, attributes, ...what stands in it], or the number of a live component.
  /** @type {(part: any, live: unknown[]) => unknown} */
  function drawn(part, live) {
    if (typeof part === "string") return part;
    if (typeof part === "number") return live[part];
    const [name, attributes, ...inside] = part;
    return createElement(name, attributes, ...inside.map((/** @type {any} */ each) => drawn(each, live)));
  }

  /** @type {(props: { tree: unknown[], children: unknown }) => unknown} */
  function Static({ tree, children }) {
    const live = [children].flat(); // of a single one Dash makes no list
    return createElement(Fragment, null, ...tree.map((part) => drawn(part, live)));
  }

  window.jaccard_components = { Static };
})();

/* A click on a cell of a figure sets controls: the sets that its item belongs to.

   Functions from a click to the values of controls, called by Dash. They touch nothing themselves. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});
  const same = () => window.dash_clientside.no_update;

  // Inputs: a click on a cell; the figure, which has for every cell [item, places of the sets it concerns] (Dash leaves
  // that out of the click); the members of the sets. Read as binary digits, the item's memberships count one up:
  // in neither, in the first, in the second, in both, and in neither again. A set that is locked is left out.
  /** @type {(click: any, figure: any, ...sets: number[][]) => unknown[]} */
  function advance(click, figure, ...sets) {
    const { curveNumber, x, y } = click?.points?.[0] ?? {};
    /** @type {number[]} */
    const [item, ...places] = figure.data[curveNumber]?.customdata[y][x] ?? [];
    /** @type {unknown[]} */
    const changed = sets.map(same);
    const ids = window.dash_clientside.callback_context.outputs_list.map(({ id }) => id);
    for (const k of places.filter((place) => !jaccard.locks.keeps(ids[place]))) {
      const carry = sets[k].includes(item);
      changed[k] = carry ? sets[k].filter((member) => member !== item) : [...sets[k], item];
      if (!carry) break;
    }
    return [...changed, null]; // the click is done with; the same one may come again
  }

  Object.assign(jaccard, { advance });
})();

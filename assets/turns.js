/* Figures are drawn in turns, so that the page answers in between: Dash hands all figures of a page to plotly at once.

   May touch: the function of window.Plotly that Dash calls, and which events plotly hears of. A figure that has been drawn is
   drawn anew at once. */

(() => {
  "use strict";

  const plotly = window.Plotly;
  const { react } = plotly;

  const TURN = 100; // ms of drawing after which the page is next

  /** @type {Promise<unknown>} */
  let before = Promise.resolve(); // settled once the last of those that wait has been drawn
  let end = 0; // of the turn
  async function turn() {
    if (performance.now() < end) return;
    await new Promise((go) => { setTimeout(go); });
    end = performance.now() + TURN;
  }

  /** @type {WeakMap<Element, any[]>} */
  const latest = new WeakMap(); // place -> the last figure for it, which is drawn whichever turn comes later

  plotly.react = (place, ...figure) => {
    if (typeof place === "string") return react(place, ...figure);
    latest.set(place, figure);
    if (place._fullLayout) return react(place, ...figure);
    place.addEventListener = listens;
    const draw = () => (place.isConnected ? react(place, .../** @type {any} */ (latest.get(place))) : place); // its page may be gone
    const drawn = before.then(turn).then(draw);
    before = drawn.catch(() => {});
    return drawn;
  };

  // No figure answers the wheel, but plotly listens to it, at its element and at the rectangle that is dragged. For each
  // listener WebKit styles the whole page anew, which takes seconds on a long one.
  /** @type {(this: EventTarget, ...how: Parameters<EventTarget["addEventListener"]>) => void} */
  function listens(...how) {
    if (how[0] !== "wheel") EventTarget.prototype.addEventListener.apply(this, how);
  }
  SVGRectElement.prototype.addEventListener = listens;
})();

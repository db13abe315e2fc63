// What happens when figures are handed to plotly at once: in which order they are drawn, and when the page is next.
import { loaded, tell } from "./client.mjs";

const DRAWING = 60; // ms for each figure
let clock = 0;
globalThis.performance = { now: () => clock };
globalThis.setTimeout = (go) => {
  done.push("page");
  setImmediate(go);
};
globalThis.SVGRectElement = class extends EventTarget {};

const done = [];
class Plot extends EventTarget {
  constructor(name, isConnected) {
    super();
    Object.assign(this, { name, isConnected });
  }
}
const draw = (plot) => {
  clock += DRAWING;
  done.push(plot.name);
  plot._fullLayout = {};
  for (const type of ["wheel", "click"]) plot.addEventListener(type, () => done.push(type));
};
const { Plotly } = loaded({ Plotly: { react: async (plot) => draw(plot) } }, "turns.js");

const plots = ["a", "b", "c", "gone", "d"].map((name) => new Plot(name, name !== "gone"));
await Promise.all(plots.map((plot) => Plotly.react(plot)));
Plotly.react(plots[0]);
done.push("at once");
const [plot, rect] = [plots[1], new globalThis.SVGRectElement()];
rect.addEventListener("wheel", () => done.push("wheel"));
for (const each of [plot, rect]) for (const type of ["wheel", "click"]) each.dispatchEvent(new Event(type));

const first = [...done];

// one that is handed over twice while it waits, and again once it was drawn
const figures = [];
const other = { isConnected: true };
const { Plotly: second } = loaded({ Plotly: { react: async (place, figure) => { figures.push(figure); place._fullLayout = {}; } } }, "turns.js");
const waiting = [second.react(other, "first"), second.react(other, "second")];
await waiting[0];
second.react(other, "third");
await waiting[1];
tell([first, figures.at(-1)]);

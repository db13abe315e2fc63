// What paint.js says that it has not painted, and the bars of a stack as it leaves them.
import { given, load, tell } from "./client.mjs";

const { paint } = load("paint.js");

// As much of plotly's drawing as the painter of stacked bars may ask for.
const [paths, heights] = given();
const bars = paths.map((d) => ({ d, getAttribute() { return this.d; }, setAttribute(_, value) { this.d = value; } }));
const trace = { type: "bar", index: 0, xaxis: "x", yaxis: "y", visible: true, x: paths, y: paths.map(() => 0) };
const group = { __data__: [{ trace }], querySelectorAll: () => bars };
const gd = {
  _fullData: [trace],
  _fullLayout: { barmode: "stack", xaxis: {}, yaxis: { d2p: (value) => 100 - value } },
  querySelectorAll: () => [group],
};
const left = paint(gd, [[["data", 0, "y"], heights]]);
tell({ left, bars: bars.map(({ d }) => d) });

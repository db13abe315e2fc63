// What is drawn by the pointer, step for step, and the path of it: see test_draw.py.
import { given, load, tell } from "./client.mjs";

globalThis.document = { addEventListener() {}, documentElement: {} };
globalThis.MutationObserver = class { observe() {} };

const { draw } = load("asleep/draw.js");
const [cases] = given();
tell(cases.map(([sketch, levels, points]) => {
  const drawn = points.reduce((before, to, k) => draw.stroke(sketch, before, points[k - 1], to), levels);
  return [drawn, draw.path(sketch, drawn)];
}));

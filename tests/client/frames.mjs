// For each list of values of the sliders: the positions, what the frames have there for each output, and what differs from
// the position before.
import { given, load, tell } from "./client.mjs";

const { frames: { positions, value, changes } } = load("asleep/frames.js");
const [frames, walk] = given();

let before;
tell(walk.map((values) => {
  const at = positions(frames, values);
  const whole = frames.columns.map((column) => value(frames, column, at));
  const told = { at, whole, changed: before ? changes(frames, at, before) : null };
  before = at;
  return told;
}));

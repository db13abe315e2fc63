// The addresses of states, queries with what others say of the display, and the lists of keys.
import { given, load, tell } from "./client.mjs";

const { query } = load("asleep/query.js");
const [states, displays] = given();
tell({
  addresses: states.map((each) => query.addressOf(...each)),
  displays: displays.map((each) => query.withDisplay(...each)),
  keys: [query.CARRIED, query.VIEW],
});

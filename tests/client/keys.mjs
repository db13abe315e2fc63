// Whether a key does what the page has for it, by what has the focus: the selectors that it matches.
import { given, load, tell } from "./client.mjs";

const listeners = [];
globalThis.Element = class {
  constructor(matches) { this.matches = matches; }
  closest(selectors) { return selectors.split(",").some((each) => this.matches.includes(each.trim())) ? this : null; }
};
globalThis.document = { addEventListener: (_, act) => listeners.push(act), querySelector: () => null };

const jaccard = load("asleep/keys.js");
const [cases] = given();
tell(cases.map(([matches, key]) => {
  let acted = false;
  jaccard.key(key, () => { acted = true; });
  const event = { key, target: new globalThis.Element(matches), preventDefault: () => {} };
  for (const listener of listeners) listener(event);
  return acted;
}));

// Still pictures, as trees, after their sliders have been moved from one position to another.
import { given, load, tell } from "./client.mjs";

const { frames, still } = load("asleep/frames.js", "asleep/still.js");

// As much of an element as still.js may touch.
class Element {
  constructor({ name, attributes, text, children }) {
    Object.assign(this, { localName: name, attributes, textContent: text, children: children.map((each) => new Element(each)) });
    const key = (prop) => `data-${prop}`;
    this.dataset = new Proxy(attributes, {
      get: (all, prop) => all[key(prop)],
      set: (all, prop, value) => { all[key(prop)] = String(value); return true; },
    });
  }

  getAttribute(name) { return this.attributes[name] ?? null; }

  setAttribute(name, value) { this.attributes[name] = String(value); }

  get all() { return [this, ...this.children.flatMap((child) => child.all)]; }

  querySelectorAll(selector) {
    const [, name, value, without] = /^\[([\w-]+)(?:="([^"]*)")?\](?::not\(\[([\w-]+)\]\))?$/.exec(selector);
    return this.all.filter(({ attributes }) => name in attributes && (value === undefined || attributes[name] === value)
      && !(without in attributes));
  }

  toJSON() {
    const { localName: name, attributes, textContent: text, children } = this;
    return { name, attributes, text, children };
  }
}

const [all, moves] = given();
tell(moves.map(({ from, to, pictures }) => {
  const [before, at] = [from, to].map((values) => frames.positions(all, values));
  const changed = frames.changes(all, at, before);
  return Object.fromEntries(Object.entries(pictures).map(([id, tree]) => {
    const element = new Element(tree);
    all.outputs.forEach((output, k) => {
      if (output.id === id && output.prop === "figure" && changed[k].length) still(element, changed[k]);
    });
    return [id, element];
  }));
}));

// Loads scripts of assets/ as a page does, into a window that has nothing but what pure functions may use.

import { readFileSync, writeFileSync } from "node:fs";
import vm from "node:vm";

const ASSETS = new URL("../../assets/", import.meta.url);

// The names that these scripts give to the others. Standard objects are shared, so that arrays are arrays on both sides.
export function load(...names) {
  return loaded({}, ...names).dash_clientside.jaccard;
}

// Loads them into a window that has more.
export function loaded(window, ...names) {
  for (const name of names) {
    const url = new URL(name, ASSETS);
    vm.runInThisContext(`(function (window) {${readFileSync(url, "utf8")}\n})`, { filename: url.pathname })(window);
  }
  return window;
}

// What the test asks, and what it is told. JSON has no undefined, so an answer that is none would be lost without a word.
export const given = () => JSON.parse(readFileSync(0, "utf8"));
export const tell = (value) => writeFileSync(1, JSON.stringify(value, (_, each) => {
  if (each === undefined || (typeof each === "number" && !Number.isFinite(each))) throw new Error(`an answer is ${each}`);
  return each;
}));

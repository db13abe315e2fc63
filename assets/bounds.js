/* Bounds a value exactly as `Param.bound` of components/state/params.py does, which tests/client/test_bounds.py compares.

   Pure functions: they touch nothing. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const NUMBER = /^[ \t-\r]*[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|inf(inity)?)[ \t-\r]*$/i;
  const WHOLE = /^[ \t-\r]*[+-]?\d+[ \t-\r]*$/;
  const UNWRITABLE = /[\0-\x1f\x7f-\x9f\ud800-\udfff]/gu; // as Python has it: with "u" only halves of a pair are surrogates
  /** @type {(text: string) => number} */
  const lengthOf = (text) => [...text].length; // as Python counts

  // The nearest position of a slider or number field, and the value there.
  /** @type {(bounds: Range, number: number) => number} */
  const nearest = ({ low, step, count }, number) =>
    Math.min(Math.max(Math.floor((number - low) / step + 0.5), 0), count - 1);

  /** @type {(bounds: Range, position: number) => number} */
  function valueAt({ low, step, whole }, position) {
    const value = low + position * step;
    return whole ? Math.round(value) : Number(value.toFixed(10));
  }

  /** @type {(bounds: Range, given: unknown, fallback: Value) => Value} */
  function ofNumber(bounds, given, fallback) {
    let number = given;
    if (typeof given === "string") {
      // a decimal comma; in a whole number it would stand between thousands
      const text = bounds.whole || given.includes(".") ? given : given.replace(",", ".");
      if (lengthOf(text) > 40 || !NUMBER.test(text)) return fallback;
      number = Number(text.replace(/inf(inity)?/i, "Infinity"));
    }
    if (typeof number !== "number" || Number.isNaN(number)) return fallback;
    return valueAt(bounds, nearest(bounds, number));
  }

  /** @type {(bounds: Choice, given: unknown, fallback: Value) => Value} */
  const ofChoice = ({ choices }, given, fallback) => choices.find((choice) => choice === given) ?? fallback;

  /** @type {(bounds: Subset, given: unknown, fallback: Value) => Value} */
  function ofSubset({ size }, given, fallback) {
    let items = given;
    if (typeof given === "string") items = given ? given.split(",") : [];
    if (!Array.isArray(items)) return fallback;
    const short = items.slice(0, 4 * size)
      .filter((item) => ["number", "string"].includes(typeof item) && lengthOf(String(item)) < 9);
    if (short.some((item) => typeof item === "string" && !WHOLE.test(item))) return fallback;
    return [...new Set(short.map(Number))].filter((item) => item >= 0 && item < size).sort((a, b) => a - b);
  }

  /** @type {(bounds: Line, given: unknown, fallback: Value) => Value} */
  const ofText = ({ longest }, given, fallback) =>
    (typeof given === "string" ? [...given].slice(0, longest).join("").replace(UNWRITABLE, " ") : fallback);
  /** @type {(bounds: Bitmap, given: unknown, fallback: Value) => Value} */
  const ofBitmap = ({ letters }, given, fallback) =>
    (typeof given === "string" && given.length <= letters && /^[\w-]*$/.test(given) ? given.replace(/A+$/, "") : fallback);

  // control: one of a section's address. Returns the nearest allowed value, or the default for what cannot be read.
  /** @type {(control: Parameter, given: unknown) => Value} */
  function bound({ bounds, fallback }, given) {
    if (bounds.kind === "number") return ofNumber(bounds, given, fallback);
    if (bounds.kind === "text") return ofText(bounds, given, fallback);
    if (bounds.kind === "bitmap") return ofBitmap(bounds, given, fallback);
    return bounds.kind === "choice" ? ofChoice(bounds, given, fallback) : ofSubset(bounds, given, fallback);
  }

  // What a query gives for a control; a key that stands several times gives a list.
  /** @type {(control: Parameter, query: URLSearchParams) => Value} */
  function fromQuery(control, query) {
    const given = query.getAll(control.key);
    return given.length ? bound(control, given.length > 1 ? given : given[0]) : control.fallback;
  }

  jaccard.bounds = { bound, fromQuery };
})();

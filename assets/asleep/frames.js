/* Picking from the frames that Python made: for every position of the sliders, the finished value of each place.

   Pure functions: they touch nothing. Used before Dash runs (asleep.js) and after (scrub.js). */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  // The position of each slider, from their values in the order of frames.axes.
  /** @type {Jaccard["frames"]["positions"]} */
  const positions = ({ axes }, values) => axes.map(({ low, step, count }, k) =>
    Math.min(Math.max(Math.round((Number(values[k]) - low) / step), 0), count - 1));

  // What a column has for the positions of the sliders.
  /** @type {Jaccard["frames"]["value"]} */
  function value(frames, column, at) {
    const { axes, codes } = frames;
    if ("mask" in column.values) return cells(column.values, column.axes.map((k) => axes[k].count - 1 - at[k]));
    const i = column.axes.reduce((sum, k) => (column.bySum ? sum : sum * axes[k].count) + at[k], 0);
    if ("levels" in column.values) return reaching(column.values, i);
    if (column.at === undefined) return valueAt(column.values, i);
    const numbers = all(codes[column.at]);
    const each = numbers.length / column.axes.reduce((size, k) => size * axes[k].count, 1);
    return each === 1 ? column.values[numbers[i]]
      : Array.from(numbers.slice(i * each, (i + 1) * each), (k) => column.values[k]);
  }

  // Cells in two layers: those above show where the mask, seen from this corner on, covers.
  /** @type {(layers: Layers, corner: number[]) => number[][]} */
  function cells({ mask, below, above }, [top, left]) {
    const [covered, high, low] = [mask, above, below].map(all);
    const [width, across] = [sizesOf(mask)[1], sizesOf(below)[1]];
    return Array.from({ length: sizesOf(below)[0] }, (_, i) => Array.from({ length: across }, (_, j) =>
      (covered[(top + i) * width + left + j] ? high : low)[i * across + j]));
  }

  // Cells in two layers: those above show where the level of a cell reaches this position.
  /** @type {(layers: Reaching, position: number) => number[][]} */
  function reaching({ levels, below, above }, position) {
    const [reached, high, low] = [levels, above, below].map(all);
    const [height, width] = sizesOf(levels);
    return Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => {
      const k = i * width + j;
      return (reached[k] >= position ? high : low)[k];
    }));
  }

  // What differs between the positions before and the present ones: for each output a list of [path, value].
  /** @type {Jaccard["frames"]["changes"]} */
  function changes(frames, at, before) {
    /** @type {Change[][]} */
    const changed = frames.outputs.map(() => []);
    for (const column of frames.columns) {
      if (!column.axes.some((k) => at[k] !== before[k])) continue;
      const picked = value(frames, column, at);
      for (const [output, path] of column.to) changed[output].push([path, picked]);
    }
    return changed;
  }

  // A column of numbers comes packed, in plotly's own form for arrays: the row of each position, one after the other.
  const TYPES = { i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, f8: Float64Array };
  /** @type {WeakMap<Packed, Numbers>} */
  const unpacked = new WeakMap();

  /** @type {(packed: Packed) => Numbers} */
  function all(packed) {
    let numbers = unpacked.get(packed);
    if (!numbers) {
      const bytes = Uint8Array.from(atob(packed.bdata), (letter) => letter.charCodeAt(0));
      numbers = new TYPES[packed.dtype](bytes.buffer);
      unpacked.set(packed, numbers);
    }
    return numbers;
  }

  /** @type {(packed: Packed) => number[]} */
  const sizesOf = ({ shape }) => (shape ?? "").split(",").map(Number);
  /** @type {(values: unknown[] | Packed, i: number) => any} */
  const valueAt = (values, i) => (Array.isArray(values) ? values[i] : row(all(values), sizesOf(values).slice(1), i));

  /** @type {(numbers: Numbers, sizes: number[], i: number) => any} */
  const row = (numbers, [size, ...sizes], i) =>
    size === undefined ? numbers[i] : Array.from({ length: size }, (_, k) => row(numbers, sizes, i * size + k));

  jaccard.frames = { positions, value, changes };
})();

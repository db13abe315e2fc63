/* Moves what a still picture shows, before plotly draws the figure.

   May touch: the SVG of a still picture. What it finds there is written by components/figures/still/:
     [data-part]              a trace ("data.3"), a line ("shapes.0") or a label ("annotations.1") that moves
     data-x, data-y           an axis: the shares of the frame at both ends of its range, the range, 1 if logarithmic
     g of circle, svg, text   the points of a trace, one element each
     path                     a line, an area, or with data-sides and data-heights one layer of stacked bars
     g[data-steps] of path    cells, a path for each colour; data-steps says from which share of data-z on it holds
   Nested svg elements with a viewBox count UNITS across and down. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const UNITS = 2000; // across a plot and down it: UNITS of components/figures/still/svg.py
  const OUTSIDE = -9; // the share at which a point that is nowhere lies

  // element: the box of a figure; changes: [path into the figure, value] pairs.
  /** @type {(element: Element, changes: Change[]) => void} */
  function still(element, changes) {
    /** @type {Map<string, Drawing>} */
    const parts = new Map(); // name -> what changes of it
    for (const [path, value] of changes) {
      const [name, key] = path[0] === "data" ? [`data.${path[1]}`, path[2]] : [`${path[1]}.${path[2]}`, path[3]];
      parts.set(name, { ...parts.get(name), [key]: value });
    }
    for (const [name, changed] of parts) {
      for (const part of element.querySelectorAll(`[data-part="${name}"]:not([data-sides])`)) move(part, changed);
    }
    bars(element, parts);
  }

  /** @type {(part: HTMLElement, changed: Drawing) => void} */
  function move(part, changed) {
    const kind = part.dataset.part.split(".")[0];
    if (kind === "shapes") line(part, changed);
    else if (kind === "annotations") label(part, changed);
    else if (part.dataset.steps) cells(part, changed);
    else if (part.localName === "path") curve(part, changed);
    else points(part, changed);
  }

  /* ---- places ---- */

  // Which share of its range a value of an axis lies at, and which share of the frame.
  /** @type {(axis: Axis, value: number) => number} */
  function along([, , low, high, log], value) {
    return ((log ? Math.log10(value) : value) - low) / (high - low);
  }
  /** @type {(part: HTMLElement, direction: Way) => Axis} */
  const axisOf = (part, direction) => part.dataset[direction]?.split(" ").map(Number);
  /** @type {(axis: Axis, value: number | null) => number} */
  function inFrame(axis, value) {
    const share = value === null ? NaN : axis[0] + (axis[1] - axis[0]) * along(axis, value);
    return Number.isFinite(share) ? share : OUTSIDE;
  }

  /** @type {(share: number) => string} */
  const percent = (share) => `${100 * share}%`;

  /* ---- points and their words ---- */

  /** @type {(part: HTMLElement, changed: Drawing) => void} */
  function points(part, { x, y, text }) {
    const [across, down] = [axisOf(part, "x"), axisOf(part, "y")];
    // a point beyond the end of its axis is nowhere, as in plotly's drawing
    /** @type {(axis: Axis, value: number) => number} */
    const inside = (axis, value) => {
      const share = along(axis, value);
      return share > -1e-6 && share < 1 + 1e-6 ? inFrame(axis, value) : OUTSIDE;
    };
    [...part.children].forEach((point, i) => {
      const [cx, cy] = point.localName === "circle" ? ["cx", "cy"] : ["x", "y"];
      if (x) point.setAttribute(cx, percent(inside(across, x[i])));
      if (y) point.setAttribute(cy, percent(inside(down, y[i])));
      if (text && point.localName === "text") point.textContent = Array.isArray(text) ? text[i] : text;
    });
  }

  /** @type {(part: HTMLElement, changed: Drawing) => void} */
  function label(part, { x, y, opacity }) {
    if (x !== undefined) part.setAttribute("x", percent(inFrame(axisOf(part, "x"), x)));
    if (y !== undefined) part.setAttribute("y", percent(inFrame(axisOf(part, "y"), y)));
    if (opacity !== undefined) part.setAttribute("opacity", opacity);
  }

  /* ---- lines and areas ---- */

  // All numbers of a path, two for each point. Sets some, from the ends of a line or the points of a trace.
  /** @type {(part: HTMLElement, count: number, set: (numbers: (string | number)[]) => void) => void} */
  function redraw(part, count, set) {
    const d = part.getAttribute("d") ?? "";
    const numbers = d.match(/-?[\d.]+/g) ?? [];
    if (numbers.length !== 2 * count) numbers.splice(0, numbers.length, ...Array(2 * count).fill(0));
    set(numbers);
    part.setAttribute("d", numbers.length ? `M${numbers.join(" ")}${d.endsWith("z") ? "z" : ""}` : "");
  }

  // A line of the layout lies in the frame as a whole.
  /** @type {(part: HTMLElement, changed: Drawing) => void} */
  function line(part, changed) {
    redraw(part, 2, (numbers) => ["x0", "y0", "x1", "y1"].forEach((end, k) => {
      if (end in changed) numbers[k] = UNITS * inFrame(axisOf(part, k % 2 ? "y" : "x"), changed[end]);
    }));
  }

  // A line of a trace lies in the plot of its axes.
  /** @type {(part: HTMLElement, changed: { x?: number[], y?: number[] }) => void} */
  function curve(part, { x, y }) {
    const [across, down] = [axisOf(part, "x"), axisOf(part, "y")];
    redraw(part, (x ?? y ?? []).length, (numbers) => {
      x?.forEach((value, i) => { numbers[2 * i] = UNITS * along(across, value); });
      y?.forEach((value, i) => { numbers[2 * i + 1] = UNITS * (1 - along(down, value)); });
    });
  }

  /* ---- stacked bars: all of a stack, since one stands on the other ---- */

  /** @type {(element: Element, parts: Map<string, Drawing>) => void} */
  function bars(element, parts) {
    const stack = [...element.querySelectorAll("[data-sides]")];
    if (!stack.some(({ dataset }) => parts.has(dataset.part))) return;
    /** @type {number[]} */
    const ends = []; // of the bars that stand so far
    for (const layer of stack) {
      const sides = layer.dataset.sides.split(" ");
      /** @type {number[]} */
      const heights = parts.get(layer.dataset.part)?.y ?? layer.dataset.heights.split(" ").map(Number);
      layer.dataset.heights = heights.join(" ");
      const axis = axisOf(layer, "y");
      /** @type {(value: number) => number} */
      const at = (value) => UNITS * (1 - along(axis, value));
      layer.setAttribute("d", heights.map((height, i) => {
        const bottom = at(ends[i] ?? 0);
        ends[i] = (ends[i] ?? 0) + height;
        return height ? `M${sides[2 * i]} ${bottom}V${at(ends[i])}H${sides[2 * i + 1]}V${bottom}z` : "";
      }).join(""));
    }
  }

  /* ---- cells of a few colours: runs of one colour in a row are one line, a cell thick ---- */

  /** @type {(part: HTMLElement, changed: { z?: number[][] }) => void} */
  function cells(part, { z = [] }) {
    const [low, high] = part.dataset.z.split(" ").map(Number);
    const steps = part.dataset.steps.split(" ").map(Number);
    const [, , bottom, top] = axisOf(part, "y");
    const runs = steps.map(() => "");
    z.forEach((row, i) => {
      const down = bottom > top ? i : z.length - 1 - i;
      for (let from = 0, to = 0; from < row.length; from = to) {
        while (to < row.length && row[to] === row[from]) to += 1;
        const share = (row[from] - low) / (high - low);
        runs[steps.findLastIndex((step) => step <= share)] += `M${from} ${down}h${to - from}`;
      }
    });
    [...part.children].forEach((path, k) => {
      if (path.getAttribute("stroke") !== "none") path.setAttribute("d", runs[k]); // what lies below shows through those
    });
  }

  jaccard.still = Object.assign(still, { axisOf, inFrame, OUTSIDE });
})();

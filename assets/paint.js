/* Moves what plotly has drawn, within one frame of the screen; plotly itself would take several to draw it anew.

   May touch: the drawn SVG of a figure. May not: the figure's data and layout, which follow when the slider rests
   (scrub.js); plotly then draws the same picture from them. What cannot be moved is handed back, for plotly to draw.

   The contract with the pinned plotly.js, which tests/browser/test_moved.py checks by comparing both pictures:
     gd._fullData[i], gd._fullLayout   traces and layout with all defaults; made anew whenever plotly draws
     axis.d2p(value), axis._offset     the pixel of a value on its axis, and of the axis in the figure
     .scatterlayer .trace              __data__[0].trace is the trace; in it .points .point and .text .textpoint text,
                                       one for each point, .lines .js-line, .js-fill
     .barlayer .trace                  the same; .point path has one bar, "M left,bottom V top H right V bottom Z"
     .heatmaplayer .hm image           the cells, one pixel each, in xlink:href; __data__[0].trace of .hm is the trace
     .shapelayer path[data-index]      a straight line is "M x0,y0 L x1,y1"
     .annotation[data-index]           one label; its transform attribute is free */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  // Type of trace -> its painter. A painter gets plotly's element and a Map from trace numbers to their changed
  // properties. It returns the numbers of the traces that it has painted.
  /** @type {Record<string, (gd: Plot, traces: Map<number, Drawing>) => number[]>} */
  const TRACES = {
    scatter: (gd, traces) => numbersOf(traces, (index, changed) => points(gd, index, changed)),
    heatmap: (gd, traces) => numbersOf(traces, (index, changed) => cells(gd, index, changed)),
    bar: stackedBars,
  };
  // Part of the layout -> its painter, which gets plotly's element, the number of the part, a property and its value.
  // It returns whether it has painted it.
  /** @type {Record<string, (gd: Plot, index: number, key: string, value: any) => boolean>} */
  const PARTS = { shapes: line, annotations: caption };

  // gd: plotly's element; changes: [path into the figure, value] pairs. Returns the pairs that were not painted.
  /** @type {(gd: Plot, changes: Change[]) => Change[]} */
  function paint(gd, changes) {
    /** @type {Change[]} */
    const left = [];
    /** @type {Map<string, Map<number, Drawing>>} */
    const byType = new Map();
    for (const [path, value] of changes) {
      const [root, part, index, key] = /** @type {[string, any, any, string]} */ (path);
      if (root === "data" && path.length === 3) {
        const [number, property] = [part, index];
        const type = gd._fullData[number]?.type;
        const traces = byType.get(type) ?? new Map();
        byType.set(type, traces);
        traces.set(number, { ...traces.get(number), [property]: value });
      } else if (!(root === "layout" && PARTS[part]?.(gd, index, key, value))) {
        left.push([path, value]);
      }
    }
    for (const [type, traces] of byType) {
      const painted = TRACES[type]?.(gd, traces) ?? [];
      for (const [number, changed] of traces) {
        if (painted.includes(number)) continue;
        for (const [property, value] of Object.entries(changed)) left.push([["data", number, property], value]);
      }
    }
    return left;
  }

  /** @type {(traces: Map<number, Drawing>, paints: (index: number, changed: Drawing) => boolean) => number[]} */
  const numbersOf = (traces, paints) => [...traces].filter((entry) => paints(...entry)).map(([number]) => number);
  /** @type {(changed: Drawing, keys: string[]) => boolean} */
  const onlyHas = (changed, keys) => Object.keys(changed).every((key) => keys.includes(key));
  /** @type {(gd: Plot, ref: string) => Drawing} */
  const axisOf = (gd, ref) => gd._fullLayout[`${ref[0]}axis${ref.slice(1).split(" ")[0]}`];
  /** @type {(ref: string) => boolean} */
  const onAxis = (ref) => ref !== "paper" && !ref.endsWith("domain");
  /** @type {(gd: Plot, index: number, layer: string) => HTMLElement | undefined} */
  const drawn = (gd, index, layer) =>
    [...gd.querySelectorAll(`.${layer} .trace`)].find((group) => group.__data__?.[0]?.trace?.index === index);

  // What stays as it is costs nothing: a browser would lay it out again.
  /** @type {(element: Element, name: string, value: string) => void} */
  const put = (element, name, value) => element.getAttribute(name) !== value && element.setAttribute(name, value);

  /** @type {(at: number, length: number) => boolean} */
  const within = (at, length) => at > -0.001 && at < length + 0.001;

  // What has been painted on an element since plotly drew it; plotly makes a new description whenever it draws.
  /** @type {WeakMap<Element, { description: Drawing, values: Drawing }>} */
  const paintedOn = new WeakMap();
  /** @type {(element: Element, description: Drawing) => Drawing} */
  function since(element, description) {
    const painted = paintedOn.get(element);
    if (painted?.description === description) return painted.values;
    const values = {};
    paintedOn.set(element, { description, values });
    return values;
  }

  /* ---- markers with a label, straight lines, and the areas that they enclose ---- */

  /** @type {(gd: Plot, index: number, changed: Drawing) => boolean} */
  function points(gd, index, changed) {
    if (!onlyHas(changed, ["x", "y", "text"])) return false;
    const trace = gd._fullData[index];
    const group = drawn(gd, index, "scatterlayer");
    if (!group) return false;
    const earlier = since(group, trace);
    /** @type {(key: string) => any} */
    const now = (key) => changed[key] ?? earlier[key] ?? trace[key];
    const x = now("x"), y = now("y"), text = now("text");
    const [xs, ys] = [axisOf(gd, trace.xaxis), axisOf(gd, trace.yaxis)];
    const at = Array.from(x, (_, i) => [xs.d2p(x[i]), ys.d2p(y[i])]);
    if (at.some(([px, py]) => !Number.isFinite(px) || !Number.isFinite(py))) return false;

    const markers = group.querySelectorAll(".points .point");
    const labels = group.querySelectorAll(".text .textpoint text");
    const path = group.querySelector(".lines .js-line");
    const mode = trace.mode;
    if (mode.includes("markers") && markers.length !== at.length) return false;
    if (mode.includes("text") && labels.length !== at.length) return false;
    if (mode.includes("lines") && (!path || at.length < 2)) return false;
    // as plotly does: what is not cut off at the plot's edge is not there beyond it
    /** @type {(place: number[]) => boolean} */
    const beyond = ([px, py]) => trace.cliponaxis === false && !(within(px, xs._length) && within(py, ys._length));
    /** @type {(element: Element, i: number) => void} */
    const show = (element, i) => beyond(at[i]) ? element.setAttribute("display", "none") : element.removeAttribute("display");
    markers.forEach((marker, i) => {
      marker.setAttribute("transform", `translate(${at[i]})`);
      show(marker, i);
    });
    labels.forEach((label, i) => {
      show(label.parentElement ?? label, i);
      label.setAttribute("x", at[i][0]);
      label.setAttribute("y", at[i][1]);
      const words = Array.isArray(text) ? text[i] : text;
      if (label.textContent !== words) label.textContent = words;
    });
    path?.setAttribute("d", `M${at.join("L")}`);
    if (trace.fill === "toself") group.querySelector(".js-fill")?.setAttribute("d", `M${at.join("L")}Z`);
    Object.assign(earlier, changed);
    return true;
  }

  /* ---- stacked bars: all of a stack, since one stands on the other; each keeps its place on the x axis ---- */

  /** @type {(gd: Plot, traces: Map<number, Drawing>) => number[]} */
  function stackedBars(gd, traces) {
    if (gd._fullLayout.barmode !== "stack" || ![...traces.values()].every((changed) => onlyHas(changed, ["y"]))) return [];
    const first = gd._fullData[[...traces.keys()][0]];
    const stack = gd._fullData.filter((t) =>
      t.type === "bar" && t.xaxis === first.xaxis && t.yaxis === first.yaxis && t.visible === true);
    const axis = axisOf(gd, first.yaxis);
    const base = Array(first.x.length).fill(0);
    for (const trace of stack) {
      const group = drawn(gd, trace.index, "barlayer");
      const bars = group?.querySelectorAll(".point path");
      if (!group || bars?.length !== base.length) return [];
      const earlier = since(group, trace);
      const heights = traces.get(trace.index)?.y ?? earlier.y ?? trace.y;
      for (const [i, bar] of bars.entries()) {
        const sides = /^M([-\d.]+),.*H([-\d.]+)V/.exec(bar.getAttribute("d") ?? "");
        if (!sides && heights[i]) return []; // plotly has drawn a bar without height as a point, and knows its place
        const [bottom, top] = [axis.d2p(base[i]), axis.d2p(base[i] + heights[i])];
        if (sides) put(bar, "d", `M${sides[1]},${bottom}V${top}H${sides[2]}V${bottom}Z`);
        base[i] += heights[i];
      }
      earlier.y = heights;
    }
    return [...traces.keys()];
  }

  /* ---- a heatmap of a few categories, one colour each ---- */

  /** @type {(gd: Plot, index: number, changed: Drawing) => boolean} */
  function cells(gd, index, changed) {
    if (!onlyHas(changed, ["z"])) return false;
    /** @type {number[][]} */
    const z = changed.z;
    const trace = gd._fullData[index];
    const group = [...gd.querySelectorAll(".heatmaplayer .hm")].find((each) => each.__data__?.[0]?.trace?.index === index);
    const image = group?.querySelector("image");
    if (!image) return false;
    /** @type {[number, string][]} */
    const colours = trace.colorscale.map((/** @type {[number, string]} */ [stop, colour]) => [trace.zmin + stop * (trace.zmax - trace.zmin), colour]);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [z[0].length, z.length];
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    const downwards = axisOf(gd, trace.yaxis).d2p(1) > axisOf(gd, trace.yaxis).d2p(0);
    /** @type {(value: number) => string} */
    const colourOf = (value) => colours.findLast(([from]) => from <= value)?.[1] ?? colours[0][1];
    z.forEach((row, i) => {
      for (let from = 0, to = 0; from < row.length; from = to) {
        while (to < row.length && row[to] === row[from]) to += 1;
        context.fillStyle = colourOf(row[from]);
        context.fillRect(from, downwards ? i : z.length - 1 - i, to - from, 1);
      }
    });
    // as plotly names it: an attribute beside its own would outlast its next drawing
    image.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", canvas.toDataURL());
    image.style.imageRendering = "pixelated";
    return true;
  }

  /* ---- straight lines of the layout ---- */

  /** @type {(gd: Plot, index: number, key: string, value: number) => boolean} */
  function line(gd, index, key, value) {
    const full = gd._fullLayout.shapes?.[index];
    const path = gd.querySelector(`.shapelayer path[data-index="${index}"]`);
    const ends = /^M([-\d.]+),([-\d.]+)L([-\d.]+),([-\d.]+)$/.exec(path?.getAttribute("d") ?? "");
    if (full?.type !== "line" || !ends || !/^[xy][01]$/.test(key)) return false;
    const ref = key[0] === "x" ? full.xref : full.yref;
    if (!onAxis(ref)) return false;
    const axis = axisOf(gd, ref);
    const at = ends.slice(1).map(Number);
    at[["x0", "y0", "x1", "y1"].indexOf(key)] = axis._offset + axis.d2p(value);
    path?.setAttribute("d", `M${at[0]},${at[1]}L${at[2]},${at[3]}`);
    return true;
  }

  /* ---- direct labels: moved, shown and hidden; a changed text may change its width, so plotly draws it ---- */

  /** @type {(gd: Plot, index: number, key: string, value: any) => boolean} */
  function caption(gd, index, key, value) {
    const full = gd._fullLayout.annotations?.[index];
    const group = gd.querySelector(`.annotation[data-index="${index}"]`);
    if (!full || !group || !["x", "y", "opacity"].includes(key)) return false;
    if (key === "opacity") {
      group.style.opacity = value;
      return true;
    }
    const ref = key === "x" ? full.xref : full.yref;
    if (!onAxis(ref)) return false;
    const axis = axisOf(gd, ref);
    const by = since(group, full);
    by[key] = axis.d2p(value) - axis.d2p(full[key]);
    group.setAttribute("transform", `translate(${by.x ?? 0},${by.y ?? 0})`);
    return true;
  }

  jaccard.paint = paint;
})();

/* Moves what plotly has drawn, within one frame of the screen; plotly itself would take several to draw it anew.

   Only the picture changes here. The figure's own state follows when the slider rests (clientside.js), and plotly then
   draws the same picture from it. What this file cannot move, it hands back to be drawn by plotly at once.
   It relies on how the pinned plotly.js lays out its SVG; tests/browser/test_scrubbing.py compares both pictures. */

(() => {
  "use strict";

  // gd: plotly's element; changes: [path into the figure, value] pairs. Returns the pairs that were not painted.
  function paint(gd, changes) {
    const left = [];
    const traces = new Map(); // trace number -> its changed properties
    for (const [path, value] of changes) {
      const [kind, index, key] = path[0] === "data" ? path : path.slice(1);
      if (path[0] === "data" && path.length === 3) traces.set(index, { ...traces.get(index), [key]: value });
      else if (!(kind === "shapes" && shape(gd, index, key, value)) && !(kind === "annotations" && annotation(gd, index, key, value))) {
        left.push([path, value]);
      }
    }
    const bars = new Map();
    for (const [index, changed] of traces) {
      const type = gd._fullData[index]?.type;
      if (type === "bar" && onlyHas(changed, ["y"])) bars.set(index, changed.y);
      else if (!(type === "scatter" && scatter(gd, index, changed)) && !(type === "heatmap" && heatmap(gd, index, changed))) {
        for (const [key, value] of Object.entries(changed)) left.push([["data", index, key], value]);
      }
    }
    if (bars.size && !stackedBars(gd, bars)) for (const [index, y] of bars) left.push([["data", index, "y"], y]);
    return left;
  }

  const onlyHas = (changed, keys) => Object.keys(changed).every((key) => keys.includes(key));
  const axisOf = (gd, ref) => gd._fullLayout[`${ref[0]}axis${ref.slice(1).split(" ")[0]}`];
  const drawn = (gd, index, layer) =>
    [...gd.querySelectorAll(`.${layer} .trace`)].find((group) => group.__data__?.[0]?.trace?.index === index);

  // What has been painted on an element since plotly drew it; plotly makes a new description whenever it draws.
  function since(element, description) {
    if (element.jaccard?.description !== description) element.jaccard = { description, painted: {} };
    return element.jaccard.painted;
  }

  /* ---- markers with a label, straight lines, and the areas that they enclose ---- */

  function scatter(gd, index, changed) {
    if (!onlyHas(changed, ["x", "y", "text"])) return false;
    const trace = gd._fullData[index];
    const group = drawn(gd, index, "scatterlayer");
    if (!group) return false;
    const earlier = since(group, trace);
    const now = (key) => changed[key] ?? earlier[key] ?? trace[key];
    const x = now("x"), y = now("y"), text = now("text");
    const [xs, ys] = [axisOf(gd, trace.xaxis), axisOf(gd, trace.yaxis)];
    const at = Array.from(x, (_, i) => [xs.d2p(x[i]), ys.d2p(y[i])]);
    if (at.some(([px, py]) => !Number.isFinite(px) || !Number.isFinite(py))) return false;

    const points = group.querySelectorAll(".points .point");
    const labels = group.querySelectorAll(".text .textpoint text");
    const line = group.querySelector(".lines .js-line");
    const mode = trace.mode;
    if (mode.includes("markers") && points.length !== at.length) return false;
    if (mode.includes("text") && labels.length !== at.length) return false;
    if (mode.includes("lines") && (!line || at.length < 2)) return false;
    points.forEach((point, i) => point.setAttribute("transform", `translate(${at[i]})`));
    labels.forEach((label, i) => {
      label.setAttribute("x", at[i][0]);
      label.setAttribute("y", at[i][1]);
      const words = Array.isArray(text) ? text[i] : text;
      if (label.textContent !== words) label.textContent = words;
    });
    line?.setAttribute("d", `M${at.join("L")}`);
    if (trace.fill === "toself") group.querySelector(".js-fill")?.setAttribute("d", `M${at.join("L")}Z`);
    Object.assign(earlier, changed);
    return true;
  }

  /* ---- stacked bars: every bar keeps its place on the x axis ---- */

  function stackedBars(gd, changed) {
    const first = gd._fullData[[...changed.keys()][0]];
    const stack = gd._fullData.filter((t) => t.type === "bar" && t.xaxis === first.xaxis && t.yaxis === first.yaxis && t.visible === true);
    if (gd._fullLayout.barmode !== "stack") return false;
    const axis = axisOf(gd, first.yaxis);
    const base = Array(first.x.length).fill(0);
    for (const trace of stack) {
      const group = drawn(gd, trace.index, "barlayer");
      const paths = group?.querySelectorAll(".point path");
      if (paths?.length !== base.length) return false;
      const earlier = since(group, trace);
      const heights = changed.get(trace.index) ?? earlier.y ?? trace.y;
      paths.forEach((path, i) => {
        const sides = /^M([-\d.]+),.*H([-\d.]+)V/.exec(path.getAttribute("d"));
        const [bottom, top] = [axis.d2p(base[i]), axis.d2p(base[i] + heights[i])];
        if (sides) path.setAttribute("d", `M${sides[1]},${bottom}V${top}H${sides[2]}V${bottom}Z`);
        base[i] += heights[i];
      });
      earlier.y = heights;
    }
    return true;
  }

  /* ---- a heatmap of a few categories, one colour each ---- */

  function heatmap(gd, index, changed) {
    if (!onlyHas(changed, ["z"])) return false;
    const { z } = changed;
    const trace = gd._fullData[index];
    const image = gd.querySelector(`.heatmaplayer .hm image`);
    if (!image || gd.querySelectorAll(".heatmaplayer .hm image").length !== 1) return false;
    const colours = trace.colorscale.map(([stop, colour]) => [trace.zmin + stop * (trace.zmax - trace.zmin), colour]);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [z[0].length, z.length];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const downwards = axisOf(gd, trace.yaxis).d2p(1) > axisOf(gd, trace.yaxis).d2p(0);
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

  function shape(gd, index, key, value) {
    const full = gd._fullLayout.shapes?.[index];
    const path = gd.querySelector(`.shapelayer path[data-index="${index}"]`);
    const ends = /^M([-\d.]+),([-\d.]+)L([-\d.]+),([-\d.]+)$/.exec(path?.getAttribute("d") ?? "");
    if (full?.type !== "line" || !ends || !/^[xy][01]$/.test(key)) return false;
    const ref = key[0] === "x" ? full.xref : full.yref;
    if (ref === "paper" || ref.endsWith("domain")) return false;
    const axis = axisOf(gd, ref);
    const place = axis._offset + axis.d2p(value);
    const at = ends.slice(1).map(Number);
    at[["x0", "y0", "x1", "y1"].indexOf(key)] = place;
    path.setAttribute("d", `M${at[0]},${at[1]}L${at[2]},${at[3]}`);
    return true;
  }

  /* ---- direct labels: moved, shown and hidden; a changed text may change its width, so plotly draws it ---- */

  function annotation(gd, index, key, value) {
    const full = gd._fullLayout.annotations?.[index];
    const group = gd.querySelector(`.annotation[data-index="${index}"]`);
    if (!full || !group || !["x", "y", "opacity"].includes(key)) return false;
    if (key === "opacity") {
      group.style.opacity = value;
      return true;
    }
    const ref = key === "x" ? full.xref : full.yref;
    if (ref === "paper" || ref.endsWith("domain")) return false;
    const axis = axisOf(gd, ref);
    const by = since(group, full);
    by[key] = axis.d2p(value) - axis.d2p(full[key]);
    group.setAttribute("transform", `translate(${by.x ?? 0},${by.y ?? 0})`);
    return true;
  }

  window.jaccardPaint = paint;
})();

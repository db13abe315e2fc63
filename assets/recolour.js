/* Plotly's figures in the theme of the page: each takes on the colours where it is handed to plotly.

   May touch: the functions of window.Plotly that draw a figure, and the colours of what plotly has drawn. May not: the
   figures in Dash's state, which stay in the light colours, nor the colours themselves: jaccard.dark has the dark one of
   each light one, from components/theme.py.

   When the theme changes, what is drawn takes on the new colours at once. Plotly, which needs some 30 ms for each figure,
   draws them anew after that, so that what it shows later, such as at a mouse, has the same colours.
   The contract with the pinned plotly.js, which tests/browser/test_visits.py checks by comparing both pictures:
     style, fill, stroke              attributes with the colours, as "rgb(8, 112, 83)"
     .heatmaplayer .hm image          the cells, in xlink:href; __data__[0].trace of .hm is the trace */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const root = document.documentElement;
  /** @type {() => Theme} */
  const theme = () => (root.dataset.bsTheme === "dark" ? "dark" : "light");

  const PAUSE = 100; // ms after a change until plotly draws anew; by then the screen shows the new colours

  /** @type {WeakMap<Plot, unknown[]>} */
  const given = new WeakMap(); // plotly's element -> what it was given to draw, in the light colours
  /** @type {WeakMap<Plot, Theme>} */
  const drawnIn = new WeakMap(); // plotly's element -> the theme in which plotly has drawn it
  /** @type {WeakMap<Plot, Theme>} */
  const shownIn = new WeakMap(); // plotly's element -> the theme whose colours it has on the screen

  /* ---- colours ---- */

  /** @type {(hex: string) => number[]} */
  const numbersOf = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  /** @type {(hex: string) => string} */
  const written = (hex) => `rgb(${numbersOf(hex).join(", ")})`;
  /** @type {[string, string][]} */
  const pairs = Object.entries(jaccard.dark).flatMap(([light, dark]) => [[light, dark], [written(light), written(dark)]]);
  // No colour stands in both themes, so a colour of the wanted theme stays as it is.
  const COLOURS = { dark: new Map(pairs), light: new Map(pairs.map(([light, dark]) => [dark, light])) };

  /** @type {(to: Theme, text: string) => string} */
  const textIn = (to, text) =>
    text.replace(/#[0-9a-f]{6}|rgb\([^)]*\)/gi, (colour) => COLOURS[to].get(colour.toLowerCase()) ?? colour);

  // A figure, or any part of one, in the colours of a theme.
  /** @type {(to: Theme, part: any) => any} */
  function inTheme(to, part) {
    if (typeof part === "string") return textIn(to, part);
    if (Array.isArray(part)) return part.map((each) => inTheme(to, each));
    if (part?.constructor !== Object) return part;
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inTheme(to, value)]));
  }

  /* ---- plotly is given a figure ---- */

  // The functions take plotly's element and a figure, whole or as data, layout and configuration.
  /** @type {(plotly: Plotly) => Plotly} */
  function inThemes(plotly) {
    for (const name of /** @type {const} */ (["newPlot", "react"])) {
      const draw = plotly[name];
      plotly[name] = (place, ...figure) => {
        const gd = typeof place === "string" ? /** @type {Plot} */ (jaccard.one(`#${place}`)) : place;
        given.set(gd, figure);
        drawnIn.set(gd, theme());
        shownIn.set(gd, theme());
        return draw(gd, ...(theme() === "dark" ? inTheme("dark", figure) : figure));
      };
    }
    return plotly;
  }

  const plotly = inThemes(window.Plotly); // it has come before the scripts of Dash (wake.js)

  /* ---- the theme changes ---- */

  /** @type {(gd: Plot) => void} */
  function repaint(gd) {
    const from = shownIn.get(gd);
    if (from === theme()) return;
    shownIn.set(gd, theme());
    for (const element of gd.querySelectorAll("[style*='rgb('], [fill^='rgb('], [stroke^='rgb(']")) {
      element.style.cssText = textIn(theme(), element.style.cssText);
      for (const name of ["fill", "stroke"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, textIn(theme(), element.getAttribute(name) ?? ""));
      }
    }
    for (const group of gd.querySelectorAll(".heatmaplayer .hm")) {
      const colorscale = group.__data__?.[0].trace.colorscale;
      const [before, after] = [from ?? "light", theme()].map((to) =>
        inTheme(to, colorscale).map((/** @type {[number, string]} */ [, colour]) => numbersOf(colour)));
      const image = group.querySelector("image");
      if (image instanceof SVGImageElement) cells(image, between(before, after));
    }
  }

  // A colour between two of a scale becomes the one at the same place between those of the other scale.
  /** @type {(before: number[][], after: number[][]) => (colour: number[]) => number[]} */
  function between(before, after) {
    /** @type {(from: number[], to: number[], part: number) => number[]} */
    const mixed = (from, to, part) => from.map((value, k) => value + part * (to[k] - value));
    return (colour) => {
      let [least, found] = [Infinity, colour];
      for (let k = 1; k < before.length; k += 1) {
        const way = before[k].map((value, i) => value - before[k - 1][i]);
        const length = way.reduce((sum, value) => sum + value * value, 0);
        const along = way.reduce((sum, value, i) => sum + value * (colour[i] - before[k - 1][i]), 0);
        const part = length && Math.min(Math.max(along / length, 0), 1);
        const away = Math.hypot(...mixed(before[k - 1], before[k], part).map((value, i) => value - colour[i]));
        if (away < least) [least, found] = [away, mixed(after[k - 1], after[k], part)];
      }
      return found;
    };
  }

  // Width and height as the head of a PNG has them: where plotly leaves the enlarging to the browser, a pixel is a cell,
  // and any other size would put the edges of the cells elsewhere.
  /** @type {(png: string) => number[]} */
  function sizeOf(png) {
    const head = Uint8Array.from(atob(png.split(",")[1].slice(0, 32)), (letter) => letter.charCodeAt(0));
    const numbers = new DataView(head.buffer);
    return [numbers.getUint32(16), numbers.getUint32(20)];
  }

  /** @type {(image: SVGImageElement, recoloured: (colour: number[]) => number[]) => void} */
  function cells(image, recoloured) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = sizeOf(image.href.baseVal);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
    context.imageSmoothingEnabled = false;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    const known = new Map(); // an image has few colours
    for (let i = 0; i < pixels.data.length; i += 4) {
      const [r, g, b] = [pixels.data[i], pixels.data[i + 1], pixels.data[i + 2]];
      const key = (r << 16) | (g << 8) | b;
      if (!known.has(key)) known.set(key, recoloured([r, g, b]));
      [pixels.data[i], pixels.data[i + 1], pixels.data[i + 2]] = known.get(key);
    }
    context.putImageData(pixels, 0, 0);
    image.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", canvas.toDataURL());
  }

  const plots = () => [...document.querySelectorAll(".js-plotly-plot")].filter((gd) => given.has(gd));
  const stale = () => plots().filter((gd) => drawnIn.get(gd) !== theme());

  /** @type {(gd: Element) => boolean} */
  function onScreen(gd) {
    const { top, bottom } = gd.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  /** @type {(figures: Plot[]) => void} */
  function redraw(figures) {
    for (const gd of figures) plotly.react(gd, ...(given.get(gd) ?? []));
    if (figures.length) jaccard.scrub.repaint();
  }

  // One by one, those on the screen first, so that nothing has to wait for them.
  /** @type {number | undefined} */
  let timer;
  function redrawNext() {
    const left = stale();
    redraw([...left.filter(onScreen), ...left].slice(0, 1));
    if (left.length > 1) timer = setTimeout(redrawNext);
  }

  new MutationObserver(() => {
    plots().filter(onScreen).forEach(repaint);
    clearTimeout(timer);
    timer = setTimeout(redrawNext, PAUSE);
  }).observe(root, { attributeFilter: ["data-bs-theme"] });

  addEventListener("beforeprint", () => redraw(stale()));

  jaccard.inTheme = inTheme;
  // For whoever waits for the page: whether plotly has drawn every figure in the theme of the page.
  jaccard.recoloured = () => stale().length === 0;
})();

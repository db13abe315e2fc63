/* Painting a mask: a stroke of mouse, finger or pen, or of the keys, sets pixels and shows them at once.

   May touch: the picture of a painting, its tools, and the text of its mask, which the server is asked with. May not:
   counts and scores, which the server computes; they follow a stroke some times a second.
   What it finds is written by components/page/painting.py. Each pixel has its kind by the true mask and the painted one, as
   in every picture of masks; nothing is counted here. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"; // each is six pixels
  const KINDS = ["", "fn", "fp", "tp"]; // 1 x true + 2 x painted
  const OFTEN = 120; // ms, how soon the server may be asked again during a stroke
  const MOST = 100; // strokes that can be undone
  /** @type {Record<string, number[]>} */
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  let brush = 3; // pixels across
  let erases = false;
  /** @type {{ canvas: HTMLElement, at: number[], timer: number } | undefined} */
  let stroke;
  /** @type {Map<string, { text: string, past: string[] }>} */
  const masks = new Map(); // by the id of the control: the mask as it is drawn, and as it was before each stroke
  /** @type {WeakMap<HTMLElement, number[]>} */
  const places = new WeakMap(); // canvas -> the pixel that the brush is on

  /* ---- masks ---- */

  /** @type {(text: string, count: number) => number[]} */
  const pixelsOf = (text, count) =>
    Array.from({ length: count }, (_, i) => (LETTERS.indexOf(text[Math.floor(i / 6)] ?? "A") >> (5 - (i % 6))) & 1);
  /** @type {(pixels: number[]) => string} */
  const textOf = (pixels) => Array.from({ length: pixels.length / 6 }, (_, k) =>
    LETTERS[pixels.slice(6 * k, 6 * k + 6).reduce((sum, bit) => 2 * sum + bit, 0)]).join("").replace(/A+$/, "");
  /** @type {(canvas: HTMLElement) => number[]} */
  const sizeOf = (canvas) => canvas.dataset.size.split(" ").map(Number);

  /** @type {(canvas: HTMLElement) => HTMLInputElement} */
  const inputOf = (canvas) => jaccard.one("input", jaccard.around(".painting", canvas));
  /** @type {(canvas: HTMLElement) => string} */
  const idOf = (canvas) => inputOf(canvas).id.replace("finished-", "");

  /** @type {(canvas: HTMLElement) => { text: string, past: string[] }} */
  function maskOf(canvas) {
    const id = idOf(canvas);
    const found = masks.get(id) ?? { text: inputOf(canvas).value, past: [] };
    masks.set(id, found);
    return found;
  }

  // Pixels of one kind in a row are one line.
  /** @type {(canvas: HTMLElement) => void} */
  function draw(canvas) {
    const [height, width] = sizeOf(canvas);
    const [truth, painted] = [canvas.dataset.truth, maskOf(canvas).text].map((text) => pixelsOf(text, height * width));
    const runs = KINDS.map(() => "");
    for (let y = 0; y < height; y += 1) {
      /** @type {(x: number) => number} */
      const kind = (x) => truth[y * width + x] + 2 * painted[y * width + x];
      for (let from = 0, to = 0; from < width; from = to) {
        while (to < width && kind(to) === kind(from)) to += 1;
        runs[kind(from)] += `M${from} ${y}h${to - from}`;
      }
    }
    KINDS.forEach((name, k) => name && jaccard.one(`path.${name}`, canvas).setAttribute("d", runs[k]));
  }

  /* ---- strokes ---- */

  /** @type {(canvas: HTMLElement, [x, y]: number[]) => void} */
  function place(canvas, [x, y]) {
    places.set(canvas, [x, y]);
    const rect = jaccard.one("rect.brush", canvas);
    const corner = [x, y].map((at) => at - Math.floor((brush - 1) / 2));
    Object.entries({ x: corner[0], y: corner[1], width: brush, height: brush })
      .forEach(([name, value]) => rect.setAttribute(name, String(value)));
  }

  // From one pixel to another, in steps of a pixel at most.
  /** @type {(canvas: HTMLElement, from: number[], to: number[]) => void} */
  function paint(canvas, from, to) {
    const [height, width] = sizeOf(canvas);
    const mask = maskOf(canvas);
    const pixels = pixelsOf(mask.text, height * width);
    const steps = Math.max(...to.map((end, k) => Math.abs(end - from[k])), 1);
    const reach = Math.floor((brush - 1) / 2);
    for (let step = 0; step <= steps; step += 1) {
      const [left, top] = from.map((start, k) => Math.round(start + (to[k] - start) * step / steps) - reach);
      for (let y = Math.max(top, 0); y < Math.min(top + brush, height); y += 1) {
        for (let x = Math.max(left, 0); x < Math.min(left + brush, width); x += 1) pixels[y * width + x] = erases ? 0 : 1;
      }
    }
    mask.text = textOf(pixels);
    draw(canvas);
  }

  /** @type {(canvas: HTMLElement, text: string) => void} */
  function remember(canvas, text) {
    const { past } = maskOf(canvas);
    if (past.at(-1) !== text) past.push(text);
    past.splice(0, past.length - MOST);
  }

  // The server is asked what the mask is worth.
  /** @type {(canvas: HTMLElement) => void} */
  function hand(canvas) {
    const input = inputOf(canvas);
    const { text } = maskOf(canvas);
    if (!canvas.closest("#finished")) {
      jaccard.state.handing();
      window.dash_clientside.set_props(input.id, { value: text });
    } else if (input.value !== text) {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true })); // Dash is started, and told (wake.js)
    }
  }

  /** @type {(canvas: HTMLElement) => boolean} */
  const waits = (canvas) => canvas.closest("[aria-busy=true]") !== null;
  /** @type {(canvas: HTMLElement) => boolean} */
  const locked = (canvas) => jaccard.locks.keeps(idOf(canvas));

  // The pixel under a pointer, whatever size the picture has; a stroke that leaves the picture goes on beside it.
  /** @type {(canvas: HTMLElement, event: PointerEvent) => number[]} */
  function under(canvas, { clientX, clientY }) {
    const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (jaccard.one("svg", canvas)));
    const { a, d, e, f } = svg.getScreenCTM() ?? new DOMMatrix();
    return [(clientX - e) / a, (clientY - f) / d].map(Math.floor);
  }

  document.addEventListener("pointerdown", (event) => {
    const canvas = jaccard.hit(event, ".canvas");
    if (!canvas || event.button || !event.isPrimary || locked(canvas)) return;
    const at = under(canvas, event);
    remember(canvas, maskOf(canvas).text);
    place(canvas, at);
    paint(canvas, at, at);
    stroke = { canvas, at, timer: setInterval(() => waits(canvas) || canvas.closest("#finished") || hand(canvas), OFTEN) };
  });

  document.addEventListener("pointermove", (event) => {
    const canvas = stroke?.canvas ?? jaccard.hit(event, ".canvas");
    if (!canvas || !event.isPrimary || (event.pointerType === "touch" && !stroke)) return;
    const at = under(canvas, event);
    place(canvas, at);
    if (!stroke) return;
    paint(canvas, stroke.at, at);
    stroke.at = at;
  });

  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => {
      if (!stroke) return;
      const { canvas, timer } = stroke;
      clearInterval(timer);
      stroke = undefined;
      hand(canvas);
    });
  }

  document.addEventListener("keydown", (event) => {
    const canvas = jaccard.hit(event, ".canvas");
    if (!canvas || event.ctrlKey || event.metaKey || event.altKey) return;
    const [height, width] = sizeOf(canvas);
    const [x, y] = places.get(canvas) ?? [Math.floor(width / 2), Math.floor(height / 2)];
    const way = WAYS[event.key];
    if (way) {
      place(canvas, [Math.min(Math.max(x + way[0], 0), width - 1), Math.min(Math.max(y + way[1], 0), height - 1)]);
    } else if (event.key === " " && !locked(canvas)) {
      remember(canvas, maskOf(canvas).text);
      place(canvas, [x, y]);
      paint(canvas, [x, y], [x, y]);
      hand(canvas);
    } else {
      return;
    }
    event.preventDefault();
  });

  /* ---- tools ---- */

  function mark() {
    for (const tool of document.querySelectorAll("button[data-paints]")) {
      const name = tool.dataset.paints;
      if (name === "erase") tool.setAttribute("aria-pressed", String(erases));
      else if (name.startsWith("brush-")) tool.setAttribute("aria-pressed", String(name === `brush-${brush}`));
    }
    for (const canvas of document.querySelectorAll(".canvas")) if (places.has(canvas)) place(canvas, places.get(canvas) ?? [0, 0]);
  }

  document.addEventListener("click", (event) => {
    const tool = jaccard.hit(event, "button[data-paints]");
    if (!tool) return;
    event.preventDefault(); // no press that waits for Dash (wake.js)
    const canvas = jaccard.one(".canvas", jaccard.around(".painting", tool));
    const mask = maskOf(canvas);
    const name = tool.dataset.paints;
    if (name === "erase") erases = !erases;
    if (name.startsWith("brush-")) brush = Number(name.at(-1));
    if (name === "clear") remember(canvas, mask.text);
    if (name === "clear" || name === "undo") {
      mask.text = name === "clear" ? "" : mask.past.pop() ?? mask.text;
      draw(canvas);
      hand(canvas);
    }
    mark();
  }, true);

  // Dash calls this when the mask of a painting was set: by a stroke, or from elsewhere, such as by a link.
  function repainted() {
    mark();
    if (stroke) return;
    for (const canvas of document.querySelectorAll("#react-entry-point .canvas")) {
      const mask = maskOf(canvas);
      const text = window.dash_component_api.getLayout(idOf(canvas))?.props.value ?? "";
      // what was painted before Dash runs it has still to be told
      if (text !== mask.text && !document.getElementById("finished")) {
        remember(canvas, mask.text);
        mask.text = text;
      }
      draw(canvas);
    }
  }

  Object.assign(jaccard, { repainted });
})();

/* A figure as a picture: PNG and SVG of one size, with its title, its sentence, and its address as the source.

   May touch: nothing on the page but the mark data-state of the button that was pressed, and the menu, which closes. It
   draws a copy of the figure that Dash has, in the theme of the page or for paper, and picks the words from the page. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;

  const [WIDTH, HEIGHT, EDGE, GAP] = [1200, 800, 48, 20]; // px of the picture
  const SCALE = 2; // pixels of a PNG for each of them
  const LINE = 1.35; // from one line of words to the next, as a part of their size
  const PATIENCE = 8000; // ms for what was moved to be in Dash's state
  const SVG = "http://www.w3.org/2000/svg";

  document.addEventListener("click", async (event) => {
    const button = jaccard.hit(event, "#react-entry-point [data-saves]");
    if (!button || button.dataset.state === "busy") return;
    button.dataset.state = "busy";
    try {
      await save(jaccard.around(".chart", button), button.dataset.saves, "paper" in button.dataset ? "light" : jaccard.theme());
      delete button.dataset.state;
      const menu = jaccard.around("details.export", button);
      if (menu.open) menu.querySelector("summary")?.focus();
      menu.open = false;
    } catch (error) {
      button.dataset.state = "failed";
      throw error;
    }
  });

  /** @type {(chart: HTMLElement, kind: string | undefined, theme: Theme) => Promise<void>} */
  async function save(chart, kind, theme) {
    await rest();
    const { name, width, height } = JSON.parse(jaccard.one(".export", chart).dataset.picture);
    const known = structuredClone(window.dash_component_api.getLayout(jaccard.one(".graph", chart).id)?.props.figure);
    const figure = theme === "dark" ? jaccard.inTheme(theme, known) : known;
    const drawn = await plot(figure, width, heightOf(height, width));
    const svg = new XMLSerializer().serializeToString(composed(chart, drawn, colours(figure)));
    const blob = kind === "png" ? await pixels(svg) : new Blob([svg], { type: "image/svg+xml" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${name}.${kind}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a browser may ask the reader first
  }

  /** @type {() => Promise<void>} */
  const rest = () => new Promise((done, fail) => {
    const end = performance.now() + PATIENCE;
    const look = () => {
      if (jaccard.rests()) done();
      else if (performance.now() > end) fail(new Error("the page does not come to rest"));
      else requestAnimationFrame(look);
    };
    look();
  });

  /* ---- the figure ---- */

  // A height as the style sheet has it, such as 100cqi, for a figure so wide.
  /** @type {(height: string, width: number) => number} */
  function heightOf(height, width) {
    const box = document.createElement("div");
    box.style.cssText = `position:fixed;visibility:hidden;container-type:inline-size;width:${width}px`;
    const inner = box.appendChild(document.createElement("div"));
    inner.style.height = height;
    document.body.append(box);
    const { clientHeight } = inner;
    box.remove();
    return clientHeight;
  }

  /** @type {(figure: any, width: number, height: number) => Promise<Drawn>} */
  async function plot({ data, layout }, width, height) {
    const text = await window.Plotly.toImage({ data, layout }, { format: "svg", width, height, imageDataOnly: true });
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    return { svg, width, height };
  }

  // The colours of words, and their font, as the figure has them.
  /** @type {(figure: any) => Colours} */
  function colours({ layout: { template: { layout } } }) {
    return { font: layout.font.family, ink: layout.font.color, soft: layout.xaxis.tickfont.color, paper: layout.hoverlabel.bgcolor };
  }

  /* ---- the picture ---- */

  /** @type {(chart: HTMLElement, drawn: Drawn, colours: Colours) => Element} */
  function composed(chart, drawn, { font, ink, soft, paper }) {
    const [above, below] = words(chart, ink, soft);
    const picture = make("svg", { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "font-family": font });
    picture.append(make("rect", { width: WIDTH, height: HEIGHT, fill: paper }));
    const top = write(picture, above, EDGE, font) + GAP;
    const bottom = HEIGHT - EDGE - heightOfLines(below, font);
    write(picture, below, bottom, font);
    const room = { width: WIDTH - 2 * EDGE, height: bottom - GAP - top };
    const scale = Math.min(room.width / drawn.width, room.height / drawn.height);
    const [width, height] = [drawn.width * scale, drawn.height * scale];
    const place = { x: (WIDTH - width) / 2, y: top + (room.height - height) / 2, width, height };
    for (const [name, value] of Object.entries(place)) drawn.svg.setAttribute(name, value.toFixed(2));
    picture.append(document.importNode(drawn.svg, true));
    return picture;
  }

  // What stands above the figure, and what below it.
  /** @type {(chart: HTMLElement, ink: string, soft: string) => Words[][]} */
  function words(chart, ink, soft) {
    const section = jaccard.around(".section", chart);
    const said = section.querySelectorAll(".say");
    /** @type {(element: Element) => string} */
    const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();
    return [
      [
        { text: plain(jaccard.one("h1", section)), size: 32, fill: ink, weight: 700 },
        { text: chart.getAttribute("aria-label") ?? "", size: 18, fill: soft },
      ],
      [
        ...[...said].map((each) => ({ text: plain(each), size: 20, fill: ink })),
        { text: new URL(jaccard.addressAround(chart), location.href).href, size: 15, fill: soft, gap: 8 },
      ],
    ];
  }

  // Texts one below the other, each in as many lines as it needs. Returns where they end.
  /** @type {(picture: Element, texts: Words[], top: number, font: string) => number} */
  function write(picture, texts, top, font) {
    for (const { text, size, fill, weight = 400, gap = 0 } of texts) {
      top += gap;
      for (const line of lines(text, size, weight, font)) {
        const place = { x: EDGE, y: (top + size).toFixed(2), "font-size": size, "font-weight": weight, fill };
        picture.append(Object.assign(make("text", place), { textContent: line }));
        top += size * LINE;
      }
    }
    return top;
  }

  /** @type {(texts: Words[], font: string) => number} */
  const heightOfLines = (texts, font) => texts.reduce(
    (sum, { text, size, weight = 400, gap = 0 }) => sum + gap + lines(text, size, weight, font).length * size * LINE, 0);

  /** @type {(text: string, size: number, weight: number, font: string) => string[]} */
  function lines(text, size, weight, font) {
    const context = contextOf(document.createElement("canvas"));
    context.font = `${weight} ${size}px ${font}`;
    /** @type {string[]} */
    const found = [];
    for (const word of text.split(" ")) {
      const longer = found.length ? `${found.at(-1)} ${word}` : word;
      if (found.length && context.measureText(longer).width <= WIDTH - 2 * EDGE) found[found.length - 1] = longer;
      else found.push(word);
    }
    return found;
  }

  /** @type {(canvas: HTMLCanvasElement) => CanvasRenderingContext2D} */
  const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

  /** @type {(name: string, attributes: Record<string, string | number>) => Element} */
  function make(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  }

  /** @type {(svg: string) => Promise<Blob>} */
  async function pixels(svg) {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH * SCALE, height: HEIGHT * SCALE });
    contextOf(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done, fail) => canvas.toBlob((blob) => blob ? done(blob) : fail(new Error("no picture")), "image/png"));
  }
})();

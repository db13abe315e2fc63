/* What a lecturer points and draws with: a dot that follows the mouse (X), and lines over a screen (W).

   May touch: two elements of its own, and the cursor. May not: the page below them. Lines are gone with their screen. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const root = document.documentElement;
  const INK = "#e0231f"; // stands out from both themes
  /** @type {HTMLElement | undefined} */
  let dot;
  /** @type {HTMLCanvasElement | undefined} */
  let sheet;

  const lectures = () => "lecture" in root.dataset;
  const scale = () => Math.min(innerWidth / 1280, innerHeight / 720);

  function point() {
    if (!lectures()) return false;
    if (dot) return offDot();
    dot = document.body.appendChild(document.createElement("div"));
    dot.setAttribute("aria-hidden", "true");
    const size = `${24 * scale()}px`;
    Object.assign(dot.style, { position: "fixed", width: size, height: size, borderRadius: "50%", background: INK, opacity: ".85",
      transform: "translate(-50%, -50%)", pointerEvents: "none", zIndex: "61", left: "50%", top: "50%" });
    root.style.cursor = "none";
    return true;
  }
  function offDot() {
    dot?.remove();
    dot = undefined;
    root.style.cursor = "";
    return true;
  }

  function draw() {
    if (!lectures()) return false;
    if (sheet) return offSheet();
    sheet = document.body.appendChild(document.createElement("canvas"));
    sheet.setAttribute("aria-hidden", "true");
    Object.assign(sheet, { width: innerWidth * devicePixelRatio, height: innerHeight * devicePixelRatio });
    Object.assign(sheet.style, { position: "fixed", inset: "0", width: "100vw", height: "100vh", zIndex: "60", cursor: "crosshair",
      touchAction: "none" });
    return true;
  }
  function offSheet() {
    sheet?.remove();
    sheet = undefined;
    return true;
  }

  /** @type {{ x: number, y: number } | undefined} */
  let from;
  /** @type {(event: PointerEvent) => void} */
  function line({ clientX: x, clientY: y }) {
    const pen = sheet?.getContext("2d");
    if (!pen || !from) return;
    Object.assign(pen, { strokeStyle: INK, lineWidth: 5 * scale() * devicePixelRatio, lineCap: "round" });
    pen.beginPath();
    pen.moveTo(from.x * devicePixelRatio, from.y * devicePixelRatio);
    pen.lineTo(x * devicePixelRatio, y * devicePixelRatio);
    pen.stroke();
    from = { x, y };
  }
  addEventListener("pointerdown", (event) => {
    from = event.target === sheet ? { x: event.clientX, y: event.clientY } : undefined;
    line(event); // a press alone is a dot
  });
  addEventListener("pointermove", (event) => {
    if (event.buttons) line(event);
    if (dot) Object.assign(dot.style, { left: `${event.clientX}px`, top: `${event.clientY}px` });
  });
  new MutationObserver(() => {
    offSheet();
    if (!lectures()) offDot();
  }).observe(root, { attributeFilter: ["data-at", "data-lecture"] });

  jaccard.key("x", point);
  jaccard.key("w", draw);
  // Returns whether one of them was in use, and is no more.
  jaccard.pen = { off: () => (sheet ? offSheet() : dot !== undefined && offDot()) };
})();

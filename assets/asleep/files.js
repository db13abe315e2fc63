/* A script that does not come is asked for again, and in the end the page says so.

   May touch: the scripts in the head, and the mark data-incomplete of the root, by which the page says it.
   While one version of the site takes the place of another, the next answer may be that of another copy. A file that no
   copy has any more belongs to a page that has stood open for long: it is loaded anew, in its state. */

(() => {
  "use strict";
  const { jaccard } = window.dash_clientside;
  const WAITS = [250, 1000, 3000]; // ms until a file is asked for again

  // Resolves once the file has come. The browser asks for it a second time only if its address has another query.
  /** @type {(address: string, n?: number) => Promise<unknown>} */
  const bring = (address, n = 0) => new Promise((done, fail) => {
    const src = n ? `${address}?again=${n}` : address;
    const file = Object.assign(document.createElement("script"), { src });
    file.addEventListener("load", done);
    file.addEventListener("error", () => {
      file.remove();
      if (n === WAITS.length) fail(new Error("a file does not come"));
      else setTimeout(() => bring(address, n + 1).then(done, fail), WAITS[n]);
    });
    document.head.append(file);
  });

  // What a server answers at an address; 0 if none answers.
  /** @type {(address: string, options?: RequestInit) => Promise<number>} */
  const status = (address, options) => fetch(address, { cache: "no-store", ...options }).then((answer) => answer.status, () => 0);

  /** @type {(src: string) => Promise<void>} */
  async function lack(src) {
    const [visit] = performance.getEntriesByType("navigation");
    const gone = await status(src, { method: "HEAD" }) === 404;
    if (gone && !(visit instanceof PerformanceNavigationTiming && visit.type === "reload")) location.reload();
    else document.documentElement.dataset.incomplete = "";
  }

  // The page that stands is worth more than what a browser shows without a network.
  async function tryAgain() {
    if (await status(location.href) === 200) location.reload();
  }
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("#finished > .failed [data-retry]"))) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    tryAgain();
  }, true);
  addEventListener("online", () => "incomplete" in document.documentElement.dataset && tryAgain());

  jaccard.files = { bring, lack };
})();

/** Before the first paint: a file of the page that does not come is asked for again, and in the end the page says so.

   May touch: the elements that name files, and the mark data-incomplete of the root, by which the page says it.
   While one version of the site takes the place of another, the next answer may be that of another copy. A file that no
   copy has any more belongs to a page that has stood open for long: it is loaded anew, in its state. */

(() => {
  "use strict";
  const { jaccard } = window.dash_clientside;
  const WAITS = [250, 1000, 3000]; // ms until a file is asked for again
  /** @typedef {HTMLScriptElement | HTMLLinkElement} Named */
  /** @type {WeakSet<Named>} */
  const followed = new WeakSet();

  // The same element once more. The browser asks for the same address a second time only if it has another query.
  /** @type {(file: Named, n: number) => Named} */
  function again(file, n) {
    const next = /** @type {Named} */ (document.createElement(file.localName));
    for (const { name, value } of file.attributes) next.setAttribute(name, value);
    const key = next instanceof HTMLScriptElement ? "src" : "href";
    next.setAttribute(key, `${(file.getAttribute(key) ?? "").split("?")[0]}?again=${n}`);
    return next;
  }

  /** @type {(act: () => void) => void} */
  const whenRead = (act) => document.readyState === "loading" ? addEventListener("DOMContentLoaded", act, { once: true }) : act();

  // Resolves once the file has come.
  /** @type {(file: Named, n?: number) => Promise<unknown>} */
  function come(file, n = 0) {
    followed.add(file);
    return new Promise((done, fail) => {
      file.addEventListener("load", done);
      file.addEventListener("error", () => {
        if (n === WAITS.length) fail(new Error("a file does not come"));
        else setTimeout(whenRead, WAITS[n], () => {
          const next = again(file, n + 1);
          file.replaceWith(next);
          come(next, n + 1).then(done, fail);
        });
      });
    });
  }

  /** @type {(src: string) => Promise<unknown>} */
  const bring = (src) => come(document.head.appendChild(Object.assign(document.createElement("script"), { src })));

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

  addEventListener("error", ({ target }) => {
    const named = target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === "stylesheet");
    if (named && !followed.has(target)) come(target).catch(() => lack("src" in target ? target.src : target.href));
  }, true);

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

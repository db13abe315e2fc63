/** A script that does not come is asked for again, and in the end the page says so.

   May touch: the elements that name scripts, and the mark data-incomplete of the root, by which the page says it.
   While one version of the site takes the place of another, the next answer may be that of another copy. A file that no
   copy has any more belongs to a page that has stood open for long: it is loaded anew, in its state. */

(() => {
  "use strict";
  const { jaccard } = window.dash_clientside;
  const WAITS = [250, 1000, 3000]; // ms until a file is asked for again

  // The same script once more. The browser asks for the same address a second time only if it has another query.
  /** @type {(src: string, n: number) => HTMLScriptElement} */
  const element = (src, n) => Object.assign(document.createElement("script"), { src: n ? `${src}?again=${n}` : src });

  // Resolves once the script has come.
  /** @type {(src: string, n?: number) => Promise<unknown>} */
  const bring = (src, n = 0) => new Promise((done, fail) => {
    const script = document.head.appendChild(element(src, n));
    script.addEventListener("load", done);
    script.addEventListener("error", () => {
      script.remove();
      if (n === WAITS.length) fail(new Error("a file does not come"));
      else setTimeout(() => bring(src, n + 1).then(done, fail), WAITS[n]);
    });
  });

  // What a server answers at an address; 0 if none answers.
  /** @type {(address: string, options?: RequestInit) => Promise<number>} */
  const status = (address, options) => fetch(address, { cache: "no-store", ...options }).then((answer) => answer.status, () => 0);

  /** @type {(src: string) => Promise<void>} */
  async function lack(src) {
    const [visit] = performance.getEntriesByType("navigation");
    const gone = await status(src, { method: "HEAD" }) === 404;
    const whole = document.querySelectorAll("#finished [data-address]").length === 1; // an address has the state of one section
    if (gone && whole && !(visit instanceof PerformanceNavigationTiming && visit.type === "reload")) location.reload();
    else document.documentElement.dataset.incomplete = "";
  }

  // The page that stands is worth more than what a browser shows without a network.
  async function tryAgain() {
    if ([200, 404].includes(await status(location.href))) location.reload(); // 404: the page of an address that is none
  }
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("#finished > .failed [data-retry]"))) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    tryAgain();
  }, true);
  addEventListener("online", () => "incomplete" in document.documentElement.dataset && tryAgain());

  jaccard.files = { bring, lack };
})();

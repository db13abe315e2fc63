/* Light and dark: the attribute data-bs-theme of the page, from which the style sheet has its colours.

   May touch: that attribute, what the browser remembers of the reader's choice, and the key `theme` of the address.
   first.js has set the attribute before the first paint. jaccard.theme(), its one function, decides at any time:
     paper is light; else what the address says, what the reader has chosen, what the system prefers.
   Figures that plotly has drawn follow the attribute (recolour.js). */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const root = document.documentElement;

  function follow() {
    if (root.dataset.bsTheme !== jaccard.theme()) root.dataset.bsTheme = jaccard.theme();
  }

  // The reader chooses: that is remembered, and a link that was opened no longer decides.
  function change() {
    const chosen = root.dataset.bsTheme === "dark" ? "light" : "dark";
    let kept = true;
    try {
      localStorage["jaccard-theme"] = chosen;
    } catch {
      kept = false; // such as in a frame that may store nothing: then the address says it
      jaccard.chosen = chosen; // and where it cannot, such as in a file in such a frame, this page alone remembers
    }
    const search = jaccard.query.withDisplay(location.search, kept ? "" : `theme=${chosen}`, ["theme"]);
    const address = location.pathname + search + location.hash;
    try {
      if (search !== location.search) history.replaceState(history.state, "", address);
    } catch {
      // the address of such a file stays as it is
    }
    follow();
  }

  jaccard.key("d", change);
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("[data-switches=theme]"))) return;
    event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
    change();
  }, true);

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow);
  matchMedia("print").addEventListener("change", follow);
  addEventListener("beforeprint", () => { root.dataset.bsTheme = "light"; });
  addEventListener("afterprint", follow);
  addEventListener("storage", follow); // another page of the site was switched
  addEventListener("pageshow", follow); // back to a page that the browser has kept as it was
  addEventListener("popstate", follow, true);
})();

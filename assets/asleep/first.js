/** Before the first paint: the theme of the page, and the screen of a lecture that an address names, with its scale.

   Touches the attributes data-bs-theme, data-lecture and data-at of the root and its property --scale, and an address that
   was copied from the source of a page, where "&" is written "&amp;". */

(() => {
  "use strict";
  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});
  const written = location.search.replaceAll("&amp;", "&");
  if (written !== location.search) {
    try {
      history.replaceState(history.state, "", location.pathname + written + location.hash);
    } catch { /* a file in a frame that has no address of its own */ }
  }
  /** @type {(theme: string | null | undefined) => Theme | ""} */
  const known = (theme) => (theme === "light" || theme === "dark" ? theme : "");
  const remembered = () => { try { return localStorage["jaccard-theme"]; } catch { return jaccard.chosen; } };
  /** @type {(query: string) => boolean} */
  const media = (query) => matchMedia(query).matches;
  jaccard.theme = () => (media("print") ? "light" : known(new URLSearchParams(location.search).get("theme")) ||
    known(remembered()) || (media("(prefers-color-scheme: dark)") ? "dark" : "light"));
  document.documentElement.dataset.bsTheme = jaccard.theme();
  const asked = new URLSearchParams(location.search);
  if (jaccard.lectures && (asked.get("lecture") === "1" || asked.has("screen"))) Object.assign(document.documentElement.dataset, { lecture: "", at: asked.get("screen") ?? 1 });
  // How much larger than its layout a screen of a lecture is: lecture.css divides by the same lengths.
  const scale = () => document.documentElement.style.setProperty("--scale", String(Math.min(innerWidth / 830, innerHeight / 467)));
  scale();
  addEventListener("resize", scale);
})();

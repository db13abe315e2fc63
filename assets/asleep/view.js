/** Before the first paint: what an address says of the one page that it opens, hidden controls, and a frame around it.

   May touch: marks of the root, and rules that hide; locks.js holds the controls. */

(() => {
  "use strict";
  const { jaccard } = window.dash_clientside;
  const root = document.documentElement;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  /** @type {(name: string) => boolean} */
  const wellFormed = (name) => /^[\w-]{1,40}$/.test(name);
  // what goes into a rule is a name and nothing else, whatever an address says
  /** @type {(attribute: string, names: string[]) => string} */
  const named = (attribute, names) => names.map((name) => `[data-${attribute}="${name}"]`).join();
  // The names that the lesson at this address may have: its path, of one part or two, below whatever prefix the site has.
  jaccard.lessonsHere = () => {
    const path = location.pathname.split("/");
    return path.at(-1) ? [path.slice(-1), path.slice(-2)].map((part) => part.join("-")) : ["home"];
  };
  jaccard.view = () => {
    const query = new URLSearchParams(location.search);
    const lessons = jaccard.lessonsHere();
    /** @type {(key: string) => string[]} */
    const controls = (key) => query.getAll(key).join().split(",").filter(wellFormed)
      .flatMap((name) => lessons.map((lesson) => `${lesson}-${name}`)).filter(wellFormed);
    const [hidden, locked] = [controls("hide"), controls("lock")];
    const kept = [...hidden, ...locked];
    return { hidden, locked, kept, embedded: query.get("embed") === "1" };
  };
  jaccard.dress = ({ hidden, locked, kept, embedded }) => {
    const grip = kept.length && ["x", "y"].map((way) => `:is(:not([data-${way}-slider]), ${named(`${way}-slider`, kept)})`).join("");
    sheet.replaceSync([
      hidden.length && `:is(${named("control", hidden)}) { display: none !important; }`,
      locked.length && `:is(${named("control", locked)}) :is(input, select, label) { pointer-events: none; }`,
      locked.length && `:is(${named("control", locked)}) .play { display: none; }`,
      grip && `.grip${grip}, .grip${grip} + .halo { display: none; }`,
    ].filter(Boolean).join("\n"));
    root.toggleAttribute("data-kept", kept.length > 0);
    root.toggleAttribute("data-embedded", embedded);
  };
  jaccard.dress(jaccard.view());
  try {
    const visits = localStorage;
    root.toggleAttribute("data-newcomer", !visits["jaccard-visited"] && !/[?&](lecture=1|screen=)/.test(location.search));
    visits["jaccard-visited"] = "yes";
  } catch { /* a browser that may remember nothing is no newcomer each time */ }
})();

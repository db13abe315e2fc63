/** Before the first paint: whether this browser can run the scripts of the page, and whether it can show a lecture.

   Touches the attribute data-able of the root. Without it a sentence of the page says which browsers have what is missing
   (serving/pages.py), and no other script runs (stop.js): one that ran to its half would leave row, figure and formula apart. */

(() => {
  "use strict";
  const root = document.documentElement;
  // Three stand for all: of the browsers that lack something, each lacks one of these.
  const able = CSS.supports("width: 1cqw") && "adoptedStyleSheets" in Document.prototype && "findLast" in Array.prototype;
  root.toggleAttribute("data-able", able);
  if (!able) return;
  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});
  // The rules of a lecture stand in each other, and ask what an element contains.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("a { b:has(c) { color: red; } }");
  const [rule] = sheet.cssRules;
  jaccard.lectures = rule instanceof CSSStyleRule && rule.cssRules?.length === 1;
})();

/* Checks that the browsers of package.json know what the style sheets use: node client/styles.mjs.

   Only lecture.css may ask for newer ones: a script looks whether they are there (able.js). */

import { readFileSync } from "node:fs";

import doiuse from "doiuse";
import postcss from "postcss";

const SHEETS = ["style.css", "views.css", "lecture.css"];
const browsers = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).browserslist;

// Features of which some browser lacks a part, but none that is used here.
const IN_PART = [
  "css-clip-path", "css-display-contents", "css-masks", "css-paged-media", "css-touch-action", "css-unicode-bidi", "css3-cursors",
  "css3-cursors-grab", "css3-cursors-newer", "intrinsic-width", "multicolumn",
];
// Without it something looks plainer, no more.
const PLAINER = ["css-resize"];
// An old browser loses a rule with :has(), and all of its selectors. What it would ask stands in a class or an attribute, which
// Python or a script writes. Without scripts nothing else shows an answer; else guesses.js does where it is lost.
const ASKED = ".predict:has(";
const NEWER = { "lecture.css": ["css-nesting"] };

const problems = [];
for (const sheet of SHEETS) {
  const text = readFileSync(new URL(`../assets/${sheet}`, import.meta.url), "utf8");
  const known = [...IN_PART, ...PLAINER, ...(NEWER[sheet] ?? [])];
  const onFeatureUsage = ({ feature, message }) => {
    if (feature !== "css-has" && !known.includes(feature)) problems.push(message);
  };
  const { root } = await postcss([doiuse({ browsers, onFeatureUsage })]).process(text, { from: sheet });
  if (NEWER[sheet]) continue;
  root.walkRules(({ selectors, source }) => {
    const asks = selectors.filter((selector) => selector.includes(":has("));
    const stands = asks.length === selectors.length && asks.every((selector) => selector.startsWith(ASKED));
    if (asks.length && !stands) problems.push(`${sheet}:${source.start.line}: :has() for what is no answer, or beside other selectors`);
  });
}

if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}

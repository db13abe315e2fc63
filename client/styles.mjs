/* Checks that the browsers of package.json know what the style sheets use: node client/styles.mjs.

   Only lecture.css may ask for newer ones: a script looks whether they are there (able.js). */

import { readFileSync } from "node:fs";

import doiuse from "doiuse";
import postcss from "postcss";

const SHEETS = ["style.css", "views.css", "lecture.css"];
const browsers = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).browserslist;

// Features of which some browser lacks a part, but none that is used here.
const IN_PART = [
  "css-clip-path", "css-display-contents", "css-masks", "css-paged-media", "css-touch-action", "css3-cursors",
  "css3-cursors-grab", "css3-cursors-newer", "intrinsic-width", "multicolumn",
];
// Without it something looks plainer, no more. A rule with it stands alone, or a selector without it would be lost as well;
// only of those in :is() a browser drops what it does not know.
const PLAINER = ["css-has", "css-resize"];
const NEWER = { "lecture.css": ["css-has", "css-nesting"] };

const problems = [];
for (const sheet of SHEETS) {
  const text = readFileSync(new URL(`../assets/${sheet}`, import.meta.url), "utf8");
  const known = [...IN_PART, ...PLAINER, ...(NEWER[sheet] ?? [])];
  const onFeatureUsage = ({ feature, message }) => {
    if (!known.includes(feature)) problems.push(message);
  };
  const { root } = await postcss([doiuse({ browsers, onFeatureUsage })]).process(text, { from: sheet });
  if (NEWER[sheet]) continue;
  root.walkRules(({ selectors, source }) => {
    const asks = selectors.filter((selector) => selector.includes(":has(") && !selector.startsWith(":is("));
    if (asks.length && asks.length < selectors.length) problems.push(`${sheet}:${source.start.line}: a rule with :has() stands alone`);
  });
}

if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}

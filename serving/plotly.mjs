/* Builds the small bundle of plotly.js: what this site's figures draw, out of the whole plotly.js that npm has installed.

   npm's own smaller bundles either lack heatmaps or bring a dozen other kinds of trace, and building from plotly.js's
   source would install more than 200 packages. The whole plotly.js in one readable file (plotly.js-dist) needs no other
   package. Every module in it is a function that stands under the module's file name:

       var require_heatmap2 = __commonJS({ "lib/heatmap.js"(exports, module) { ... } });

   So a new last line that asks for fewer modules is enough: esbuild leaves out all modules that nothing asks for.

   Run by `make` and by the image's build: node serving/plotly.mjs. It stops if plotly.js-dist is not written like this. */

import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { buildSync } from "esbuild";

// tests/serving/test_bundle.py compares these with the figures. Scatter traces are part of the core.
const TRACES = ["bar", "heatmap"];
// Parts of the core that no figure has. plotly.js draws a figure without them if they are not registered.
const UNUSED_PARTS = ["annotations3d", "images", "rangeselector", "rangeslider", "sliders", "updatemenus"];
// A style sheet for maps, which plotly.js asks for as the first map is registered.
const UNUSED_STYLE = "node_modules/maplibre-gl/dist/maplibre-gl.css";

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const target = path("built/plotly.js");

const whole = readFileSync(path("node_modules/plotly.js-dist/plotly.js"), "utf8");
// The header has the version, which serving/bundle.py reads.
const [header] = matched(/^\/\*\*\n\* plotly\.js v[^]*?\*\//);
const [, modules, licences] = matched(
  /^var Plotly = \(\(\) => \{\n([^]*?)\n {2}return require_index\(\);\n\}\)\(\);\n(\/\*![^]*\*\/)\n/m,
);
// The function that stands for a file.
const required = new Map(
  [...modules.matchAll(/^ {2}var (\w+) = __commonJS\(\{\n *"([^"]+)"\(/gm)].map(([, name, file]) => [file, name]),
);

let code = modules;
for (const file of [...UNUSED_PARTS.map((part) => `src/components/${part}/index.js`), UNUSED_STYLE]) {
  // If a module used what this one returns, what is left would be no JavaScript, and esbuild would stop.
  code = code.replaceAll(`${call(file)}${file === UNUSED_STYLE ? ";" : ","}`, "");
}
// To define a module has no effect until somebody asks for it, which esbuild cannot know.
code = code.replace(/ = (?=__(?:commonJS|esm)\()/g, " = /* @__PURE__ */ ");

mkdirSync(dirname(target), { recursive: true });
buildSync({
  stdin: {
    contents: `"use strict";
${code}
window.Plotly = ${call("lib/core.js")};
window.Plotly.register([${TRACES.map((trace) => call(`lib/${trace}.js`))}]);`,
  },
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  banner: { js: header },
  footer: { js: licences },
  legalComments: "none", // the footer has them
  outfile: target,
  logLevel: "warning",
});

function matched(pattern) {
  const found = pattern.exec(whole);
  if (!found) throw new Error(`plotly.js-dist has nothing like ${pattern}`);
  return found;
}

function call(file) {
  if (!required.has(file)) throw new Error(`plotly.js-dist has no module ${file}`);
  return `${required.get(file)}()`;
}

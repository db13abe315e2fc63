/* What eslint checks of the scripts beside their types, which are TypeScript's (tsconfig.json).

   `compat` looks whether the browsers of package.json have what a script asks the browser for. What it cannot see, because it
   is a method of an object, is forbidden by name. */

import compat from "eslint-plugin-compat";

const BROWSER = `BroadcastChannel KeyboardEvent HTMLIFrameElement HTMLAnchorElement AbortController AbortSignal addEventListener atob Blob clearInterval clearTimeout CSS CSSStyleRule CSSStyleSheet CustomEvent devicePixelRatio Document document DOMMatrix DOMParser
  Element Event EventTarget fetch getComputedStyle history HTMLDetailsElement HTMLElement HTMLFieldSetElement HTMLInputElement HTMLLinkElement
  HTMLScriptElement HTMLSelectElement Image innerHeight innerWidth InputEvent localStorage location matchMedia MouseEvent MutationObserver
  navigator performance PerformanceNavigationTiming PointerEvent
  requestAnimationFrame Response scrollTo scrollX scrollY sessionStorage setInterval setTimeout structuredClone SVGImageElement
  SVGRectElement URL
  URLSearchParams window
  XMLSerializer`;
const NODE = "Event EventTarget URL URLSearchParams console process setImmediate";

const globals = (names) => Object.fromEntries(names.split(/\s+/).map((name) => [name, "readonly"]));

const rules = {
  "consistent-return": "error",
  "default-param-last": "error",
  eqeqeq: "error",
  "no-cond-assign": "error",
  "no-const-assign": "error",
  "no-constant-condition": "error",
  "no-dupe-else-if": "error",
  "no-dupe-keys": "error",
  "no-eval": "error",
  "no-fallthrough": "error",
  "no-global-assign": "error",
  "no-implicit-coercion": "error",
  "no-implicit-globals": "error",
  "no-loss-of-precision": "error",
  "no-redeclare": "error",
  "no-restricted-properties": ["error", { property: "checkVisibility", message: "Safari has it since 17.4: use jaccard.visible" }],
  "no-self-compare": "error",
  "no-shadow": ["error", { allow: ["_"] }],
  "no-template-curly-in-string": "error",
  "no-throw-literal": "error",
  "no-undef": "error",
  "no-unreachable": "error",
  "no-unsafe-finally": "error",
  "no-unsafe-optional-chaining": "error",
  "no-unused-expressions": "error",
  "no-unused-vars": "error",
  "no-use-before-define": ["error", { functions: false, variables: false }],
  "no-useless-return": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-arrow-callback": "error",
  "prefer-const": "error",
  "prefer-template": "error",
  strict: ["error", "function"],
};

export default [
  { ignores: ["built/", "node_modules/", "benchmarks/node_modules/", ".venv/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["assets/**/*.js"],
    plugins: { compat },
    settings: { polyfills: ["navigator.connection"] }, // where it is missing, nothing is saved
    rules: { "compat/compat": "error" },
  },
  { files: ["assets/**/*.js"], languageOptions: { sourceType: "script", globals: globals(BROWSER) }, rules },
  { files: ["**/*.mjs"], languageOptions: { sourceType: "module", globals: globals(NODE) }, rules: { ...rules, strict: "off" } },
];

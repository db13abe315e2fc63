/* What `make check` asks of the scripts: plain scripts that share one namespace, window.dash_clientside.jaccard. */

// What browsers offer and the scripts use; every other name has to be declared.
const BROWSER = [
  ..."window document location history navigator localStorage console fetch matchMedia getComputedStyle".split(" "),
  ..."setTimeout clearTimeout requestAnimationFrame addEventListener removeEventListener dispatchEvent".split(" "),
  ..."scrollTo scrollX scrollY innerWidth innerHeight performance atob CSS CSSStyleSheet URL URLSearchParams".split(" "),
  ..."Element HTMLInputElement Node NodeFilter Event CustomEvent MouseEvent KeyboardEvent MutationObserver".split(" "),
  ..."Response AbortSignal Blob Image XMLSerializer DOMParser structuredClone".split(" "),
];

const RULES = {
  "array-callback-return": "error",
  "consistent-return": "error",
  "default-case-last": "error",
  "eqeqeq": "error",
  "for-direction": "error",
  "getter-return": "error",
  "no-cond-assign": "error",
  "no-const-assign": "error",
  "no-constant-condition": "error",
  "no-dupe-args": "error",
  "no-dupe-else-if": "error",
  "no-dupe-keys": "error",
  "no-duplicate-case": "error",
  "no-empty": ["error", { allowEmptyCatch: true }],
  "no-empty-pattern": "error",
  "no-eval": "error",
  "no-fallthrough": "error",
  "no-func-assign": "error",
  "no-implicit-globals": "error",
  "no-implied-eval": "error",
  "no-redeclare": "error",
  "no-self-assign": "error",
  "no-self-compare": "error",
  "no-shadow-restricted-names": "error",
  "no-sparse-arrays": "error",
  "no-undef": "error",
  "no-unreachable": "error",
  "no-unsafe-finally": "error",
  "no-unsafe-negation": "error",
  "no-unused-expressions": "error",
  "no-unused-vars": "error",
  "no-use-before-define": ["error", { functions: false, variables: false }],
  "no-useless-catch": "error",
  "no-var": "error",
  "prefer-const": "error",
  "strict": ["error", "function"],
  "use-isnan": "error",
  "valid-typeof": "error",
};

const names = (list) => Object.fromEntries(list.map((name) => [name, "readonly"]));

export default [
  { ignores: [".venv/**", "built/**", "packed/**", "benchmarks/**"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["assets/**/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "script", globals: names(BROWSER) },
    rules: RULES,
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: names(["URL", "URLSearchParams", "process", "console"]) },
    rules: { ...RULES, strict: "off" },
  },
];

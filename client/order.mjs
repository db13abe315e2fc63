/* Checks that the scripts stand in the order in which they build on each other: node client/order.mjs.

   assets/order.json states it. A name of the namespace `jaccard` is offered by what assigns it, `jaccard.x = ...` or
   `Object.assign(jaccard, { x })`. What a script uses while it loads, an earlier one has to offer; what it uses at all,
   some script. While it loads, what stands outside of functions runs, and the functions that it calls from there. */

import { readdirSync, readFileSync } from "node:fs";

import { parse } from "espree";

const ASSETS = new URL("../assets/", import.meta.url);
const order = JSON.parse(readFileSync(new URL("order.json", ASSETS), "utf8"));
const GIVEN = ["dark"]; // by components/theme.py, ahead of the others
// These call at once what they are given. Whatever else takes a function keeps it for later.
const AT_ONCE = ["map", "flatMap", "filter", "forEach", "some", "every", "find", "findLast", "reduce", "sort", "from"];

const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];
const isFunction = (node) => FUNCTIONS.includes(node?.type);
const isNamespace = (node) => (node?.type === "Identifier" && node.name === "jaccard") ||
  (node?.type === "MemberExpression" && node.property.name === "jaccard");
const children = (node) => Object.values(node).flat().filter((each) => typeof each?.type === "string");
const keysOf = (pattern) => pattern.properties.map(({ key }) => key.name);

// What a script offers, what it uses, and what of that while it loads: names with the lines where they stand.
function read(name) {
  const tree = parse(readFileSync(new URL(`${name}.js`, ASSETS), "utf8"), { ecmaVersion: "latest", loc: true });
  const functions = new Map(); // those that have a name
  walk(tree, (node) => {
    if (node.type === "FunctionDeclaration") functions.set(node.id.name, node);
    if (node.type === "VariableDeclarator" && isFunction(node.init)) functions.set(node.id.name, node.init);
  });
  const [offers, uses, early] = [new Map(), new Map(), new Map()];
  walk(tree, (node) => note(node, offers, uses));
  load(tree, new Set());
  return { name, offers, uses, early };

  function walk(node, visit) {
    visit(node);
    children(node).forEach((child) => walk(child, visit));
  }

  function load(node, entered) {
    if (isFunction(node)) return;
    note(node, new Map(), early);
    if (node.type === "CallExpression") {
      const { callee } = node;
      const given = callee.type === "MemberExpression" && AT_ONCE.includes(callee.property.name) ? node.arguments : [];
      for (const called of [callee, ...given]) {
        const body = isFunction(called) ? called : functions.get(called.name);
        if (!body || entered.has(body)) continue;
        entered.add(body);
        children(body).forEach((child) => load(child, entered));
      }
    }
    children(node).forEach((child) => load(child, entered));
  }
}

// What is assigned is not used.
const assigned = new WeakSet();
// What a script asks for whether it is there may be missing: `jaccard.x?.y`, `jaccard.x !== undefined`.
const asked = new WeakSet();

function note(node, offered, used) {
  const { line } = node.loc.start;
  if (node.type === "AssignmentExpression" && isNamespace(node.left.object)) offered.set(node.left.property.name, line);
  if (node.type === "CallExpression" && node.callee.property?.name === "assign" && isNamespace(node.arguments[0])) {
    for (const key of keysOf(node.arguments[1])) offered.set(key, line);
  }
  if (node.type === "MemberExpression" && isNamespace(node.object) && !assigned.has(node) && !asked.has(node)) {
    used.set(node.property.name, line);
  }
  if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern" && isNamespace(node.init)) {
    for (const key of keysOf(node.id)) used.set(key, line);
  }
  if (node.type === "AssignmentExpression") assigned.add(node.left);
  if (node.type === "BinaryExpression") asked.add(node.left);
  if (node.type === "MemberExpression" && node.optional) asked.add(node.object);
}

const pages = {
  site: [...order.first, ...order.asleep, ...order.awake],
  alone: [...[...order.first, ...order.asleep].filter((name) => !order.served.includes(name)), ...order.alone],
  own: [...order.first, ...order.asleep.filter((name) => !order.served.includes(name)), ...order.own],
  presenter: [...order.first, ...order.presenter],
};
const files = readdirSync(ASSETS, { recursive: true }).filter((name) => name.endsWith(".js")).map((name) => name.slice(0, -3));
const listed = new Set(Object.values(pages).flat());
const problems = [
  ...files.filter((name) => !listed.has(name)).map((name) => `assets/${name}.js stands in no list of assets/order.json`),
  ...order.served.filter((name) => ![...order.first, ...order.asleep].includes(name))
    .map((name) => `"served" names ${name}, "first" and "asleep" do not`),
  ...Object.values(pages).flatMap((names) => names.filter((name, k) => names.indexOf(name) !== k))
    .map((name) => `assets/order.json names ${name} twice`),
];

const scripts = new Map([...listed].map((name) => [name, read(name)]));
const anywhere = new Set([...GIVEN, ...[...scripts.values()].flatMap(({ offers }) => [...offers.keys()])]);
for (const { name, uses } of scripts.values()) {
  for (const [used, line] of uses) {
    if (!anywhere.has(used)) problems.push(`assets/${name}.js:${line} uses jaccard.${used}, which no script offers`);
  }
}
for (const [page, names] of Object.entries(pages)) {
  const offered = new Set(GIVEN);
  for (const { name, offers, early } of names.map((each) => scripts.get(each))) {
    for (const [used, line] of early) {
      if (offered.has(used) || offers.has(used)) continue;
      problems.push(`assets/${name}.js:${line} uses jaccard.${used} while it loads, which no earlier script offers (${page})`);
    }
    for (const each of offers.keys()) offered.add(each);
  }
}

if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}

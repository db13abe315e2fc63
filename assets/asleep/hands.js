/* Hands counted by the lecturer: kept for as long as the window is open, and shown as bars with the answer.

   May touch: the fields for them, one entry of the session's storage, and rules of style for the bars. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const KEY = "jaccard-hands";
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  /** @type {Record<string, number>} */
  let counted = {}; // by answer
  try {
    const found = JSON.parse(sessionStorage[KEY] ?? "{}");
    counted = Object.fromEntries(Object.entries(found).filter(([name, n]) => /^[\w-]{1,80}$/.test(name) && Number.isInteger(n) && Number(n) >= 0));
  } catch { /* nothing is kept then */ }

  const fields = () => [...jaccard.seen().querySelectorAll("input[data-hand]")];
  /** @type {(name: string) => string} */
  const questionOf = (name) => name.slice(0, -2);

  function show() {
    sheet.replaceSync(Object.entries(counted).map(([name, n]) => {
      const same = Object.entries(counted).filter(([other]) => questionOf(other) === questionOf(name)).map(([, each]) => each);
      return `[data-bar="${name}"] { --counted: 1; --hands: "${n}"; --part: ${n / Math.max(1, ...same)}; }`;
    }).join("\n"));
    for (const field of fields()) {
      const n = counted[field.dataset.hand ?? ""];
      if (document.activeElement !== field) field.value = n === undefined ? "" : String(n);
    }
    try { sessionStorage[KEY] = JSON.stringify(counted); } catch { /* as above */ }
  }

  document.addEventListener("input", (event) => {
    const field = jaccard.hit(event, "input[data-hand]");
    const name = field?.dataset.hand;
    if (!field || !name) return;
    if (field.value && field.checkValidity()) counted[name] = Number(field.value);
    else delete counted[name];
    show();
  });

  // Of the page that is shown. Returns whether there were any.
  function clear() {
    const names = fields().flatMap(({ dataset: { hand } }) => (hand && hand in counted ? [hand] : []));
    for (const name of names) delete counted[name];
    show();
    return names.length > 0;
  }

  show();
  new MutationObserver(show).observe(document.body, { childList: true }); // Dash's page takes the place of the finished one
  jaccard.hands = { show, clear };
})();

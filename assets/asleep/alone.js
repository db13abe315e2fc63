/* What Dash does on the site, in a file that has no server: a link to a state sets its sliders, and Reset puts them back.
   In the file of the whole course, keys are those of the section on screen.

   May touch: the values of sliders, which then tell of it as if the reader had moved them, and where the page is scrolled.
   May not: figures, texts, the address. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const { finished, picks, PREFIX } = jaccard.asleep;

  // pairs: sliders of one section, each with its value. One of them tells of it, and the page follows all (asleep.js).
  function set(pairs) {
    for (const [slider, value] of pairs) slider.value = value;
    pairs[0]?.[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  const slidersAround = (element) => [...element.closest("[data-asleep]").querySelectorAll("input")].filter(picks);

  finished.addEventListener("click", ({ target }) => {
    const reset = target.closest("button[id$='-reset']");
    if (reset) set(slidersAround(reset).map((slider) => [slider, slider.defaultValue]));
    const link = target.closest("[data-sets]");
    if (link) {
      const values = Object.entries(JSON.parse(link.dataset.sets));
      set(values.map(([id, value]) => [document.getElementById(PREFIX + id), value]));
    }
  });

  // A link to a state of its own section leaves the page where it is.
  finished.addEventListener("click", (event) => {
    const link = event.target.closest("[data-sets]");
    if (link?.hash === `#${link?.closest("[data-asleep]").id}`) event.preventDefault();
  });

  /* ---- several sections ---- */

  const sections = [...finished.querySelectorAll("[data-asleep]")];
  if (sections.length === 1) return;

  // The last section whose top has come into the upper half of the screen.
  const onScreen = () => sections.findLast((section) => section.getBoundingClientRect().top < innerHeight / 2) ?? sections[0];

  function go(by) {
    const section = sections[sections.indexOf(onScreen()) + by];
    if (!section) return false;
    location.hash = section.id;
    return true;
  }

  jaccard.key("arrowleft", () => go(-1));
  jaccard.key("arrowright", () => go(1));
  jaccard.key("r", () => {
    const reset = onScreen().querySelector("button[id$='-reset']");
    reset?.click();
    return Boolean(reset);
  });
})();

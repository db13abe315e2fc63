/* What Dash does on the site, in a file that has no server: a link to a state sets its sliders, and Reset puts them back.

   May touch: the values of sliders, which then tell of it as if the reader had moved them. May not: figures, texts. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const { finished, picks, PREFIX } = jaccard.asleep;

  // pairs: sliders of one section, each with its value. One of them tells of it, and the page follows all (asleep.js).
  /** @type {(pairs: [HTMLInputElement, string][]) => void} */
  function set(pairs) {
    for (const [slider, value] of pairs) slider.value = value;
    pairs[0]?.[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @type {(element: Element) => HTMLInputElement[]} */
  const slidersAround = (element) => [...jaccard.around("[data-asleep]", element).querySelectorAll("input")].filter(picks);

  finished.addEventListener("click", (event) => {
    const reset = jaccard.hit(event, "button[id$='-reset']");
    if (reset) set(slidersAround(reset).map((slider) => [slider, slider.defaultValue]));
    const link = jaccard.hit(event, "a[data-sets]");
    if (link) {
      const values = Object.entries(JSON.parse(link.dataset.sets));
      set(values.map(([id, value]) => [jaccard.one(`input#${PREFIX}${id}`), value]));
      jaccard.figureAround(link)?.scrollIntoView({ block: "nearest" }); // the link may stand far below what it moves
    }
  });

  // A link to a state of its own section leaves the page where it is.
  finished.addEventListener("click", (event) => {
    const link = jaccard.hit(event, "a[data-sets]");
    if (link && link.hash === `#${link.closest("[data-asleep]")?.id}`) event.preventDefault();
  });

  /* ---- several sections: what the keys press is that of the one on screen (lecturer.js) ---- */

  const sections = [...finished.querySelectorAll("main > section")];
  /** @type {(element: Element) => Element | null | undefined} */
  const sectionOf = (element) => element.closest("section") ?? element.closest("nav")?.previousElementSibling;

  // The section on screen is the last one whose top has come into the upper half. In a lecture the others are not there.
  /** @type {(element: Element) => boolean} */
  function onScreen(element) {
    /** @type {(section: Element) => boolean} */
    const reached = (section) => jaccard.visible(section) && section.getBoundingClientRect().top < innerHeight / 2;
    return sections.length === 1 || sectionOf(element) === (sections.findLast(reached) ?? sections[0]);
  }

  jaccard.alone = { onScreen };
})();

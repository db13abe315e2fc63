/* Lecture mode: a page as a sequence of screens, one idea each.

   May touch: the attributes data-lecture and data-at of the root, by which the style sheet shows one screen (lecture.css);
   in a file of several sections the mark data-here of one of them; whether hints are open; the keys `lecture` and `screen` of the address, and
   there its hash; which link of the overview is marked; and the focus.
   It presses links of the page to go on to other sections. May not: figures, texts, controls, the server.
   first.js has set the attributes before the first paint. A screen's elements have its number in data-screen. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const root = document.documentElement;
  const OURS = ["lecture", "screen"]; // keys of the address
  const RELEASED = "input[type=range], input[type=radio], input[type=checkbox]";

  // The foot of the screens of a section. A page has one, or none if it is no section; a file has one for each section.
  const walks = () => [...jaccard.seen().querySelectorAll(".walk")];
  const walk = () => walks().find(({ dataset }) => "here" in dataset) ?? walks()[0];
  /** @type {(foot: HTMLElement) => HTMLElement} */
  const sectionOf = (foot) => jaccard.seen().querySelectorAll("main .section")[walks().indexOf(foot)];
  // The walk to which a link or an address leads, if that is here: it names its page, or its place in a file.
  /** @type {(place: HTMLAnchorElement | Location) => HTMLElement | undefined} */
  const walkAt = ({ pathname, hash }) => walks().find(({ dataset: { path } }) => path === pathname || path === hash);

  const on = () => "lecture" in root.dataset;
  const count = () => Number(walk().dataset.screens);
  // On the way to another section the address is there before the page.
  const arrived = () => jaccard.alone !== undefined || walkAt(location) !== undefined;

  /** @type {(element: HTMLElement) => number} */
  const first = (element) => Number.parseInt(element.dataset.screen, 10);
  /** @type {(element: HTMLElement, n: string | undefined) => boolean} */
  const has = (element, n) => element.dataset.screen.split(" ").includes(String(n));
  /** @type {(place: HTMLAnchorElement | Location) => number} */
  const screenOf = ({ search }) => Number(new URLSearchParams(search).get("screen"));
  // The elements of all sections that are screens, or belong to some.
  const screens = () => [...jaccard.seen().querySelectorAll("main .section [data-screen]:not(.top, .top *, .stage *)")];

  /** @type {(said: string) => void} */
  function write(said) {
    const search = jaccard.query.withDisplay(location.search, said, OURS);
    const hash = walks().length > 1 ? walk().dataset.path : location.hash;
    if (search + hash === location.search + location.hash) return;
    try {
      history.replaceState(history.state, "", location.pathname + search + hash);
    } catch {
      // such as in a file in a frame that has no address of its own
    }
  }

  /** @type {(n: number, to?: HTMLElement) => void} */
  function show(n, to = walk()) {
    if (walks().length > 1) {
      for (const each of walks()) for (const part of [each, sectionOf(each)]) part.toggleAttribute("data-here", each === to);
    }
    root.dataset.at = String(Math.min(Math.max(Math.round(n) || 1, 1), count()));
    root.dataset.lecture = "";
    unfold(true);
    write(root.dataset.at === "1" ? "lecture=1" : `lecture=1&screen=${root.dataset.at}`);
  }

  // A hint has a screen of its own: all of its steps are open there, and closed on the page that is left.
  /** @type {(open: boolean) => void} */
  function unfold(open) {
    const hint = ".section .below > details[data-screen]";
    for (const fold of jaccard.seen().querySelectorAll(`${hint}, ${hint} details`)) fold.open = open;
  }

  // What the address says. A page without screens stays as it is.
  function follow() {
    if (document.getElementById("finished") === null && !arrived()) return;
    const query = new URLSearchParams(location.search);
    if (jaccard.lectures && walk() && query.get("lecture") === "1") show(screenOf(location), walkAt(location));
    else if (on()) hide();
  }

  function hide() {
    unfold(false);
    delete root.dataset.lecture;
    delete root.dataset.at;
  }

  /* ---- begin and leave ---- */

  // The screen of what the reader sees most of; the first one, which may be a question in a slim band, from the top of the page.
  function inView() {
    if (scrollY === 0) return screens()[0];
    /** @type {(element: Element) => number} */
    const seen = (element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return Math.min(bottom, innerHeight) - Math.max(top, 0);
    };
    return screens().reduce((best, each) => (seen(each) > seen(best) ? each : best));
  }

  function begin() {
    if (!jaccard.lectures) {
      jaccard.one("dialog.needs", jaccard.seen()).showModal();
      return;
    }
    const most = walk() && inView();
    if (most) show(first(most), walks().find((each) => sectionOf(each).contains(most)));
    else location.assign(`${jaccard.one("a.brand", jaccard.seen()).pathname}?lecture=1`); // such as the page of all
  }

  function leave() {
    const shown = screens().find((element) => sectionOf(walk()).contains(element) && has(element, root.dataset.at));
    hide();
    write("");
    if (shown === screens()[0]) scrollTo(0, 0);
    else shown?.scrollIntoView({ block: "nearest", behavior: "instant" }); // in a file of the course it is far
  }

  const change = () => (on() ? leave() : begin());

  /* ---- from screen to screen, and on to the next section ---- */

  // Returns false outside of a lecture, where a key keeps its other meaning.
  /** @type {(by: number) => boolean} */
  function step(by) {
    if (!on()) return false;
    if (!arrived()) return true;
    const n = Number(root.dataset.at) + by;
    if (n >= 1 && n <= count()) show(n);
    else turn(by);
    return true;
  }

  /** @type {(foot: HTMLElement, way: string) => HTMLAnchorElement | null | undefined} */
  const wayFrom = ({ previousElementSibling: ways }, way) => ways?.querySelector(`a.${way}`);

  /** @type {(by: number) => void} */
  function turn(by) {
    const link = wayFrom(walk(), by > 0 ? "following" : "previous");
    if (!link) return;
    const next = jaccard.alone && walkAt(link);
    if (next) {
      show(by > 0 ? 1 : Number(next.dataset.screens), next);
      return;
    }
    const screen = by > 0 ? "" : `screen=${walk().dataset.last}`; // back to the last one
    link.search = jaccard.query.withDisplay(link.search, screen, ["screen"]);
    link.click();
  }

  // Dash puts the next page in the place of this one a while after the address has changed.
  const arrival = new MutationObserver(() => {
    if (!arrived()) return;
    arrival.disconnect();
    follow();
  });
  const entry = document.getElementById("react-entry-point") ?? document; // a file has none
  addEventListener("_dashprivate_pushstate", () => arrival.observe(entry, { childList: true, subtree: true }));
  addEventListener("popstate", () => {
    if (arrived()) follow();
    else arrival.observe(entry, { childList: true, subtree: true });
  }, true);

  /* ---- the overview ---- */

  // The link of the present screen has the focus when the dialog opens.
  function mark() {
    for (const link of jaccard.seen().querySelectorAll(".overview a")) {
      const here = walkAt(link) === walk();
      const present = here && screenOf(link) === Number(root.dataset.at);
      link.closest(".all-screens > li")?.classList.toggle("here", here);
      link.toggleAttribute("autofocus", present);
      if (present) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function overview() {
    if (!on()) return false;
    mark();
    jaccard.one("dialog.overview", jaccard.seen()).showModal();
    return true;
  }

  /* ---- keys and presses ---- */

  jaccard.key("l", change);
  jaccard.key("o", overview);
  // a presenter's remote control sends these
  jaccard.key("pagedown", () => step(1));
  jaccard.key("pageup", () => step(-1));
  jaccard.key("escape", () => {
    if (!on() || document.querySelector(".export[open]")) return false;
    leave();
    return true;
  });

  /** @type {(event: MouseEvent) => void} */
  function press(event) {
    const ours = jaccard.hit(event, "[data-switches=lecture], [data-walks]");
    if (ours) {
      event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
      if (ours.dataset.walks) step(Number(ours.dataset.walks));
      else change();
      return;
    }
    if (jaccard.hit(event, "[data-opens=overview]")) mark();
    const link = on() && jaccard.hit(event, "main a[href], .overview a[href]");
    const to = link && walkAt(link);
    if (to) within(event, link, to);
  }

  // A link to a screen of this page shows it, and all stays as it is. One to another state shows the figure in it.
  /** @type {(event: MouseEvent, link: HTMLAnchorElement, to: HTMLElement) => void} */
  function within(event, link, to) {
    if (link.closest(".overview")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      link.closest("dialog")?.close();
      show(screenOf(link), to);
      return;
    }
    if (to !== walk()) { // another section of a file
      event.preventDefault();
      show(1, to);
      return;
    }
    const stage = sectionOf(to).querySelector(".stage[data-screen]");
    if (!stage || link.closest(".stage")) return;
    show(first(stage));
    if (!jaccard.alone) link.search = jaccard.query.withDisplay(link.search, location.search);
  }
  addEventListener("click", press, true);

  // After the mouse has let go of a slider, arrows walk on. Who comes to it by the keyboard moves it by them.
  addEventListener("pointerup", () => setTimeout(() => {
    if (on() && document.activeElement?.matches(RELEASED)) document.activeElement.blur();
  }));

  follow();
  addEventListener("pageshow", ({ persisted }) => persisted && follow());
  jaccard.lecture = { step };
})();

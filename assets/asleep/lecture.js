/* Lecture mode: a page as a sequence of screens, one idea each.

   May touch: the attributes data-lecture and data-at of the root, by which the style sheet shows one screen (lecture.css);
   in a file of several sections the mark data-here of one of them; whether hints are open; the keys `lecture` and `screen` of the address, and
   there its hash; which link of the overview is marked; the marks data-drawer and data-zoom of the root, by which the other controls or
   the figure alone are shown;
   one entry of the session's storage; and the focus.
   It presses links of the page to go on to other sections. May not: figures, texts, controls, the server.
   first.js has set the attributes before the first paint. A screen's elements have its number in data-screen. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const root = document.documentElement;
  const OURS = ["lecture", "screen"]; // keys of the address
  const RELEASED = "input[type=range], input[type=radio], input[type=checkbox], main a, main button";
  const STAYED = 40; // px that a page may scroll by itself, when its figures have another size again
  const PATIENCE = 3000; // ms after which digits begin another number

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
    const at = String(Math.min(Math.max(Math.round(n) || 1, 1), count()));
    if (at !== root.dataset.at) {
      jaccard.play.stop(); // nobody sees what plays behind another screen
      for (const each of ["drawer", "zoom"]) delete root.dataset[each];
    }
    Object.assign(root.dataset, { at, lecture: "" });
    // what the foot says: the number among the screens of the plan, or of the section
    if (links().some((link) => isPresent(link) && isPlanned(link))) root.dataset.plan = new URLSearchParams(location.search).get("plan") ?? "";
    else delete root.dataset.plan;
    unfold(true);
    jaccard.hands.show();
    write(root.dataset.at === "1" ? "lecture=1" : `lecture=1&screen=${root.dataset.at}`);
  }

  // A hint has a screen of its own: it is open there, and closed on the page that is left.
  /** @type {(open: boolean) => void} */
  function unfold(open) {
    for (const hint of jaccard.seen().querySelectorAll(".section .below > details[data-screen]")) hint.open = open;
  }

  // What the address says. A page without screens stays as it is.
  function follow() {
    if (document.getElementById("finished") === null && !arrived()) return;
    const query = new URLSearchParams(location.search);
    if (jaccard.lectures && walk() && (query.get("lecture") === "1" || query.has("screen"))) show(screenOf(location), walkAt(location));
    else if (on()) hide();
  }

  function hide() {
    unfold(false);
    for (const each of ["drawer", "zoom", "plan", "lecture", "at"]) delete root.dataset[each];
  }

  /* ---- begin and leave ---- */

  /** @type {{ at: number, path: string, top: number } | undefined} */
  let left; // the screen that was left last, and how far the page was scrolled then

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

  // The screen at which a lecture begins: the one that was left, unless the reader has gone elsewhere since.
  function here() {
    const back = left && walks().find(({ dataset }) => dataset.path === left?.path);
    if (left && back && Math.abs(scrollY - left.top) < STAYED) return { at: left.at, foot: back };
    const most = inView();
    return { at: first(most), foot: walks().find((each) => sectionOf(each).contains(most)) };
  }

  function begin() {
    if (!jaccard.lectures) {
      jaccard.one("dialog.needs", jaccard.seen()).showModal();
      return;
    }
    const found = walk() && here();
    if (found) show(found.at, found.foot);
    else location.assign(`${jaccard.one("a.brand", jaccard.seen()).pathname}?lecture=1`); // such as the page of all
  }

  function leave() {
    const [at, path] = [Number(root.dataset.at), walk().dataset.path];
    const shown = screens().find((element) => sectionOf(walk()).contains(element) && has(element, root.dataset.at));
    hide();
    write("");
    if (shown === screens()[0]) scrollTo(0, 0);
    else shown?.scrollIntoView({ block: "nearest", behavior: "instant" }); // in a file of the course it is far
    left = { at, path, top: scrollY };
  }

  const change = () => (on() ? leave() : begin());

  /* ---- from screen to screen, in the order of the overview ---- */

  // Every screen of the course, or of the file.
  const links = () => [...jaccard.seen().querySelectorAll(".all-screens a")];
  /** @type {(link: HTMLAnchorElement) => boolean} */
  const isHere = (link) => walkAt(link) === walk();
  /** @type {(link: HTMLAnchorElement) => boolean} */
  const isPresent = (link) => isHere(link) && screenOf(link) === Number(root.dataset.at);

  // Returns false outside of a lecture, where a key keeps its other meaning.
  /** @type {(by: number) => boolean} */
  function step(by) {
    if (!on()) return false;
    if (!arrived()) return true;
    const all = links();
    const at = all.findIndex(isPresent);
    const ahead = by > 0 ? all.slice(at + 1) : all.slice(0, at).reverse();
    const isOnWay = all.some(isPlanned) ? isPlanned : isOfCore;
    go(ahead.find(isOnWay));
    return true;
  }
  /** @type {(link: HTMLAnchorElement) => boolean} */
  const isOfCore = (link) => isHere(link) || !link.closest("[data-further]"); // and of the section that is open
  /** @type {(link: HTMLAnchorElement) => boolean} */
  const isPlanned = (link) => (link.parentElement?.dataset.plans ?? "").split(" ")
    .includes(new URLSearchParams(location.search).get("plan") ?? "none");

  // To a screen by its number at the foot; one beyond the last is the last.
  /** @type {(n: number) => boolean} */
  function jump(n) {
    if (!on()) return false;
    const planned = links().filter(isPlanned);
    const all = planned.length ? planned : links().filter(isHere);
    if (arrived()) go(all[Math.min(n, all.length) - 1]);
    return true;
  }

  /** @type {(link: HTMLAnchorElement | undefined) => void} */
  function go(link) {
    const to = link && walkAt(link);
    if (to) show(screenOf(link), to);
    else link?.click();
  }

  // What was set in the sections of this lecture: it is set again where one walks back. A file keeps it by itself.
  const KEPT = "jaccard-lecture";
  /** @type {() => Record<string, string>} */
  function states() {
    try { return JSON.parse(sessionStorage[KEPT] ?? "{}"); } catch { return {}; }
  }
  function keep() {
    const section = jaccard.seen().querySelector("[data-address], [data-asleep]");
    if (!section || jaccard.alone) return;
    const [path, search] = jaccard.addressAround(section).split("?");
    try {
      sessionStorage[KEPT] = JSON.stringify({ ...states(), [path]: search ?? "" });
    } catch { /* then each section begins with its first values */ }
  }
  /** @type {(link: HTMLAnchorElement) => void} */
  const aim = (link) => { link.search = jaccard.query.withDisplay(states()[link.pathname] ?? "", link.search, OURS); };

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
    for (const link of links()) {
      const present = isPresent(link);
      link.closest(".all-screens > li")?.classList.toggle("here", isHere(link));
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

  // Its keys: from screen to screen, and from section to section.
  document.addEventListener("keydown", (event) => {
    const link = jaccard.hit(event, ".overview")?.querySelector(".all-screens a:focus") ?? undefined;
    const key = event.key.toLowerCase();
    if (key === "o" && jaccard.hit(event, ".overview")) jaccard.hit(event, "dialog")?.close();
    else if (link instanceof HTMLAnchorElement && key.startsWith("arrow")) beside(link, key)?.focus();
    else return;
    event.preventDefault();
  }, true);
  /** @type {(link: HTMLAnchorElement, key: string) => HTMLAnchorElement | undefined} */
  function beside(link, key) {
    const by = key === "arrowright" || key === "arrowdown" ? 1 : -1;
    const all = links().filter((each) => key.match(/left|right/) || each === link || each.matches("li:first-child > a"));
    return all[all.indexOf(link) + by];
  }

  /* ---- keys and presses ---- */

  jaccard.key("l", change);
  jaccard.key("o", overview);
  // a presenter's remote control sends these
  jaccard.key("pagedown", () => step(1));
  jaccard.key("pageup", () => step(-1));
  jaccard.key("home", () => jump(1));
  jaccard.key("end", () => jump(Infinity));
  // the uppermost thing first, and the lecture last
  jaccard.key("escape", () => {
    if (!on() || document.querySelector(".export[open]")) return false;
    if (jaccard.pen.off()) return true;
    const over = ["drawer", "zoom"].find((each) => each in root.dataset);
    if (over) delete root.dataset[over];
    else leave();
    return true;
  });

  // A number, then Enter.
  let [typed, since] = ["", 0];
  for (const digit of "0123456789") jaccard.key(digit, () => {
    if (!on()) return false;
    if (performance.now() - since > PATIENCE) typed = "";
    [typed, since] = [typed + digit, performance.now()];
    return true;
  });
  jaccard.key("enter", () => {
    const n = performance.now() - since > PATIENCE ? 0 : Number(typed);
    typed = "";
    return n > 0 && jump(n);
  });

  // The other controls of the section, over its figure.
  function drawer() {
    const button = on() && [...jaccard.seen().querySelectorAll("[data-switches=drawer]")].some(jaccard.visible);
    if (button) root.toggleAttribute("data-drawer");
    return button;
  }
  jaccard.key("c", drawer);

  // The figure takes the whole screen.
  addEventListener("dblclick", (event) => {
    if (on() && jaccard.hit(event, ".stage .chart")) root.toggleAttribute("data-zoom");
  });

  /** @type {(event: MouseEvent) => void} */
  function press(event) {
    const ours = jaccard.hit(event, "[data-switches=lecture], [data-switches=drawer], [data-walks]");
    if (ours) {
      event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
      if (ours.dataset.walks) step(Number(ours.dataset.walks));
      else if (ours.dataset.switches === "drawer") drawer();
      else change();
      return;
    }
    if (jaccard.hit(event, "[data-opens=overview]")) mark();
    const link = on() && jaccard.hit(event, "main a[href], .all-screens a[href]");
    if (!link) return;
    const to = walkAt(link);
    if (to) within(event, link, to);
    else {
      keep();
      if (link.closest(".all-screens")) aim(link);
    }
  }

  // A link to a screen of this page shows it, and all stays as it is. One to another state shows the figure in it.
  /** @type {(event: MouseEvent, link: HTMLAnchorElement, to: HTMLElement) => void} */
  function within(event, link, to) {
    if (link.closest(".all-screens")) {
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
    if (stage && !link.closest(".stage")) show(first(stage));
    if (!jaccard.alone) link.search = jaccard.query.withDisplay(link.search, location.search);
  }
  addEventListener("click", press, true);

  // After the mouse has let go of a control, keys are the lecture's again. Who comes to it by the keyboard has them there.
  addEventListener("pointerup", () => setTimeout(() => {
    if (on() && document.activeElement?.matches(RELEASED)) document.activeElement.blur();
  }));

  follow();
  addEventListener("pageshow", ({ persisted }) => persisted && follow());
  // The screen on which the reader is, or whose place on the page they see; none on a page without screens.
  const at = () => (on() ? Number(root.dataset.at) : walk() && here().at);
  jaccard.lecture = { step, at };
})();

/* Lecture mode: a page as a sequence of screens, one idea each.

   May touch: the attributes data-lecture and data-at of the root, by which the style sheet shows one screen (lecture.css);
   the keys `lecture` and `screen` of the address; which link of the overview is marked; and the focus.
   It presses links of the page to go on to other sections. May not: figures, texts, controls, the server.
   first.js has set the attributes before the first paint. A screen's elements have its number in data-screen. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const root = document.documentElement;
  const OURS = ["lecture", "screen"]; // keys of the address
  const RELEASED = "input[type=range], input[type=radio], input[type=checkbox]";

  const walk = () => jaccard.seen().querySelector(".walk"); // none on a page that is no section
  const on = () => "lecture" in root.dataset;
  const count = () => Number(walk().dataset.screens);
  // On the way to another section the address is there before the page.
  const arrived = () => walk()?.dataset.path === location.pathname;

  const has = (element, n) => element.dataset.screen.split(" ").includes(String(n));
  // The elements of the section that are screens, or belong to some.
  const screens = () => [...jaccard.seen().querySelectorAll("main .section [data-screen]:not(.top, h2, .stage *, .card-part *)")];

  function write(said) {
    const search = jaccard.query.withDisplay(location.search, said, OURS);
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
  }

  function show(n) {
    root.dataset.at = Math.min(Math.max(Math.round(n) || 1, 1), count());
    root.dataset.lecture = "";
    write(root.dataset.at === "1" ? "lecture=1" : `lecture=1&screen=${root.dataset.at}`);
  }

  // What the address says. A page without screens stays as it is.
  function follow() {
    if (document.getElementById("finished") === null && !arrived()) return;
    const query = new URLSearchParams(location.search);
    if (walk() && query.get("lecture") === "1") show(Number(query.get("screen")));
    else if (on()) hide();
  }

  function hide() {
    delete root.dataset.lecture;
    delete root.dataset.at;
  }

  /* ---- begin and leave ---- */

  // The screen of what the reader sees most of.
  function inView() {
    const seen = (element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return Math.min(bottom, innerHeight) - Math.max(top, 0);
    };
    const most = screens().reduce((best, each) => (seen(each) > seen(best) ? each : best));
    return Number.parseInt(most.dataset.screen, 10);
  }

  function begin() {
    if (walk()) show(inView());
    else location.assign(`${jaccard.seen().querySelector(".brand").pathname}?lecture=1`); // such as the page of all
  }

  function leave() {
    const shown = screens().find((element) => has(element, root.dataset.at));
    hide();
    write("");
    if (shown === screens()[0]) scrollTo(0, 0);
    else shown?.scrollIntoView({ block: "nearest" });
  }

  const change = () => (on() ? leave() : begin());

  /* ---- from screen to screen, and on to the next section ---- */

  // Returns false outside of a lecture, where a key keeps its other meaning.
  function step(by) {
    if (!on()) return false;
    if (!arrived()) return true;
    const n = Number(root.dataset.at) + by;
    if (n >= 1 && n <= count()) show(n);
    else turn(by);
    return true;
  }

  function turn(by) {
    const link = jaccard.seen().querySelector(`nav.next ${by > 0 ? ".following" : ".previous"}`);
    if (!link) return;
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
  const entry = document.getElementById("react-entry-point");
  addEventListener("_dashprivate_pushstate", () => arrival.observe(entry, { childList: true, subtree: true }));
  addEventListener("popstate", () => {
    if (arrived()) follow();
    else arrival.observe(entry, { childList: true, subtree: true });
  }, true);

  /* ---- the overview ---- */

  // The link of the present screen has the focus when the dialog opens.
  function mark() {
    jaccard.seen().querySelectorAll(".overview .here a").forEach((link, k) => {
      const here = k + 1 === Number(root.dataset.at);
      link.toggleAttribute("autofocus", here);
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  function overview() {
    if (!on()) return false;
    mark();
    jaccard.seen().querySelector("dialog.overview").showModal();
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

  function press(event) {
    const around = (places) => (event.target instanceof Element ? event.target.closest(places) : null);
    const ours = around("[data-switches=lecture], [data-walks]");
    if (ours) {
      event.preventDefault(); // it is answered here, and needs no Dash (wake.js)
      if (ours.dataset.walks) step(Number(ours.dataset.walks));
      else change();
      return;
    }
    if (around("[data-opens=overview]")) mark();
    const link = on() && around("main a[href], .overview a[href]");
    if (link && link.pathname === location.pathname && !link.hash) within(event, link);
  }

  // A link to a screen of this page shows it, and all stays as it is. One to another state shows the figure in it.
  function within(event, link) {
    if (link.closest(".overview")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      link.closest("dialog").close();
      show(new URLSearchParams(link.search).get("screen"));
      return;
    }
    const stage = (link.closest(".part") ?? jaccard.seen()).querySelector(".stage[data-screen]");
    if (!stage || link.closest(".stage, .card-part")) return;
    show(stage.dataset.screen);
    link.search = jaccard.query.withDisplay(link.search, location.search);
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

/* The presenter's view: it shows what belongs to the screen of the hall, and presses its keys (components/lecture/presenter.py).

   May touch: its own page. It hears of the hall, and tells it what is pressed, by the channel of assets/asleep/hall.js. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  const EVERY = 1000; // ms between two questions to the hall, and two ticks of the clock

  const channel = new BroadcastChannel("jaccard-lecture");
  const notes = [...document.querySelectorAll("article")];
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => jaccard.one(`[data-of=${name}]`);
  let since = performance.now(); // when the clock was started
  /** @type {HTMLElement | undefined} */
  let first; // the note of the screen at which it was
  let talk = 0; // when the discussion ends
  /** @type {HTMLElement | undefined} */
  let here; // the note of the screen of the hall
  /** @type {HTMLElement[]} */
  let way = notes; // the notes of the screens that one walks through

  /** @type {(ms: number) => string} */
  const clock = (ms) => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  /** @type {(note: HTMLElement) => number} */
  const minutes = ({ dataset }) => Number(dataset.minutes);
  // A screen stands in a frame of its own, new each time: one that goes on to another address would write a history.
  /** @type {(place: HTMLElement, address: string) => void} */
  function put(place, address) {
    if (place.dataset.shows === address) return;
    place.dataset.shows = address;
    const frame = document.createElement("iframe");
    Object.assign(frame, { src: address, title: place.dataset.title, tabIndex: -1 });
    place.replaceChildren(...(address ? [frame] : []));
  }

  // address: path and query of the hall.
  /** @type {(address: string) => void} */
  function show(address) {
    const { pathname, searchParams } = new URL(address, location.href);
    const at = searchParams.get("screen") ?? "1";
    here = notes.find(({ dataset }) => dataset.path === pathname && dataset.number === at);
    part("alone").hidden = here !== undefined;
    for (const note of notes) note.hidden = note !== here;
    if (!here) return;
    first ??= here;
    const planned = notes.filter(({ dataset }) => dataset.plans.split(" ").includes(searchParams.get("plan") ?? "none"));
    way = planned.length ? planned : notes.filter(({ dataset }) => !dataset.further || dataset.path === pathname);
    part("title").textContent = here.dataset.where;
    put(part("here"), address);
    const next = notes.slice(notes.indexOf(here) + 1).find((note) => way.includes(note));
    put(part("next"), next?.dataset.to ?? "");
    tick();
  }

  function tick() {
    const passed = performance.now() - since;
    jaccard.one("[data-presses=clock]").textContent = clock(passed);
    part("talk").textContent = talk > performance.now() ? clock(talk - performance.now() + 999) : "";
    // the screens before this one had their minutes, and this one still has its own
    const [from, to] = [first, here].map((note) => Math.max(0, note ? way.indexOf(note) : 0));
    const before = way.slice(from, to).reduce((sum, note) => sum + minutes(note), 0);
    const late = passed / 60000 - before;
    const off = late < 0 ? Math.ceil(-late - 1) : Math.floor(late - (here ? minutes(here) : 0));
    part("pace").dataset.way = off < 1 ? "even" : late < 0 ? "ahead" : "behind";
    for (const each of document.querySelectorAll("[data-pace=minutes]")) each.textContent = String(off);
  }

  // A screen is laid out as that of a projector, and made smaller.
  function fit() {
    for (const each of document.querySelectorAll(".shown")) each.style.setProperty("--scale", String(each.clientWidth / 1280));
  }
  addEventListener("resize", fit);
  fit();

  channel.addEventListener("message", ({ data }) => typeof data?.at === "string" && show(data.at));
  const ask = () => channel.postMessage({ asks: true });

  document.addEventListener("click", (event) => {
    const button = jaccard.hit(event, "button");
    if (!button) return;
    const { presses, talks } = button.dataset;
    if (presses === "clock") [since, first] = [performance.now(), here];
    if (talks) talk = performance.now() + Number(talks) * 1000;
    channel.postMessage(talks ? { talks: Number(talks) } : { presses });
    tick();
  });
  /** @type {Record<string, string>} */
  const KEYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous", b: "black", ".": "black", s: "code" };
  document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
    if (KEYS[key] && !ctrlKey && !metaKey && !altKey) channel.postMessage({ presses: KEYS[key] });
  });

  setInterval(() => {
    ask();
    tick();
  }, EVERY);
  ask();
  tick();
})();

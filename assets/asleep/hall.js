/* The window of the hall, for the presenter's view: it says where it is, and does what is pressed there.

   May touch: the timer at the foot of a screen. What is pressed goes the way of a key. May not: anything else.
   A frame of another page says nothing: the presenter's view shows two. */

(() => {
  "use strict";

  const { jaccard } = window.dash_clientside;
  if (window.top !== window) return;
  const channel = new BroadcastChannel("jaccard-lecture");

  const tell = () => {
    if ("lecture" in document.documentElement.dataset) channel.postMessage({ at: location.pathname + location.search });
  };
  /** @type {Record<string, string>} */
  const KEYS = { next: "PageDown", previous: "PageUp", black: "b", code: "s" };
  let ends = 0; // of a discussion

  channel.addEventListener("message", ({ data }) => {
    if (!("lecture" in document.documentElement.dataset)) return;
    if (typeof data?.talks === "number") {
      ends = performance.now() + data.talks * 1000;
      tick();
    }
    const key = KEYS[data?.presses];
    if (key) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    tell();
  });

  function tick() {
    const left = Math.ceil(Math.max(0, ends - performance.now()) / 1000);
    for (const timer of document.querySelectorAll(".walk .timer")) {
      timer.textContent = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "";
    }
    if (left) setTimeout(tick, 250);
  }

  // The link has a window of its own, which is the same one for whoever asks again.
  jaccard.key("p", () => {
    const link = jaccard.seen().querySelector("a[data-window=presenter]");
    link?.click();
    return link !== null;
  });
})();

/* What Dash asks the server. The page brings the first answers with it, so no request is made for them. Of requests that
   fail the reader is told in a sentence that Python wrote, and can try again.

   May touch: window.fetch, as far as Dash asks for what the page has brought, for a section or a page; the scripts of the
   page that hold those answers; the mark data-failed of a section and of the whole page, the mark data-queued of the whole
   page; and whether the page is loaded anew. May not: figures, texts, controls, the address.
   Dash notices nothing of an answer that was brought, and gets no word of a failure, nor of an answer that came too late:
   for it, such a request changed nothing. */

(() => {
  "use strict";

  const jaccard = ((window.dash_clientside ??= {}).jaccard ??= {});

  const PATIENCE = 30_000; // ms until a request without an answer counts as failed
  const { script } = jaccard.one("script[data-script]").dataset;
  const next = window.fetch;
  /** @type {WeakMap<Section, AbortController>} */
  const latest = new WeakMap(); // section -> its last request
  let queued = 0; // requests that the server had no room for, and that are asked again

  // Dash looks into the cookies before each request. The site has none, and in a sandboxed frame to look is an error.
  try { void document.cookie; } catch { Object.defineProperty(document, "cookie", { value: "" }); }

  const nothing = () => new Response(null, { status: 204 });
  const wholePage = () => jaccard.one("#react-entry-point");

  window.fetch = (url, options) => brought(url, options?.body) ?? (
    String(url).endsWith("/_dash-update-component") ? forDash(url, options) : next.call(window, url, options));

  /* ---- what the page has brought ---- */

  // What a request is for, if the page may have brought its answer; "" if not.
  /** @type {(url: RequestInfo | URL, body: unknown) => string} */
  function wanted(url, body) {
    const name = String(url).split("/").at(-1) ?? "";
    if (name !== "_dash-update-component") return name;
    const { output, inputs } = JSON.parse(String(body));
    const here = inputs[0].value === location.pathname && (inputs[1].value ?? "") === location.search;
    return output.includes("_pages_content") && here ? "_pages_content" : "";
  }

  /** @type {(url: RequestInfo | URL, body: unknown) => Promise<Response> | undefined} */
  function brought(url, body) {
    const name = document.querySelector("script[data-given]") && wanted(url, body);
    const element = name && document.querySelector(`script[data-given="${CSS.escape(name)}"]`);
    if (!element) return undefined;
    element.remove(); // it is the answer to the first such request alone
    return Promise.resolve(new Response(element.textContent, { headers: { "Content-Type": "application/json" } }));
  }

  /* ---- what may fail ---- */

  /** @type {(url: RequestInfo | URL, options?: RequestInit) => Promise<Response>} */
  function forDash(url, options) {
    const { output, inputs } = JSON.parse(String(options?.body));
    if (output.includes("_pages_content")) return forPage(url, options);
    const section = jaccard.sections.all().find(({ address }) => address.state === inputs[0].id);
    return section ? forSection(section, inputs[0].value, url, options) : next.call(window, url, options);
  }

  // Returns the answer with its JSON already read, or null if the request failed in any way or was given up. A server
  // without room for the work that an answer needs is asked again, and until it answers the page says so.
  /** @type {(url: RequestInfo | URL, options: RequestInit | undefined, request: AbortController) => Promise<Response | null>} */
  async function ask(url, options, request) {
    let answer = await attempt(url, options, request);
    if (!later(answer)) return answer;
    tell(1);
    while (later(answer)) {
      await new Promise((done) => setTimeout(done, later(answer)));
      answer = await attempt(url, options, request);
    }
    tell(-1);
    return answer;
  }

  // In how many ms a server without room wants to be asked again; 0 if it has answered.
  /** @type {(answer: Response | null) => number} */
  const later = (answer) => answer?.status === 503 ? Math.min(1000 * Number(answer.headers.get("Retry-After")) || 0, PATIENCE) : 0;

  /** @type {(by: number) => void} */
  function tell(by) {
    queued += by;
    wholePage().toggleAttribute("data-queued", queued > 0);
  }

  /** @type {(url: RequestInfo | URL, options: RequestInit | undefined, request: AbortController) => Promise<Response | null>} */
  async function attempt(url, options, request) {
    const patience = setTimeout(() => request.abort(), PATIENCE);
    try {
      const answer = await next.call(window, url, { ...options, signal: request.signal });
      const other = answer.headers.get("X-Script");
      if (other && other !== script) return jaccard.sections.open() ? anew() : null;
      if (answer.status === 204 || later(answer)) return answer;
      if (!answer.ok) return null;
      const read = await answer.json();
      answer.json = () => Promise.resolve(read);
      return answer;
    } catch {
      return null; // no network, no answer in time, no JSON, or given up
    } finally {
      clearTimeout(patience);
    }
  }

  // Another version of the site has answered. What it says may not fit on this page: a page of its own does, and its
  // address has the state. That of all sections has none, so there the reader is told, and decides.
  /** @type {() => Promise<never>} */
  function anew() {
    jaccard.address.keep();
    location.reload();
    return new Promise(() => {}); // nothing happens here any more
  }

  // Nobody waits for the answer to its last request any more, and the server need not make it.
  /** @type {(section: Section) => void} */
  function giveUp(section) {
    latest.get(section)?.abort();
    latest.delete(section);
  }

  /** @type {(section: Section, state: unknown, url: RequestInfo | URL, options?: RequestInit) => Promise<Response>} */
  async function forSection(section, state, url, options) {
    giveUp(section);
    const request = new AbortController();
    latest.set(section, request);
    const answer = await ask(url, options, request);
    // the reader has gone to another page, or on to another state, whose own answer will come
    const current = latest.get(section) === request && jaccard.state.asks(section, state);
    if (!jaccard.sections.stands(section) || !current) return nothing();
    mark(jaccard.sections.elementOf(section), !answer);
    if (!answer) jaccard.state.unanswered(section);
    return answer ?? nothing();
  }

  /** @type {AbortController | undefined} */
  let page; // the last request for one

  /** @type {(url: RequestInfo | URL, options?: RequestInit) => Promise<Response>} */
  async function forPage(url, options) {
    page?.abort(); // the reader has gone on to another page
    const request = page = new AbortController();
    jaccard.sections.pageAsked();
    const answer = await ask(url, options, request);
    const comes = answer !== null && page === request;
    if (comes) jaccard.sections.all().forEach(giveUp); // their page goes
    jaccard.sections.pageAnswered(comes);
    if (page !== request) return nothing();
    mark(wholePage(), !answer);
    return answer ?? nothing();
  }

  /** @type {(place: Element, failed: boolean) => void} */
  const mark = (place, failed) => place.toggleAttribute("data-failed", failed);

  // Places elsewhere have an attribute of this name that holds words.
  const FAILED = "[data-address][data-failed], #react-entry-point[data-failed]";

  /** @type {(place: Element) => void} */
  function tryAgain(place) {
    if (place === wholePage()) location.reload();
    const section = jaccard.sections.of(place);
    if (section) jaccard.state.askAgain(section);
  }

  document.addEventListener("click", (event) => {
    const button = jaccard.hit(event, "[data-retry]");
    if (button) tryAgain(jaccard.around(FAILED, button));
  });
  // the network is back
  window.addEventListener("online", () => document.querySelectorAll(FAILED).forEach(tryAgain));
})();

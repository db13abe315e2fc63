/* Answers fetch from the page: the page brings the first answers of the server with it, so no request is made for them.

   May touch: window.fetch, and the scripts of the page that hold those answers. Dash asks as ever and notices nothing. */

(() => {
  "use strict";

  const next = window.fetch;

  // What a request is for, if the page may have brought its answer; "" if not.
  function wanted(url, body) {
    const name = String(url).split("/").at(-1);
    if (name !== "_dash-update-component") return name;
    const { output, inputs } = JSON.parse(body);
    const here = inputs[0].value === location.pathname && (inputs[1].value ?? "") === location.search;
    return output.includes("_pages_content") && here ? "_pages_content" : "";
  }

  window.fetch = (url, options) => {
    const brought = document.querySelector("script[data-given]") && wanted(url, options?.body);
    const element = brought && document.querySelector(`script[data-given="${CSS.escape(brought)}"]`);
    if (!element) return next.call(window, url, options);
    element.remove(); // it is the answer to the first such request alone
    return Promise.resolve(new Response(element.textContent, { headers: { "Content-Type": "application/json" } }));
  };
})();

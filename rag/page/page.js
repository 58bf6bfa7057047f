() => {
  // A mark in the chat leads to the exact words in the sources, and back; what the reader has opened stays open.
  const chat = document.getElementById("chat");
  const sources = document.getElementById("sources");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const opened = new Set();
  let newest = "";
  let here = "";

  function highlight() {
    document.querySelectorAll(".here").forEach((old) => old.id !== here && old.classList.remove("here"));
    const words = here && document.getElementById(here);
    if (words) words.classList.add("here");
  }

  function lead(id) {
    const words = document.getElementById(id);
    if (!words) return;
    for (let outer = words.parentElement; outer; outer = outer.parentElement) {
      if (outer.tagName === "DETAILS") outer.open = true;
    }
    here = id;
    highlight();
    words.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
    words.focus({ preventScroll: true });
  }

  // The page has a <base>; a plain hash link could load the page anew and lose the conversation.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#t"]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const id = link.getAttribute("href").slice(1);
    window.history.pushState(null, "", window.location.pathname + window.location.search + "#" + id);
    lead(id);
  }, true);
  window.addEventListener("popstate", () => lead(window.location.hash.slice(1)));

  sources.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.open) return void opened.delete(details.id);
    opened.add(details.id);
  }, true);

  // Gradio redraws the sources in place, which resets `open` and classes; put them back before the next paint. A newer
  // turn opens and so closes the others; without help it would be the one to close, being inserted last.
  function restore() {
    const first = sources.querySelector("details.turn");
    if (!first) opened.clear();
    if ((first ? first.id : "") !== newest) {
      newest = first ? first.id : "";
      sources.querySelectorAll("details.turn").forEach((turn) => opened.delete(turn.id));
      if (first) opened.add(first.id);
    }
    opened.forEach((id) => {
      const details = document.getElementById(id);
      if (details && !details.open) details.open = true;
    });
    highlight();
  }
  const byReader = (record) => record.attributeName === "open" || record.attributeName === "class";
  new MutationObserver((records) => records.every(byReader) || restore()).observe(sources, {
    subtree: true, childList: true, characterData: true, attributes: true,
  });

  // Who has followed an answer to its end goes on seeing the end when what to ask next takes some of the room.
  let height = 0;
  new ResizeObserver(() => {
    const panel = chat.querySelector(".panel-wrap");
    if (!panel) return;
    const below = panel.scrollHeight - panel.scrollTop - height;
    if (panel.clientHeight < height && Math.abs(below) < 4) panel.scrollTop = panel.scrollHeight;
    height = panel.clientHeight;
  }).observe(chat);

  // Gradio says "queue: 2/3 | 1.5s" beside what it waits for; here it is put in words, in a place of its own.
  const place = document.getElementById("place");
  function tell() {
    const words = (document.querySelector("#line .progress-text") || {}).textContent || "";
    const [, number] = /queue: (\d+)/.exec(words) || [];
    const [, seconds] = /([\d.]+)(?:\/[\d.]+)?s/.exec(words) || [];
    const waits = Number(number) === 1 ? "Your question is next in line." : `Your question is number ${number} in line.`;
    const told = [number ? waits : "", seconds && !number ? `${Math.floor(seconds)} s` : ""]; // only the first is read out
    told.forEach((text, at) => place.children[at].textContent === text || (place.children[at].textContent = text));
    document.querySelector("#question textarea").readOnly = Boolean(number); // it is taken out of the box when its turn comes
  }
  new MutationObserver(tell).observe(document.getElementById("line"), { subtree: true, childList: true, characterData: true });

  // A question that is not let in is told of in a corner only by Gradio, which knows no reason where the line is full.
  const fetched = window.fetch;
  let why = "";
  window.fetch = async (...asked) => {
    const reply = await fetched(...asked);
    if (String(asked[0]).includes("/queue/join")) {
      const said = reply.ok ? {} : await reply.clone().json().catch(() => ({}));
      why = reply.ok ? "" : reply.status === 503 ? "queue" : String(said.detail || `the server answered ${reply.status}`);
    }
    return reply;
  };
  window.footnoteWhy = () => {
    if (why) document.querySelectorAll(".toast-close").forEach((button) => button.click());
    return why;
  };

  // A question asked between a click on Stop and the end of what is stopped waits in its box until that has ended.
  const asking = document.getElementById("asking");
  let stopping = false, waiting = false;
  const enters = (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("#question textarea");
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("#stop")) stopping = true;
    if (event.target.id === "ask" && document.querySelector("#question textarea").readOnly) event.stopPropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (!enters(event) || !(stopping || event.target.readOnly)) return;
    event.preventDefault();
    waiting = stopping;
  }, true);
  new MutationObserver(() => {
    if (!stopping || document.getElementById("stop")) return;
    stopping = false;
    if (waiting) document.getElementById("ask").click();
    waiting = false;
  }).observe(asking, { subtree: true, childList: true });

  // Gradio labels a message with its source text, tags and all; a screen reader needs no label for what it can read. It
  // calls the examples a list, of which a list's items would have to be the children.
  const tidy = () => {
    chat.querySelectorAll("[data-testid][aria-label]").forEach((message) => message.removeAttribute("aria-label"));
    chat.querySelectorAll(".examples[role=list]").forEach((list) => list.setAttribute("role", "group"));
  };
  tidy();
  new MutationObserver(tidy).observe(chat, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
}

() => {
  // Conversations are kept in this browser, each under a key of its own, so that two tabs never write over each other;
  // which one is open belongs to the tab. The buttons of a turn are carried out here, or handed to the server.
  const KEY = "footnote.talk.", OPEN = "footnote.open";
  const MOST = 30, MOST_CHARACTERS = 3000000; // a browser keeps 5 million
  const past = document.getElementById("past");
  const along = document.getElementById("along");
  const text = (id) => (document.getElementById(id) || {}).textContent || "";

  const safely = (act, otherwise) => { try { return act(); } catch { return otherwise; } }; // storage may be forbidden
  const keys = () => safely(() => Object.keys(localStorage).filter((key) => key.startsWith(KEY)), []);
  const read = (key) => safely(() => ({ key, size: localStorage[key].length, ...JSON.parse(localStorage[key]) }), { key, at: 0 });
  const kept = () => keys().map(read).sort((one, other) => other.at - one.at);
  let stored = null;
  const openId = () => safely(() => sessionStorage.getItem(OPEN), null);

  function store() {
    if (!document.getElementById("kept-talk")) return;
    const talk = text("kept-talk");
    if (talk === stored) return; // the page was only redrawn; what the reader has deleted stays away
    stored = talk;
    if (!talk) return void (safely(() => sessionStorage.removeItem(OPEN)), list());
    const { id, turns } = JSON.parse(talk);
    safely(() => sessionStorage.setItem(OPEN, id));
    const before = read(KEY + id);
    if (before.talk === talk) return list();
    const entry = JSON.stringify({ at: Date.now(), title: turns[0].question, talk });
    const others = kept().filter((item) => item.key !== KEY + id);
    let size = entry.length;
    others.forEach((item, place) => {
      size += item.size || 0;
      if (place >= MOST - 1 || size > MOST_CHARACTERS) safely(() => localStorage.removeItem(item.key));
    });
    while (!safely(() => { localStorage.setItem(KEY + id, entry); return true; }, false) && others.length) {
      safely(() => localStorage.removeItem(others.pop().key));
    }
    list();
  }

  function make(tag, fields, words) {
    const made = Object.assign(document.createElement(tag), fields);
    made.textContent = words; // never as HTML: a title is what somebody typed
    return made;
  }

  function list() {
    const shown = kept().filter((item) => item.talk);
    const rows = shown.map((item) => {
      const row = make("li", { className: item.key === KEY + openId() ? "current" : "" }, "");
      const when = new Date(item.at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
      const open = make("button", { className: "open", type: "button" }, item.title);
      open.append(make("span", { className: "when" }, when));
      if (row.className) open.setAttribute("aria-current", "true");
      open.onclick = () => window.footnote("select", { talk: read(item.key).talk || "" });
      const gone = make("button", { className: "gone", type: "button", title: "Delete this conversation" }, "Delete");
      gone.setAttribute("aria-label", "Delete the conversation “" + item.title + "”");
      gone.onclick = () => {
        safely(() => localStorage.removeItem(item.key));
        if (row.className) window.footnote("select", { talk: "" });
        list();
        (past.querySelector("button") || document.querySelector("#question textarea")).focus();
      };
      row.append(open, gone);
      return row;
    });
    past.replaceChildren(rows.length ? make("ul", {}, "") : make("p", { className: "none" }, "None yet. They are kept in this browser only."));
    if (rows.length) past.firstChild.replaceChildren(...rows);
  }

  async function copy(words) {
    if (navigator.clipboard) return navigator.clipboard.writeText(words);
    const field = make("textarea", { value: words }, words); // without TLS beyond this machine there is no clipboard
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }

  function save(words, ending, kind, turn) {
    const turns = JSON.parse(text("kept-talk")).turns;
    const title = (turns.find((item) => item.number === turn) || turns[0] || {}).question || "";
    const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60).replace(/^-|-$/g, "") || "answer";
    const address = URL.createObjectURL(new Blob([words], { type: kind + ";charset=utf-8" }));
    make("a", { href: address, download: name + ending }, "").click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  function whole() {
    const parts = [...along.querySelectorAll("pre[id$='-markdown']")].map((part) => part.textContent);
    if (parts.length) save(parts.join("\n---\n\n"), ".md", "text/markdown");
  }

  const here = {
    copy: (turn, pressed) => copy(text(`t${turn}-text`)).then(() => {
      const label = pressed.textContent;
      pressed.textContent = "Copied";
      setTimeout(() => (pressed.textContent = label), 2000);
    }),
    markdown: (turn) => save(text(`t${turn}-markdown`), ".md", "text/markdown", turn),
    receipt: (turn) => save(text(`t${turn}-receipt`), ".receipt.json", "application/json", turn),
  };
  const judging = ["right", "wrong"], opening = ["open", "near", "nearest"], changing = ["edit", "leave"];

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest && event.target.closest("button.do");
    const found = pressed && /^(?:t(\d+)-)?do-([a-z]+)(\d*)$/.exec(pressed.id);
    if (!found) return;
    const [turn, act] = [Number(found[1] || 0), found[2]];
    if (here[act]) return void here[act](turn, pressed);
    if (opening.includes(act)) return void window.footnote("expand", { turn, way: act + found[3] });
    if (act === "ask") return void window.footnote("click", { act, turn, text: pressed.textContent });
    window.footnote(judging.includes(act) ? "like" : changing.includes(act) ? "edit" : "click", { act, turn });
    if (act === "edit") document.querySelector("#question textarea").focus();
  });
  document.getElementById("whole").addEventListener("click", whole);
  // A day is picked, not typed, where the browser can; its value is the same text. The fields come when they are opened.
  const pickers = () => document.querySelectorAll("#choice .day input:not([type=date])").forEach((field) => (field.type = "date"));
  new MutationObserver(pickers).observe(document.getElementById("side"), { subtree: true, childList: true });

  new MutationObserver(store).observe(along, { subtree: true, childList: true, characterData: true });
  window.addEventListener("storage", list);
  store();
  list();
}

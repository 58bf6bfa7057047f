() => {
  // A whole article in a dialog over the page, at the cited words; what it shows is put in as text, never as HTML.
  const dialog = document.getElementById("reader");
  const part = (name) => dialog.querySelector(name);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let opener = ""; // the page may be redrawn while the dialog is open, so the button is kept by its id

  function paragraph(pieces) {
    const made = document.createElement("p");
    for (const [words, places] of pieces) {
      const piece = document.createElement(places ? "mark" : "span");
      piece.textContent = words;
      if (places && places.length) Object.assign(piece, { tabIndex: -1, className: "begins" }).dataset.places = places.join(" ");
      made.append(piece);
    }
    return made;
  }

  const cited = () => [...dialog.querySelectorAll("mark.begins")];
  function lead(words, behavior) {
    cited().forEach((other) => other.classList.toggle("here", other === words));
    words.scrollIntoView({ block: "center", behavior });
    words.focus({ preventScroll: true });
  }

  function fill(article) {
    const address = document.createElement(article.link ? "a" : "span");
    address.textContent = article.url || "";
    if (article.link) Object.assign(address, { href: article.url, target: "_blank", rel: "noopener noreferrer nofollow" });
    part(".address").replaceChildren(address);
    part(".publisher").textContent = [article.number, article.publisher].filter(Boolean).join(" ");
    part(".label").textContent = article.label || "";
    part("h2").textContent = article.title || "This did not work";
    part(".when").textContent = article.when || article.problem || "";
    part(".body").replaceChildren(...(article.paragraphs || []).map(paragraph));
    part(".words").hidden = cited().length < 2;
  }

  window.footnoteRead = (json) => {
    fill(JSON.parse(json));
    opener = document.activeElement.id || opener;
    const followed = (document.querySelector("#sources .here") || {}).id;
    if (!dialog.open) dialog.showModal();
    part(".text").scrollTop = 0;
    const words = cited().find((mark) => mark.dataset.places.split(" ").includes(followed)) || cited()[0];
    if (words) lead(words, "auto");
    else part(".text").focus();
  };

  part(".words").addEventListener("click", () => {
    const all = cited();
    lead(all[(all.findIndex((mark) => mark.classList.contains("here")) + 1) % all.length], calm.matches ? "auto" : "smooth");
  });
  part(".shut").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside the article
  dialog.addEventListener("close", () => {
    part(".body").replaceChildren();
    // The browser has given the focus back, and the reader may have moved it on before this event comes. Only where the
    // button was drawn anew meanwhile has the focus nowhere to stand.
    const button = document.getElementById(opener);
    if (button && document.activeElement === document.body) button.focus();
  });
  // From the last button Tab would leave the page for the browser's own; here it goes round.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll("button, a[href], .text")].filter((stop) => stop.offsetParent);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    if (document.activeElement !== (event.shiftKey ? first : last)) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  });
}

// What needs a script and can do without: nothing here adds to what the page says.
(function () {
  "use strict";
  const french = document.documentElement.lang === "fr";
  const say = (english, translated) => (french ? translated : english);

  // Contents, folds, boxes that scroll

  const contents = document.querySelector("#contents details");
  if (contents && window.matchMedia("(max-width: 63.99rem)").matches) contents.open = false;
  window.addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details.toolkit-fold")) fold.open = true;
  });

  const BOXES = ".wide, .toolkit-scroll, .drawing, pre";

  // what does not scroll needs no stop on the way of the tab key; what does shows that it goes on
  function stops() {
    for (const box of document.querySelectorAll(BOXES)) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      if (box.matches(".drawing")) hint(box, scrolls);
      fade(box);
    }
  }

  function fade(box) {
    box.classList.toggle("goes-on", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  }

  function hint(box, scrolls) {
    const there = box.previousElementSibling?.matches(".hint") ? box.previousElementSibling : null;
    if (there) there.hidden = !scrolls;
    else if (scrolls) {
      const said = document.createElement("p");
      said.className = "hint";
      said.textContent = say("The figure goes on to the right: scroll it sideways →",
                             "La figure continue à droite : faites-la défiler →");
      box.before(said);
    }
  }

  stops();
  window.addEventListener("scroll", (event) => event.target.matches?.(BOXES) && fade(event.target), true);
  window.addEventListener("resize", stops);
  document.addEventListener("toggle", stops, true);

  // Marks of figures: they say their numbers when pointed at, and show their sentences when chosen

  const NEAR = 14; // pixels from a mark that still mean it
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // the mark itself is named for who listens
  document.body.append(tip);

  const openers = new WeakMap(); // a figure -> what opens one of its marks
  const keyed = new WeakMap(); // a part of the page -> what stands behind its marks, by key

  function words(mark) {
    return mark.getAttribute("aria-label");
  }

  // what stands behind the marks of one part of the page; what an explorer in it shows is the explorer's own
  function keys(root) {
    if (!keyed.has(root)) {
      const found = new Map();
      for (const one of root.querySelectorAll(".toolkit-behind [data-key]"))
        if (root === document || one.closest(".toolkit-explorer") === root.closest(".toolkit-explorer"))
          if (!found.has(one.dataset.key)) found.set(one.dataset.key, one);
      keyed.set(root, found);
    }
    return keyed.get(root);
  }

  function behind(figure, key) {
    if (!key) return null;
    const near = [".toolkit-explorer", ".result", "main > section"].map((part) => figure.closest(part));
    for (const name of [key, key.split(" · ")[0]]) {
      for (const root of [...near.filter(Boolean), document]) if (keys(root).has(name)) return keys(root).get(name);
    }
    return null;
  }

  // a passage of the list at the end of the report, with what is marked in it for one mark
  function passage(link, spans) {
    const item = document.querySelector(link.hash).cloneNode(true);
    item.removeAttribute("id");
    const text = item.firstChild;
    for (const span of spans === "-" ? [] : spans.split(",").reverse()) {
      const [start, end] = span.split("-").map(Number);
      text.splitText(end);
      const marked = document.createElement("mark");
      marked.append(text.splitText(start));
      text.after(marked);
    }
    return item;
  }

  function shown(entry) {
    const said = document.createElement("p");
    said.className = "told";
    said.textContent = [...entry.querySelectorAll(":scope > span")].map((one) => one.textContent).join(" · ");
    const list = document.createElement("ol");
    list.lang = "fr";
    const spans = (entry.dataset.m || "").split(" ");
    [...entry.querySelectorAll(":scope > a")].forEach((link, number) => list.append(passage(link, spans[number])));
    const rest = [...entry.children].filter((one) => !one.matches("a, b, span")).map((one) => one.cloneNode(true));
    return [said, ...(list.children.length ? [list] : []), ...rest];
  }

  function centre(mark) {
    const box = mark.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  }

  function near(marks, event) {
    const hit = event.target.closest && event.target.closest(".mark");
    if (hit) return hit;
    let best = null;
    let least = NEAR;
    for (const mark of marks) {
      const box = mark.getBoundingClientRect();
      const dx = Math.max(box.left - event.clientX, 0, event.clientX - box.right);
      const dy = Math.max(box.top - event.clientY, 0, event.clientY - box.bottom);
      const far = Math.hypot(dx, dy) + (Math.min(box.width, box.height) > 40 ? NEAR : 0); // a long line's box is not it
      if (far < least) [best, least] = [mark, far];
    }
    return best;
  }

  function point(mark) {
    const [x, y] = centre(mark);
    tip.textContent = words(mark);
    tip.hidden = false;
    const width = tip.offsetWidth;
    const left = Math.min(Math.max(x - width / 2, 8), document.documentElement.clientWidth - width - 8);
    const above = y - tip.offsetHeight - 14;
    tip.style.left = `${left + window.scrollX}px`;
    tip.style.top = `${(above < 4 ? y + 14 : above) + window.scrollY}px`;
  }

  function upgrade(svg, number) {
    const marks = [...svg.querySelectorAll(".mark")];
    if (!marks.length) return;
    const figure = svg.closest("figure") || svg.parentNode;
    const label = svg.getAttribute("aria-label");
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", `${label}. ${say("Arrow keys go from mark to mark, Tab leaves.", "Les flèches vont de marque en marque, Tab quitte.")}`);
    for (const mark of marks) {
      const title = mark.querySelector("title");
      mark.setAttribute("role", "button");
      mark.setAttribute("aria-label", title.textContent);
      mark.setAttribute("tabindex", "-1");
      title.remove(); // or the browser shows a second one
    }
    marks[0].setAttribute("tabindex", "0");
    const answer = document.createElement("div");
    answer.className = "answer";
    answer.hidden = true;
    answer.setAttribute("aria-live", "polite");
    figure.append(answer);
    let current = null;

    function look(mark) {
      if (current === mark) return;
      if (current) current.classList.remove("pointed");
      current = mark;
      if (mark) {
        mark.classList.add("pointed");
        point(mark);
      } else tip.hidden = true;
    }

    function shut() {
      answer.replaceChildren();
      answer.hidden = true;
      for (const mark of marks) mark.removeAttribute("aria-pressed");
    }

    function open(mark) {
      const again = mark.getAttribute("aria-pressed") === "true";
      shut();
      if (again) return;
      mark.setAttribute("aria-pressed", "true");
      const said = document.createElement("p");
      said.className = "said";
      said.textContent = words(mark);
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "×";
      close.setAttribute("aria-label", say("Close", "Fermer"));
      close.addEventListener("click", () => {
        shut();
        mark.focus();
      });
      answer.append(close, said);
      const entry = behind(figure, mark.dataset.key);
      if (entry) answer.append(...shown(entry));
      answer.hidden = false;
      stops();
    }

    openers.set(svg, (mark) => {
      if (mark.getAttribute("aria-pressed") !== "true") open(mark);
      answer.scrollIntoView({ block: "nearest" });
    });

    function go(mark) {
      for (const other of marks) other.setAttribute("tabindex", other === mark ? "0" : "-1");
      mark.focus();
    }

    svg.addEventListener("pointermove", (event) => look(near(marks, event)));
    svg.addEventListener("pointerleave", () => look(null));
    svg.addEventListener("click", (event) => {
      const mark = near(marks, event);
      if (mark) open(mark);
    });
    svg.addEventListener("focusin", (event) => look(event.target.closest(".mark")));
    svg.addEventListener("focusout", () => look(null));
    svg.addEventListener("keydown", (event) => {
      const mark = event.target.closest(".mark");
      if (!mark) return;
      const at = marks.indexOf(mark);
      const next = {
        ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1,
      }[event.key];
      if (next !== undefined) go(marks[(next + marks.length) % marks.length]);
      else if (event.key === "Enter" || event.key === " ") open(mark);
      else if (event.key === "Escape") {
        shut();
        look(null);
      } else return;
      event.preventDefault();
    });
  }

  document.querySelectorAll(".drawing svg").forEach(upgrade);

  // A row of an explorer's table shows what its mark shows
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".toolkit-explorer tr[data-key]");
    if (!row) return;
    const pair = row.dataset.key.match(/^\((['"])(.*)\1, (['"])(.*)\3\)$/); // two names, as Python writes them
    const key = pair ? `${pair[2]} – ${pair[4]}` : row.dataset.key;
    const marks = [...row.closest(".toolkit-explorer").querySelectorAll(".mark[data-key]")];
    const mark = marks.find((one) => {
      const name = one.dataset.key;
      return key === name || key.startsWith(`${name} (`) || name.startsWith(`${key} · `);
    });
    if (mark) openers.get(mark.closest("svg"))(mark);
  });
  window.addEventListener("beforeprint", () => { tip.hidden = true; });
})();

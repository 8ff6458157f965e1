/* Upgrades what toolkit.evidence shows, whenever it comes into the page: headings sort, a field filters, lines open to
   their articles, rows of an explorer are picked, buttons copy. Everything is complete without it. */
(() => {
  "use strict";
  if (window.toolkitEvidence) return;
  window.toolkitEvidence = true;

  const FEW = 8; // rows that need no filter
  const MANY = 500; // rows of a longer table that are drawn at first: more take browsers too long to lay out
  const MISSING = ["", "–"];
  const collator = new Intl.Collator("fr", { numeric: true });
  const rowsOf = new WeakMap(); // table -> its rows in the order they came in
  const orderOf = new WeakMap(); // table -> its rows as they are sorted
  const limitOf = new WeakMap(); // table -> how many rows are drawn
  const foldedOf = new WeakMap(); // row -> its text, case and accents forgiven
  const beneathOf = new WeakMap(); // row -> the row that shows what it opens to
  const aboveOf = new WeakMap(); // the other way round

  const say = (english, french) => (document.documentElement.lang.startsWith("fr") ? french : english);

  function make(tag, properties, ...children) {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  }

  function wrap(cell, properties) {
    const button = make("button", { type: "button", ...properties }, ...cell.childNodes);
    cell.append(button);
  }

  // Upgrading

  function upgrade(root) {
    root.dataset.ready = "";
    root.dataset.lmSuppressShortcuts = ""; // or JupyterLab takes Enter and Space for its own
    const table = root.querySelector("table");
    if (!table) return;
    const rows = [...table.tBodies[0].rows];
    rowsOf.set(table, rows);
    orderOf.set(table, rows);
    limitOf.set(table, rows.length > 2 * MANY ? MANY : Infinity);
    if (rows.length > 1) for (const head of table.tHead.rows[0].cells) wrap(head, { className: "toolkit-sort" });
    if (rows.length > FEW) root.prepend(filterField());
    if (rows.length > FEW) draw(root);
    if (root.closest(".toolkit-explorer"))
      for (const row of rows) if ("key" in row.dataset) wrap(row.cells[0], { className: "toolkit-pick" });
  }

  function look() {
    document.querySelectorAll(".toolkit-block:not([data-ready])").forEach(upgrade);
    for (const node of document.querySelectorAll(".toolkit-said:not([aria-live])"))
      node.setAttribute("aria-live", "polite"); // the settings in words, as a control has changed them
    for (const handle of document.querySelectorAll(".toolkit-explorer .noUi-handle:not([aria-label])")) {
      const label = handle.closest(".jupyter-widgets")?.querySelector("label")?.textContent ?? "";
      const two = handle.parentNode.parentNode.querySelectorAll(".noUi-handle").length > 1;
      const end = handle.matches(".noUi-handle-upper") ? say("to", "à") : say("from", "de");
      handle.setAttribute("aria-label", two ? `${label}, ${end}` : label);
    }
  }

  function start() {
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  // Sorting

  function number(cell) {
    const text = cell.dataset.v ?? cell.textContent;
    const plain = text.replace(/[\s,]/g, "").replace(/−/g, "-").replace("∞", "Infinity").replace(/^[<>≤≥~]/, "");
    const value = Number.parseFloat(plain);
    return Number.isNaN(value) ? null : value;
  }

  function words(cell) {
    const text = (cell.dataset.v ?? (cell.querySelector("summary") ?? cell).textContent).trim();
    return MISSING.includes(text) ? null : text;
  }

  const backwards = (cell) => words(cell)?.match(/[\p{L}\p{N}]+/gu)?.reverse().join(" ") ?? null;

  const compare = (a, b) => (typeof a === "number" ? (a < b ? -1 : a > b ? 1 : 0) : collator.compare(a, b));

  function sort(head) {
    const table = head.closest("table");
    const order = head.dataset.sort === "number" ? ["descending", "ascending"] : ["ascending", "descending"];
    const next = order[order.indexOf(head.getAttribute("aria-sort")) + 1]; // after the second, as it came
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    let rows = rowsOf.get(table);
    if (next) {
      head.setAttribute("aria-sort", next);
      const key = { number, left: backwards }[head.dataset.sort] ?? words;
      const sign = next === "ascending" ? 1 : -1;
      const keyed = rows.map((row) => [key(row.cells[head.cellIndex]), row]);
      keyed.sort(([a], [b]) => (a === null || b === null ? (a === null) - (b === null) : sign * compare(a, b)));
      rows = keyed.map(([, row]) => row);
    }
    const sorted = document.createDocumentFragment();
    for (const row of rows) {
      sorted.append(row);
      if (beneathOf.has(row)) sorted.append(beneathOf.get(row));
    }
    orderOf.set(table, rows);
    if (limitOf.get(table) < rows.length) draw(table.closest(".toolkit-block"));
    table.tBodies[0].append(sorted);
  }

  // Filtering

  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae")
      .replace(/[’ʼ]/g, "'").replace(/\s+/g, " ");

  function folded(row) {
    if (!foldedOf.has(row)) foldedOf.set(row, fold([...row.cells].map((cell) => cell.textContent).join(" ")));
    return foldedOf.get(row);
  }

  function filterField() {
    const input = make("input", { type: "search", className: "toolkit-filter-field", autocomplete: "off" });
    const all = make("button", { type: "button", className: "toolkit-all", hidden: true }, say("Show all", "Tout montrer"));
    const label = make("label", {}, say("Filter", "Filtrer") + " ", input);
    return make("div", { className: "toolkit-filter" }, label, make("output", {}), all);
  }

  // Hide the rows that the filter does not let through, and leave out those beyond the limit
  function draw(root) {
    const wanted = fold(root.querySelector(".toolkit-filter-field").value).split(" ").filter(Boolean);
    const table = root.querySelector("table");
    const limit = limitOf.get(table);
    const rows = orderOf.get(table);
    let found = 0;
    for (const row of rows) {
      const hidden = !wanted.every((word) => folded(row).includes(word));
      found += !hidden;
      const rest = !hidden && found > limit;
      for (const one of [row, beneathOf.get(row)]) {
        if (!one) continue;
        if (one.hidden !== hidden) one.hidden = hidden;
        if (one.classList.contains("toolkit-rest") !== rest) one.classList.toggle("toolkit-rest", rest);
      }
    }
    root.querySelector("output").textContent = told(found, rows.length, limit);
    root.querySelector(".toolkit-all").hidden = found <= limit;
  }

  function told(found, number, limit) {
    const [some, all, first] = [found, number, limit].map((one) => one.toLocaleString(say("en", "fr")));
    const rows = (found === number ? "" : `${some} ${say("of", "sur")} `) + `${all} ${say("rows", "lignes")}`;
    return found > limit ? rows + say(`, the first ${first} shown`, `, les ${first} premières montrées`) : rows;
  }

  function showAll(button) {
    const root = button.closest(".toolkit-block");
    limitOf.set(root.querySelector("table"), Infinity);
    draw(root);
    root.querySelector(".toolkit-filter-field").focus();
  }

  // Opening a line to what it stands in

  function place(details) {
    const row = details.closest("tr");
    if (details.open === beneathOf.has(row)) return;
    if (!details.open) return close(row, details);
    folded(row); // while the words are still in it
    const box = make("div", { className: "toolkit-beneath" });
    const cell = make("td", { colSpan: row.cells.length }, box);
    const beneath = make("tr", { className: "toolkit-opened" }, cell);
    const root = details.closest(".toolkit-block");
    const scroll = details.closest(".toolkit-scroll");
    box.style.width = `${scroll.clientWidth - 16}px`;
    box.append(details.lastElementChild);
    const mark = "article" in details.dataset ? showArticle(box, root, details.dataset) : null;
    const shut = make("button", { type: "button", className: "toolkit-close" }, "×");
    shut.setAttribute("aria-label", say("Close", "Fermer"));
    box.prepend(shut);
    beneathOf.set(row, beneath);
    aboveOf.set(beneath, row);
    row.after(beneath);
    if (mark) mark.closest(".toolkit-article").scrollTop = centre(mark);
  }

  function showArticle(box, root, { article, mark }) {
    const source = root.querySelectorAll(".toolkit-articles > details")[article];
    const heading = source.querySelector("summary");
    const text = source.lastElementChild.cloneNode(true);
    const marks = text.querySelectorAll("mark");
    marks[mark]?.classList.add("toolkit-here");
    marks[mark]?.setAttribute("aria-current", "true");
    text.classList.add("toolkit-article");
    Object.assign(text, { tabIndex: 0, role: "group", ariaLabel: heading.textContent });
    box.firstElementChild.hidden = true; // the sentence stands in the article
    box.append(make("p", { className: "toolkit-heading" }, ...heading.cloneNode(true).childNodes), text);
    return marks[mark];
  }

  function centre(mark) {
    const article = mark.closest(".toolkit-article");
    const offset = mark.getBoundingClientRect().top - article.getBoundingClientRect().top + article.scrollTop;
    return offset - article.clientHeight / 2;
  }

  function close(row, details) {
    const beneath = beneathOf.get(row);
    const words = beneath.querySelector(".toolkit-beneath > div");
    words.hidden = false;
    details.append(words);
    beneath.remove();
    beneathOf.delete(row);
  }

  function toggle(details, open) {
    details.open = open;
    place(details);
  }

  function shutFrom(node) {
    const row = node.closest(".toolkit-block tr");
    const above = aboveOf.get(row) ?? row;
    const details = above?.querySelector("details[open]");
    if (!details || !beneathOf.has(above)) return false;
    toggle(details, false);
    details.querySelector("summary").focus();
    return true;
  }

  // Picking a row in an explorer

  function pick(row) {
    const name = row.closest("table").dataset.picks ?? "toolkit-picked";
    const field = row.closest(".toolkit-explorer")?.querySelector(`.${name} :is(input, textarea)`);
    if (!field) return;
    for (const other of row.parentNode.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    field.value = row.dataset.key;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }

  // Copying

  async function copy(button) {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // no clipboard for this page, or not allowed to: as browsers did it before there was one
      const field = make("textarea", { value: text, className: "toolkit-unseen" });
      button.after(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      button.focus();
      if (!done) return announce(button, say("not copied: select the text and copy it", "non copié"));
    }
    announce(button, say("copied", "copié"));
  }

  function announce(button, words) {
    const status = button.nextElementSibling?.matches(".toolkit-copied")
      ? button.nextElementSibling
      : make("span", { className: "toolkit-copied", role: "status" });
    button.after(status);
    setTimeout(() => { status.textContent = words; }, 50); // what is there from the first is not read out
    setTimeout(() => status.remove(), 3000);
  }

  // Listening

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const button = target.closest(".toolkit-copy");
    if (button) return copy(button);
    if (!target.closest(".toolkit-block")) return;
    const summary = target.closest("td summary");
    if (summary) {
      event.preventDefault();
      return toggle(summary.parentNode, !summary.parentNode.open);
    }
    if (target.closest(".toolkit-sort")) return sort(target.closest("th"));
    if (target.closest(".toolkit-all")) return showAll(target);
    if (target.closest(".toolkit-close")) return shutFrom(target);
    const other = target.closest("a, input, select, textarea, label, button:not(.toolkit-pick), .toolkit-opened");
    const row = target.closest("tbody tr");
    if (other || !row || !window.getSelection().isCollapsed) return;
    if ("key" in row.dataset && row.closest(".toolkit-explorer")) return pick(row);
    const details = row.querySelector("details");
    if (details) toggle(details, !details.open);
  });

  document.addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.matches(".toolkit-filter-field"))
      draw(event.target.closest(".toolkit-block"));
  });

  // opened by other means, such as a search in the page
  document.addEventListener("toggle", (event) => {
    if (event.target instanceof Element && event.target.matches(".toolkit-block td details")) place(event.target);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target instanceof Element && shutFrom(event.target)) event.stopPropagation();
  }, true);

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

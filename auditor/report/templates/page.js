// @ts-check
// The script of the report: filters and marks findings, lights up their figures, and tells what a number was checked against.
// Everything it shows goes into the page as text, never as HTML. It needs no network, and the page's policy allows none.
"use strict";

/**
 * @typedef {string | [label: string, text: string, target: string]} Reference  id of a figure or cell, or a place in words
 * @typedef {[rule: number, verdict: number, formula: string, reason: string, finding: number, ...used: Reference[]]} Check
 * @typedef {{verdict: string, why: string, who: string, when: string}} Mark
 * @typedef {{
 *   document: {name: string, path: string, sha256: string, title: string}, version: string, lang: string,
 *   words: Record<string, string>, rules: [id: string, title: string, manual: string][], verdicts: string[],
 *   tables: Record<string, string>, cells: Record<string, string>, checks: Check[],
 * }} Data
 */

(() => {
  const root = document.documentElement;
  root.classList.add("js");
  /** @type {Data} */
  const data = JSON.parse(the("data").textContent || "{}");
  const words = data.words;
  const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".entry")]);
  const MOST_CHECKS = 8;
  const SHOWN_WHERE = { block: /** @type {const} */ ("center"), inline: /** @type {const} */ ("nearest") };

  /** The element with that id. @param {string} id @returns {HTMLElement} */
  function the(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`no #${id}`);
    return found;
  }

  /** @param {string} id @returns {HTMLElement | null} */
  const maybe = (id) => (id ? document.getElementById(id) : null);

  /** A new element. @param {string} tag @param {string} look @param {(string | Node)[]} content @returns {HTMLElement} */
  function made(tag, look, ...content) {
    const element = document.createElement(tag);
    if (look) element.className = look;
    element.append(...content);
    return element;
  }

  /** @param {string} id */
  const anchor = (id) => id.replace(/\//g, "-");

  /** A word with its blanks filled. @param {string} key @param {Record<string, string | number>} [values] */
  function say(key, values = {}) {
    return (words[key] || key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  }

  // What is kept between visits. Where the browser keeps nothing, marks live as long as the page.

  let remembers = true;
  /** @type {Record<string, string>} */
  const memory = {};

  /** @param {string} key @returns {string | null} */
  function recall(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      remembers = false;
      return memory[key] ?? null;
    }
  }

  /** @param {string} key @param {string} value */
  function keep(key, value) {
    memory[key] = value;
    try {
      localStorage.setItem(key, value);
    } catch {
      remembers = false;
    }
  }

  // Light and dark.

  const theme = the("theme");
  const THEMES = ["auto", "light", "dark"];
  /** @param {string} name */
  function dress(name) {
    if (name === "auto") delete root.dataset.theme;
    else root.dataset.theme = name;
    theme.textContent = words[name];
    theme.title = words.theme;
    keep("gouji/theme", name);
  }
  dress(THEMES.includes(recall("gouji/theme") || "") ? /** @type {string} */ (recall("gouji/theme")) : "auto");
  theme.addEventListener("click", () => dress(THEMES[(THEMES.indexOf(root.dataset.theme || "auto") + 1) % THEMES.length]));

  const help = the("help");
  help.addEventListener("click", () => {
    const keys = the("keys");
    keys.hidden = !keys.hidden;
    help.setAttribute("aria-expanded", String(!keys.hidden));
  });

  // Going somewhere.

  /** Opens what an element is folded into. @param {Element} element */
  function unfold(element) {
    for (let up = element.closest("details"); up; up = up.parentElement ? up.parentElement.closest("details") : null) up.open = true;
  }

  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  /** Counts what was gone to, and what the reader scrolled: only the last of it matters. */
  let going = 0;
  for (const sign of ["wheel", "touchmove", "pointerdown"]) addEventListener(sign, () => (going += 1), { passive: true });

  /** Brings an element into sight; again where that was cut short, or what was not laid out yet has found its size. @param {Element} element */
  function bring(element) {
    unfold(element);
    const own = ++going;
    const far = Math.abs(element.getBoundingClientRect().top - innerHeight / 2) > 3 * innerHeight;
    element.scrollIntoView({ behavior: far || calm.matches ? "instant" : "smooth", ...SHOWN_WHERE });
    let tries = 0;
    const settle = () => {
      const { top, bottom } = element.getBoundingClientRect();
      if (own !== going || (top >= 40 && bottom <= innerHeight - 20)) return;
      element.scrollIntoView({ behavior: "instant", ...SHOWN_WHERE });
      if (tries++ < 5) requestAnimationFrame(settle);
    };
    if (far) requestAnimationFrame(settle);
    else setTimeout(settle, 600);
  }

  /** @type {Element[]} */
  let lit = [];
  /** @type {HTMLElement | null} */
  let selected = null;
  /** What the selected finding rests on, and which of it was shown last. @type {{stops: Element[], at: number}} */
  let tour = { stops: [], at: 0 };

  function dim() {
    for (const element of lit) {
      element.classList.remove("lit", "lit-claim", "lit-evidence");
      element.removeAttribute("data-tag");
    }
    lit = [];
    unbox();
  }

  /** Lights up an element under a label. @param {Element | null} element @param {string} look @param {string} tag */
  function light(element, look, tag) {
    if (!element) return;
    const had = element.getAttribute("data-tag");
    if (had) tag = `${had} ${tag.replace(/^\D+/, "")}`;
    element.classList.add("lit", look);
    element.setAttribute("data-tag", tag);
    if (!had) lit.push(element);
  }

  /** Selects a finding: opens it, lights up its figures, and goes to what it is about. @param {HTMLElement} entry @param {boolean} [go] */
  function select(entry, go = true) {
    const finding = details(entry);
    if (selected && selected !== entry) {
      details(selected).open = false;
      selected.classList.remove("selected");
    }
    selected = entry;
    entry.classList.add("selected");
    finding.open = true;
    dim();
    const claim = maybe(entry.dataset.target || "");
    light(claim, "lit-claim", words.claimed);
    box(entry.dataset.target || "", "lit-claim", words.claimed);
    const cells = (entry.dataset.evidence || "").split(" ");
    cells.forEach((id, position) => {
      const element = maybe(id);
      if (element === claim) return;
      light(element, "lit-evidence", `${words.evidence} ${position + 1}`);
      box(id, "lit-evidence", `${words.evidence} ${position + 1}`);
    });
    tour = { stops: [...new Set(lit)], at: 0 };
    const number = finding.id.replace("finding-", "");
    the("current").textContent = say("to-finding", { n: number });
    /** @type {HTMLAnchorElement} */ (the("current")).href = `#${finding.id}`;
    the("pager").hidden = false;
    try {
      history.replaceState(null, "", `#${finding.id}`);
    } catch {
      // a page without an address of its own
    }
    within(entry);
    if (go && claim) bring(claim);
    if (claim) turnTo(claim.id);
  }

  /** Scrolls the panel, and only the panel, so that an entry is in sight. @param {HTMLElement} entry */
  function within(entry) {
    const panel = the("findings");
    if (getComputedStyle(panel).overflowY !== "auto") return;
    const head = /** @type {HTMLElement} */ (panel.querySelector(".panel-head"));
    const from = panel.getBoundingClientRect().top + head.offsetHeight;
    const { top, bottom } = entry.getBoundingClientRect();
    const room = panel.getBoundingClientRect().bottom - from;
    if (top < from || bottom - top > room) panel.scrollTop += top - from - 8;
    else if (bottom > from + room) panel.scrollTop += bottom - from - room + 8;
  }

  /** @param {Element} entry @returns {HTMLDetailsElement} */
  const details = (entry) => /** @type {HTMLDetailsElement} */ (entry.querySelector(".finding"));
  /** @param {Element} entry @returns {HTMLElement} */
  const summary = (entry) => /** @type {HTMLElement} */ (entry.querySelector("summary"));
  const visible = () => entries.filter((entry) => !entry.hidden);

  /** Selects the next or previous finding of those that are shown. @param {number} by */
  function step(by) {
    const list = visible();
    if (!list.length) return;
    const at = selected ? list.indexOf(selected) : -1;
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1);
    select(list[next]);
    summary(list[next]).focus({ preventScroll: true });
  }

  /** Goes to the next or previous place of the selected finding. @param {number} by */
  function visit(by) {
    if (!tour.stops.length) return;
    tour.at = (tour.at + by + tour.stops.length) % tour.stops.length;
    const stop = tour.stops[tour.at];
    bring(stop);
    turnTo(stop.id);
    stop.classList.remove("flash");
    requestAnimationFrame(() => stop.classList.add("flash"));
  }

  for (const entry of entries) {
    summary(entry).addEventListener("click", (event) => {
      if (entry === selected && details(entry).open) return; // the browser folds it
      event.preventDefault();
      select(entry);
    });
    details(entry).addEventListener("toggle", () => {
      if (!details(entry).open && entry === selected) {
        dim();
        entry.classList.remove("selected");
        selected = null;
        the("pager").hidden = true;
      }
    });
    summary(entry).addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (entry !== selected) select(entry);
      else focusOn(maybe(entry.dataset.target || ""));
    });
  }
  the("previous").addEventListener("click", () => step(-1));
  the("next").addEventListener("click", () => step(1));

  /** @param {Element | null} element */
  function focusOn(element) {
    if (!(element instanceof HTMLElement)) return;
    bring(element);
    if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  // Links inside the page: findings are selected, figures and cells brought into the middle.

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (!link || event.ctrlKey || event.metaKey) return;
    const id = (link.getAttribute("href") || "").slice(1);
    const target = maybe(id);
    if (!target) return;
    if (id.startsWith("finding-")) {
      event.preventDefault();
      const entry = /** @type {HTMLElement} */ (target.closest(".entry"));
      if (entry.hidden) unfilter();
      select(entry, false);
      summary(entry).focus({ preventScroll: true });
      if (!pinned()) bring(summary(entry));
    } else if (target.matches(".sheet")) {
      event.preventDefault();
      beside(true);
      const entry = /** @type {HTMLElement | null} */ (link.closest(".entry"));
      if (entry) turnTo(entry.dataset.target || "");
      else turn(target);
    } else if (link.matches(".jump, .reference, .card a, .ledger th a")) {
      event.preventDefault();
      bring(target);
      turnTo(id);
      target.classList.remove("flash");
      requestAnimationFrame(() => target.classList.add("flash"));
    }
  });

  /** Whether the panel stands beside the document, and stays in sight. */
  const pinned = () => getComputedStyle(the("findings")).position === "sticky";

  function arrive() {
    const target = maybe(location.hash.slice(1));
    const entry = target ? /** @type {HTMLElement | null} */ (target.closest(".entry")) : null;
    if (entry) select(entry);
    else if (target) unfold(target);
  }
  addEventListener("hashchange", arrive);

  // The pages as printed, beside the text.

  const pane = maybe("sheets");
  const sheets = /** @type {HTMLElement[]} */ (pane ? [...pane.querySelectorAll(".sheet")] : []);
  const wide = matchMedia("(min-width: 80rem)");
  /** @type {HTMLElement | null} */
  let sheet = null;
  /** Until when scrolling turns no page: something was gone to. */
  let held = 0;

  /** Shows or hides the pages; the text stays where it is read. @param {boolean} open */
  function beside(open) {
    if (!pane || root.classList.contains("beside") === open) return;
    const text = the("document");
    const middle = text.getBoundingClientRect();
    const anchor = lit[0] || document.elementFromPoint(middle.left + middle.width / 2, Math.max(middle.top + 8, innerHeight / 3));
    const before = anchor ? anchor.getBoundingClientRect().top : 0;
    root.classList.toggle("beside", open);
    the("beside").setAttribute("aria-pressed", String(open));
    if (wide.matches) keep("gouji/beside", String(open));
    if (anchor && text.contains(anchor)) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
    if (open && !sheet) follow();
  }

  /** Shows one page. @param {HTMLElement} next */
  function turn(next) {
    held = Date.now() + 1200;
    if (next === sheet) return;
    sheet = next;
    for (const one of sheets) one.hidden = one !== next;
    the("sheet-name").textContent = next.dataset.name || "";
    /** @type {HTMLButtonElement} */ (the("sheet-before")).disabled = next === sheets[0];
    /** @type {HTMLButtonElement} */ (the("sheet-behind")).disabled = next === sheets[sheets.length - 1];
    the("sheets-scroll").scrollTop = 0;
  }

  /** @param {string} id @returns {SVGRectElement[]} */
  const boxes = (id) => (pane && id ? [...pane.querySelectorAll(`[data-of="${CSS.escape(id)}"]`)] : []).map((found) => /** @type {SVGRectElement} */ (found));

  /** Shows the page that a figure or cell stands on. @param {string} id */
  function turnTo(id) {
    const [found] = boxes(id);
    if (!found) return;
    turn(/** @type {HTMLElement} */ (found.closest(".sheet")));
    if (!root.classList.contains("beside")) return;
    const scroll = the("sheets-scroll");
    const { top, left, width, height } = found.getBoundingClientRect();
    const frame = scroll.getBoundingClientRect();
    scroll.scrollTop += top + height / 2 - frame.top - frame.height / 2;
    scroll.scrollLeft += left + width / 2 - frame.left - frame.width / 2;
  }

  /** Lights up the box of a figure or cell, under a label. @param {string} id @param {string} look @param {string} tag */
  function box(id, look, tag) {
    boxes(id).forEach((found, position) => {
      found.classList.add("lit", look);
      if (position) return;
      const [, , width, height] = (/** @type {Element} */ (found.ownerSVGElement).getAttribute("viewBox") || "").split(" ").map(Number);
      const label = made("span", `sheet-tag ${look.replace("lit", "of")}`, tag);
      label.style.left = `${(100 * Number(found.getAttribute("x"))) / width}%`;
      label.style.top = `${(100 * Number(found.getAttribute("y"))) / height}%`;
      /** @type {Element} */ (found.closest(".sheet")).append(label);
    });
  }

  function unbox() {
    if (!pane) return;
    for (const found of pane.querySelectorAll(".lit")) found.classList.remove("lit", "lit-claim", "lit-evidence");
    for (const label of pane.querySelectorAll(".sheet-tag")) label.remove();
  }

  /** Turns to the page that is being read. */
  function follow() {
    if (!pane || Date.now() < held) return;
    /** @type {HTMLElement | undefined} */
    let found;
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".turned"))) {
      if (mark.getBoundingClientRect().top > innerHeight / 2) break;
      found = sheets.find((one) => one.dataset.page === mark.dataset.page) || found;
    }
    const next = found || sheet || sheets[0];
    if (next !== sheet) {
      turn(next);
      held = 0;
    }
  }

  if (pane) {
    root.classList.add("has-sheets");
    the("beside").addEventListener("click", () => beside(!root.classList.contains("beside")));
    the("sheets-close").addEventListener("click", () => {
      beside(false);
      the("beside").focus({ preventScroll: true });
    });
    the("sheet-before").addEventListener("click", () => sheet && turn(sheets[Math.max(0, sheets.indexOf(sheet) - 1)]));
    the("sheet-behind").addEventListener("click", () => sheet && turn(sheets[Math.min(sheets.length - 1, sheets.indexOf(sheet) + 1)]));
    the("enlarge").addEventListener("click", () => {
      the("enlarge").setAttribute("aria-pressed", String(pane.classList.toggle("large")));
      if (lit[0]) turnTo(lit[0].id);
    });
    pane.addEventListener("click", (event) => {
      const of = event.target instanceof SVGRectElement ? maybe(event.target.dataset.of || "") : null;
      const found = of && numberAt(of);
      if (!found) return;
      event.stopPropagation();
      if (!wide.matches) beside(false);
      bring(of);
      tell(...found);
    });
    let waiting = false;
    addEventListener(
      "scroll",
      () => {
        if (waiting || !root.classList.contains("beside")) return;
        waiting = true;
        setTimeout(() => {
          waiting = false;
          follow();
        }, 150);
      },
      { passive: true },
    );
    turn(sheets[0]);
    held = 0;
    const asked = recall("gouji/beside");
    if (wide.matches && (asked === "true" || (asked === null && innerWidth >= 1600))) beside(true);
  }

  // Filters of the findings.

  const query = /** @type {HTMLInputElement | null} */ (maybe("query"));
  const levels = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-filter="level"]')]);
  const selects = /** @type {HTMLSelectElement[]} */ ([...document.querySelectorAll("select[data-filter]")]);
  /** @type {Map<HTMLElement, string>} */
  const texts = new Map();

  /** @param {HTMLElement} element */
  function textOf(element) {
    let text = texts.get(element);
    if (text === undefined) texts.set(element, (text = (element.textContent || "").toLowerCase().replace(/\s+/g, " ")));
    return text;
  }

  function filter() {
    const off = new Set(levels.filter((chip) => chip.getAttribute("aria-pressed") !== "true").map((chip) => chip.dataset.value));
    const wanted = (query ? query.value : "").trim().toLowerCase();
    let shown = 0;
    for (const entry of entries) {
      const fits = selects.every(({ value, dataset }) => {
        if (!value) return true;
        if (dataset.filter === "mark") return (markOf(entry).verdict || "unmarked") === value;
        const own = entry.dataset[dataset.filter || ""] || "";
        return dataset.filter === "diagnosis" ? own.split(" ").includes(value) : own === value;
      });
      entry.hidden = off.has(entry.dataset.level) || !fits || (wanted !== "" && !textOf(entry).includes(wanted));
      if (!entry.hidden) shown += 1;
    }
    the("shown").textContent = shown === entries.length ? String(shown) : say("shown", { n: shown, total: entries.length });
    the("nothing").hidden = shown > 0;
  }

  function unfilter() {
    for (const chip of levels) chip.setAttribute("aria-pressed", "true");
    for (const select of selects) select.value = "";
    if (query) query.value = "";
    filter();
  }

  for (const chip of levels) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  for (const select of selects) select.addEventListener("change", filter);
  if (query) query.addEventListener("input", filter);

  // Filters of the ledger.

  const ledgerQuery = /** @type {HTMLInputElement | null} */ (maybe("ledger-query"));
  const verdictChips = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".ledger [data-verdict].chip")]);
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".ledger tbody tr")]);

  function sift() {
    const off = new Set(verdictChips.filter((chip) => chip.getAttribute("aria-pressed") !== "true").map((chip) => chip.dataset.verdict));
    const wanted = (ledgerQuery ? ledgerQuery.value : "").trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = off.has(row.dataset.verdict) || (wanted !== "" && !textOf(row).includes(wanted));
      if (!row.hidden) shown += 1;
    }
    the("ledger-shown").textContent = shown === rows.length ? String(shown) : say("shown", { n: shown, total: rows.length });
  }

  for (const chip of verdictChips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      sift();
    });
  }
  if (ledgerQuery) ledgerQuery.addEventListener("input", sift);

  // Marks.

  const KEY = `gouji/marks/${data.document.name}`;
  /** @type {Record<string, Mark>} */
  let marks = read(recall(KEY));

  /** @param {string | null} text @returns {Record<string, Mark>} */
  function read(text) {
    /** @type {Record<string, Mark>} */
    const found = Object.create(null);
    try {
      for (const [id, mark] of Object.entries(JSON.parse(text || "{}"))) {
        if (mark && typeof mark === "object" && ["confirmed", "false-alarm", "fixed", ""].includes(mark.verdict)) {
          found[id] = { verdict: mark.verdict, why: String(mark.why || ""), who: String(mark.who || ""), when: String(mark.when || "") };
        }
      }
    } catch {
      // what another program left there is no mark
    }
    return found;
  }

  /** @param {HTMLElement} entry @returns {Mark} */
  const markOf = (entry) => marks[entry.dataset.id || ""] || { verdict: "", why: "", who: "", when: "" };

  const today = () => {
    const now = new Date();
    return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  };

  /** Changes the mark of a finding; the same verdict twice takes it back. @param {HTMLElement} entry @param {Partial<Mark>} change */
  function mark(entry, change) {
    const id = entry.dataset.id || "";
    const before = markOf(entry);
    const after = { ...before, ...change, who: who ? who.value.trim() : "", when: today() };
    if (change.verdict !== undefined && change.verdict === before.verdict) after.verdict = "";
    if (after.verdict || after.why) marks[id] = after;
    else delete marks[id];
    keep(KEY, JSON.stringify(marks));
    show(entry);
    count();
    if (selects.some((select) => select.dataset.filter === "mark" && select.value)) filter();
  }

  /** @param {HTMLElement} entry */
  function show(entry) {
    const own = markOf(entry);
    for (const button of entry.querySelectorAll("[data-mark]")) {
      button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.mark === own.verdict));
    }
    const why = /** @type {HTMLInputElement} */ (entry.querySelector(".why"));
    if (document.activeElement !== why) why.value = own.why;
    const shown = /** @type {HTMLElement} */ (entry.querySelector(".mark-shown"));
    if (own.verdict) shown.textContent = words[own.verdict];
    else shown.textContent = shown.dataset.given || "";
    entry.dataset.mark = own.verdict;
  }

  function count() {
    const done = entries.filter((entry) => markOf(entry).verdict).length;
    the("progress").textContent = say("some-left", { n: done, total: entries.length });
    if (!remembers) the("told").textContent = words.memory;
  }

  const who = /** @type {HTMLInputElement | null} */ (maybe("who"));
  if (who) {
    who.value = recall("gouji/who") || "";
    who.addEventListener("change", () => keep("gouji/who", who.value.trim()));
  }
  for (const entry of entries) {
    const given = /** @type {HTMLElement} */ (entry.querySelector(".mark-shown"));
    given.dataset.given = given.textContent || "";
    for (const button of entry.querySelectorAll("[data-mark]")) {
      button.addEventListener("click", () => mark(entry, { verdict: /** @type {HTMLElement} */ (button).dataset.mark }));
    }
    const why = /** @type {HTMLInputElement} */ (entry.querySelector(".why"));
    why.addEventListener("input", () => mark(entry, { why: why.value }));
    show(entry);
  }

  /** What was marked, with what it is about, in the order of the findings. */
  function reviews() {
    return entries
      .filter((entry) => markOf(entry).verdict)
      .map((entry) => {
        const { verdict, who: by, when, why } = markOf(entry);
        const { id = "", rule = "", level = "" } = entry.dataset;
        return { fingerprint: id, rule, document: data.document.name, verdict, who: by, when, why, level };
      });
  }

  /** A TOML string. @param {string} text */
  const quoted = (text) => JSON.stringify(text).replace(/[\u007f-\u009f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

  function toml() {
    const parts = reviews().map(({ level, ...review }) => {
      const lines = Object.entries({ ...review, verdict: words[review.verdict] && data.lang === "zh" ? words[review.verdict] : review.verdict })
        .filter(([, value]) => value)
        .map(([key, value]) => `${key} = ${key === "when" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : quoted(value)}`);
      return ["[[waiver]]", ...lines].join("\n");
    });
    return [`# ${data.document.name.replace(/[\u0000-\u001f\u007f]/g, " ")} · auditor ${data.version}`, ...parts].join("\n\n") + "\n";
  }

  function json() {
    return JSON.stringify({ schema: "gouji.reviews/1", auditor: data.version, document: data.document, reviews: reviews() }, null, 2) + "\n";
  }

  /** Hands a file to the reader. @param {string} content @param {string} suffix @param {string} type */
  function hand(content, suffix, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = `${data.document.name.replace(/\.[^.]*$/, "")}.${suffix}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    the("told").textContent = say("exported", { n: reviews().length });
  }

  if (entries.length) {
    the("export-toml").addEventListener("click", () => hand(toml(), "waivers.toml", "application/toml"));
    the("export-json").addEventListener("click", () => hand(json(), "reviews.json", "application/json"));
    const file = /** @type {HTMLInputElement} */ (the("file"));
    the("import").addEventListener("click", () => file.click());
    file.addEventListener("change", async () => {
      const chosen = file.files && file.files[0];
      if (!chosen) return;
      try {
        const content = JSON.parse(await chosen.text());
        if (content.schema !== "gouji.reviews/1" || !Array.isArray(content.reviews)) throw new Error("schema");
        /** @type {Record<string, Mark>} */
        const given = {};
        for (const review of content.reviews) given[String(review.fingerprint)] = review;
        marks = { ...marks, ...read(JSON.stringify(given)) };
        keep(KEY, JSON.stringify(marks));
        entries.forEach(show);
        count();
        filter();
        the("told").textContent = say("imported", { n: content.reviews.length });
      } catch {
        the("told").textContent = words["bad-file"];
      }
      file.value = "";
    });
    count();
  }

  // The manual page of a rule, when it is opened.

  /** The paragraphs of a manual page, its lines joined; what is indented stays as it is. @param {string} text @returns {[boolean, string][]} */
  function paragraphs(text) {
    /** @type {[boolean, string][]} */
    const found = [];
    for (const part of text.split(/\n\s*\n/)) {
      const indented = /^ {2,}/.test(part);
      const said = indented ? part.replace(/^ {4}/gm, "") : part.replace(/::$/, "：").replace(/([^\u3000-\uffff])\n/g, "$1 ").replace(/\n/g, "");
      const last = found[found.length - 1];
      if (indented && last && last[0]) last[1] += `\n\n${said}`;
      else found.push([indented, said]);
    }
    return found;
  }

  const manuals = Object.fromEntries(data.rules.map(([id, , manual]) => [id, manual]));
  document.addEventListener(
    "toggle",
    (event) => {
      const page = event.target instanceof Element ? event.target.querySelector(":scope > .page") : null;
      if (!(page instanceof HTMLElement) || page.firstChild) return;
      for (const [examples, text] of paragraphs(manuals[page.dataset.rule || ""] || words["no-manual"])) {
        page.append(made(examples ? "pre" : "p", "", text));
      }
    },
    true,
  );

  // What a number was checked against.

  /** Id of a figure or cell → positions of its checks, those first in which it is what is claimed. @type {Map<string, number[]>} */
  let used = new Map();

  /** @param {string} id */
  function checksOf(id) {
    if (!used.size) {
      data.checks.forEach(([, , , , , ...references], position) => {
        for (const reference of new Set(references)) {
          if (typeof reference !== "string") continue;
          const known = used.get(reference);
          if (known) known.push(position);
          else used.set(reference, [position]);
        }
      });
    }
    const order = { inconsistent: 0, undecided: 3 };
    /** @param {number} position */
    const rank = (position) => {
      const [, verdict, , , , claimed] = data.checks[position];
      return (order[/** @type {"undecided"} */ (data.verdicts[verdict])] ?? (claimed === id ? 1 : 2)) * 1e6 + position;
    };
    return [...(used.get(id) || [])].sort((a, b) => rank(a) - rank(b));
  }

  /** @param {string} id e.g. T3/1/2 */
  function labelOf(id) {
    const table = data.tables[id.split("/")[0]] || "";
    return [table, data.cells[id]].filter(Boolean).join(" · ");
  }

  /** A used figure or cell as a link. @param {Reference} reference @param {string} own */
  function linkTo(reference, own) {
    const [label, text, target] = typeof reference === "string" ? ["", "", anchor(reference)] : reference;
    const element = maybe(target);
    const shown = text || (element ? plain(element) : "") || label || target;
    if (!element || reference === own) return made("b", "", shown);
    const link = made("a", "", shown);
    link.setAttribute("href", `#${target}`);
    link.title = label || (typeof reference === "string" && reference.includes("/") ? labelOf(reference) : "");
    return link;
  }

  /** The text of a figure or cell without the numbers of findings. @param {Element} element */
  function plain(element) {
    const copy = /** @type {Element} */ (element.cloneNode(true));
    for (const extra of copy.querySelectorAll(".reference")) extra.remove();
    return (copy.textContent || "").trim();
  }

  const card = the("card");
  /** @type {HTMLElement | null} */
  let asked = null;

  function put() {
    if (card.hidden) return;
    card.hidden = true;
    if (asked) {
      asked.classList.remove("asked");
      asked.focus({ preventScroll: true });
    }
    asked = null;
  }

  /** Tells what a figure or cell was checked against. @param {HTMLElement} element @param {string} id */
  function tell(element, id) {
    if (asked) asked.classList.remove("asked");
    asked = element;
    turnTo(element.id);
    if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.classList.add("asked");
    const row = maybe(`L-${id}`);
    const positions = checksOf(id);
    const verdict = row ? row.dataset.verdict || "" : "";
    const close = made("button", "close", "×");
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", put);
    const title = made("p", "card-title");
    title.append(made("b", "", plain(element)));
    if (verdict) title.append(" ", made("span", `verdict ${verdict}`, words[verdict]));
    card.replaceChildren(close, title);
    card.setAttribute("aria-label", title.textContent || "");
    if (row) {
      const [, , measure, period, role, , basis] = row.children;
      const facts = [measure, period, role].map((cell) => (cell.textContent || "").trim()).filter(Boolean);
      card.append(made("p", "about", facts.join(" · ")));
      if (!positions.length) card.append(made("p", "reason", (basis.textContent || "").trim()));
      else if (verdict === "unchecked") card.append(made("p", "reason", (basis.textContent || "").trim()));
    } else {
      card.append(made("p", "about", labelOf(id)));
      if (!positions.length) card.append(made("p", "reason", words["no-check"]));
    }
    const list = made("ul", "checks");
    for (const position of positions.slice(0, MOST_CHECKS)) {
      const [rule, number, formula, reason, finding, ...references] = data.checks[position];
      const item = made("li", data.verdicts[number], made("span", "swatch " + data.verdicts[number]), made("span", "hidden", words[data.verdicts[number]]));
      item.append(made("span", "rule", data.rules[rule][1]));
      if (finding) {
        const link = made("a", "", say("to-finding", { n: finding }));
        link.setAttribute("href", `#finding-${finding}`);
        item.append(" ", link);
      }
      if (formula) item.append(made("span", "formula", formula));
      if (reason) item.append(made("span", "reason", reason));
      const others = made("span", "with");
      references.slice(0, 12).forEach((reference, at) => {
        if (at) others.append("、");
        others.append(linkTo(reference, id));
      });
      if (references.length > 12) others.append(` +${references.length - 12}`);
      if (references.length > 1) item.append(others);
      list.append(item);
    }
    if (positions.length) card.append(list);
    if (positions.length > MOST_CHECKS) card.append(made("p", "about", `+${positions.length - MOST_CHECKS}`));
    if (row) {
      const link = made("a", "", words["all-figures"]);
      link.setAttribute("href", `#L-${id}`);
      card.append(made("p", "about", link));
    }
    card.hidden = false;
    settle(element);
    card.focus({ preventScroll: true });
  }

  /** Puts the card under or over what it is about, within the window. @param {Element} element */
  function settle(element) {
    const box = element.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = card;
    const below = box.bottom + 8 + height <= innerHeight || box.top < height + 16;
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    card.style.top = `${Math.max(8, below ? Math.min(box.bottom + 8, innerHeight - height - 8) : box.top - height - 8)}px`;
  }

  /** The figure or cell that an element is part of, and its id. @param {EventTarget | null} target @returns {[HTMLElement, string] | null} */
  function numberAt(target) {
    if (!(target instanceof Element) || target.closest("a, .card")) return null;
    const figure = /** @type {HTMLElement | null} */ (target.closest(".text .figure"));
    if (figure) return [figure, figure.id];
    const cell = /** @type {HTMLTableCellElement | null} */ (target.closest(".text td.number, .text td[id], .text th[id]"));
    const table = cell ? cell.closest("figure.table") : null;
    if (!cell || !table) return null;
    return [cell, `${table.id}/${/** @type {HTMLTableRowElement} */ (cell.parentElement).rowIndex}/${cell.cellIndex}`];
  }

  document.addEventListener("click", (event) => {
    const found = numberAt(event.target);
    if (found && !String(getSelection()).trim()) tell(...found);
    else if (!card.hidden && event.target instanceof Element && !event.target.closest(".card")) put();
  });
  addEventListener("scroll", () => asked && !card.hidden && settle(asked), { passive: true });
  addEventListener("resize", put);

  // Keys.

  /** Goes to the next or previous figure of the document. @param {number} by */
  function number(by) {
    const figures = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".text .figure")]);
    if (!figures.length) return;
    const here = document.activeElement instanceof HTMLElement ? figures.indexOf(document.activeElement) : -1;
    const from = here >= 0 ? here : asked ? figures.indexOf(asked) : -1;
    const next = from < 0 ? figures.findIndex((figure) => figure.getBoundingClientRect().top > 0) : from + by;
    const figure = figures[Math.min(Math.max(next, 0), figures.length - 1)];
    put();
    bring(figure);
    figure.focus({ preventScroll: true });
  }

  const MARKS = ["confirmed", "false-alarm", "fixed"];
  /** @type {Record<string, () => void>} */
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    n: () => number(1),
    p: () => number(-1),
    "]": () => visit(1),
    "[": () => visit(-1),
    "/": () => query && query.focus(),
    o: () => pane && beside(!root.classList.contains("beside")),
    "?": () => help.click(),
  };
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const typing = target && target.matches("input, textarea, select");
    if (event.key === "Escape") {
      if (!card.hidden) put();
      else if (pane && root.classList.contains("beside") && !wide.matches) beside(false);
      else if (selected) summary(selected).focus({ preventScroll: true });
      else if (target) target.blur();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && target && target.matches(".text .figure, .text td, .text th")) {
      const found = numberAt(target);
      if (found) tell(...found);
    } else if (KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    } else if (selected && MARKS[Number(event.key) - 1]) {
      mark(selected, { verdict: MARKS[Number(event.key) - 1] });
    }
  });

  // On paper everything is open.

  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll("details:not([open]):not(.manual):not(.more)")]);
    for (const element of opened) element.open = true;
    dim();
  });
  addEventListener("afterprint", () => {
    for (const element of opened) element.open = false;
    if (selected) select(selected, false);
  });

  arrive();
})();

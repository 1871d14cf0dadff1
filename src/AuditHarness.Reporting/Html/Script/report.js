"use strict";
/* Comfort on top of a page that is complete without it: sorting and filtering tables, a copy as CSV, a switch between attributes,
   metrics and groups, links to every figure. It makes its own controls, so that none is dead where it does not run; it writes texts
   as text, never as markup; and what it hides on the screen is still on paper. */
(() => {
  const template = document.getElementById("texts");
  if (!template) return;
  const texts = new Map([...template.content.querySelectorAll("[data-text]")].map(e => [e.dataset.text, e.textContent]));
  const say = (key, ...values) => texts.get(key).replace(/\{(\d)\}/g, (_, i) => values[i]);
  const language = document.documentElement.lang;
  const { compare } = new Intl.Collator(language, { numeric: true });
  const count = n => n.toLocaleString(language);

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const status = element("p", { class: "said", role: "status" });
  document.body.append(status);
  let silence = 0;
  const announce = text => {
    status.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => { status.textContent = ""; }, 10000);
  };

  /* What an element says, without our controls, definitions and whatever else is left out. */
  const said = (node, without = "") => [...node.childNodes].map(child =>
    child.nodeType === Node.TEXT_NODE ? child.data
      : child.nodeType === Node.ELEMENT_NODE && !child.matches("details, .sort, .deep" + without) ? said(child, without) : "").join("");
  const plain = (node, without) => said(node, without).replace(/\s+/g, " ").trim();
  const headText = cell => cell.dataset.label || plain(cell, ", small");

  /* The clipboard may be refused to a page from a file; then a selection, then the reader's own hand. */
  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { /* the older way */ }
    const before = document.activeElement;
    const area = element("textarea", { class: "away", readonly: "" });
    area.value = text;
    document.body.append(area);
    area.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { /* told by the caller */ }
    area.remove();
    before?.focus({ preventScroll: true });
    return done;
  };

  /* ---- What is switched on; kept in the address behind the target, as in #everyone-2&family=2&metric=Sensitivity ---- */

  const kinds = ["family", "metric", "group"];
  const state = {};
  const target = () => location.hash.slice(1).split("&")[0];
  const fragment = id => "#" + id + kinds.filter(k => state[k]).map(k => `&${k}=${encodeURIComponent(state[k])}`).join("");
  const familyOf = node => node.closest("[data-family]")?.dataset.family;

  /* A metric may be named by several ids: a gap by its own and by that of what it compares. */
  const switchedOff = node => {
    const { family, metric, group } = node.dataset;
    return Boolean(state.family && family && family !== state.family
      || state.metric && metric && !metric.split(" ").includes(state.metric)
      || state.group && group && group !== "-1" && group !== state.group && familyOf(node) === state.family);
  };

  /* ---- Tables ---- */

  /* Cells by row and column, those that span several standing in each. */
  const grid = rows => {
    const cells = rows.map(() => []);
    rows.forEach((row, r) => {
      let c = 0;
      for (const cell of row.cells) {
        while (cells[r][c]) c++;
        for (let down = 0; down < cell.rowSpan && r + down < rows.length; down++)
          for (let across = 0; across < cell.colSpan; across++) cells[r + down][c + across] = cell;
        c += cell.colSpan;
      }
    });
    return cells;
  };

  const missing = cell => !cell.dataset.v && (cell.classList.contains("missing") || cell.querySelector(".missing") !== null);
  const reason = cell => cell.dataset.v ? plain(cell.querySelector(".missing") ?? element("i", {})) : plain(cell);

  /* A spreadsheet runs a text that begins like this as a formula. */
  const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
  const number = /^[-\u2212]?(\d+(\.\d+)?|\.\d+)(e[-+]?\d+)?$/i;
  const field = text => {
    if (number.test(text)) return text.replace("\u2212", "-");
    const safe = formula.test(text) ? "'" + text : text;
    return /[",;\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };

  /* Figures in full; the ends of an interval and the reason for an empty cell in columns of their own. */
  const csvOf = (names, cells) => {
    const columns = names.map((name, c) => {
      const column = cells.map(row => row[c]).filter(cell => cell);
      return {
        name, c,
        interval: column.some(cell => cell.dataset.lo || cell.dataset.hi),
        note: column.some(cell => missing(cell) || cell.dataset.v && reason(cell)),
      };
    });
    const lines = cells.map(row => columns.flatMap(({ c, interval, note }) => {
      const cell = row[c];
      const gone = !cell || missing(cell);
      const value = gone ? "" : cell.dataset.v || plain(cell, cell.matches("th") ? ", small" : "");
      return [value, ...(interval ? [cell?.dataset.lo || "", cell?.dataset.hi || ""] : []),
        ...(note ? [cell && (gone || cell.dataset.v) ? reason(cell) : ""] : [])];
    }));
    const head = columns.flatMap(({ name, interval, note }) =>
      [name, ...(interval ? [say("lower", name), say("upper", name)] : []), ...(note ? [say("note", name)] : [])]);
    return [head, ...lines].map(line => line.map(field).join(",") + "\r\n").join("");
  };

  const deepLink = (id, name) => {
    const link = element("a", { class: "deep", href: "#" + id, "aria-label": say("link", name), title: say("link", name) }, "#");
    link.addEventListener("click", async () =>
      announce(say(await copy(location.href.split("#")[0] + fragment(id)) ? "linkCopied" : "linkAbove")));
    return link;
  };

  const withTools = table => {
    const host = table.closest(".scroll") ?? table;
    const caption = table.dataset.caption;
    const heads = table.tHead ? grid([...table.tHead.rows]).at(-1) : [];
    const lines = [...table.tBodies].flatMap(home => [...home.rows].map(row => ({ row, home })));
    const bar = element("div", { class: "tools" });
    let sorted = null, words = "", spread = [], touched = false;

    /* A cell that spans rows is repeated in each while rows are moved or missing. */
    const spreadOut = () => {
      for (const body of table.tBodies) {
        const rows = [...body.rows];
        rows.forEach((row, r) => [...row.cells].forEach((cell, c) => {
          const span = cell.rowSpan;
          if (span < 2) return;
          cell.rowSpan = 1;
          spread.push({
            cell, span,
            copies: rows.slice(r + 1, r + span).map(next => {
              const twin = cell.cloneNode(true);
              next.insertBefore(twin, next.cells[c] ?? null);
              return twin;
            }),
          });
        }));
      }
    };
    const gather = () => {
      for (const { cell, span, copies } of spread) {
        copies.forEach(twin => twin.remove());
        cell.rowSpan = span;
      }
      spread = [];
      for (const { row, home } of lines) home.append(row);
    };

    const key = cell => !cell || missing(cell) ? null : cell.dataset.v ? Number(cell.dataset.v) : plain(cell) || null;
    const inOrder = (a, b) => typeof a !== typeof b ? (typeof a === "number" ? -1 : 1) : typeof a === "number" ? a - b : compare(a, b);

    const draw = () => {
      const off = lines.map(({ row, home }) => switchedOff(row) || switchedOff(home));
      const partly = sorted || words || off.includes(true);
      if (touched) gather();
      if (partly) spreadOut();
      if (!partly && !touched) return;
      touched = partly;
      if (sorted) {
        const keys = grid(lines.map(({ row }) => row)).map((cells, at) => ({ at, key: key(cells[sorted.column]) }));
        keys.sort((x, y) => x.key === null || y.key === null
          ? (x.key === null) - (y.key === null) : inOrder(x.key, y.key) * sorted.direction);
        table.tBodies[0].append(...keys.map(({ at }) => lines[at].row));
      }
      lines.forEach(({ row }, at) =>
        row.classList.toggle("off", off[at] || words !== "" && !said(row).toLocaleLowerCase(language).includes(words)));
      heads.forEach((head, c) => {
        if (sorted?.column === c) head.setAttribute("aria-sort", sorted.direction > 0 ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      });
      /* Nothing of it is switched on: neither the table nor its controls say anything. */
      const across = heads.filter(head => head.dataset.metric);
      const nothing = lines.length > 0 && !off.includes(false) || across.length > 0 && across.every(switchedOff);
      for (const part of [host, bar]) part.classList.toggle("off", nothing);
    };

    const sort = column => {
      sorted = sorted?.column !== column ? { column, direction: 1 } : sorted.direction > 0 ? { column, direction: -1 } : null;
      draw();
      announce(sorted ? say(sorted.direction > 0 ? "ascending" : "descending", headText(heads[column])) : say("unsorted"));
    };

    /* As the reader sees it: filtered, sorted, switched. */
    const shown = () => [...table.tBodies].flatMap(body => [...body.rows]).filter(row => !row.classList.contains("off"));
    const csv = () => {
      const cells = grid(shown());
      const names = heads.length > 0 ? heads.map(headText) : (cells[0] ?? []).map((_, c) => c === 0 ? caption : "");
      const on = names.map((_, c) => c).filter(c => !heads[c]?.classList.contains("off"));
      return csvOf(on.map(c => names[c]), cells.map(row => on.map(c => row[c])));
    };

    const handOver = text => {
      bar.querySelector(".csv")?.remove();
      const area = element("textarea", { readonly: "", rows: "6", spellcheck: "false", "aria-label": say("copyOf", caption) });
      area.value = text;
      const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
      const close = element("button", { type: "button" }, say("close"));
      const panel = element("div", { class: "csv" }, area,
        element("a", { href: address, download: table.dataset.table + ".csv" }, say("save")), close);
      close.addEventListener("click", () => {
        URL.revokeObjectURL(address);
        panel.remove();
        copier.focus();
      });
      bar.append(panel);
      area.focus();
      area.select();
    };
    const copier = element("button", { type: "button", class: "copy", "aria-label": say("copyOf", caption) }, say("copy"));
    copier.addEventListener("click", async () => {
      const text = csv();
      if (await copy(text)) announce(say("copied", count(shown().length)));
      else {
        handOver(text);
        announce(say("byHand"));
      }
    });

    if (lines.length > 8) {
      const search = element("input", { type: "search", "aria-label": say("filterOf", caption), placeholder: say("filter") });
      const found = element("output", {});
      search.addEventListener("input", () => {
        words = search.value.trim().toLocaleLowerCase(language);
        draw();
        found.textContent = words ? say("found", count(shown().length), count(lines.length)) : "";
      });
      bar.append(search, found);
    }
    bar.append(copier);
    if (table.id) bar.append(deepLink(table.id, caption));
    host.before(bar);
    if (lines.length > 1) {
      heads.forEach((head, c) => {
        const name = headText(head);
        if (!name) return;
        const button = element("button", { type: "button", class: "sort", "aria-label": say("sort", name), title: say("sort", name) });
        button.addEventListener("click", () => sort(c));
        head.append(button);
      });
    }
    return { table, draw };
  };
  const tables = [...document.querySelectorAll("table[data-table]")].map(withTools);

  /* ---- The switch ---- */

  const switched = [...document.querySelectorAll("[data-family], [data-metric], [data-group]")].filter(node => !node.matches("tr, tbody"));
  const apply = () => {
    for (const node of switched) node.classList.toggle("off", switchedOff(node));
    for (const { draw } of tables) draw();
  };

  const labels = (kind, within) => {
    const found = new Map();
    for (const node of document.querySelectorAll(`[data-${kind}][data-label]`)) {
      const id = node.dataset[kind].split(" ")[0];
      if (id !== "-1" && !found.has(id) && (!within || familyOf(node) === within)) found.set(id, node.dataset.label);
    }
    return found;
  };
  const choices = { family: labels("family"), metric: labels("metric") };
  const selects = {};
  const fill = kind => {
    const options = kind === "group" ? (state.family ? labels("group", state.family) : new Map()) : choices[kind];
    if (!options.has(state[kind])) delete state[kind];
    const select = selects[kind];
    select.replaceChildren(element("option", { value: "" }, say("all-" + kind)),
      ...[...options].map(([id, label]) => element("option", { value: id }, label)));
    select.value = state[kind] ?? "";
    select.parentElement.hidden = options.size < (kind === "group" ? 1 : 2);
  };
  const everything = element("button", { type: "button" }, say("everything"));
  const panel = element("details", { class: "switch" }, element("summary", {}, say("switch")));
  const fields = element("div", { class: "choices" });
  const show = () => {
    for (const kind of kinds) fill(kind);
    const names = kinds.filter(kind => state[kind]).map(kind => selects[kind].selectedOptions[0].label);
    everything.hidden = names.length === 0;
    panel.querySelector("summary").textContent = names.length === 0 ? say("switch") : say("shown", names.join(", "));
    apply();
    return names;
  };
  const choose = () => {
    const names = show();
    history.replaceState(null, "", fragment(target()));
    announce(names.length === 0 ? say("shownAll") : say("shown", names.join(", ")));
  };
  for (const kind of kinds) {
    const select = selects[kind] = element("select", {});
    fields.append(element("label", {}, say(kind), " ", select));
    select.addEventListener("change", () => {
      state[kind] = select.value;
      if (kind === "family") delete state.group;
      choose();
    });
  }
  const showAll = () => kinds.forEach(kind => delete state[kind]);
  everything.addEventListener("click", () => {
    showAll();
    choose();
    panel.querySelector("summary").focus();
  });
  fields.append(everything);
  panel.append(fields);
  const second = document.querySelectorAll("main > section")[1];
  if (second && (choices.family.size > 1 || choices.metric.size > 1)) {
    second.before(panel);
    panel.open = matchMedia("(min-width: 60rem) and (min-height: 40rem)").matches;
  }

  /* ---- Links to parts of the page ---- */

  for (const heading of document.querySelectorAll("main section[id] > h2, main [id] > h3, main [id] > h4, main figure[id] > .label"))
    heading.append(deepLink(heading.parentElement.id, plain(heading)));

  /* Goes to what the address names: restores what was switched on, unfolds what is around it. */
  const follow = () => {
    const given = new URLSearchParams(location.hash.slice(1).split("&").slice(1).join("&"));
    if (kinds.some(kind => given.has(kind))) for (const kind of kinds) state[kind] = given.get(kind) ?? "";
    let id = target();
    try { id = decodeURIComponent(id); } catch { /* as it stands */ }
    const aim = id ? document.getElementById(id) : null;
    const names = show();
    if (aim?.closest(".off")) {
      showAll();
      show();
      announce(say("shownAll"));
    }
    if (names.length > 0 && location.hash !== fragment(target())) history.replaceState(null, "", fragment(target()));
    document.querySelector(".aimed")?.classList.remove("aimed");
    if (!aim) return;
    for (let node = aim; node; node = node.parentElement) if (node.localName === "details") node.open = true;
    aim.classList.add("aimed");
    aim.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  if (location.hash.length > 1) follow();
  else show();
})();

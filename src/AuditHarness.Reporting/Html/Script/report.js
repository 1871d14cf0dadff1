"use strict";
/* Comfort on top of a page that is complete without it. It makes its own controls, so that none is dead where it does not run; it
   writes texts as text, never as markup; and what it hides on the screen is still on paper. */
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

  /* What an element says, without controls and definitions. */
  const said = (node, without = "") => [...node.childNodes].map(child =>
    child.data ?? (child.matches("details, .definition, .sort, .deep" + without) ? "" : said(child, without))).join("");
  const plain = (node, without) => said(node, without).replace(/\s+/g, " ").trim();
  const headText = cell => cell.dataset.label || plain(cell, ", small");

  /* The clipboard may be refused to a page from a file, or be absent. */
  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
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

  /* A cell's figure and the ends of its interval, in digits that programs read; the page leaves out a zero before the point. */
  const figures = cell => (cell.dataset.v ?? "").split(" ").map(digits => digits.replace(/^-?(?=\.)/, "$&0"));
  const missing = cell => !cell.dataset.v && (cell.classList.contains("missing") || cell.querySelector(".missing") !== null);

  /* A spreadsheet runs a text that begins like this as a formula; white space and what stands for a control character count for nothing. */
  const formula = /^[\s\uFFFD]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
  const number = /^[-\u2212]?(\d+(\.\d+)?|\.\d+)(e[-+]?\d+)?$/i;
  const field = text => {
    const safe = number.test(text) ? text.replace("\u2212", "-") : formula.test(text) ? "'" + text : text;
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };

  /* Figures in full; the ends of an interval and the reason for an empty cell in columns of their own. */
  const csvOf = (names, cells) => {
    const columns = names.map((name, c) => {
      const parts = cells.map(row => {
        const cell = row[c];
        if (!cell) return ["", "", "", ""];
        const [v, lo = "", hi = ""] = figures(cell);
        const value = missing(cell) ? "" : v || plain(cell, cell.localName === "th" ? ", small" : "");
        return [value, lo, hi, missing(cell) ? plain(cell) : v ? [...cell.querySelectorAll(".missing")].map(e => plain(e)).join() : ""];
      });
      const all = [[name, say("lower", name), say("upper", name), say("note", name)], ...parts];
      return all.map(line => line.filter((_, k) => k === 0 || parts.some(part => part[k])));
    });
    return columns[0].map((_, r) => columns.flatMap(column => column[r]).map(field).join(",") + "\r\n").join("");
  };

  const deepLink = (id, name) => {
    const link = element("a", { class: "deep", href: "#" + id, "aria-label": say("link", name) });
    link.addEventListener("click", async () =>
      announce(say(await copy(location.href.split("#")[0] + fragment(id)) ? "linkCopied" : "linkAbove")));
    return link;
  };

  const withTools = table => {
    const host = table.closest(".scroll") ?? table;
    const caption = table.caption.firstChild.data.trim();
    const heads = table.tHead ? grid([...table.tHead.rows]).at(-1) : [];
    const lines = [...table.tBodies].flatMap(home => [...home.rows].map(row => ({ row, home })));
    /* Of which metric or group a column is, its head says for all of it. */
    for (const cells of grid(lines.map(({ row }) => row)))
      heads.forEach(({ dataset }, c) => {
        for (const kind of ["metric", "group"]) if (dataset[kind] && cells[c]) cells[c].dataset[kind] = dataset[kind];
      });
    const bar = element("div", { class: "tools" });
    let sorted = null, words = "", spread = [], touched = false;

    /* A cell that spans rows is repeated in each while rows are moved or missing. */
    const spreadOut = () => lines.forEach(({ row }, r) => [...row.cells].forEach((cell, c) => {
      const span = cell.rowSpan;
      if (span < 2) return;
      cell.rowSpan = 1;
      const copies = lines.slice(r + 1, r + span).map(next => {
        const twin = cell.cloneNode(true);
        next.row.insertBefore(twin, next.row.cells[c] ?? null);
        return twin;
      });
      spread.push({ cell, span, copies });
    }));
    const gather = () => {
      for (const { cell, span, copies } of spread) {
        copies.forEach(twin => twin.remove());
        cell.rowSpan = span;
      }
      spread = [];
      for (const { row, home } of lines) home.append(row);
    };

    const key = cell => !cell || missing(cell) ? null : cell.dataset.v ? Number(figures(cell)[0]) : plain(cell) || null;
    const text = key => typeof key === "string";
    const inOrder = (a, b) => text(a) && text(b) ? compare(a, b) : a - b || text(a) - text(b);

    const draw = () => {
      const off = lines.map(({ row, home }) => switchedOff(row) || switchedOff(home));
      /* When nothing of it is switched on, neither the table nor its controls say anything. */
      const across = heads.filter(head => head.dataset.metric);
      const nothing = switchedOff(table) || lines.length > 0 && !off.includes(false) || across.length > 0 && across.every(switchedOff);
      for (const part of [host, bar]) part.classList.toggle("off", nothing);
      const partly = sorted || words || off.includes(true);
      if (!partly && !touched) return;
      if (touched) gather();
      if (partly) spreadOut();
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
      const area = element("textarea", { readonly: "", rows: "6", "aria-label": say("copyOf", caption) });
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
    heads.forEach((head, c) => {
      const name = headText(head);
      if (!name || lines.length < 2) return;
      const button = element("button", { type: "button", class: "sort", "aria-label": say("sort", name) });
      button.addEventListener("click", () => sort(c));
      head.append(button);
    });
    return draw;
  };
  const draws = [...document.querySelectorAll("table[data-table]")].map(withTools);

  /* ---- The switch ---- */

  const switched = [...document.querySelectorAll("[data-family], [data-metric], [data-group]")].filter(node => !node.matches("tr, tbody"));

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
  const told = () => {
    const names = kinds.filter(kind => state[kind]).map(kind => selects[kind].selectedOptions[0].label);
    return names.length > 0 ? say("shown", names.join(", ")) : "";
  };
  const show = () => {
    for (const kind of kinds) fill(kind);
    everything.hidden = !told();
    panel.querySelector("summary").textContent = told() || say("switch");
    for (const node of switched) node.classList.toggle("off", switchedOff(node));
    for (const draw of draws) draw();
  };
  const choose = () => {
    show();
    history.replaceState(null, "", fragment(target()));
    announce(told() || say("shownAll"));
  };
  for (const kind of kinds) {
    const select = selects[kind] = element("select", { "aria-label": say(kind) });
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
  const first = document.querySelector("main > section:has([data-family], [data-metric])");
  if (first && (choices.family.size > 1 || choices.metric.size > 1)) {
    first.before(panel);
    panel.open = matchMedia("(min-width: 60rem) and (min-height: 40rem)").matches;
  }

  /* ---- Links to parts of the page ---- */

  const linked = "section[id] > h2, :is(h3, h4)[id], [id]:not(section) > :is(h3, h4), figure[id] > .label, figure[id]:not(:has(> .label)) > figcaption";
  for (const heading of document.querySelectorAll(linked)) {
    const own = heading.matches("h3, h4") ? heading.id : "";
    heading.append(deepLink(own || heading.parentElement.id, plain(heading).split(". ")[0]));
  }

  /* Goes to what the address names: restores what was switched on, unfolds what is around it. */
  const follow = () => {
    const given = new URLSearchParams(location.hash.slice(1).split("&").slice(1).join("&"));
    if (kinds.some(kind => given.has(kind))) for (const kind of kinds) state[kind] = given.get(kind) ?? "";
    const aim = document.getElementById(target());
    show();
    if (aim?.closest(".off")) {
      showAll();
      show();
      announce(say("shownAll"));
    }
    if (location.hash.length > 1) history.replaceState(null, "", fragment(target()));
    document.querySelector(".aimed")?.classList.remove("aimed");
    if (!aim) return;
    for (let node = aim; node; node = node.parentElement) if (node.localName === "details") node.open = true;
    aim.classList.add("aimed");
    aim.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
})();

"use strict";
// Opens stories from their templates, sorts and filters tables, saves drawings as files. What it shows was written into
// the page by dedup; it makes no markup of texts.
(() => {
  const one = (query, within) => (within || document).querySelector(query);
  const all = (query, within) => Array.from((within || document).querySelectorAll(query));
  const home = one("#home");
  const detail = one("#detail");
  const heading = document.title;
  const looks = JSON.parse(one("#looks").textContent);
  let place = 0;
  let left = "";

  // A story's pages lie in the file compressed. They were escaped when they were written, and are parsed into a document
  // that runs nothing.
  async function unpack(block) {
    const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const html = await new Response(stream).text();
    return new DOMParser().parseFromString(html, "text/html");
  }

  function close(name) {
    const back = !detail.hidden;
    detail.hidden = true;
    detail.replaceChildren();
    home.hidden = false;
    document.title = heading;
    const target = name && document.getElementById(name);
    if (back && (name === "stories" || !name)) {
      scrollTo(0, place);
      // Whoever reads by keyboard goes on at the story that was left.
      const link = one(`#story-table a[href="#${left}"]`);
      if (link && link.offsetParent) link.focus({ preventScroll: true });
    }
    else if (back && target) target.scrollIntoView();
  }

  async function open() {
    if (!detail) return;
    const name = decodeURIComponent(location.hash.slice(1));
    const [, story, page] = /^(s\w+?)(?:-(\d+))?$/.exec(name) || [];
    const block = story && document.getElementById("t-" + story);
    if (!block) return close(name);
    const found = await unpack(block);
    const shown = one(`[data-page="${page || ""}"]`, found);
    if (!shown || decodeURIComponent(location.hash.slice(1)) !== name) return;
    if (!home.hidden) place = scrollY;
    left = story;
    home.hidden = true;
    detail.hidden = false;
    detail.replaceChildren(document.importNode(shown, true));
    all(".legend", detail).forEach((line) => line.replaceWith(document.importNode(one("#t-legend").content, true)));
    prepare(detail);
    const title = one("h1", detail);
    document.title = title.textContent + " · " + heading;
    scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }

  function value(row, column, numeric) {
    const cell = row.cells[column];
    const text = cell.dataset.sort !== undefined ? cell.dataset.sort : cell.textContent.trim();
    return numeric ? parseFloat(text) || 0 : text;
  }

  function sort(table, column, button) {
    const head = button.parentElement;
    const numeric = head.dataset.type === "number";
    const before = head.getAttribute("aria-sort");
    const down = before ? before === "ascending" : numeric;
    all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => [value(row, column, numeric), row]);
    const order = new Intl.Collator(undefined, { numeric: true }).compare;
    rows.sort(([a], [b]) => (numeric ? a - b : order(a, b)) * (down ? -1 : 1));
    body.append(...rows.map(([, row]) => row));
    table.dispatchEvent(new Event("changed"));
  }

  function sortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sort(table, column, button));
      head.replaceChildren(button);
    });
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function saveDrawing(button) {
    const figure = button.closest("figure");
    const name = figure.dataset.name;
    // The style sheet stays behind: what it says is written into the copy, always in the light colours of print.
    const copy = one("svg", figure).cloneNode(true);
    for (const part of [copy, ...all("[class]", copy)]) {
      const look = Object.assign({}, ...Array.from(part.classList, (name) => looks[name] || {}));
      Object.entries(look).forEach(([name, what]) => part.setAttribute(name, what));
    }
    const text = new XMLSerializer().serializeToString(copy);
    const drawing = new Blob([text], { type: "image/svg+xml" });
    if (button.dataset.save === "svg") return save(drawing, name + ".svg");
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = picture.width * 2;
      canvas.height = picture.height * 2;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, name + ".png"), "image/png");
    };
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  }

  // Hundreds of rows bury what stands below them: the first of those that fit are shown until more are asked for.
  function fold(table) {
    const more = one(".more", table.closest("section"));
    const lay = () => {
      let fitting = 0;
      for (const row of table.tBodies[0].rows) row.classList.toggle("later", !row.hidden && ++fitting > table.dataset.most);
      more.hidden = fitting <= table.dataset.most;
      more.textContent = "Show all " + fitting + " " + more.dataset.what;
    };
    more.addEventListener("click", () => {
      table.dataset.most = table.tBodies[0].rows.length;
      lay();
    });
    table.addEventListener("changed", lay);
    lay();
  }

  function prepare(within) {
    all("table[data-most]", within).forEach(fold);
    all("table.sortable", within).forEach(sortable);
    all("button[data-save]", within).forEach((button) => button.addEventListener("click", () => saveDrawing(button)));
  }

  function filters() {
    const form = one("#filters");
    if (!form) return;
    const table = one("#story-table");
    const rows = Array.from(table.tBodies[0].rows, (row) => {
      return [row, (row.textContent + " " + row.dataset.outlets).toLocaleLowerCase()];
    });
    const shown = one("#shown");
    const filter = () => {
      const asked = new FormData(form);
      const words = asked.get("words").toLocaleLowerCase().split(/\s+/).filter(Boolean);
      const has = (list, wanted, by) => !wanted || list.split(by).includes(wanted);
      let count = 0;
      for (const [row, text] of rows) {
        const data = row.dataset;
        const fits = words.every((word) => text.includes(word)) && has(data.outlets, asked.get("outlet"), "\n") &&
          has(data.langs, asked.get("lang"), " ") && has(data.kinds, asked.get("kind"), " ") &&
          has(data.verdict, asked.get("verdict"), " ") &&
          (!asked.get("from") || data.last.slice(0, 10) >= asked.get("from")) &&
          (!asked.get("to") || (data.first && data.first.slice(0, 10) <= asked.get("to")));
        row.hidden = !fits;
        count += fits;
      }
      shown.textContent = count === rows.length ? count + " stories" : count + " of " + rows.length + " stories";
      table.dispatchEvent(new Event("changed"));
    };
    form.addEventListener("input", filter);
    form.addEventListener("change", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  prepare(document);
  filters();
  addEventListener("hashchange", open);
  open();
})();

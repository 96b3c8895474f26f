"use strict";

/**
 * A table of registered pairs that can be sorted and filtered, page by page.
 *
 * Each pair is {moving, fixed, folder, verdict, reason, matches, inliers, error, overlap, seconds, page, thumbnail};
 * verdict is registered, doubtful, failed or error; page and thumbnail are addresses, and null where there is none.
 */
class PairTable {
  static rowsOnPage = 100;
  static verdicts = ["registered", "doubtful", "failed", "error"];
  static words = { registered: "registered", doubtful: "doubtful", failed: "not registered", error: "no result" };

  constructor(root, pairs) {
    this.root = root;
    this.pairs = pairs.map((pair, index) => ({
      ...pair,
      index,
      text: `${pair.moving}\n${pair.fixed}\n${pair.folder}`.toLowerCase(),
    }));
    this.sorting = { key: null, ascending: true };
    this.page = 0;
    this.countVerdicts();
    root.addEventListener("input", () => this.filter());
    root.addEventListener("click", (event) => this.clicked(event.target.closest("button")));
    this.filter();
  }

  countVerdicts() {
    for (const verdict of PairTable.verdicts) {
      const count = this.pairs.filter((pair) => pair.verdict === verdict).length;
      const box = this.root.querySelector(`[name=${verdict}]`);
      box.parentElement.querySelector("b").textContent = count.toLocaleString("en");
      box.parentElement.hidden = count === 0;
    }
  }

  clicked(button) {
    if (button?.dataset.sort) this.sort(button.dataset.sort);
    if (button?.dataset.page) this.turn(Number(button.dataset.page));
  }

  /** Sorts numbers from the largest and names from A. A second click on the same column reverses the order. */
  sort(key) {
    const isSame = this.sorting.key === key;
    this.sorting = { key, ascending: isSame ? !this.sorting.ascending : key === "name" || key === "verdict" };
    this.page = 0;
    this.show();
  }

  turn(step) {
    this.page += step;
    this.show();
    this.root.querySelector(".table").scrollIntoView({ block: "start" });
  }

  filter() {
    const value = (name) => this.root.querySelector(`[name=${name}]`);
    const text = value("text").value.trim().toLowerCase();
    const inliers = Number(value("inliers").value) || 0;
    const verdicts = new Set(PairTable.verdicts.filter((verdict) => value(verdict).checked));
    this.found = this.pairs.filter((pair) =>
      verdicts.has(pair.verdict) && pair.inliers >= inliers && pair.text.includes(text));
    this.page = 0;
    this.show();
  }

  show() {
    const sorted = this.sorted();
    const pages = Math.max(1, Math.ceil(sorted.length / PairTable.rowsOnPage));
    this.page = Math.min(Math.max(this.page, 0), pages - 1);
    const start = this.page * PairTable.rowsOnPage;
    const rows = sorted.slice(start, start + PairTable.rowsOnPage).map((pair) => this.row(pair));
    this.root.querySelector("tbody").replaceChildren(...(rows.length ? rows : [this.emptyRow()]));
    this.root.querySelector(".found").textContent =
      `${sorted.length.toLocaleString("en")} of ${this.pairs.length.toLocaleString("en")} pairs`;
    this.root.querySelector(".page").textContent = `Page ${this.page + 1} of ${pages}`;
    this.root.querySelector(".pager").hidden = pages === 1;
    this.root.querySelector("[data-page='-1']").disabled = this.page === 0;
    this.root.querySelector("[data-page='1']").disabled = this.page === pages - 1;
    this.showOrder();
  }

  showOrder() {
    for (const button of this.root.querySelectorAll("[data-sort]")) {
      const isSorted = button.dataset.sort === this.sorting.key;
      const order = this.sorting.ascending ? "ascending" : "descending";
      button.closest("th").setAttribute("aria-sort", isSorted ? order : "none");
    }
  }

  /** Sorts the pairs. Those without a value in the column come last; equal ones stay in the list's order. */
  sorted() {
    const { key, ascending } = this.sorting;
    if (!key) return this.found;
    const value = (pair) => ({
      name: pair.text,
      verdict: PairTable.verdicts.indexOf(pair.verdict),
    })[key] ?? pair[key];
    const decorated = this.found.map((pair) => [value(pair), pair]);
    const direction = ascending ? 1 : -1;
    decorated.sort(([a, first], [b, second]) => {
      if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
      return a < b ? -direction : a > b ? direction : first.index - second.index;
    });
    return decorated.map(([, pair]) => pair);
  }

  row(pair) {
    const row = document.createElement("tr");
    row.append(
      this.pairCell(pair),
      cell([chip(pair)], "verdict-cell", "Verdict"),
      cell([pair.matches === 0 ? "—" : `${pair.inliers} of ${pair.matches}`], "number", "Agreeing"),
      cell([pair.error === null ? "—" : pair.error.toFixed(2)], "number", "Error, px"),
      cell([pair.error === null ? "—" : `${Math.round(100 * pair.overlap)} %`], "number", "Overlap"),
      cell([pair.verdict === "error" ? "—" : pair.seconds.toFixed(2)], "number", "Seconds")
    );
    return row;
  }

  pairCell(pair) {
    const names = document.createElement(pair.page ? "a" : "span");
    if (pair.page) names.href = pair.page;
    names.className = "names";
    names.append(fileName(pair.moving), Object.assign(document.createElement("i"), { textContent: " onto " }),
      fileName(pair.fixed));
    const parts = [picture(pair), names];
    if (pair.reason) parts.push(Object.assign(document.createElement("small"), { textContent: pair.reason }));
    const result = document.createElement("th");
    result.scope = "row";
    result.className = "pair-cell";
    result.append(...parts);
    return result;
  }

  emptyRow() {
    const row = document.createElement("tr");
    const only = cell(["No pair fits these filters."], "empty", "");
    only.colSpan = 6;
    row.append(only);
    return row;
  }
}

function isMissing(value) {
  return value === null || value === undefined;
}

function cell(content, className, label) {
  const result = document.createElement("td");
  result.className = className;
  result.dataset.label = label;
  result.append(...content);
  return result;
}

function chip(pair) {
  return Object.assign(document.createElement("span"), {
    className: `chip ${pair.verdict}`,
    textContent: PairTable.words[pair.verdict],
  });
}

/** Shows the last part of a path, and the whole path on hovering. */
function fileName(path) {
  return Object.assign(document.createElement("b"), {
    textContent: path.split("/").at(-1),
    title: path,
    dir: "auto",
  });
}

function picture(pair) {
  if (!pair.thumbnail) return Object.assign(document.createElement("span"), { className: "thumbnail" });
  return Object.assign(document.createElement("img"), {
    className: "thumbnail",
    src: pair.thumbnail,
    alt: "",
    loading: "lazy",
    decoding: "async",
    width: 120,
    height: 60,
  });
}

function startList() {
  const root = document.getElementById("pairs");
  root.table = new PairTable(root, JSON.parse(document.getElementById("superpose-pairs").textContent));
}

startList();

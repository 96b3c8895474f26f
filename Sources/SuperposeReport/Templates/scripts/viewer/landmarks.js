"use strict";

/** Places that a person has marked in both pictures, in edge coordinates; null in a picture where it is missing. */
class LandmarkSet {
  /**
   * @param rows [movingX, movingY, fixedX, fixedY] from pixel centres
   * @param fixedFromMoving between edge coordinates; null where there is no transform
   */
  constructor(rows, fixedFromMoving) {
    this.fixedFromMoving = fixedFromMoving;
    this.all = rows.map(([movingX, movingY, fixedX, fixedY]) => ({
      moving: [movingX + 0.5, movingY + 0.5], fixed: [fixedX + 0.5, fixedY + 0.5],
    }));
  }

  get complete() {
    return this.all.filter(({ moving, fixed }) => moving && fixed);
  }

  /** Sets the point of the landmark that still lacks one, or of a new landmark, and returns it. */
  place(which, point) {
    let landmark = this.all.find(({ moving, fixed }) => !moving || !fixed);
    if (!landmark) {
      landmark = { moving: null, fixed: null };
      this.all.push(landmark);
    }
    landmark[which] = point;
    return landmark;
  }

  remove(landmark) {
    this.all.splice(this.all.indexOf(landmark), 1);
  }

  /** Returns the distance, in the fixed picture, from where the transform puts a landmark, or null. */
  residual({ moving, fixed }) {
    if (!this.fixedFromMoving || !moving || !fixed) return null;
    const [x, y] = Plane.apply(this.fixedFromMoving, ...moving);
    return Math.hypot(x - fixed[0], y - fixed[1]);
  }

  /** The complete ones as a table, from pixel centres. */
  get csv() {
    const rows = this.complete.map(({ moving, fixed }) => [...moving, ...fixed].map(LandmarkSet.fromCentre).join(","));
    return ["x0,y0,x1,y1", ...rows].join("\n") + "\n";
  }

  /** Returns an edge coordinate as one from the first pixel's centre, to hundredths. */
  static fromCentre(value) {
    return Number((value - 0.5).toFixed(2));
  }
}

/** Places landmarks with the pointer, with the keys and in a table, and saves them to a file. */
class LandmarkEditor {
  /** The largest distance of the pointer from a landmark that it takes hold of, in the screen's pixels. */
  static reach = 14;
  /** A pointer that moves farther drags, and does not click. */
  static stillness = 4;
  static coordinates = [["moving", 0], ["moving", 1], ["fixed", 0], ["fixed", 1]];

  constructor(viewer, section) {
    this.viewer = viewer;
    this.section = section;
    this.landmarks = viewer.landmarks;
    section.hidden = false;
    section.addEventListener("click", (event) => {
      const button = event.target.closest("[data-landmark]");
      if (button) this[button.dataset.landmark](this.owner(button));
    });
    section.addEventListener("input", (event) => this.typed(event.target));
    section.addEventListener("focusin", (event) => this.select(this.owner(event.target)));
    this.listen(viewer.stage.canvas);
    this.show();
  }

  /** The stage's own listeners come later, and do not hear of a landmark that is dragged. */
  listen(canvas) {
    const early = { capture: true };
    canvas.addEventListener("pointerdown", (event) => this.down(event), early);
    canvas.addEventListener("pointermove", (event) => this.move(event), early);
    canvas.addEventListener("pointerup", (event) => this.up(event), early);
    canvas.addEventListener("pointercancel", () => { this.held = this.start = null; }, early);
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !this.isPlacing) return;
      event.preventDefault();
      this.add();
    });
  }

  get isPlacing() {
    return this.viewer.state.isPlacing;
  }

  /** Begins or ends placing; both pictures then stand beside each other. */
  toggle() {
    const { viewer } = this;
    viewer.state.isPlacing = !viewer.state.isPlacing;
    if (viewer.state.isPlacing) {
      viewer.setMode("side");
      viewer.setFrame("own");
    }
    viewer.announce(viewer.state.isPlacing ? "click the same place in both pictures" : "landmarks are placed");
    this.changed();
  }

  /** Adds a landmark in the middle of what both panes show; its coordinates can then be typed, or moved by keys. */
  add() {
    const { viewer } = this;
    if (!viewer.state.isPlacing) this.toggle();
    let landmark = null;
    for (const pane of viewer.stage.panes) {
      const point = this.inside(pane.shows, viewer.stage.imagePoints(pane.middle)[pane.shows]);
      landmark = this.landmarks.place(pane.shows, point);
    }
    this.select(landmark);
    this.changed();
    this.section.querySelector("tbody tr:last-child input")?.focus();
  }

  remove(landmark) {
    const place = this.landmarks.all.indexOf(landmark);
    this.landmarks.remove(landmark);
    this.select(null);
    this.changed();
    const buttons = [...this.section.querySelectorAll("[data-landmark=remove]")];
    (buttons[Math.min(place, buttons.length - 1)] ?? this.section.querySelector("[data-landmark=add]")).focus();
  }

  save() {
    const link = document.createElement("a");
    link.href = "data:text/csv;charset=utf-8," + encodeURIComponent(this.landmarks.csv);
    link.download = "landmarks.csv";
    link.click();
  }

  select(landmark) {
    if (landmark === this.viewer.state.landmark) return;
    this.viewer.state.landmark = landmark;
    this.viewer.stage.draw();
  }

  /** Returns the landmark of a table's row, or null. */
  owner(element) {
    return this.landmarks.all[element.closest("tr[data-index]")?.dataset.index] ?? null;
  }

  typed(input) {
    const landmark = this.owner(input);
    const value = Number(input.value);
    if (!landmark || input.value === "" || !Number.isFinite(value)) return;
    const [which, axis] = LandmarkEditor.coordinates[input.dataset.coordinate];
    landmark[which] ??= [0.5, 0.5];
    landmark[which][axis] = value + 0.5;
    landmark[which] = this.inside(which, landmark[which]);
    this.changed();
  }

  /** Returns the nearest point that lies on a picture. */
  inside(which, [x, y]) {
    const { width, height } = this.viewer.data[which];
    return [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
  }

  /** Whether a point lies on a picture. */
  isOn(which, [x, y]) {
    const { width, height } = this.viewer.data[which];
    return x >= 0 && y >= 0 && x <= width && y <= height;
  }

  down(event) {
    if (!this.isPlacing || !event.isPrimary || event.button !== 0) return;
    const place = this.viewer.pointing.place(event);
    const pane = this.viewer.stage.paneAt(place);
    this.start = place;
    this.held = this.landmarkAt(place, pane);
    if (!this.held) return;
    event.stopImmediatePropagation();
    event.target.setPointerCapture(event.pointerId);
    this.select(this.held.landmark);
  }

  move(event) {
    if (!this.held) return;
    event.stopImmediatePropagation();
    const { landmark, pane } = this.held;
    const point = this.pointAt(this.viewer.pointing.place(event), pane);
    landmark[pane.shows] = this.inside(pane.shows, point);
    this.changed();
  }

  up(event) {
    const { held, start } = this;
    this.held = this.start = null;
    if (held) return event.stopImmediatePropagation();
    if (!this.isPlacing || !start) return;
    const place = this.viewer.pointing.place(event);
    if (Math.hypot(place[0] - start[0], place[1] - start[1]) > LandmarkEditor.stillness) return;
    this.clicked(place);
  }

  clicked(place) {
    const pane = this.viewer.stage.paneAt(place);
    if (pane.shows === "both") return;
    const point = this.pointAt(place, pane);
    if (!this.isOn(pane.shows, point)) return;
    const landmark = this.landmarks.place(pane.shows, point);
    this.select(landmark);
    const missing = ["moving", "fixed"].find((which) => !landmark[which]);
    this.viewer.announce(missing ? `now the same place in the ${missing} picture` : "landmark placed");
    this.changed();
  }

  /** Returns the point of a pane's own picture at a place of the stage. */
  pointAt([x, y], pane) {
    const toFrame = this.viewer.frames.frameFromImage(pane.frame, pane.shows);
    return Plane.apply(Plane.inverse(toFrame), ...pane.toFrame([x, y]));
  }

  landmarkAt(place, pane) {
    if (pane.shows === "both") return null;
    let nearest = null;
    for (const landmark of this.landmarks.all) {
      const seen = this.viewer.stage.overlay.landmarkPoint(landmark, pane);
      if (!seen) continue;
      const distance = Math.hypot(seen[0] - place[0], seen[1] - place[1]);
      if (distance <= (nearest?.distance ?? LandmarkEditor.reach)) nearest = { landmark, pane, distance };
    }
    return nearest;
  }

  changed() {
    this.show();
    this.viewer.changed();
  }

  /** Makes the section show the landmarks. Rows stay while their number does, so that the focus does. */
  show() {
    const { all, complete } = this.landmarks;
    const find = (selector) => this.section.querySelector(selector);
    find("[data-landmark=toggle]").setAttribute("aria-pressed", Boolean(this.isPlacing));
    find("[data-landmark=save]").disabled = complete.length === 0;
    const count = `${complete.length} landmark${complete.length === 1 ? "" : "s"}`;
    find(".landmark-count").textContent = all.length > complete.length ? `${count}, one is half placed` : count;
    find("table").hidden = all.length === 0;
    const body = find("tbody");
    if (body.rows.length !== all.length) body.replaceChildren(...all.map((_, index) => this.row(index)));
    all.forEach((landmark, index) => this.fill(body.rows[index], landmark));
  }

  row(index) {
    const row = document.createElement("tr");
    row.dataset.index = index;
    const name = `Landmark ${index + 1}`;
    const head = Object.assign(document.createElement("th"), { scope: "row", textContent: index + 1 });
    const cells = LandmarkEditor.coordinates.map(([which, axis], coordinate) => {
      const input = Object.assign(document.createElement("input"), { type: "number", step: "any", min: -0.5 });
      input.dataset.coordinate = coordinate;
      input.setAttribute("aria-label", `${name}, ${axis === 0 ? "x" : "y"} in the ${which} picture`);
      return input;
    });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Remove" });
    button.dataset.landmark = "remove";
    button.setAttribute("aria-label", `Remove landmark ${index + 1}`);
    const residual = Object.assign(document.createElement("td"), { className: "number residual" });
    const inCell = (element) => {
      const cell = document.createElement("td");
      cell.append(element);
      return cell;
    };
    row.append(head, ...cells.map(inCell), residual, inCell(button));
    return row;
  }

  fill(row, landmark) {
    for (const input of row.querySelectorAll("input")) {
      const [which, axis] = LandmarkEditor.coordinates[input.dataset.coordinate];
      const text = landmark[which] ? String(LandmarkSet.fromCentre(landmark[which][axis])) : "";
      if (input !== document.activeElement || Number(input.value) !== Number(text)) input.value = text;
    }
    const residual = this.landmarks.residual(landmark);
    row.querySelector(".residual").textContent = residual === null ? "—" : `${residual.toFixed(2)} px`;
  }
}

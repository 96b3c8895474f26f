"use strict";

/** Mouse, pen and touch on the stage: dragging moves, the wheel and two fingers zoom, hovering shows details. */
class Pointing {
  /** The largest distance of the pointer from a match that it selects, in the screen's pixels. */
  static reach = 12;

  constructor(viewer) {
    this.viewer = viewer;
    this.stage = viewer.stage;
    this.pointers = new Map();
    const { canvas } = this.stage;
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (event) => this.up(event));
    canvas.addEventListener("pointerleave", () => this.leave());
    canvas.addEventListener("dblclick", (event) => this.zoom(2, this.place(event)));
    this.divide(viewer.root.querySelector(".divider"));
  }

  place(event) {
    const { left, top } = this.stage.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  wheel(event) {
    event.preventDefault();
    if (event.shiftKey) {
      this.stage.pan(-event.deltaX - event.deltaY, 0);
      return this.viewer.changed();
    }
    // Some mice report lines or pages, which are converted to about this many pixels.
    const unit = [1, 16, 400][event.deltaMode] ?? 1;
    const strength = event.ctrlKey ? 0.01 : 0.0015;
    this.zoom(Math.exp(-Math.max(-300, Math.min(300, event.deltaY * unit)) * strength), this.place(event));
  }

  zoom(factor, point) {
    this.stage.zoom(factor, point);
    this.viewer.changed();
  }

  down(event) {
    this.pointers.set(event.pointerId, this.place(event));
    try { this.stage.canvas.setPointerCapture(event.pointerId); } catch { /* the pointer is gone already */ }
    this.stage.canvas.classList.add("dragging");
  }

  move(event) {
    const place = this.place(event);
    const before = this.pointers.get(event.pointerId);
    if (!before) return this.hover(place);
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.pointers.set(event.pointerId, place);
    if (others.length === 1) return this.pinch(before, place, others[0]);
    if (this.stage.isFitted && event.pointerType === "touch") return this.hover(place);
    this.stage.pan(place[0] - before[0], place[1] - before[1]);
    this.viewer.changed();
  }

  pinch(before, place, other) {
    const distance = (a, b) => Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
    const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const [from, to] = [middle(before, other), middle(place, other)];
    this.stage.pan(to[0] - from[0], to[1] - from[1]);
    this.zoom(distance(place, other) / distance(before, other), to);
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size === 0) this.stage.canvas.classList.remove("dragging");
    if (event.pointerType === "touch") this.hover(this.place(event));
  }

  hover(place) {
    const match = this.stage.matchAt(place, Pointing.reach);
    this.viewer.controls.showPosition(this.stage.imagePoints(place));
    this.viewer.controls.showTip(match, place);
    this.viewer.mark(match);
  }

  leave() {
    this.viewer.controls.showPosition(null);
    this.viewer.controls.showTip(null, [0, 0]);
    this.viewer.mark(null);
  }

  /** Moves the dividing line of swiping by pointer and by keys. */
  divide(divider) {
    const { state } = this.viewer;
    const set = (share) => {
      state.swipe = Math.min(Math.max(share, 0), 1);
      this.viewer.changed();
    };
    divider.addEventListener("pointerdown", (event) => divider.setPointerCapture(event.pointerId));
    divider.addEventListener("pointermove", (event) => {
      if (divider.hasPointerCapture(event.pointerId)) set(this.place(event)[0] / this.stage.size.width);
    });
    divider.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: -0.02, ArrowRight: 0.02, ArrowDown: -0.02, ArrowUp: 0.02, Home: -1, End: 1 };
      if (!(event.key in steps)) return;
      event.preventDefault();
      event.stopPropagation();
      set(state.swipe + steps[event.key]);
    });
  }
}

"use strict";

/** The viewer's keyboard commands, while it or nothing has the focus. */
class Keys {
  static modes = ["side", "swipe", "blink", "onion", "checkerboard", "difference"];
  /** The distance by which an arrow key moves the pictures, in the screen's pixels. */
  static step = 40;

  constructor(viewer) {
    this.viewer = viewer;
    document.addEventListener("keydown", (event) => {
      if (this.isMeant(event) && this.pressed(event.key)) event.preventDefault();
    });
  }

  /** Whether a key is meant for the viewer, and not typed into a control or pressed with a command key. */
  isMeant(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return false;
    const { target } = event;
    if (target !== document.body && !this.viewer.root.contains(target)) return false;
    if (target.closest?.("dialog")) return false;
    const ownKeys = event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End";
    if (target.matches?.("input") && ownKeys) return false;
    // The space bar presses buttons and ticks boxes; a way of comparing that is already chosen ignores it.
    if (event.key === " ") return !target.matches?.("button, input[type=checkbox], input[type=range]");
    return true;
  }

  /** @returns whether the key has a meaning here */
  pressed(key) {
    const { viewer } = this;
    const { stage } = viewer;
    const { step } = Keys;
    const mode = Keys.modes[Number(key) - 1];
    if (mode) {
      viewer.setMode(mode);
      return true;
    }
    const meanings = {
      " ": () => viewer.flip(),
      p: () => viewer.controls.play(),
      "+": () => stage.zoom(1.25),
      "=": () => stage.zoom(1.25),
      "-": () => stage.zoom(0.8),
      "−": () => stage.zoom(0.8),
      0: () => stage.fit(),
      ArrowLeft: () => stage.pan(step, 0),
      ArrowRight: () => stage.pan(-step, 0),
      ArrowUp: () => stage.pan(0, step),
      ArrowDown: () => stage.pan(0, -step),
      f: () => viewer.nextFrame(),
      b: () => { viewer.state.matched = !viewer.state.matched; },
      m: () => viewer.toggle("inliers"),
      r: () => viewer.toggle("rejected"),
      v: () => viewer.toggle("arrows"),
      w: () => viewer.toggle("map"),
      l: () => viewer.landmarkEditor?.toggle(),
      "[": () => viewer.step(-1),
      "]": () => viewer.step(1),
      "?": () => viewer.controls.help(),
    };
    const meaning = meanings[key.length === 1 ? key.toLowerCase() : key];
    if (!meaning) return false;
    meaning();
    viewer.changed();
    return true;
  }
}

"use strict";

/** What the user looks at: a point of the frame in edge coordinates, and the screen's pixels per pixel of the frame. */
class View {
  constructor() {
    this.x = 0;
    this.y = 0;
    this.scale = 1;
  }

  /** Fits the whole extent into a rectangle. */
  fit(extent, { width, height }) {
    this.x = extent.x + extent.width / 2;
    this.y = extent.y + extent.height / 2;
    this.scale = View.fitting(extent, { width, height });
  }

  static fitting(extent, { width, height }) {
    return Math.min(width / extent.width, height / extent.height);
  }
}

/** A rectangle of the stage that shows one picture, or both on top of each other, in one frame. */
class Pane {
  constructor({ rectangle, frame, shows, centre, scale }) {
    /** {x, y, width, height} in the stage's pixels */
    this.rectangle = rectangle;
    /** the frame of its coordinates: fixed, moving or union */
    this.frame = frame;
    /** the pictures that it shows: moving, fixed or both */
    this.shows = shows;
    this.centre = centre;
    this.scale = scale;
  }

  get middle() {
    const { x, y, width, height } = this.rectangle;
    return [x + width / 2, y + height / 2];
  }

  toScreen([x, y]) {
    const [left, top] = this.middle;
    return [left + (x - this.centre[0]) * this.scale, top + (y - this.centre[1]) * this.scale];
  }

  toFrame([x, y]) {
    const [left, top] = this.middle;
    return [this.centre[0] + (x - left) / this.scale, this.centre[1] + (y - top) / this.scale];
  }

  contains([x, y]) {
    const { x: left, y: top, width, height } = this.rectangle;
    return x >= left && y >= top && x < left + width && y < top + height;
  }
}

/** Arranges the stage's panes for a way of comparing and a frame. */
class PaneLayout {
  static gap = 2;

  constructor(frames) {
    this.frames = frames;
  }

  panes(size, mode, frame, view) {
    if (mode !== "side") {
      const rectangle = { x: 0, y: 0, ...size };
      return [new Pane({ rectangle, frame, shows: "both", centre: [view.x, view.y], scale: view.scale })];
    }
    return this.halves(size).map((rectangle, index) => {
      const shows = index === 0 ? "moving" : "fixed";
      if (frame !== "own") return new Pane({ rectangle, frame, shows, centre: [view.x, view.y], scale: view.scale });
      return new Pane({ rectangle, frame: shows, shows, ...this.own(shows, view, rectangle) });
    });
  }

  /** Returns the size that a picture can have in a pane. */
  paneSize(size, mode) {
    return mode === "side" ? this.halves(size)[0] : size;
  }

  /** Splits the stage into two halves, which on a tall stage are one above the other. */
  halves({ width, height }) {
    const gap = PaneLayout.gap;
    if (width >= height) {
      const half = (width - gap) / 2;
      return [{ x: 0, y: 0, width: half, height }, { x: half + gap, y: 0, width: half, height }];
    }
    const half = (height - gap) / 2;
    return [{ x: 0, y: 0, width, height: half }, { x: 0, y: half + gap, width, height: half }];
  }

  /**
   * Shows each image in its own coordinates. Where everything is in view, both images are seen whole. From twice that
   * size on, both panes look at the same place in the same size, and between the two one changes into the other.
   */
  own(shows, view, rectangle) {
    if (shows === "fixed") return { centre: [view.x, view.y], scale: view.scale };
    const { moving, fixed } = this.frames;
    const whole = { x: 0, y: 0, width: moving.width, height: moving.height };
    const enlarged = view.scale / View.fitting(fixed, rectangle);
    const fitting = { centre: [moving.width / 2, moving.height / 2], scale: View.fitting(whole, rectangle) * enlarged };
    const locked = this.locked(view, fitting.scale);
    const share = Math.min(Math.max(Math.log2(enlarged), 0), 1);
    const mix = (a, b) => a + share * (b - a);
    return {
      centre: fitting.centre.map((value, index) => mix(value, locked.centre[index])),
      scale: Math.exp(mix(Math.log(fitting.scale), Math.log(locked.scale))),
    };
  }

  /** Returns the moving image's place that the view looks at. Without a transform it is the same fraction of both. */
  locked(view, scale) {
    const { moving, fixed, movingFromFixed, fixedFromMoving } = this.frames;
    if (!movingFromFixed) {
      return { centre: [(view.x / fixed.width) * moving.width, (view.y / fixed.height) * moving.height], scale };
    }
    const [x, y] = Plane.apply(movingFromFixed, view.x, view.y);
    const centre = [Math.min(Math.max(x, 0), moving.width), Math.min(Math.max(y, 0), moving.height)];
    return { centre, scale: view.scale * Plane.growth(fixedFromMoving, ...centre) };
  }
}

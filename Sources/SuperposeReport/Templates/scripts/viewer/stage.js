"use strict";

/** The viewer's canvas: draws the state, and knows where things are on it. */
class Stage {
  static largestScale = 40;

  constructor(canvas, frames, matches, state) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.frames = frames;
    this.state = state;
    this.view = new View();
    this.layout = new PaneLayout(frames);
    this.composer = new Composer(this.context, state);
    this.overlay = new Overlay(this.context, frames, matches, state);
    this.pictures = new Map();
    this.isFitted = true;
    const { width, height } = frames.extent("fixed");
    canvas.parentElement.style.setProperty("--picture-ratio", height / width);
    this.resized();
  }

  get size() {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
  }

  get panes() {
    return this.layout.panes(this.size, this.state.mode, this.state.frame, this.view);
  }

  /** The frame whose coordinates the view is in. */
  get viewFrame() {
    return this.state.frame === "own" ? "fixed" : this.state.frame;
  }

  resized() {
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = this.size;
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    if (this.isFitted) this.fit();
    this.draw();
  }

  fit() {
    this.isFitted = true;
    this.view.fit(this.frames.extent(this.viewFrame), this.layout.paneSize(this.size, this.state.mode));
    this.draw();
  }

  get fittingScale() {
    return View.fitting(this.frames.extent(this.viewFrame), this.layout.paneSize(this.size, this.state.mode));
  }

  /** Keeps the same place of the scene in the middle, in the same size, when the frame changes. */
  changeFrame(frame) {
    const before = this.viewFrame;
    this.state.frame = frame;
    const after = this.viewFrame;
    if (before !== after && !this.isFitted && this.frames.fixedFromMoving) {
      const inFixed = this.frames.frameFromImage(before, "fixed");
      const change = Plane.product(this.frames.frameFromImage(after, "fixed"), Plane.inverse(inFixed));
      const { x, y } = this.view;
      [this.view.x, this.view.y] = Plane.apply(change, x, y);
      this.view.scale /= Plane.growth(change, x, y);
    }
    if (this.isFitted) this.fit();
    this.draw();
  }

  /** Enlarges everything by a factor around a point of the stage, which stays where it is. */
  zoom(factor, point = [this.size.width / 2, this.size.height / 2]) {
    const pane = this.paneAt(point);
    const smallest = this.fittingScale / 2;
    const scale = Math.min(Math.max(this.view.scale * factor, Math.min(smallest, 1)), Stage.largestScale);
    const change = scale / this.view.scale;
    const [left, top] = pane.middle;
    const [dx, dy] = [(point[0] - left) / this.view.scale, (point[1] - top) / this.view.scale];
    this.view.scale = scale;
    this.view.x += dx - dx / change;
    this.view.y += dy - dy / change;
    this.moved();
  }

  pan(dx, dy) {
    this.view.x -= dx / this.view.scale;
    this.view.y -= dy / this.view.scale;
    this.moved();
  }

  /** Keeps a part of the pictures in sight. */
  moved() {
    this.isFitted = false;
    const { x, y, width, height } = this.frames.extent(this.viewFrame);
    this.view.x = Math.min(Math.max(this.view.x, x), x + width);
    this.view.y = Math.min(Math.max(this.view.y, y), y + height);
    this.draw();
  }

  paneAt(point) {
    const { panes } = this;
    return panes.find((pane) => pane.contains(point)) ?? panes[0];
  }

  /**
   * Returns the positions in both images, in edge coordinates, of a point of the stage, or null where there is none.
   */
  imagePoints(point) {
    const pane = this.paneAt(point);
    const inFrame = pane.toFrame(point);
    const result = {};
    for (const which of ["moving", "fixed"]) {
      if (!this.frames.fixedFromMoving && pane.shows !== which) continue;
      const toFrame = this.frames.frameFromImage(pane.frame, which);
      result[which] = Plane.apply(Plane.inverse(toFrame), ...inFrame);
    }
    return result;
  }

  /** Returns the match nearest to a point of the stage within a given distance. */
  matchAt(point, reach) {
    const pane = this.paneAt(point);
    const shown = this.overlay.matches.shown(this.state.layers, this.state.minConfidence);
    let nearest = null;
    for (const match of shown) {
      const { point: [x, y] } = this.overlay.place(match, pane);
      const distance = Math.hypot(x - point[0], y - point[1]);
      if (distance <= (nearest?.distance ?? reach)) nearest = { match, distance };
    }
    return nearest?.match ?? null;
  }

  /** Moves a match to the middle where it is out of sight. */
  reveal(match) {
    const pane = this.panes.at(-1);
    const { point } = this.overlay.place(match, pane);
    if (pane.contains(point)) return;
    [this.view.x, this.view.y] = pane.toFrame(point);
    this.moved();
  }

  /** Asks for the stage to be drawn before the next frame of the screen. */
  draw() {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.drawNow();
    });
  }

  drawNow() {
    const { context, canvas } = this;
    const ratio = canvas.width / Math.max(1, this.size.width);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { panes } = this;
    const all = panes.map((pane) => this.picturesFor(pane));
    panes.forEach((pane, index) => all[index] && this.composer.draw(pane, all[index]));
    this.overlay.draw(panes);
    this.canvas.dispatchEvent(new CustomEvent("drawn", { detail: { isWhole: all.every(Boolean) } }));
  }

  /** Returns the pictures that a pane is drawn from, or null while they are being made. */
  picturesFor(pane) {
    if (this.state.frame === "own") return this.ownPictures(pane.shows);
    const made = this.pictures.get(pane.frame);
    if (!made) {
      this.make(pane.frame);
      return null;
    }
    const { extent, scale, fixed } = made;
    const moving = this.state.matched ? (made.matched ??= matchedToFixed(made)) : made.moving;
    const pictures = { extent, scale, fixed, moving };
    if (this.state.mode === "difference") pictures.difference = this.difference(made, moving);
    return pictures;
  }

  ownPictures(which) {
    const { image, width, height } = this.frames[which];
    return { extent: { x: 0, y: 0, width, height }, scale: image.naturalWidth / width, [which]: image };
  }

  difference(made, moving) {
    const key = `${this.state.gain} ${this.state.matched}`;
    if (made.difference?.key !== key) {
      made.difference = { key, canvas: differencePicture(moving, made.fixed, this.state.gain) };
    }
    return made.difference.canvas;
  }

  async make(frame) {
    if (this.making?.has(frame)) return;
    (this.making ??= new Set()).add(frame);
    this.pictures.set(frame, await this.frames.pictures(frame));
    this.draw();
  }
}

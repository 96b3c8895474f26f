"use strict";

/**
 * Compares two pictures that are laid over each other, in many ways.
 *
 * It needs the markup of viewer.mustache and one object of data:
 *   moving, fixed     {name, width, height, picture}: size in original pixels, picture is a URL (of any size)
 *   fixedFromMoving   three rows of three between pixel centres, or null
 *   surface           what the transform adds to that plane (see Surface), or null; may be missing
 *   matches           rows [movingX, movingY, fixedX, fixedY, confidence, inlier 0 or 1] in original pixels
 *   landmarks         rows [movingX, movingY, fixedX, fixedY] in original pixels; may be missing
 */
class Viewer {
  static async start(root, data) {
    const images = await Promise.all([data.moving, data.fixed].map((image) => loadedImage(image.picture)));
    const surface = data.surface && new Surface(data.surface, Plane.fromCentres(data.fixedFromMoving));
    const moving = surface ? await surface.flattened(images[0], data.moving) : images[0];
    return new Viewer(root, data, { moving, fixed: images[1] }, surface);
  }

  constructor(root, data, images, surface) {
    this.root = root;
    this.data = data;
    this.surface = surface;
    this.frames = new FrameMaker(data, images);
    this.matches = new MatchSet(data.matches, this.frames.fixedFromMoving, surface);
    this.landmarks = new LandmarkSet(surface ? [] : data.landmarks ?? [], this.frames.fixedFromMoving);
    this.state = Viewer.startingState(Boolean(data.fixedFromMoving));
    this.stage = new Stage(root.querySelector("canvas"), this.frames, this.matches, this.state);
    this.stage.overlay.landmarks = this.landmarks;
    this.blinking = new Blinking(this.state, () => this.changed());
    this.controls = new Controls(this);
    this.pointing = new Pointing(this);
    this.keys = new Keys(this);
    new ResizeObserver(() => this.stage.resized()).observe(this.stage.canvas);
    this.stage.canvas.addEventListener("drawn", (event) => this.controls.showBusy(!event.detail.isWhole));
    this.state.exaggeration = this.matches.legibleExaggeration(16 / this.stage.fittingScale);
    this.setMode(this.state.mode);
  }

  static startingState(isRegistered) {
    return {
      mode: isRegistered ? "swipe" : "side",
      frame: isRegistered ? "fixed" : "own",
      swipe: 0.5,
      blinkShows: "moving",
      rate: 2,
      opacity: 0.5,
      square: 72,
      gain: 2,
      matched: false,
      exaggeration: 10,
      minConfidence: 0,
      layers: { inliers: !isRegistered, rejected: !isRegistered, arrows: false, map: false },
      marked: null,
      isPlacing: false,
      landmark: null,
    };
  }

  get isRegistered() {
    return Boolean(this.data.fixedFromMoving);
  }

  setMode(mode) {
    if (!this.isRegistered && mode !== "side") return;
    this.state.mode = mode;
    if (mode !== "side" && this.state.frame === "own") this.stage.changeFrame("fixed");
    this.root.querySelector(".stage").classList.toggle("stacked", mode === "side");
    this.blinking.run(mode === "blink" && !prefersStillness());
    if (this.stage.isFitted) this.stage.fit();
    this.changed();
  }

  setFrame(frame) {
    if (!this.isRegistered) return;
    if (frame === "own" && this.state.mode !== "side") return;
    this.stage.changeFrame(frame);
    this.changed();
  }

  nextFrame() {
    const frames = ["fixed", "moving", "union", ...(this.state.mode === "side" ? ["own"] : [])];
    this.setFrame(frames[(frames.indexOf(this.state.frame) + 1) % frames.length]);
  }

  /** Shows the other picture. From another way of comparing it switches to blinking. */
  flip() {
    if (this.state.mode !== "blink") this.setMode("blink");
    this.blinking.run(false);
    this.blinking.flip();
    this.announce(`${this.state.blinkShows} picture`);
  }

  toggle(layer) {
    this.state.layers[layer] = !this.state.layers[layer];
    this.changed();
  }

  /** Selects the next of the matches that are shown, or the one before. */
  step(direction) {
    const shown = this.matches.shown(this.state.layers, this.state.minConfidence);
    if (shown.length === 0) return this.announce("no matches are shown");
    const place = shown.indexOf(this.state.marked);
    const start = direction > 0 ? -1 : 0;
    this.mark(shown[((place < 0 ? start : place) + direction + shown.length) % shown.length]);
    this.stage.reveal(this.state.marked);
    this.announce(describedMatch(this.state.marked).join(", "));
  }

  mark(match) {
    if (match === this.state.marked) return;
    this.state.marked = match;
    this.changed();
  }

  announce(text) {
    this.root.querySelector(".announcement").textContent = text;
  }

  changed() {
    this.controls.show();
    this.stage.draw();
  }
}

/** Shows one picture after the other. */
class Blinking {
  constructor(state, changed) {
    this.state = state;
    this.changed = changed;
  }

  get isRunning() {
    return this.timer !== undefined;
  }

  run(runs) {
    clearInterval(this.timer);
    this.timer = runs ? setInterval(() => this.flip(), 1000 / this.state.rate) : undefined;
  }

  flip() {
    this.state.blinkShows = this.state.blinkShows === "moving" ? "fixed" : "moving";
    this.changed();
  }
}

function prefersStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

async function loadedImage(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** Describes a match, one fact on each line. Positions count from the centre of the first pixel. */
function describedMatch(match) {
  const place = ([x, y]) => `${(x - 0.5).toFixed(1)}, ${(y - 0.5).toFixed(1)}`;
  return [
    match.inlier ? "agrees" : "rejected",
    `moving ${place(match.original)}`,
    `fixed ${place(match.fixed)}`,
    `confidence ${match.confidence.toFixed(2)}`,
    ...(match.residual === null ? [] : [`residual ${match.residual.toFixed(2)} px`]),
  ];
}

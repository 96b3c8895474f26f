"use strict";

/** Plays the aligned frames, and blinks one of them against the reference. */
class StackPlayer {
  constructor(root, data, pictures) {
    this.root = root;
    this.data = data;
    /** Only frames that have a picture are played. */
    this.places = data.frames.map((_, index) => index).filter((index) => pictures[index]);
    this.pictures = pictures;
    this.current = Math.max(0, this.places.indexOf(data.reference));
    this.isPlaying = false;
    this.isBlinking = false;
    this.showsReference = false;
    this.listeners = [];
    this.canvas = root.querySelector("canvas");
    const first = pictures[this.places[0]];
    [this.canvas.width, this.canvas.height] = [first.naturalWidth, first.naturalHeight];
    this.slider.max = String(this.places.length - 1);
    this.connect();
    this.show(this.current);
  }

  get slider() { return this.root.querySelector("[name=frame]"); }
  get delay() { return 1000 / Number(this.root.querySelector("[name=speed]").value); }

  connect() {
    this.button("play").addEventListener("click", () => this.play(!this.isPlaying));
    this.button("blink").addEventListener("click", () => this.blink(!this.isBlinking));
    this.slider.addEventListener("input", () => { this.play(false); this.show(Number(this.slider.value)); });
    document.addEventListener("keydown", (event) => this.press(event));
  }

  button(name) { return this.root.querySelector(`button[name=${name}]`); }

  press(event) {
    if (event.target.closest("input, select, button") || event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = {
      " ": () => this.play(!this.isPlaying),
      b: () => this.blink(!this.isBlinking),
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  step(by) {
    this.play(false);
    this.show((this.current + by + this.places.length) % this.places.length);
  }

  play(isPlaying) {
    this.isPlaying = isPlaying;
    this.button("play").textContent = isPlaying ? "Pause" : "Play";
    if (isPlaying) this.blink(false);
    this.schedule();
  }

  blink(isBlinking) {
    this.isBlinking = isBlinking;
    this.showsReference = false;
    this.button("blink").setAttribute("aria-pressed", String(isBlinking));
    if (isBlinking) this.play(false);
    this.schedule();
    this.draw();
  }

  /** Goes on after the time of a frame; blinking is slower, so that the eye can follow. */
  schedule() {
    clearTimeout(this.timer);
    if (!this.isPlaying && !this.isBlinking) return;
    this.timer = setTimeout(() => {
      if (this.isBlinking) {
        this.showsReference = !this.showsReference;
        this.draw();
      } else {
        this.show((this.current + 1) % this.places.length);
      }
      this.schedule();
    }, this.isBlinking ? 400 : this.delay);
  }

  show(place) {
    this.current = place;
    this.slider.value = String(place);
    this.draw();
    for (const listener of this.listeners) listener(this.places[place]);
  }

  draw() {
    const index = this.showsReference ? this.data.reference : this.places[this.current];
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.pictures[index], 0, 0, this.canvas.width, this.canvas.height);
    this.canvas.dataset.frame = String(index);
    this.root.querySelector(".caption").textContent = this.caption(index);
    this.canvas.setAttribute("aria-label", this.data.frames[index].name);
  }

  caption(index) {
    const frame = this.data.frames[index];
    const number = `${index + 1} of ${this.data.frames.length}`;
    if (index === this.data.reference) return `${number}: ${frame.name}, the reference`;
    const moved = `moved by (${decimal(frame.x, 1)}, ${decimal(frame.y, 1)}) pixels, `
      + `turned by ${decimal(frame.turn, 2)}°, scaled by ${decimal(frame.scale, 4)}`;
    return `${number}: ${frame.name}, ${moved}${frame.reason ? `. ${frame.reason}` : ""}`;
  }
}

/** Curves of one or two numbers of each frame. */
class DriftCurve {
  constructor(title, unit, digits, keys, frames) {
    this.frames = frames;
    this.keys = keys;
    this.size = [600, 130];
    const values = keys.flatMap((key) => frames.map((frame) => frame[key])).filter((value) => value !== null);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = (high - low || 1) * 0.08;
    [this.low, this.high] = [low - margin, high + margin];
    this.figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    const strong = document.createElement("b");
    strong.textContent = title;
    caption.append(strong, ` ${decimal(low, digits)} to ${decimal(high, digits)} ${unit}`);
    this.figure.append(caption, this.drawing(title));
  }

  drawing(title) {
    const viewBox = `0 0 ${this.size[0]} ${this.size[1]}`;
    this.svg = element("svg", { viewBox, preserveAspectRatio: "none", role: "img", "aria-label": title });
    if (this.low < 0 && this.high > 0) {
      const y = this.y(0);
      this.svg.append(element("line", { class: "zero", x1: 0, x2: this.size[0], y1: y, y2: y }));
    }
    this.keys.forEach((key, index) => {
      for (const run of this.runs(key)) {
        this.svg.append(element("polyline", { points: run.join(" "), class: index ? "second" : "first" }));
      }
    });
    this.now = element("line", { class: "now", y1: 0, y2: this.size[1] });
    this.svg.append(this.now);
    return this.svg;
  }

  /** Frames that were left out make a gap. */
  runs(key) {
    const runs = [[]];
    this.frames.forEach((frame, index) => {
      if (frame[key] === null) runs.push([]);
      else runs[runs.length - 1].push(`${this.x(index)},${this.y(frame[key])}`);
    });
    return runs.filter((run) => run.length > 0);
  }

  x(index) { return ((index + 0.5) / this.frames.length) * this.size[0]; }
  y(value) { return ((this.high - value) / (this.high - this.low)) * this.size[1]; }

  mark(index) {
    for (const name of ["x1", "x2"]) this.now.setAttribute(name, String(this.x(index)));
  }

  /** Returns the frame under a pointer. */
  frame(event) {
    const box = this.svg.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * this.frames.length);
    return Math.min(Math.max(index, 0), this.frames.length - 1);
  }
}

function element(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function decimal(value, digits) {
  return value === null ? "–" : value.toFixed(digits).replace("-", "−");
}

function loaded(address) {
  const picture = new Image();
  picture.src = address;
  return picture.decode().then(() => picture);
}

async function startStack() {
  const root = document.getElementById("player");
  const data = JSON.parse(document.getElementById("superpose-stack").textContent);
  const pictures = await Promise.all(data.frames.map((frame) => frame.picture && loaded(frame.picture)));
  const player = new StackPlayer(root, data, pictures);
  root.player = player;
  const curves = [
    new DriftCurve("Shift to the right, and down (dashed)", "pixels", 1, ["x", "y"], data.frames),
    new DriftCurve("Turn, clockwise", "degrees", 3, ["turn"], data.frames),
    new DriftCurve("Scale", "", 4, ["scale"], data.frames),
    new DriftCurve("Error of the matches", "pixels", 2, ["error"], data.frames),
  ];
  for (const curve of curves) {
    document.querySelector(".curves").append(curve.figure);
    player.listeners.push((index) => curve.mark(index));
    curve.svg.addEventListener("pointerdown", (event) => {
      const place = player.places.indexOf(curve.frame(event));
      if (place >= 0) { player.play(false); player.show(place); }
    });
  }
  player.show(player.current);
  root.dataset.ready = "true";
}

startStack();

"use strict";

/** The viewer's buttons, sliders and boxes, which change the state and show it. */
class Controls {
  static exaggerations = [1, 2, 5, 10, 20, 50, 100, 200];

  constructor(viewer) {
    this.viewer = viewer;
    this.root = viewer.root;
    this.root.addEventListener("input", (event) => this.changed(event.target));
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this[button.dataset.do]();
    });
    this.countMatches();
    if (!viewer.isRegistered) this.withoutTransform();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  /** Counts the matches of each kind. A kind without matches cannot be switched on. */
  countMatches() {
    const inliers = this.viewer.matches.inliers.length;
    const rejected = this.viewer.matches.all.length - inliers;
    this.find(".inlier-count").textContent = inliers;
    this.find(".rejected-count").textContent = rejected;
    this.find("[name=inliers]").disabled = inliers === 0;
    for (const name of ["arrows", "map"]) this.find(`[name=${name}]`).disabled = inliers === 0;
    this.find("[name=rejected]").disabled = rejected === 0;
  }

  /** Leaves one way of comparing where there is no transform: both pictures beside each other. */
  withoutTransform() {
    for (const input of this.root.querySelectorAll("[name=mode]:not([value=side]), [name=frame]:not([value=own])")) {
      input.disabled = true;
      input.parentElement.title = "There is no transform to lay the pictures on each other with.";
    }
  }

  changed(input) {
    const { viewer } = this;
    const { state } = viewer;
    const value = input.type === "range" ? Number(input.value) : input.value;
    switch (input.name) {
      case "mode": return viewer.setMode(value);
      case "frame": return viewer.setFrame(value);
      case "inliers": case "rejected": case "arrows": case "map": state.layers[input.name] = input.checked; break;
      case "matched": state.matched = input.checked; break;
      case "exaggeration": state.exaggeration = Controls.exaggerations[value]; break;
      case "rate": state.rate = value; viewer.blinking.run(viewer.blinking.isRunning); break;
      default: state[input.name] = value;
    }
    viewer.changed();
  }

  zoomIn() { this.viewer.stage.zoom(1.5); this.viewer.changed(); }
  zoomOut() { this.viewer.stage.zoom(1 / 1.5); this.viewer.changed(); }
  fit() { this.viewer.stage.fit(); this.viewer.changed(); }

  actual() {
    const { stage } = this.viewer;
    stage.zoom(1 / (window.devicePixelRatio || 1) / stage.view.scale);
    this.viewer.changed();
  }

  fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.();
  }

  play() {
    this.viewer.blinking.run(!this.viewer.blinking.isRunning);
    this.show();
  }

  help() { this.find(".keys").showModal(); }

  /** Makes every control show the state. */
  show() {
    const { state } = this.viewer;
    this.find(`[name=mode][value=${state.mode}]`).checked = true;
    this.find(`[name=frame][value=${state.frame}]`).checked = true;
    this.find(".own").hidden = state.mode !== "side";
    for (const part of this.root.querySelectorAll("[data-mode]")) part.hidden = part.dataset.mode !== state.mode;
    this.showLayers();
    this.showSliders();
    this.showTags();
    this.showZoom();
  }

  showLayers() {
    const { state, matches } = this.viewer;
    for (const [name, isOn] of Object.entries(state.layers)) this.find(`[name=${name}]`).checked = isOn;
    this.find("[name=matched]").checked = state.matched;
    this.find("[name=matched]").disabled = state.frame === "own";
    const enough = matches.all.filter((match) => match.confidence >= state.minConfidence).length;
    this.find(".shown-count").textContent = enough < matches.all.length ? `${enough} of ${matches.all.length}` : "";
  }

  showSliders() {
    const { state, blinking } = this.viewer;
    const isPlaying = blinking.isRunning;
    this.find(".play").textContent = isPlaying ? "Pause" : "Play";
    this.find(".play").setAttribute("aria-pressed", isPlaying);
    this.find("[name=exaggeration]").disabled = !state.layers.arrows;
    this.slider("rate", state.rate, `${state.rate.toFixed(1)} changes a second`);
    this.slider("opacity", state.opacity, `${Math.round(100 * state.opacity)} %`);
    this.slider("square", state.square, `${state.square} px`);
    this.slider("gain", state.gain, `× ${state.gain}`);
    this.slider("minConfidence", state.minConfidence, state.minConfidence.toFixed(2));
    this.slider("exaggeration", Controls.exaggerations.indexOf(state.exaggeration), `× ${state.exaggeration}`);
    this.find(".ramp-end").textContent = `${Math.round(255 / state.gain)} of 255`;
  }

  slider(name, value, text) {
    const input = this.find(`[name=${name}]`);
    input.value = value;
    input.setAttribute("aria-valuetext", text);
    this.find(`output[for=${name}]`).textContent = text;
  }

  /** Shows which picture is where. */
  showTags() {
    const { state } = this.viewer;
    const both = state.mode === "side" || state.mode === "swipe";
    const tags = { moving: this.find(".tag-moving"), fixed: this.find(".tag-fixed") };
    for (const which of ["moving", "fixed"]) {
      tags[which].hidden = !(both || (state.mode === "blink" && state.blinkShows === which));
      tags[which].classList.toggle("alone", state.mode === "blink");
    }
    const isTall = state.mode === "side" && this.viewer.stage.size.height > this.viewer.stage.size.width;
    tags.fixed.classList.toggle("below", isTall);
    const divider = this.find(".divider");
    divider.hidden = state.mode !== "swipe";
    divider.style.left = `${100 * state.swipe}%`;
    divider.setAttribute("aria-valuenow", Math.round(100 * state.swipe));
  }

  showZoom() {
    const { stage } = this.viewer;
    const percent = 100 * stage.view.scale * (window.devicePixelRatio || 1);
    this.find(".zoom-value").textContent = `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
    stage.canvas.classList.toggle("zoomed", !stage.isFitted);
    stage.canvas.classList.toggle("placing", this.viewer.state.isPlacing);
  }

  showBusy(isBusy) { this.find(".busy").hidden = !isBusy; }

  /** Shows the coordinates under the pointer, in original pixels counted from the first pixel's centre. */
  showPosition(points) {
    const { data } = this.viewer;
    const text = ["moving", "fixed"].filter((which) => points?.[which]).map((which) => {
      const { surface } = this.viewer;
      const [x, y] = which === "moving" && surface ? surface.movingFromFlat(points[which]) : points[which];
      const isInside = x >= 0 && y >= 0 && x <= data[which].width && y <= data[which].height;
      return `${which} ${isInside ? `${(x - 0.5).toFixed(1)}, ${(y - 0.5).toFixed(1)}` : "—"}`;
    });
    this.find(".position").textContent = text.length ? text.join("   ") : "Point at the pictures for coordinates.";
  }

  showTip(match, [x, y]) {
    const tip = this.find(".tip");
    tip.hidden = !match;
    if (!match) return;
    tip.replaceChildren(...describedMatch(match).map((line) => Object.assign(document.createElement("span"), {
      textContent: line,
    })));
    const { width, height } = this.viewer.stage.size;
    tip.classList.toggle("to-left", x > width - 200);
    tip.classList.toggle("above", y > height - 130);
    tip.style.left = `${x}px`;
    tip.style.top = `${y}px`;
  }
}

"use strict";

/** Draws the matches over the pictures of a pane. All lengths are in the stage's pixels. */
class Overlay {
  static dotRadius = 3;
  /** The largest number of lines between two pictures; more of them merge into one area of colour. */
  static mostLines = 150;
  /** The number of the inlier map's cells along the fixed image's long side. */
  static cellsOnLongSide = 12;

  constructor(context, frames, matches, state) {
    this.context = context;
    this.frames = frames;
    this.matches = matches;
    this.state = state;
    this.landmarks = null;
  }

  /** Returns where a match is seen in a pane, and where the transform puts its partner, in the stage's pixels. */
  place(match, pane) {
    const { frames } = this;
    const at = (which, point) => pane.toScreen(Plane.apply(frames.frameFromImage(pane.frame, which), ...point));
    if (pane.shows !== "both") return { point: at(pane.shows, match[pane.shows]) };
    const own = pane.frame === "moving" ? "moving" : "fixed";
    const other = own === "fixed" ? "moving" : "fixed";
    return { point: at(own, match[own]), partner: at(other, match[other]) };
  }

  draw(panes) {
    const { layers } = this.state;
    const shown = this.matches.shown(layers, this.state.minConfidence);
    for (const pane of panes) {
      this.inside(pane, () => {
        if (layers.map && pane.shows !== "moving") this.drawMap(pane);
        if (layers.arrows && pane.shows !== "moving") this.drawArrows(pane);
        for (const match of shown) this.drawMatch(match, pane);
      });
    }
    if (this.state.frame === "own" && panes.length === 2) this.drawLines(spread(shown, Overlay.mostLines), panes);
    if (this.state.marked) this.drawMarked(this.state.marked, panes);
    for (const pane of panes) this.inside(pane, () => this.drawLandmarks(pane));
  }

  /** Returns where a landmark is seen in a pane, or null where it is missing in the pane's picture. */
  landmarkPoint(landmark, pane) {
    const which = pane.shows !== "both" ? pane.shows : pane.frame === "moving" ? "moving" : "fixed";
    if (!landmark[which]) return null;
    return pane.toScreen(Plane.apply(this.frames.frameFromImage(pane.frame, which), ...landmark[which]));
  }

  drawLandmarks(pane) {
    this.landmarks?.all.forEach((landmark, index) => {
      const point = this.landmarkPoint(landmark, pane);
      if (!point) return;
      const isSelected = landmark === this.state.landmark;
      this.ring(point, isSelected ? 9 : 7, "rgb(0 0 0 / 0.75)", 4);
      this.ring(point, isSelected ? 9 : 7, isSelected ? "rgb(255 255 255)" : "rgb(255 96 214)", 2);
      this.dot(point, "rgb(255 96 214)", 1.5);
      this.label(String(index + 1), point[0] + 15, point[1] - 11);
    });
  }

  ring([x, y], radius, colour, width) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }

  inside(pane, body) {
    const { x, y, width, height } = pane.rectangle;
    this.context.save();
    this.context.beginPath();
    this.context.rect(x, y, width, height);
    this.context.clip();
    body();
    this.context.restore();
  }

  colour(match) {
    return match.inlier ? confidenceColour(match.confidence) : "rgb(255 92 80)";
  }

  drawMatch(match, pane) {
    const { point, partner } = this.place(match, pane);
    if (match.inlier) {
      this.dot(point, this.colour(match), Overlay.dotRadius);
    } else {
      if (partner && !this.state.layers.arrows) this.line(point, partner, "rgb(255 92 80 / 0.35)", 1);
      this.cross(point, this.colour(match));
    }
  }

  dot([x, y], colour, radius) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = "rgb(0 0 0 / 0.75)";
    context.stroke();
  }

  cross([x, y], colour) {
    const { context } = this;
    const reach = Overlay.dotRadius;
    for (const [width, style] of [[3, "rgb(0 0 0 / 0.6)"], [1.5, colour]]) {
      context.beginPath();
      context.moveTo(x - reach, y - reach);
      context.lineTo(x + reach, y + reach);
      context.moveTo(x + reach, y - reach);
      context.lineTo(x - reach, y + reach);
      context.lineWidth = width;
      context.strokeStyle = style;
      context.stroke();
    }
  }

  line(from, to, colour, width) {
    const { context } = this;
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }

  drawLines(shown, panes) {
    this.context.globalAlpha = 0.55;
    for (const match of shown) {
      const ends = panes.map((pane) => this.place(match, pane).point);
      if (ends.every((end, index) => panes[index].contains(end))) this.line(...ends, this.colour(match), 1);
    }
    this.context.globalAlpha = 1;
  }

  drawMarked(match, panes) {
    const ends = panes.map((pane) => this.place(match, pane).point);
    if (ends.length === 2) this.line(...ends, "rgb(255 255 255)", 1.5);
    panes.forEach((pane, index) => {
      this.inside(pane, () => {
        const { partner } = this.place(match, pane);
        if (partner) this.line(ends[index], partner, "rgb(255 255 255)", 1.5);
        this.dot(ends[index], this.colour(match), Overlay.dotRadius + 3);
      });
    });
  }

  /**
   * Draws arrows from each inlier to where the transform puts its partner, lengthened so that directions are visible.
   */
  drawArrows(pane) {
    for (const match of this.matches.inliers) {
      if (match.confidence < this.state.minConfidence) continue;
      const { point, partner } = this.arrowEnds(match, pane);
      const factor = this.state.exaggeration;
      const tip = [point[0] + factor * (partner[0] - point[0]), point[1] + factor * (partner[1] - point[1])];
      this.arrow(point, tip, "rgb(0 0 0 / 0.65)", 3.5);
      this.arrow(point, tip, "rgb(255 255 255)", 1.5);
    }
  }

  arrowEnds(match, pane) {
    if (pane.shows === "both") return this.place(match, pane);
    const toFrame = this.frames.frameFromImage(pane.frame, "fixed");
    return {
      point: pane.toScreen(Plane.apply(toFrame, ...match.fixed)),
      partner: pane.toScreen(Plane.apply(toFrame, ...match.mapped)),
    };
  }

  arrow(from, to, colour, width) {
    const { context } = this;
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const head = Math.min(6, Math.hypot(to[0] - from[0], to[1] - from[1]) / 2);
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    for (const side of [-1, 1]) {
      context.moveTo(...to);
      context.lineTo(to[0] - head * Math.cos(angle + side * 0.5), to[1] - head * Math.sin(angle + side * 0.5));
    }
    context.lineWidth = width;
    context.lineCap = "round";
    context.strokeStyle = colour;
    context.stroke();
  }

  /** Draws how many inliers each part of the fixed image has. Parts of the overlap without any are red. */
  drawMap(pane) {
    const { fixed } = this.frames;
    const side = Math.max(fixed.width, fixed.height) / Overlay.cellsOnLongSide;
    const { counts, columns, rows } = this.cells(side);
    const most = Math.max(1, ...counts);
    const toFrame = this.frames.frameFromImage(pane.frame, "fixed");
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [left, right] = [column, column + 1].map((index) => Math.min(index * side, fixed.width));
        const [top, bottom] = [row, row + 1].map((index) => Math.min(index * side, fixed.height));
        const corners = [[left, top], [right, top], [right, bottom], [left, bottom]].map((corner) =>
          pane.toScreen(Plane.apply(toFrame, ...corner)));
        this.cell(corners, counts[row * columns + column], most, this.overlaps(column, row, side));
      }
    }
  }

  cells(side) {
    const { fixed } = this.frames;
    const [columns, rows] = [Math.ceil(fixed.width / side), Math.ceil(fixed.height / side)];
    const counts = new Array(columns * rows).fill(0);
    for (const { fixed: [x, y], confidence } of this.matches.inliers) {
      if (confidence < this.state.minConfidence) continue;
      const column = Math.min(Math.max(Math.floor(x / side), 0), columns - 1);
      const row = Math.min(Math.max(Math.floor(y / side), 0), rows - 1);
      counts[row * columns + column]++;
    }
    return { counts, columns, rows };
  }

  overlaps(column, row, side) {
    const { moving, movingFromFixed } = this.frames;
    if (!movingFromFixed) return false;
    const [x, y] = Plane.apply(movingFromFixed, (column + 0.5) * side, (row + 0.5) * side);
    return x >= 0 && y >= 0 && x <= moving.width && y <= moving.height;
  }

  cell(corners, count, most, overlaps) {
    const { context } = this;
    if (count === 0 && !overlaps) return;
    const share = Math.sqrt(count / most);
    context.fillStyle = count > 0 ? `rgb(20 120 255 / ${0.15 + 0.55 * share})` : "rgb(255 60 40 / 0.28)";
    context.beginPath();
    for (const corner of corners) context.lineTo(...corner);
    context.closePath();
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = "rgb(255 255 255 / 0.25)";
    context.stroke();
    const [a, , c] = corners;
    if (Math.abs(c[0] - a[0]) < 26 || Math.abs(c[1] - a[1]) < 18) return;
    this.label(String(count), (a[0] + c[0]) / 2, (a[1] + c[1]) / 2);
  }

  label(text, x, y) {
    const { context } = this;
    context.font = "600 12px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = "rgb(0 0 0 / 0.7)";
    context.strokeText(text, x, y);
    context.fillStyle = "white";
    context.fillText(text, x, y);
  }
}

/** Returns at most this many elements of a list, evenly spread. */
function spread(list, most) {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, index) => list[Math.floor((index * list.length) / most)]);
}

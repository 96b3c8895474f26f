"use strict";

/** Draws the pictures of a pane in the chosen way of comparing. All lengths are in the stage's pixels. */
class Composer {
  constructor(context, state) {
    this.context = context;
    this.state = state;
  }

  /** @param pictures {moving, fixed, difference?} canvases or images with what they show: {extent, scale} */
  draw(pane, pictures) {
    const { context } = this;
    const { x, y, width, height } = pane.rectangle;
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    this[this.wayFor(pane)](pane, pictures);
    context.restore();
  }

  wayFor(pane) {
    return pane.shows === "both" ? this.state.mode : "side";
  }

  side(pane, pictures) {
    this.picture(pane, pictures, pane.shows);
  }

  swipe(pane, pictures) {
    const { x, y, width, height } = pane.rectangle;
    const edge = x + width * this.state.swipe;
    this.clipped([[x, y, edge - x, height]], () => this.picture(pane, pictures, "moving"));
    this.clipped([[edge, y, x + width - edge, height]], () => this.picture(pane, pictures, "fixed"));
  }

  blink(pane, pictures) {
    this.picture(pane, pictures, this.state.blinkShows);
  }

  onion(pane, pictures) {
    this.picture(pane, pictures, "fixed");
    this.context.globalAlpha = this.state.opacity;
    this.picture(pane, pictures, "moving");
  }

  checkerboard(pane, pictures) {
    this.picture(pane, pictures, "fixed");
    this.clipped(this.squares(pane), () => {
      this.blank(pane);
      this.picture(pane, pictures, "moving");
    });
  }

  difference(pane, pictures) {
    if (pictures.difference) this.picture(pane, pictures, "difference");
  }

  /** Returns every other square. The squares are fixed to the frame, so that they move with the pictures. */
  squares(pane) {
    const side = this.state.square;
    const { x, y, width, height } = pane.rectangle;
    const [left, top] = pane.toScreen([0, 0]);
    const rectangles = [];
    for (let row = Math.floor((y - top) / side); top + row * side < y + height; row++) {
      for (let column = Math.floor((x - left) / side); left + column * side < x + width; column++) {
        if ((row + column) % 2 === 0) rectangles.push([left + column * side, top + row * side, side, side]);
      }
    }
    return rectangles;
  }

  clipped(rectangles, body) {
    this.context.save();
    this.context.beginPath();
    for (const rectangle of rectangles) this.context.rect(...rectangle);
    this.context.clip();
    body();
    this.context.restore();
  }

  blank(pane) {
    const { x, y, width, height } = pane.rectangle;
    this.context.clearRect(x, y, width, height);
  }

  picture(pane, pictures, which) {
    const { context } = this;
    const source = pictures[which];
    const { extent } = pictures;
    const [left, top] = pane.toScreen([extent.x, extent.y]);
    // Large pixels of the pictures are drawn as squares, so that nobody takes a blur for detail.
    context.imageSmoothingEnabled = pane.scale / pictures.scale < 6;
    context.imageSmoothingQuality = "high";
    context.drawImage(source, left, top, extent.width * pane.scale, extent.height * pane.scale);
  }
}

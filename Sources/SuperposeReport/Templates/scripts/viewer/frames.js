"use strict";

/** Both pictures in one frame, as canvases of the same size, from which every comparison is composed. */
class FramePictures {
  /**
   * @param extent what the canvases show, {x, y, width, height} in the frame's edge coordinates
   * @param scale canvas pixels for each pixel of the frame
   */
  constructor(extent, scale, moving, fixed) {
    this.extent = extent;
    this.scale = scale;
    this.moving = moving;
    this.fixed = fixed;
    /** The moving picture with the fixed one's brightness, made when it is first needed. */
    this.matched = null;
    /** {key, canvas}: the difference of both, made when it is first needed and when a setting changes. */
    this.difference = null;
  }
}

/** Draws both pictures in the fixed image's frame, in the moving image's, or in the union of both. */
class FrameMaker {
  /** The longest side of a canvas: telephones refuse larger ones, and two of them must fit into memory. */
  static longestSide = 2048;
  /** The farthest that a union reaches beyond the fixed image, in sizes of it: perspective may go on for ever. */
  static farthestUnion = 2;

  constructor(data, images) {
    this.moving = { ...data.moving, image: images.moving };
    this.fixed = { ...data.fixed, image: images.fixed };
    this.fixedFromMoving = data.fixedFromMoving && Plane.fromCentres(data.fixedFromMoving);
    this.movingFromFixed = this.fixedFromMoving && Plane.inverse(this.fixedFromMoving);
    this.made = new Map();
  }

  /** @returns a promise of {@link FramePictures}; each frame is made once. */
  pictures(frame) {
    if (!this.made.has(frame)) this.made.set(frame, this.make(frame));
    return this.made.get(frame);
  }

  /** Returns the transform from an image's own edge coordinates to the frame's. */
  frameFromImage(frame, which) {
    if (frame === "moving") return which === "moving" ? Plane.identity : this.movingFromFixed;
    return which === "fixed" ? Plane.identity : this.fixedFromMoving;
  }

  extent(frame) {
    if (frame === "moving") return { x: 0, y: 0, width: this.moving.width, height: this.moving.height };
    const { width, height } = this.fixed;
    if (frame === "fixed" || !this.fixedFromMoving) return { x: 0, y: 0, width, height };
    const corners = this.outline("moving").map(([x, y]) => Plane.apply(this.fixedFromMoving, x, y));
    const reach = FrameMaker.farthestUnion;
    const bound = (value, size) => Math.min(Math.max(value, -reach * size), (1 + reach) * size);
    const xs = [0, width, ...corners.map((corner) => bound(corner[0], width))];
    const ys = [0, height, ...corners.map((corner) => bound(corner[1], height))];
    const [x, y] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
    return { x, y, width: Math.ceil(Math.max(...xs)) - x, height: Math.ceil(Math.max(...ys)) - y };
  }

  /** Returns an image's corners in its own edge coordinates. */
  outline(which) {
    const { width, height } = this[which];
    return [[0, 0], [width, 0], [width, height], [0, height]];
  }

  async make(frame) {
    const extent = this.extent(frame);
    const scale = Math.min(
      FrameMaker.longestSide / Math.max(extent.width, extent.height),
      Math.max(this.detail(frame, "moving"), this.detail(frame, "fixed"))
    );
    const size = [extent.width, extent.height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvasFromFrame = Plane.product(Plane.scaling(scale), Plane.translation(-extent.x, -extent.y));
    const canvases = {};
    for (const which of ["moving", "fixed"]) {
      canvases[which] = await this.draw(which, Plane.product(canvasFromFrame, this.frameFromImage(frame, which)), size);
    }
    // Canvases have whole pixels, so that what they show ends where their last pixel does.
    const shown = { x: extent.x, y: extent.y, width: size[0] / scale, height: size[1] / scale };
    return new FramePictures(shown, scale, canvases.moving, canvases.fixed);
  }

  /** Returns the number of pixels of an image's picture per pixel of the frame, in the middle of both. */
  detail(frame, which) {
    const { width, height, image } = this[which];
    const growth = Plane.growth(this.frameFromImage(frame, which), width / 2, height / 2);
    return image.naturalWidth / width / growth;
  }

  async draw(which, canvasFromImage, [width, height]) {
    const { image, width: originalWidth, height: originalHeight } = this[which];
    const imageFromPicture = [
      originalWidth / image.naturalWidth, 0, 0, 0, originalHeight / image.naturalHeight, 0, 0, 0, 1,
    ];
    const canvasFromPicture = Plane.product(canvasFromImage, imageFromPicture);
    const isUpright = [1, 3, 6, 7].every((index) => Math.abs(canvasFromPicture[index]) < 1e-12);
    if (isUpright) return this.drawUpright(image, canvasFromPicture, width, height);
    return warped(image, canvasFromPicture, width, height);
  }

  drawUpright(image, [a, , c, , e, f], width, height) {
    const canvas = newCanvas(width, height);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.setTransform(a, 0, 0, e, c, f);
    context.drawImage(image, 0, 0);
    return canvas;
  }
}

function newCanvas(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** Lets the page respond to its user. */
function breath() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

"use strict";

/** The number of rows that are warped without a pause, which takes some ten milliseconds. */
const warpedRowsAtOnce = 128;

/**
 * Warps a picture by a plane transform, exactly also for perspective. Pixels outside the picture are transparent.
 *
 * @param canvasFromPicture between edge coordinates
 */
async function warped(image, canvasFromPicture, width, height) {
  const { source, canvasFromSource } = readable(image, canvasFromPicture, width, height);
  const canvas = newCanvas(width, height);
  const context = canvas.getContext("2d");
  const sourceFromCanvas = Plane.inverse(canvasFromSource);
  for (let top = 0; top < height; top += warpedRowsAtOnce) {
    const rows = Math.min(warpedRowsAtOnce, height - top);
    const strip = context.createImageData(width, rows);
    warpRows(source, sourceFromCanvas, strip, top);
    context.putImageData(strip, 0, top);
    await breath();
  }
  return canvas;
}

/** Returns the picture's pixels. It is shrunk first where sampling, which reads four pixels, would skip others. */
function readable(image, canvasFromPicture, width, height) {
  const { naturalWidth, naturalHeight } = image;
  const growth = Plane.growth(canvasFromPicture, naturalWidth / 2, naturalHeight / 2);
  const factor = Math.min(1, Math.max(growth * 1.25, 1 / 16));
  const shrinks = factor < 0.8;
  const size = [naturalWidth, naturalHeight].map((side) => (shrinks ? Math.max(1, Math.round(side * factor)) : side));
  const canvas = newCanvas(...size);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, ...size);
  const pictureFromSource = [naturalWidth / size[0], 0, 0, 0, naturalHeight / size[1], 0, 0, 0, 1];
  return {
    source: context.getImageData(0, 0, ...size),
    canvasFromSource: Plane.product(canvasFromPicture, pictureFromSource),
  };
}

/** Samples the rows of a strip that begins at row `top` bilinearly. */
function warpRows(source, sourceFromCanvas, strip, top) {
  const [a, b, c, d, e, f, g, h, i] = sourceFromCanvas;
  let target = 0;
  for (let row = 0; row < strip.height; row++) {
    const y = top + row + 0.5;
    for (let column = 0; column < strip.width; column++, target += 4) {
      const x = column + 0.5;
      const depth = g * x + h * y + i;
      // Edge coordinates are converted to those in which pixel centres are whole numbers.
      sample(source, (a * x + b * y + c) / depth - 0.5, (d * x + e * y + f) / depth - 0.5, strip.data, target);
    }
  }
}

/** Writes the colour of a picture at (u, v), from pixel centres, bilinearly; outside the picture nothing. */
function sample({ data: from, width, height }, u, v, to, target) {
  if (!(u >= -0.5 && v >= -0.5 && u <= width - 0.5 && v <= height - 0.5)) return;
  const left = Math.min(Math.max(Math.floor(u), 0), width - 1);
  const above = Math.min(Math.max(Math.floor(v), 0), height - 1);
  const right = Math.min(left + 1, width - 1);
  const below = Math.min(above + 1, height - 1);
  const s = Math.min(Math.max(u - left, 0), 1);
  const t = Math.min(Math.max(v - above, 0), 1);
  const p = 4 * (above * width + left);
  const q = 4 * (above * width + right);
  const r = 4 * (below * width + left);
  const w = 4 * (below * width + right);
  for (let channel = 0; channel < 4; channel++) {
    const upper = from[p + channel] + s * (from[q + channel] - from[p + channel]);
    const lower = from[r + channel] + s * (from[w + channel] - from[r + channel]);
    to[target + channel] = upper + t * (lower - upper) + 0.5;
  }
}

"use strict";

/** The number of pixels from which the brightness of two pictures is compared; more would tell nothing new. */
const brightnessSamples = 200_000;

/**
 * Returns the moving picture with the fixed one's brightness: each channel gets the other's histogram where both
 * pictures are. Where one of them is grey, only brightness is compared, so that no tint is added.
 */
function matchedToFixed(pictures) {
  const moving = pixelsOf(pictures.moving);
  const fixed = pixelsOf(pictures.fixed);
  const grey = isGrey(moving.data) || isGrey(fixed.data);
  const tables = [0, 1, 2].map((channel) => table(moving.data, fixed.data, channel, grey));
  const result = newCanvas(moving.width, moving.height);
  const image = new ImageData(new Uint8ClampedArray(moving.data), moving.width);
  for (let index = 0; index < image.data.length; index += 4) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[index + channel] = tables[channel][image.data[index + channel]];
    }
  }
  result.getContext("2d").putImageData(image, 0, 0);
  return result;
}

/** Draws the difference of two pictures, pixel by pixel, in the colours of {@link differenceRamp}. */
function differencePicture(moving, fixed, gain) {
  const a = pixelsOf(moving);
  const b = pixelsOf(fixed);
  const grey = isGrey(a.data) || isGrey(b.data);
  const image = new ImageData(a.width, a.height);
  for (let index = 0; index < a.data.length; index += 4) {
    if (a.data[index + 3] < 128 || b.data[index + 3] < 128) continue;
    const value = Math.min(255, Math.round(gain * pixelDifference(a.data, b.data, index, grey)));
    image.data.set(differenceRamp[value], index);
  }
  const canvas = newCanvas(a.width, a.height);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

function pixelDifference(a, b, index, grey) {
  if (grey) return Math.abs(luma(a, index) - luma(b, index));
  let sum = 0;
  for (let channel = 0; channel < 3; channel++) sum += Math.abs(a[index + channel] - b[index + channel]);
  return sum / 3;
}

function luma(data, index) {
  return 0.299 * data[index] + 0.587 * data[index + 1] + 0.114 * data[index + 2];
}

/** Returns a canvas's pixels, which are read once: reading them back from the graphics card is slow. */
function pixelsOf(canvas) {
  if (!knownPixels.has(canvas)) {
    knownPixels.set(canvas, canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height));
  }
  return knownPixels.get(canvas);
}

const knownPixels = new WeakMap();

/** Whether a picture has no colours apart from what JPEG adds. */
function isGrey(data) {
  const step = 4 * Math.max(1, Math.floor(data.length / 4 / 20_000));
  let coloured = 0;
  let seen = 0;
  for (let index = 0; index < data.length; index += step) {
    if (data[index + 3] < 128) continue;
    seen++;
    const spread = Math.max(data[index], data[index + 1], data[index + 2]) -
      Math.min(data[index], data[index + 1], data[index + 2]);
    if (spread > 12) coloured++;
  }
  return coloured <= seen / 100;
}

/** Returns for each value of the moving picture the one of equal rank in the fixed picture. */
function table(moving, fixed, channel, grey) {
  const counts = [new Float64Array(256), new Float64Array(256)];
  const step = 4 * Math.max(1, Math.floor(moving.length / 4 / brightnessSamples));
  for (let index = 0; index < moving.length; index += step) {
    if (moving[index + 3] < 128 || fixed[index + 3] < 128) continue;
    counts[0][grey ? Math.round(luma(moving, index)) : moving[index + channel]]++;
    counts[1][grey ? Math.round(luma(fixed, index)) : fixed[index + channel]]++;
  }
  const [from, to] = counts.map(shares);
  const result = new Uint8Array(256);
  let target = 0;
  for (let value = 0; value < 256; value++) {
    while (target < 255 && to[target] < from[value]) target++;
    result[value] = target;
  }
  return result;
}

/** Returns for each value the share of pixels below it, and half of those that have it. */
function shares(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  let below = 0;
  return counts.map((count) => {
    const share = (below + count / 2) / total;
    below += count;
    return share;
  });
}

/** 256 colours from black over violet and orange to light yellow, each lighter than the one before. */
const differenceRamp = (() => {
  const stops = [
    [5, 5, 12], [50, 12, 94], [122, 29, 109], [189, 55, 84], [237, 105, 37], [251, 180, 26], [252, 255, 190],
  ];
  return Array.from({ length: 256 }, (_, value) => {
    const place = (value / 255) * (stops.length - 1);
    const index = Math.min(Math.floor(place), stops.length - 2);
    const mix = (channel) =>
      stops[index][channel] + (place - index) * (stops[index + 1][channel] - stops[index][channel]);
    return [mix(0), mix(1), mix(2), 255];
  });
})();

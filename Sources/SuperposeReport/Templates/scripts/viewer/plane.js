"use strict";

/**
 * Plane transforms as nine numbers, row by row.
 *
 * Points are in edge coordinates: a picture spans 0 to its width, and the centre of its first pixel lies at (0.5, 0.5).
 * In them, shrinking a picture is a multiplication by a factor. Coordinates that people see count from pixel centres,
 * which is half a pixel less.
 */
const Plane = {
  identity: [1, 0, 0, 0, 1, 0, 0, 0, 1],

  scaling(factor) {
    return [factor, 0, 0, 0, factor, 0, 0, 0, 1];
  },

  translation(x, y) {
    return [1, 0, x, 0, 1, y, 0, 0, 1];
  },

  /** Converts a transform between pixel centres, three rows of three, to one between edge coordinates. */
  fromCentres(rows) {
    return Plane.product(Plane.translation(0.5, 0.5), rows.flat(), Plane.translation(-0.5, -0.5));
  },

  product(...factors) {
    return factors.reduce((a, b) => {
      const result = new Array(9);
      for (let row = 0; row < 3; row++) {
        for (let column = 0; column < 3; column++) {
          result[3 * row + column] =
            a[3 * row] * b[column] + a[3 * row + 1] * b[3 + column] + a[3 * row + 2] * b[6 + column];
        }
      }
      return result;
    });
  },

  apply(m, x, y) {
    const depth = m[6] * x + m[7] * y + m[8];
    return [(m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth];
  },

  inverse(m) {
    const [a, b, c, d, e, f, g, h, i] = m;
    const cofactors = [
      e * i - f * h, c * h - b * i, b * f - c * e,
      f * g - d * i, a * i - c * g, c * d - a * f,
      d * h - e * g, b * g - a * h, a * e - b * d,
    ];
    const determinant = a * cofactors[0] + b * cofactors[3] + c * cofactors[6];
    return cofactors.map((value) => value / determinant);
  },

  /** Returns the factor by which lengths grow at a point, averaged over all directions. */
  growth(m, x, y) {
    const depth = m[6] * x + m[7] * y + m[8];
    const [a, b, c, d, e, f, g, h, i] = m;
    const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
    return Math.sqrt(Math.abs(determinant / (depth * depth * depth)));
  },
};

"use strict";

/**
 * What a surface adds to the plane of a registration.
 *
 * The viewer knows planes only. It is given the moving picture with the surface taken out, which the plane alone lays
 * onto the fixed one, and points of the moving picture are carried there and back. All points are in edge coordinates
 * of the original images.
 */
class Surface {
  /** So many steps find a point to a thousandth of a pixel, since displacements change slowly. */
  static steps = 30;
  /** The number of rows that are drawn without a pause. */
  static rowsAtOnce = 64;

  /**
   * @param field {origin, spacing, columns, rows, displacements}: a cubic B-spline over the fixed image, from pixel
   *   centres; the control displacements, (columns + 3) by (rows + 3), row by row
   * @param fixedFromMoving between edge coordinates
   */
  constructor(field, fixedFromMoving) {
    this.field = field;
    this.fixedFromMoving = fixedFromMoving;
    this.movingFromFixed = Plane.inverse(fixedFromMoving);
  }

  static weights(t) {
    const s = 1 - t;
    return [s * s * s / 6, ((3 * t - 6) * t * t + 4) / 6, ((3 * s - 6) * s * s + 4) / 6, t * t * t / 6];
  }

  /** Returns the place of a coordinate on the mesh: the first control that counts, and the weights of four. */
  place(value, axis, cells) {
    const position = (value - 0.5 - this.field.origin[axis]) / this.field.spacing[axis];
    const inside = Math.min(Math.max(position, 0), cells);
    const first = Math.min(Math.floor(inside), cells - 1);
    return [first, Surface.weights(inside - first)];
  }

  /** Returns a point of the fixed image moved by the displacement at it. */
  displaced([x, y]) {
    const { columns, rows, displacements } = this.field;
    const [column, across] = this.place(x, 0, columns);
    const [row, down] = this.place(y, 1, rows);
    const moved = [x, y];
    for (let j = 0; j < 4; j++) {
      for (let i = 0; i < 4; i++) {
        const control = displacements[(row + j) * (columns + 3) + column + i];
        moved[0] += down[j] * across[i] * control[0];
        moved[1] += down[j] * across[i] * control[1];
      }
    }
    return moved;
  }

  undisplaced([x, y]) {
    let point = [x, y];
    for (let step = 0; step < Surface.steps; step++) {
      const moved = this.displaced(point);
      point = [point[0] + x - moved[0], point[1] + y - moved[1]];
    }
    return point;
  }

  /** Returns where a point of the moving image is on the picture without the surface. */
  flatFromMoving(point) {
    const onFixed = this.undisplaced(Plane.apply(this.fixedFromMoving, ...point));
    return Plane.apply(this.movingFromFixed, ...onFixed);
  }

  movingFromFlat(point) {
    return Plane.apply(this.movingFromFixed, ...this.displaced(Plane.apply(this.fixedFromMoving, ...point)));
  }

  /** Draws the moving picture, of an image of this size, without the surface. */
  async flattened(image, { width, height }) {
    const [columns, rows] = [image.naturalWidth, image.naturalHeight];
    const { source } = readable(image, Plane.identity, columns, rows);
    const canvas = newCanvas(columns, rows);
    const context = canvas.getContext("2d");
    for (let top = 0; top < rows; top += Surface.rowsAtOnce) {
      const strip = context.createImageData(columns, Math.min(Surface.rowsAtOnce, rows - top));
      for (let row = 0; row < strip.height; row++) {
        for (let column = 0; column < columns; column++) {
          const flat = [((column + 0.5) * width) / columns, ((top + row + 0.5) * height) / rows];
          const [x, y] = this.movingFromFlat(flat);
          const from = [(x * columns) / width - 0.5, (y * rows) / height - 0.5];
          sample(source, ...from, strip.data, 4 * (row * columns + column));
        }
      }
      context.putImageData(strip, 0, top);
      await breath();
    }
    // An image's size has these names, and the viewer asks for them.
    return Object.assign(canvas, { naturalWidth: columns, naturalHeight: rows });
  }
}

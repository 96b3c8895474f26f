import Foundation
import SuperposeGeometry

/// The background of shapes: smooth hills and slopes without a corner.
enum Background {
  /// - Parameters:
  ///   - width: The width in pixels.
  ///   - height: The height in pixels.
  ///   - range: The range of the values.
  ///   - random: The source of randomness.
  static func draw(width: Int, height: Int, in range: ClosedRange<Float>, using random: inout SplitMix64)
    -> [Float]
  {
    let middle = (range.lowerBound + range.upperBound) / 2
    var picture = [Float](repeating: middle, count: width * height)
    let amplitude = (range.upperBound - range.lowerBound) / 2
    guard amplitude > 0 else { return picture }
    // Coarse hills carry finer ones of half the height; together they stay within the range.
    let coarse = random.integer(1...3)
    let fine = coarse * random.integer(2...4)
    addHills(&picture, width: width, height: height, cells: coarse, amplitude: amplitude * 2 / 3, using: &random)
    addHills(&picture, width: width, height: height, cells: fine, amplitude: amplitude / 3, using: &random)
    return picture
  }

  /// Adds random heights on a grid, with level tangents at its points.
  private static func addHills(
    _ picture: inout [Float], width: Int, height: Int, cells: Int, amplitude: Float, using random: inout SplitMix64
  ) {
    let side = cells + 1
    let heights = (0..<side * side).map { _ in random.uniform(-amplitude...amplitude) }
    let columns = steps(width, cells: cells)
    for (y, row) in steps(height, cells: cells).enumerated() {
      for (x, column) in columns.enumerated() {
        let i = row.cell * side + column.cell
        let top = heights[i] + (heights[i + 1] - heights[i]) * column.weight
        let bottom = heights[i + side] + (heights[i + side + 1] - heights[i + side]) * column.weight
        picture[y * width + x] += top + (bottom - top) * row.weight
      }
    }
  }

  /// Returns the cell of each pixel along one side, and the smooth weight of the cell's far end.
  private static func steps(_ count: Int, cells: Int) -> [(cell: Int, weight: Float)] {
    (0..<count).map { i in
      let position = Float(i) * Float(cells) / Float(count)
      let cell = min(cells - 1, Int(position))
      let t = position - Float(cell)
      return (cell, t * t * (3 - 2 * t))
    }
  }
}

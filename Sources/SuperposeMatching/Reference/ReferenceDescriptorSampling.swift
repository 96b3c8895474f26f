import SuperposeNetworks

/// Sampling in plain code: the specification of ``DescriptorSampling``.
enum ReferenceDescriptorSampling {
  /// Returns one unit vector from a map `[rows, columns, length]`, at a position in cells. Outside the map everything
  /// is zero.
  static func sample(_ map: [Float], rows: Int, columns: Int, length: Int, x: Float, y: Float) -> [Float] {
    let left = Int(x.rounded(.down))
    let top = Int(y.rounded(.down))
    var sum = [Float](repeating: 0, count: length)
    for (column, row) in [(left, top), (left + 1, top), (left, top + 1), (left + 1, top + 1)] {
      guard (0..<columns).contains(column), (0..<rows).contains(row) else { continue }
      let weight = (1 - abs(x - Float(column))) * (1 - abs(y - Float(row)))
      for channel in 0..<length { sum[channel] += weight * map[(row * columns + column) * length + channel] }
    }
    let norm = max(sum.reduce(0) { $0 + $1 * $1 }.squareRoot(), NetworkConstants.shortestLength)
    return sum.map { $0 / norm }
  }
}

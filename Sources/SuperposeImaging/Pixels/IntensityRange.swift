/// The grey values that become black and white when a picture of 16 bits or floating point is reduced for the network
/// or the eye: the 0.1th and 99.9th percentile of its finite grey values.
public struct IntensityRange: Hashable, Sendable {
  /// What becomes black.
  public var low: Float
  /// What becomes white.
  public var high: Float

  static let clippedFraction = 0.001
  /// Enough for a thousandth to be some 260 values; larger pictures are sampled on a regular grid.
  static let maxSamples = 1 << 18

  public init(low: Float, high: Float) {
    self.low = low
    self.high = high
  }

  /// Measures a picture; 0...0 where it has no finite value.
  public init(of image: Image) {
    var samples = image.gray().sparseValues(atMost: IntensityRange.maxSamples).filter(\.isFinite)
    samples.sort()
    self.init(
      low: samples.percentile(IntensityRange.clippedFraction),
      high: samples.percentile(1 - IntensityRange.clippedFraction))
  }
}

extension [Float] {
  /// The value at a fraction of a sorted array, interpolated linearly; 0 for an empty one.
  fileprivate func percentile(_ fraction: Double) -> Float {
    guard let last else { return 0 }
    let position = fraction * Double(count - 1)
    let index = Int(position)
    guard index + 1 < count else { return last }
    // Not `a + t (b - a)`: the difference of two finite values may be infinite.
    let t = Float(position - Double(index))
    return self[index] * (1 - t) + self[index + 1] * t
  }
}

extension Image {
  /// Every nth value of every nth row of a grey picture.
  fileprivate func sparseValues(atMost limit: Int) -> [Float] {
    let step = max(1, Int((Double(size.pixelCount) / Double(limit)).squareRoot().rounded(.up)))
    switch depth {
    case .uint8: return sparseValues(of: UInt8.self, step: step) { Float($0) }
    case .uint16: return sparseValues(of: UInt16.self, step: step) { Float($0) }
    case .float32: return sparseValues(of: Float.self, step: step) { $0 }
    }
  }

  private func sparseValues<Value>(of type: Value.Type, step: Int, _ float: (Value) -> Float) -> [Float] {
    stride(from: 0, to: size.height, by: step).flatMap { y in
      let row = pixels.row(y).assumingMemoryBound(to: Value.self)
      return stride(from: 0, to: size.width, by: step).map { float(row[$0]) }
    }
  }
}

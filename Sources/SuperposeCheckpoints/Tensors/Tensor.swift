/// An array of 32-bit floats of any rank in row-major order (the last axis runs fastest). It owns its values.
public struct Tensor: Sendable, Equatable {
  /// The length of each axis; empty for a scalar.
  public let shape: [Int]
  /// The elements in row-major order, as many as the product of `shape`.
  public let values: [Float]

  /// - Precondition: `values.count` is the product of `shape`.
  public init(shape: [Int], values: [Float]) {
    precondition(
      elementCount(of: shape) == values.count, "a tensor of shape \(shape) cannot hold \(values.count) values")
    self.shape = shape
    self.values = values
  }

  /// The number of values that are NaN or infinite.
  var nonFiniteCount: Int {
    values.withUnsafeBufferPointer { values in
      var count: Int32 = 0
      // All exponent bits are set in these. It is tested on integers, without a branch, so that the loop becomes SIMD
      // code.
      for value in values where value.bitPattern & 0x7F80_0000 == 0x7F80_0000 { count &+= 1 }
      return Int(count)
    }
  }
}

/// Returns the product of a shape, or nil where an axis is negative or the product overflows.
func elementCount(of shape: [Int]) -> Int? {
  guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
  if shape.contains(0) { return 0 }
  var count = 1
  for length in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: length)
    guard !overflow else { return nil }
    count = product
  }
  return count
}

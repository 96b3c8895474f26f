import CSuperposeKernels

extension Features {
  /// Two keypoints whose descriptors are each other's nearest.
  package struct Neighbours: Hashable, Sendable {
    /// The keypoint of this set.
    package let index: Int
    /// The keypoint of the other one.
    package let other: Int
    /// The cosine between their descriptors.
    package let similarity: Float
  }

  /// Returns the pairs of keypoints whose descriptors are each other's nearest, in the order of this set.
  ///
  /// - Parameter other: The keypoints of the other image.
  package func mutualNeighbours(_ other: Features) -> [Neighbours] {
    guard count > 0, other.count > 0 else { return [] }
    let products = Self.products(self, other)
    let stride = Self.padded(other.count, to: 16)
    var nearest = [(index: Int, similarity: Float)](repeating: (-1, -2), count: count)
    var nearestOfOther = [(index: Int, similarity: Float)](repeating: (-1, -2), count: other.count)
    products.withUnsafeBufferPointer { products in
      for row in 0..<count {
        for column in 0..<other.count {
          let similarity = products[row * stride + column]
          if similarity > nearest[row].similarity { nearest[row] = (column, similarity) }
          if similarity > nearestOfOther[column].similarity { nearestOfOther[column] = (row, similarity) }
        }
      }
    }
    return nearest.indices.compactMap { row in
      let (column, similarity) = nearest[row]
      return column >= 0 && nearestOfOther[column].index == row
        ? Neighbours(index: row, other: column, similarity: similarity) : nil
    }
  }

  private static func padded(_ count: Int, to multiple: Int) -> Int { (count + multiple - 1) / multiple * multiple }

  /// Returns the cosines between all descriptors of two sets, row by row, with both counts padded as the kernel wants
  /// them.
  private static func products(_ a: Features, _ b: Features) -> [Float] {
    let (rows, columns) = (padded(a.count, to: 8), padded(b.count, to: 16))
    let left = a.descriptors + [Float](repeating: 0, count: (rows - a.count) * descriptorLength)
    var right = [Float](repeating: 0, count: descriptorLength * columns)
    right.withUnsafeMutableBufferPointer { right in
      b.descriptors.withUnsafeBufferPointer { source in
        for row in 0..<b.count {
          for channel in 0..<descriptorLength {
            right[channel * columns + row] = source[row * descriptorLength + channel]
          }
        }
      }
    }
    return [Float](unsafeUninitializedCapacity: rows * columns) { products, filled in
      if let target = products.baseAddress {
        superpose_multiply(
          left, Int32(descriptorLength), right, target, Int32(rows), Int32(descriptorLength), Int32(columns))
      }
      filled = rows * columns
    }
  }
}

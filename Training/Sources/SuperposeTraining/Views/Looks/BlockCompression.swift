import SuperposeTorch

/// The loss of JPEG compression: blocks of 8×8 pixels whose cosine coefficients are rounded to coarse steps.
struct BlockCompression {
  /// The factor on the steps of the standard's example table (ITU-T T.81, table K.1). A factor of 1 is a quality of 50.
  var coarseness: Float
  /// The place of the first block. The network's own cells are 8×8 too, and must not learn that they coincide.
  var offset: (x: Int, y: Int)

  static func random(using generator: inout some RandomNumberGenerator) -> BlockCompression {
    let offset = (Int(generator.uniform(0...7.99)), Int(generator.uniform(0...7.99)))
    return BlockCompression(coarseness: Float(generator.logUniform(0.3...4)), offset: offset)
  }

  /// - Parameter x: An image in 0…1 with sides that are multiples of 8, `[1, 1, H, W]`.
  func apply(to x: TorchTensor) -> TorchTensor {
    let (rows, columns) = (x.shape[2] / 8, x.shape[3] / 8)
    let blocks = x.rolled([-offset.y, -offset.x], axes: [2, 3]).reshaped([rows, 8, columns, 8])
      .permuted([0, 2, 1, 3]).contiguous()
    let cosines = TorchTensor(Self.cosines, [8, 8]).on(x.device)
    let steps = TorchTensor(Self.steps.map { $0 / 255 * coarseness }, [8, 8]).on(x.device)
    let coefficients = cosines.matmul(blocks).matmul(cosines.transposed(0, 1))
    let kept = (coefficients / steps).rounded() * steps
    let restored = cosines.transposed(0, 1).matmul(kept).matmul(cosines)
    return restored.permuted([0, 2, 1, 3]).reshaped(x.shape).rolled([offset.y, offset.x], axes: [2, 3])
  }

  /// The orthonormal cosine transform, with a row for each frequency.
  private static let cosines: [Float] = (0..<8).flatMap { k in
    (0..<8).map { n in
      Float((k == 0 ? 0.125 : 0.25).squareRoot() * cos(.pi * (Double(n) + 0.5) * Double(k) / 8))
    }
  }

  private static let steps: [Float] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
  ]
}

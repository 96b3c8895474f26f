import CSuperposeKernels
import SuperposeNetworks

/// Reads descriptors at keypoints from SuperPoint's coarse map.
enum DescriptorSampling {
  /// Returns bilinear samples, scaled to unit length again, `[N, 256]`.
  ///
  /// ``ReferenceDescriptorSampling`` computes the same in plain code.
  ///
  /// - Parameters:
  ///   - map: Unit vectors, `[rows, columns, 256]`.
  ///   - rows: The number of rows of the map.
  ///   - columns: The number of columns of the map.
  ///   - keypoints: The positions, in pixels.
  static func sample(
    _ map: UnsafeBufferPointer<Float>, rows: Int, columns: Int, at keypoints: [KeypointSelection.Keypoint]
  ) -> [Float] {
    let positions = keypoints.flatMap { [position($0.x, cells: columns), position($0.y, cells: rows)] }
    let count = keypoints.count * Features.descriptorLength
    return [Float](unsafeUninitializedCapacity: count) { samples, filled in
      if let map = map.baseAddress, let samples = samples.baseAddress {
        superpose_sample_unit_vectors(
          map, Int32(rows), Int32(columns), Int32(Features.descriptorLength), positions, Int32(keypoints.count),
          NetworkConstants.shortestLength, samples)
      }
      filled = count
    }
  }

  /// Converts a pixel's position to cells, see ``NetworkConstants/firstCellCentre``.
  static func position(_ pixel: Float, cells: Int) -> Float {
    let span = Float(SuperPointNetwork.cell * cells) - NetworkConstants.samplingMargin
    return (pixel - NetworkConstants.firstCellCentre) / span * Float(cells - 1)
  }
}

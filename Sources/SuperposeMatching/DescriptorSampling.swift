import CSuperposeKernels
import SuperposeNetworks

/// Reads descriptors at keypoints from SuperPoint's coarse map.
enum DescriptorSampling {
  /// Bilinear samples, made unit vectors again, `[N, 256]`.
  ///
  /// The plain twin is ``ReferenceDescriptorSampling``.
  ///
  /// - Parameter map: `[rows, columns, 256]`, unit vectors.
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

  /// A pixel's position in cells, see ``NetworkConstants/firstCellCentre``.
  static func position(_ pixel: Float, cells: Int) -> Float {
    let span = Float(SuperPointNetwork.cell * cells) - NetworkConstants.samplingMargin
    return (pixel - NetworkConstants.firstCellCentre) / span * Float(cells - 1)
  }
}

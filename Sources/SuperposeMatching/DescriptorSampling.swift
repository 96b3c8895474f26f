import CSuperposeKernels
import SuperposeNetworks

/// Reads descriptors at keypoints from SuperPoint's coarse map.
enum DescriptorSampling {
  /// Bilinear samples, made unit vectors again, `[N, 256]`.
  ///
  /// With w cells across, pixel x lies at `(x − 3.5) / (8·w − 4.5)` of the way from the first cell's centre to the last
  /// one's. The published weights were trained with this (`align_corners=True`), half a pixel off though it is.
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
          map, Int32(rows), Int32(columns), Int32(Features.descriptorLength), positions, Int32(keypoints.count), samples
        )
      }
      filled = count
    }
  }

  /// A pixel's position in cells.
  static func position(_ pixel: Float, cells: Int) -> Float {
    let cell = Float(SuperPointNetwork.cell)
    let span = cell * Float(cells) - cell / 2 - 0.5
    return (pixel - (cell / 2 - 0.5)) / span * Float(cells - 1)
  }
}

import SuperposeGeometry

/// One image's two coordinate frames: its own pixels, and those of the resized picture that the networks saw.
struct Frame: Sendable, Hashable {
  let original: ImageSize
  let network: ImageSize

  var originalFromNetwork: Homography { PixelGrid.resize(from: network, to: original) }

  var networkFromOriginal: Homography { PixelGrid.resize(from: original, to: network) }

  /// Network pixels per original pixel, the geometric mean of both directions.
  var scale: Double {
    (Double(network.width) / Double(original.width) * Double(network.height) / Double(original.height)).squareRoot()
  }
}

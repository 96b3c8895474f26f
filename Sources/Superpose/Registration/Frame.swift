package import SuperposeGeometry

/// The two coordinate frames of an image: its own pixels, and those of the resized picture that the networks saw.
package struct Frame: Sendable, Hashable {
  package let original: ImageSize
  package let network: ImageSize

  package init(original: ImageSize, network: ImageSize) {
    self.original = original
    self.network = network
  }

  package var originalFromNetwork: Homography { PixelGrid.resize(from: network, to: original) }

  package var networkFromOriginal: Homography { PixelGrid.resize(from: original, to: network) }

  /// The number of network pixels per original pixel, as the geometric mean of both directions.
  var scale: Double {
    (Double(network.width) / Double(original.width) * Double(network.height) / Double(original.height)).squareRoot()
  }
}

/// The picture of an image that the networks saw.
package struct Picture: Sendable {
  package let frame: Frame
  package let gray: GrayImage
  /// What of it takes part; nil for all of it.
  var mask: Mask?
  /// What was said about that.
  var participation = Participation()

  package init(frame: Frame, gray: GrayImage) {
    self.frame = frame
    self.gray = gray
  }
}

/// The pictures of both images of a pair that the networks saw.
package struct Pictures: Sendable {
  package let moving: Picture
  package let fixed: Picture
  var staticOverlay = StaticOverlayPolicy.keep

  /// What of both takes part.
  var masks: Masks { Masks(moving: moving.mask, fixed: fixed.mask) }

  package init(moving: Picture, fixed: Picture) {
    self.moving = moving
    self.fixed = fixed
  }
}

/// What of both pictures takes part; nil for all of one.
package struct Masks: Sendable {
  var moving: Mask?
  var fixed: Mask?

  /// Whether a point of the fixed picture takes part in both.
  func contains(fixed point: Point, movingFromFixed: Homography) -> Bool {
    (fixed?.contains(point) ?? true) && (moving?.contains(movingFromFixed(point)) ?? true)
  }
}

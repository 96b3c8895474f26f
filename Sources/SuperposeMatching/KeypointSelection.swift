import SuperposeGeometry
import SuperposeNetworks

/// Chooses keypoints from a score map: suppression, threshold, border, and the best K.
enum KeypointSelection {
  struct Keypoint {
    /// The column, in pixels. It is a whole number unless ``ExtractionOptions/subpixel`` is set.
    var x: Float
    var y: Float
    let score: Float
  }

  /// Returns keypoints by falling score, and those of equal score in reading order.
  ///
  /// - Parameters:
  ///   - scores: The map of the padded image, `[mapSize.height, mapSize.width]`.
  ///   - mapSize: The size of the map.
  ///   - imageSize: The size of the image without padding, from which the border is measured.
  ///   - mask: What of the image takes part, of `imageSize`; nil for all of it.
  ///   - options: The threshold, the radius, the border and the number of keypoints.
  static func select(
    from scores: UnsafeBufferPointer<Float>, mapSize: ImageSize, imageSize: ImageSize, mask: Mask? = nil,
    options: ExtractionOptions
  ) -> [Keypoint] {
    let border = options.borderPixels
    let columns = border..<max(border, imageSize.width - border)
    let rows = border..<max(border, imageSize.height - border)
    let threshold = max(0, options.detectionThreshold)
    // The mask's edge is a border as the image's is: what the network finds there belongs in part to the other side.
    let allowed = mask?.eroded(by: border).values
    var ranks: [UInt64] = []
    NonMaximumSuppression.survivors(
      of: scores, width: mapSize.width, height: mapSize.height, radius: options.nonMaximumRadius
    ) { index, score in
      guard score > threshold else { return }
      let (y, x) = index.quotientAndRemainder(dividingBy: mapSize.width)
      guard rows.contains(y), columns.contains(x) else { return }
      if let allowed, allowed[y * imageSize.width + x] == 0 { return }
      ranks.append(rank(score, index))
    }
    ranks.sort(by: >)
    return ranks.prefix(options.maxKeypoints ?? ranks.count).map { rank in
      let (x, y) = position(rank, width: mapSize.width)
      let score = Float(bitPattern: UInt32(rank >> 32))
      guard options.subpixel else { return Keypoint(x: Float(x), y: Float(y), score: score) }
      let offset = SubpixelPeak.offset(in: scores, width: mapSize.width, height: mapSize.height, x: x, y: y)
      return Keypoint(x: Float(x) + offset.x, y: Float(y) + offset.y, score: score)
    }
  }

  /// Packs score and position into one integer, so that a larger one means a higher score or, at equal scores, an
  /// earlier place in reading order. (Positive floats are ordered as their bits are.)
  private static func rank(_ score: Float, _ index: Int) -> UInt64 {
    UInt64(score.bitPattern) << 32 | UInt64(~UInt32(index))
  }

  private static func position(_ rank: UInt64, width: Int) -> (x: Int, y: Int) {
    let (y, x) = Int(~UInt32(truncatingIfNeeded: rank)).quotientAndRemainder(dividingBy: width)
    return (x, y)
  }
}

/// How keypoints are chosen from SuperPoint's score map.
public struct ExtractionOptions: Codable, Hashable, Sendable {
  /// The largest number of keypoints, of which the best are kept; nil keeps all.
  public var maxKeypoints: Int? = 1024
  /// A keypoint's score must exceed this.
  public var detectionThreshold: Float = 0.005
  /// No two keypoints are closer than this many pixels in x and in y.
  public var nonMaximumRadius = NetworkConstants.suppressionRadius
  /// Keypoints this close to the image's border, or to a pixel that does not take part, are dropped, in pixels.
  public var borderPixels = NetworkConstants.borderPixels
  /// Whether keypoints lie at the peak of a quadric through the score map's maximum and its neighbours, and not at the
  /// pixel's centre. The reference implementation keeps them at the pixels' centres.
  public var subpixel = true

  /// The defaults, between pixels or at whole ones.
  public init(subpixel: Bool = true) { self.subpixel = subpixel }
}

/// How SuperGlue's assignment is computed and read.
public struct MatchingOptions: Codable, Hashable, Sendable {
  /// A match's confidence must exceed this.
  public var matchThreshold: Float = 0.2
  /// The number of rounds of normalisation in optimal transport.
  public var sinkhornIterations = 100

  /// The defaults.
  public init() {}
}

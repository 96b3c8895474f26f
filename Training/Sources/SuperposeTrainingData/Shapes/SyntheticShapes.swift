public import SuperposeGeometry

/// Draws pictures of simple shapes whose corners are known, to train a detector on (DeTone, Malisiewicz and
/// Rabinovich, SuperPoint, CVPR workshops 2018, section 4).
public enum SyntheticShapes {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case lines, polygon, polygons, ellipses, star, checkerboard, stripes, cube
    /// Only noise, without points.
    case noise
  }

  /// A picture with its points.
  public struct Sample: Sendable {
    public var kind: Kind
    /// The grey values, `[height, width]`.
    public var pixels: [UInt8]
    /// The visible corners, ends and junctions in pixels, where (0, 0) is the centre of the top-left pixel. They are
    /// not rounded and lie in 0...width − 1 and 0...height − 1.
    public var points: [(x: Float, y: Float)]
  }

  /// Draws a picture.
  ///
  /// - Parameters:
  ///   - kind: The kind of shapes; nil for a random one.
  ///   - size: The size of the picture.
  ///   - isDegraded: Whether there are hills behind the shapes, blur and noise.
  ///   - random: The source of randomness. It gives one number per picture, on which all of it depends.
  /// - Precondition: Each side has 32 pixels or more.
  public static func draw(
    _ kind: Kind? = nil, size: ImageSize, isDegraded: Bool = true,
    using random: inout some RandomNumberGenerator & Sendable
  ) -> Sample {
    precondition(size.shortSide >= 32, "a picture of shapes has 32 pixels a side or more, not \(size)")
    // A generator of a known type is faster: through the generic one, each pixel's noise would be a call by witness
    // table.
    var own = SplitMix64(seed: random.next())
    let kind = kind ?? Kind.allCases[own.integer(0...Kind.allCases.count - 1)]
    return kind == .noise ? noise(size, using: &own) : shapes(kind, size, isDegraded, using: &own)
  }

  private static func shapes(
    _ kind: Kind, _ size: ImageSize, _ isDegraded: Bool, using random: inout SplitMix64
  ) -> Sample {
    let isHilly = isDegraded && random.chance(0.8)
    let palette = Palette(amplitude: isHilly ? random.uniform(0.02...0.2) : 0, using: &random)
    var scene = Scene(size: size, palette: palette, random: random)
    let drawing = scene.draw(kind)
    random = scene.random
    var picture = Background.draw(width: size.width, height: size.height, in: palette.background, using: &random)
    drawing.paint(over: &picture, width: size.width, height: size.height)
    let camera = isDegraded ? Camera.random(shortSide: size.shortSide, using: &random) : .perfect
    return Sample(
      kind: kind, pixels: camera.expose(picture, width: size.width, height: size.height, using: &random),
      points: drawing.points.filter { isVisible($0, on: size) }.map { ($0.x, $0.y) })
  }

  private static func isVisible(_ point: Vector, on size: ImageSize) -> Bool {
    point.x >= 0 && point.y >= 0 && point.x <= Float(size.width - 1) && point.y <= Float(size.height - 1)
  }

  private static func noise(_ size: ImageSize, using random: inout SplitMix64) -> Sample {
    let picture = [Float](repeating: random.uniform(0.2...0.8), count: size.pixelCount)
    let camera = Camera(blur: 0, noise: random.uniform(0.02...0.25))
    return Sample(
      kind: .noise, pixels: camera.expose(picture, width: size.width, height: size.height, using: &random), points: [])
  }
}

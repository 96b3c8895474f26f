public import SuperposeGeometry

/// How many floating-point operations the networks take: two for each multiplication with its addition. What stands
/// round them (suppression, sampling, optimal transport) is not counted, nor are activations and normalisations.
public enum NetworkCost {
  /// One image, at the size that the network sees.
  public static func superPoint(_ size: ImageSize) -> Double {
    func side(_ length: Int) -> Double { Double((length + 7) / 8 * 8) }
    let pixels = side(size.width) * side(size.height)
    // (input channels, output channels, kernel, pixels per output) of each convolution.
    let layers: [(Double, Double, Double, Double)] = [
      (1, 64, 9, 1), (64, 64, 9, 1), (64, 64, 9, 4), (64, 64, 9, 4), (64, 128, 9, 16), (128, 128, 9, 16),
      (128, 128, 9, 64), (128, 128, 9, 64), (128, 256, 9, 64), (256, 65, 1, 64), (128, 256, 9, 64), (256, 256, 1, 64),
    ]
    return layers.reduce(0) { $0 + 2 * $1.0 * $1.1 * $1.2 * pixels / $1.3 }
  }

  /// Two sets of keypoints.
  public static func superGlue(_ count0: Int, _ count1: Int) -> Double {
    let (n, m) = (Double(count0), Double(count1))
    let width = 256.0
    let encoder = 3 * 32 + 32 * 64 + 64 * 128 + 128 * width + width * width
    // Query, key, value and merge; the message's two layers.
    let layer = 4 * width * width + 4 * width * width + 2 * width * width
    let perKeypoint = encoder + 18 * layer + width * width
    // Products of queries and keys, and of what comes of them with values: nine layers each within and across.
    let attention = 9 * 2 * width * (n * n + m * m) + 9 * 2 * width * (2 * n * m)
    return 2 * ((n + m) * perKeypoint + attention + n * m * width)
  }
}

import SuperposeGeometry
import SuperposeNetworks
import Testing

/// Figure 3 of the SuperPoint paper as a table of (input channels, output channels, kernel, pixels per output).
private let convolutions: [(Double, Double, Double, Double)] = [
  (1, 64, 9, 1), (64, 64, 9, 1), (64, 64, 9, 4), (64, 64, 9, 4), (64, 128, 9, 16), (128, 128, 9, 16),
  (128, 128, 9, 64), (128, 128, 9, 64), (128, 256, 9, 64), (256, 65, 1, 64), (128, 256, 9, 64), (256, 256, 1, 64),
]

@Test(arguments: [(8, 8), (640, 480), (641, 1), (1920, 1080)])
func superPointsOperationsAreThoseOfItsConvolutions(_ width: Int, _ height: Int) {
  func side(_ length: Int) -> Double { Double((length + 7) / 8 * 8) }
  let pixels = side(width) * side(height)
  let expected = convolutions.reduce(0) { $0 + 2 * $1.0 * $1.1 * $1.2 * pixels / $1.3 }
  #expect(SuperPointNetwork.operations(ImageSize(width: width, height: height)) == expected)
}

@Test(arguments: [(1, 0), (1, 1), (700, 512), (2048, 2047)])
func superGluesOperationsAreThoseOfItsLayersAndProducts(_ count0: Int, _ count1: Int) {
  let (n, m) = (Double(count0), Double(count1))
  let width = 256.0
  let encoder = 3 * 32 + 32 * 64 + 64 * 128 + 128 * width + width * width
  // A layer has query, key, value and merge, and two layers of the message network.
  let layer = 4 * width * width + 4 * width * width + 2 * width * width
  let perKeypoint = encoder + 18 * layer + width * width
  // Attention has products of queries and keys and of attention with values, in nine layers each within and across.
  let attention = 9 * 2 * width * (n * n + m * m) + 9 * 2 * width * (2 * n * m)
  let expected = 2 * ((n + m) * perKeypoint + attention + n * m * width)
  #expect(SuperGlueNetwork.operations(count0, count1) == expected)
}

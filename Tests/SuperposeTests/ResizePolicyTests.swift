import SuperposeGeometry
import Testing

@testable import Superpose

private let landscape = ImageSize(width: 2000, height: 1000)

@Test(arguments: [
  ("640x640", ImageSize(width: 640, height: 640)), ("1024", ImageSize(width: 1024, height: 512)),
  ("short:480", ImageSize(width: 960, height: 480)), ("none", landscape), ("4000", landscape),
  ("short:2000", ImageSize(width: 4000, height: 2000)),
])
func policiesAreReadAndWritten(_ text: String, _ size: ImageSize) throws {
  let policy = try #require(ResizePolicy(text))
  #expect(policy.size(for: landscape) == size)
  #expect(policy.description == text)
}

@Test(arguments: [
  "", "0", "-5", "640x", "x640", "640x0", "640x640x3", "short:", "short:0", "long:3", "99999", "12.5", "NONE",
])
func otherTextsAreRefused(_ text: String) {
  #expect(ResizePolicy(text) == nil)
}

@Test func aSideNeverVanishes() {
  #expect(ResizePolicy.longSide(100).size(for: ImageSize(width: 30_000, height: 2)) == ImageSize(width: 100, height: 1))
}

import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@Suite struct ImageFileHeaderTests {
  /// What a header says is what reading gives.
  @Test(arguments: [
    "upright.png", "orientation-6.jpg", "orientation-6.tif", "orientation-6.webp", "gray16.png", "float.tif",
    "pages.tif",
  ])
  func equalsTheImage(_ name: String) throws {
    let header = try ImageFileHeader(contentsOf: URL(filePath: Fixture.path(name)))
    let image = try Fixture.image(name)
    #expect(header.size == image.size)
    #expect(header.format == image.sourceFormat)
    #expect(header.frameCount == image.frameCount)
  }

  @Test(arguments: ["truncated.png", "huge.png", "animated.gif", "missing.png"])
  func itsErrorsAreThoseOfReading(_ name: String) throws {
    let url = URL(filePath: Fixture.path(name))
    let error = #expect(throws: ImageError.self) { try ImageFileHeader(contentsOf: url) }
    let ofReading = #expect(throws: ImageError.self) { try Image(contentsOf: url) }
    #expect(error == ofReading)
  }

  @Test func aFormatThatIsNotKnownHasNoSize() throws {
    let header = try ImageFileHeader(contentsOf: URL(filePath: Fixture.path("text.jpg")))
    #expect(header.format == nil && header.size == nil)
  }
}

import Foundation
import SuperposeImaging
import Testing

@Suite struct ReadingErrorTests {
  @Test(arguments: [
    ("missing.jpg", ImageError.Kind.notFound, "no such file; check the path"),
    ("text.jpg/a.png", .notFound, "no such file; check the path"),
    ("", .notAFile, "it is a folder; give an image file"),
    (
      "text.jpg", .notAnImage,
      "its content is not a picture in a known format; give a PNG, TIFF, JPEG, WebP or BMP file"
    ),
    (
      "huge.png", .unsupported,
      "it claims 2000000x2000000 pixels, more than 1,048,576 a side or 2^30 in all; give a smaller image"
    ),
    ("animated.gif", .unsupported, "it is a GIF file; convert it to PNG, TIFF or JPEG"),
    ("animated.webp", .unsupported, "OpenCV cannot read this animated file; convert it to PNG, TIFF or JPEG"),
  ])
  func message(_ name: String, kind: ImageError.Kind, text: String) throws {
    expectError(Fixture.path(name), kind, text)
  }

  @Test(arguments: ["jpg", "png", "tif", "webp", "bmp"]) func truncated(_ pathExtension: String) throws {
    expectError(
      Fixture.path("truncated.\(pathExtension)"), .damaged,
      "the file ends before its picture does; copy or download it again")
  }

  @Test func empty() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(fileURLWithPath: folder.file("empty.png")))
    expectError(folder.file("empty.png"), .notAnImage, "the file is empty; give an image file")
  }

  @Test func brokenInside() throws {
    let folder = try TemporaryFolder()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: Fixture.path("upright.png")))
    bytes.replaceSubrange(50..<120, with: repeatElement(0xAA, count: 70))
    try bytes.write(to: URL(fileURLWithPath: folder.file("broken.png")))
    expectError(
      folder.file("broken.png"), .damaged, "it cannot be decoded (the decoder gave up); copy or download it again")
  }

  @Test func pipesAndDevices() throws {
    expectError("/dev/null", .notAFile, "it is not a regular file; give an image file")
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.file("pipe.png"), 0o600) == 0)
    expectError(folder.file("pipe.png"), .notAFile, "it is not a regular file; give an image file")
  }

  /// The test runs in a process of its own, which gives up root's right to read everything.
  @Test func permission() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let path = folder.file("secret.png")
      try Data([1]).write(to: URL(fileURLWithPath: path))
      chmod(path, 0)
      if getuid() == 0 { try #require(setuid(65534) == 0) }
      expectError(path, .permissionDenied, "permission denied; make the file and its folder readable for you")
    }
  }
}

private func expectError(_ path: String, _ kind: ImageError.Kind, _ text: String) {
  let error = #expect(throws: ImageError.self) { try Image(contentsOf: URL(filePath: path)) }
  #expect(error?.kind == kind)
  #expect(error?.description == "cannot read image '\(path)': \(text)")
}

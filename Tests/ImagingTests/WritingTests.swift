import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@Suite struct WritingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: ["png", "tif"], [1, 3, 4]) func losslessKeepsDepthAndChannels(_ ext: String, channels: Int) throws {
    let path = folder.file("a b.\(ext)")
    let eight = noise(UInt8.self, width: 7, height: 5, channels: channels)
    try eight.write(to: URL(filePath: path))
    #expect(try Image(contentsOf: URL(filePath: path)).values(as: UInt8.self) == eight.values(as: UInt8.self))
    let sixteen = noise(UInt16.self, width: 7, height: 5, channels: channels)
    try sixteen.write(to: URL(filePath: path))
    #expect(try Image(contentsOf: URL(filePath: path)).values(as: UInt16.self) == sixteen.values(as: UInt16.self))
    #expect(try folder.content == ["a b.\(ext)"])
  }

  @Test(arguments: [1, 3, 4]) func floatTIFF(_ channels: Int) throws {
    let values = (0..<35 * channels).map { Float($0) / 7 - 3 }
    let image = Image(size: ImageSize(width: 7, height: 5), channels: channels, values: values)
    try image.write(to: URL(filePath: folder.file("f.tiff")))
    #expect(try Image(contentsOf: URL(filePath: folder.file("f.tiff"))).values(as: Float.self) == values)
  }

  @Test func webPAndBMPAreLossless() throws {
    let image = noise(UInt8.self, width: 9, height: 4, channels: 3)
    for name in ["a.webp", "a.BMP"] {
      try image.write(to: URL(filePath: folder.file(name)))
      #expect(
        try Image(contentsOf: URL(filePath: folder.file(name))).values(as: UInt8.self) == image.values(as: UInt8.self))
    }
  }

  @Test func newFilesHaveOrdinaryRights() throws {
    try noise(UInt8.self, width: 2, height: 2, channels: 1).write(to: URL(filePath: folder.file("a.png")))
    var status = stat()
    #expect(stat(folder.file("a.png"), &status) == 0)
    let mask = umask(0)
    umask(mask)
    #expect(status.st_mode & 0o777 == 0o666 & ~mask)
  }

  @Test func linksAreFollowed() throws {
    let image = noise(UInt8.self, width: 2, height: 2, channels: 1)
    try image.write(to: URL(filePath: folder.file("real.png")))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.png"), withDestinationPath: folder.file("real.png"))
    try image.resized(to: ImageSize(width: 5, height: 5)).write(to: URL(filePath: folder.file("link.png")))
    #expect(try Image(contentsOf: URL(filePath: folder.file("real.png"))).size.width == 5)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link.png")) == folder.file("real.png"))
  }

  @Test func whatAFormatCannotHold() throws {
    let sixteen = noise(UInt16.self, width: 2, height: 2, channels: 3)
    expectError(sixteen, "a.jpg", .unsupported, "JPEG does not store uint16 pixels; use .png or .tif")
    let alpha = noise(UInt8.self, width: 2, height: 2, channels: 4)
    expectError(alpha, "a.jpeg", .unsupported, "JPEG does not store alpha; use .png or .tif")
    let float = Image(size: ImageSize(width: 1, height: 1), channels: 1, values: [Float(1)])
    expectError(float, "a.png", .unsupported, "PNG does not store float32 pixels; use .tif")
    for name in ["a.gif", "png", "folder.png/a"] {
      expectError(
        alpha, name, .unsupported,
        "its extension names no format that can be written; use .png, .tif, .jpg, .webp or .bmp")
    }
    #expect(try folder.content == [])
  }

  @Test func placesThatCannotBeWritten() throws {
    let image = noise(UInt8.self, width: 2, height: 2, channels: 3)
    expectError(image, "no/a.png", .notFound, "no such folder; create the folder first")
    try FileManager.default.createDirectory(atPath: folder.file("dir.png"), withIntermediateDirectories: false)
    expectError(image, "dir.png", .notAFile, "it is a folder; give the name of a file")
    #expect(mkfifo(folder.file("pipe.png"), 0o600) == 0)
    expectError(image, "pipe.png", .notAFile, "it is not a regular file; give the name of a file")
  }

  private func expectError(_ image: Image, _ name: String, _ kind: ImageError.Kind, _ text: String) {
    expectWriteError(image, folder.file(name), kind, text)
  }

  /// The test runs in a process of its own, which gives up root's right to write everywhere.
  @Test func permission() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      chmod(folder.path, 0o555)
      if getuid() == 0 { try #require(setuid(65534) == 0) }
      expectWriteError(
        noise(UInt8.self, width: 2, height: 2, channels: 3), folder.file("a.png"), .permissionDenied,
        "permission denied; choose a folder in which you may write")
    }
  }

  /// A limit on the size of files, in a process of its own, stands for a full disk.
  @Test func fullDiskLeavesTheOldFileAndNothingElse() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let path = folder.file("a.png")
      let small = noise(UInt8.self, width: 2, height: 2, channels: 3)
      try small.write(to: URL(filePath: path))
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let large = noise(UInt8.self, width: 200, height: 200, channels: 3)
      expectWriteError(large, path, .diskFull, "file too large; free some space or choose another disk")
      let content = try folder.content
      try #require(content == ["a.png"])
      let old = try Image(contentsOf: URL(filePath: path))
      try #require(old.values(as: UInt8.self) == small.values(as: UInt8.self))
    }
  }
}

private func expectWriteError(_ image: Image, _ path: String, _ kind: ImageError.Kind, _ text: String) {
  let error = #expect(throws: ImageError.self) { try image.write(to: URL(filePath: path)) }
  #expect(error?.kind == kind)
  #expect(error?.description == "cannot write image '\(path)': \(text)")
}

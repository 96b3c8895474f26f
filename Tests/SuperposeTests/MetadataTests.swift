import Foundation
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import Superpose

/// Pillow makes pictures with metadata and finds it in what becomes of them.
@Suite struct MetadataTests {
  private func python(_ arguments: [String]) throws {
    let script = Repository.path + "/Tests/SuperposeTests/Python/metadata.py"
    let outcome = try Command.python([script] + arguments)
    #expect(outcome.status == 0 && outcome.text.contains("right"), "\(outcome.text.suffix(1500))")
  }

  /// What Pillow does not write into a format.
  private static func leftOut(_ source: String) -> [String] {
    ["webp": ["resolution"], "tif": ["directories"]][source] ?? []
  }

  @Test func everyFormatCarriesWhatEveryFormatHas() throws {
    try withTemporaryFolder { folder in
      try python(["make", folder])
      for source in ["png", "jpg", "tif", "webp"] {
        let image = try Image(contentsOf: URL(filePath: folder + "/source." + source))
        #expect(image.size == ImageSize(width: 40, height: 60))
        let warped = try #require(image.warped(by: .translation(x: 2, y: 1), to: ImageSize(width: 50, height: 70)))
        for target in ["png", "jpg", "tif", "webp"] {
          let path = folder + "/\(source)-to.\(target)"
          try warped.write(to: URL(filePath: path))
          try python(["check", path, "50", "70", folder] + Self.leftOut(source))
        }
      }
    }
  }

  @Test(arguments: [Int.max, 0]) func applyingKeepsIt(largestInMemory: Int) throws {
    try withTemporaryFolder { folder in
      try python(["make", folder])
      let frame = ImageFrame(size: ImageSize(width: 40, height: 60))
      let transform = try ImageTransform(moving: frame, fixed: frame, fixedFromMoving: .translation(x: 1.5, y: 2))
      var options = ApplyOptions()
      options.largestInMemory = largestInMemory
      for source in ["png", "jpg", "tif"] {
        let out = folder + "/out-" + source
        let applied = try transform.apply(
          to: [URL(filePath: folder + "/source." + source)], writingTo: URL(filePath: out), options: options)
        try python(["check", out + "/" + applied.files[0].name, "40", "60", folder] + Self.leftOut(source))
      }
    }
  }

  /// A profile of colours says nothing about grey, and a page that is shown to others not where a photograph was taken.
  @Test func whatIsNotTrueIsLeftOut() throws {
    try withTemporaryFolder { folder in
      try python(["make", folder])
      let image = try Image(contentsOf: URL(filePath: folder + "/source.jpg"))
      #expect(image.metadata.profile != nil && image.metadata.hasExif && image.metadata.resolution?.x == 300)
      try image.gray().write(to: URL(filePath: folder + "/gray.png"))
      let gray = try Image(contentsOf: URL(filePath: folder + "/gray.png"))
      #expect(gray.metadata.profile == nil && gray.metadata.hasExif && gray.metadata.xmp == image.metadata.xmp)
      try Data(try image.encoded(as: .jpeg)).write(to: URL(filePath: folder + "/plain.jpg"))
      #expect(try Image(contentsOf: URL(filePath: folder + "/plain.jpg")).metadata.isEmpty)
    }
  }
}

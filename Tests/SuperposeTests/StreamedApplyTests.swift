import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import Superpose

/// What is done with images that are too large for the memory, on small ones.
@Suite struct StreamedApplyTests {
  @Test func resultsAreThoseInMemory() throws {
    try withTemporaryFolder { folder in
      let deep = Synthetic.image(Synthetic.movingSize, channels: 4, white: UInt16.max)
      try deep.write(to: URL(filePath: folder + "/deep.tif"))
      let mask = (0..<Synthetic.movingSize.pixelCount).map { UInt8($0 % 120 < 60 ? 0 : 7) }
      try Image(size: Synthetic.movingSize, channels: 1, values: mask).write(to: URL(filePath: folder + "/mask.png"))
      let files = ["deep.tif", "mask.png"].map { URL(filePath: folder + "/" + $0) }
      let transform = try Synthetic.registration().report.imageTransform()
      var options = ApplyOptions()
      options.framing = .union
      let whole = try transform.apply(to: files, writingTo: URL(filePath: folder + "/whole"), options: options)
      options.largestInMemory = 0
      let parts = try transform.apply(to: files, writingTo: URL(filePath: folder + "/parts"), options: options)
      #expect(parts.files.map(\.name) == ["deep.tif", "mask.tiff"])
      #expect(parts.files.map(\.interpolation) == whole.files.map(\.interpolation))
      #expect(parts.files.map(\.size) == whole.files.map(\.size) && parts.files[1].content == .labels)
      for (one, other) in zip(whole.files, parts.files) {
        let expected = try Image(contentsOf: URL(filePath: folder + "/whole/" + one.name))
        let found = try Image(contentsOf: URL(filePath: folder + "/parts/" + other.name))
        #expect(found.isEqual(to: expected))
      }
    }
  }

  @Test func anErrorLeavesNothingBehind() throws {
    try withTemporaryFolder { folder in
      let names = ["truncated.tif", "gray16.png"]
      for name in names {
        try FileManager.default.copyItem(
          atPath: Repository.path + "/Tests/ImagingTests/Fixtures/" + name, toPath: folder + "/" + name)
      }
      let size = try Image(contentsOf: URL(filePath: folder + "/gray16.png")).size
      let frame = ImageFrame(size: size)
      let transform = try ImageTransform(moving: frame, fixed: frame, fixedFromMoving: .identity)
      var options = ApplyOptions()
      options.largestInMemory = 0
      let files = names.reversed().map { URL(filePath: folder + "/" + $0) }
      let error = #expect(throws: (any Error).self) {
        try transform.apply(to: files, writingTo: URL(filePath: folder + "/out"), options: options)
      }
      #expect("\(error as Any)".contains("truncated.tif"))
      #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == Set(names))
    }
  }
}

/// A pair of which reduced versions are registered.
@Suite struct ReducedRegistrationTests {
  private static func enlarged(_ name: String, to url: URL) throws {
    let image = try Image(contentsOf: URL(filePath: Repository.path + "/examples/" + name))
    try image.resized(to: ImageSize(width: image.size.width * 6, height: image.size.height * 6)).write(to: url)
  }

  @Test func theTransformIsThatOfTheFiles() throws {
    try withTemporaryFolder { folder in
      let (moving, fixed) = (URL(filePath: folder + "/moving.tif"), URL(filePath: folder + "/fixed.tif"))
      try Self.enlarged("map-photographed.jpg", to: moving)
      try Self.enlarged("map.jpg", to: fixed)
      var configuration = RegistrationConfiguration()
      configuration.resize = .longSide(480)
      let registrar = try Registrar(configuration: configuration)
      let whole = try registrar.register(moving: moving, onto: fixed)
      let reduced = try registrar.register(moving: moving, onto: fixed, largestInMemory: 0)
      #expect(reduced.isReduced && !whole.isReduced && reduced.verdict == .registered)
      #expect(reduced.moving.size.longSide < whole.moving.size.longSide)
      #expect(reduced.report.moving == whole.report.moving && reduced.report.fixed == whole.report.fixed)
      let (found, expected) = (try #require(reduced.fixedFromMoving), try #require(whole.fixedFromMoving))
      // Half a pixel of what the networks saw is five of the files.
      #expect(found.cornerError(from: expected, over: whole.moving.size) < 5)
      // Every picture shows the same, drawn from fewer pixels.
      #expect(reduced.matchesPicture().size == whole.matchesPicture().size)
      let pictures = (try #require(reduced.overlayPicture()), try #require(whole.overlayPicture()))
      #expect(pictures.0.meanDifference(from: pictures.1) < 6)
      try expectWritten(reduced, folder, moving)
    }
  }

  private func expectWritten(_ registration: Registration, _ folder: String, _ moving: URL) throws {
    let options = RegistrationOutputOptions(both: true, outputs: [.json, .warped, .overlap, .aligned])
    try registration.write(to: URL(filePath: folder + "/out"), options: options)
    let names = [
      "aligned.png", "overlap-fixed.tiff", "overlap-moving.tiff", "registration.json", "warped-fixed.tiff",
      "warped.tiff",
    ]
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out").sorted() == names)
    let image = try Image(contentsOf: moving)
    let transform = try #require(registration.fixedFromMoving)
    let size = registration.report.fixed.size
    let warped = try #require(image.warped(by: transform, to: size))
    #expect(try Image(contentsOf: URL(filePath: folder + "/out/warped.tiff")).isEqual(to: warped))
    let inMemory = Registration(
      report: registration.report, moving: image,
      fixed: try Image(contentsOf: URL(filePath: registration.report.fixed.path)))
    let overlap = try #require(inMemory.overlap())
    #expect(try Image(contentsOf: URL(filePath: folder + "/out/overlap-fixed.tiff")).isEqual(to: overlap.fixed))
    #expect(try Image(contentsOf: URL(filePath: folder + "/out/overlap-moving.tiff")).isEqual(to: overlap.moving))
  }
}

extension Image {
  fileprivate func isEqual(to other: Image) -> Bool {
    guard size == other.size, channels == other.channels, depth == other.depth else { return false }
    return depth == .uint8
      ? values(as: UInt8.self) == other.values(as: UInt8.self)
      : values(as: UInt16.self) == other.values(as: UInt16.self)
  }

  fileprivate func meanDifference(from other: Image) -> Double {
    let (ours, theirs) = (values(as: UInt8.self), other.values(as: UInt8.self))
    guard ours.count == theirs.count else { return .infinity }
    return zip(ours, theirs).reduce(0.0) { $0 + abs(Double($1.0) - Double($1.1)) } / Double(ours.count)
  }
}

import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import Superpose

private func names(in folder: String) throws -> Set<String> {
  Set(try FileManager.default.contentsOfDirectory(atPath: folder))
}

@Suite struct ApplyTests {
  private func transform() throws -> ImageTransform { try Synthetic.registration().report.imageTransform() }

  @Test func theMovingImageIsWarpedAsRegisteringDoes() throws {
    let registration = Synthetic.registration()
    let warped = try transform().warped(registration.moving).values(as: UInt8.self)
    #expect(warped == registration.warpedMoving()?.values(as: UInt8.self))
  }

  /// The pattern at twice the resolution, warped, is the pattern in the fixed frame at twice the resolution.
  @Test func anotherResolutionIsScaledByThePixelGrid() throws {
    let (moving, fixed) = (ImageSize(width: 240, height: 180), ImageSize(width: 280, height: 200))
    let halves = PixelGrid.resize(from: moving, to: Synthetic.movingSize)
    let large = Synthetic.image(moving, channels: 1, white: UInt16.max, movingFromImage: halves)
    let warped = try transform().warped(large)
    #expect(warped.size == fixed && warped.depth == .uint16)
    let inverse = try #require(Synthetic.fixedFromMoving.inverse)
    let expected = Synthetic.image(
      fixed, channels: 1, white: UInt16.max,
      movingFromImage: inverse * PixelGrid.resize(from: fixed, to: Synthetic.fixedSize))
    for (x, y) in [(120, 40), (150, 100), (200, 130)] {
      #expect(abs(warped.pixel(x, y)[0] - expected.pixel(x, y)[0]) < 40)
    }
    let error = #expect(throws: FrameError.self) {
      try transform().warped(Synthetic.image(ImageSize(width: 120, height: 120), channels: 1, white: UInt8.max))
    }
    #expect(error?.problem.contains("120x120") == true)
  }

  @Test func filesOfAllKindsAreCarriedTogether() throws {
    try withTemporaryFolder { folder in
      let mask = (0..<Synthetic.movingSize.pixelCount).map { UInt8($0 % 120 < 60 ? 0 : 7) }
      try Image(size: Synthetic.movingSize, channels: 1, values: mask).write(to: URL(filePath: folder + "/mask.png"))
      let deep = Synthetic.image(Synthetic.movingSize, channels: 4, white: UInt16.max)
      try deep.write(to: URL(filePath: folder + "/deep.tif"))
      try Synthetic.moving().write(to: URL(filePath: folder + "/photo.jpg"))
      try Data("x,y\n10,20\n119,80\n".utf8).write(to: URL(filePath: folder + "/points.csv"))
      let out = folder + "/out"
      let files = ["mask.png", "deep.tif", "photo.jpg", "points.csv"].map { URL(filePath: folder + "/" + $0) }
      let applied = try transform().apply(to: files, writingTo: URL(filePath: out))
      #expect(try names(in: out) == ["mask.png", "deep.tif", "photo.png", "points.csv", "transform.json"])
      #expect(applied.files.map(\.content) == [.labels, .image, .image, .annotations])
      #expect(applied.files.map(\.interpolation) == ["nearest", "cubic", "cubic", nil])
      #expect(applied.files[0].labelCount == 2 && applied.files[3].outsideCount == 1)
      let warped = try Image(contentsOf: URL(filePath: out + "/mask.png"))
      #expect(Set(warped.values(as: UInt8.self)) == [0, 7])
      let kept = try Image(contentsOf: URL(filePath: out + "/deep.tif"))
      #expect(kept.depth == .uint16 && kept.channels == 4 && kept.size == Synthetic.fixedSize)
      // What was written can be applied again: back to where all came from.
      let again = try TransformFile(contentsOf: URL(filePath: out + "/transform.json"))
      try again.transform.inverse.apply(
        to: [URL(filePath: out + "/points.csv")], writingTo: URL(filePath: folder + "/back"))
      let table = try String(contentsOf: URL(filePath: folder + "/back/points.csv"), encoding: .utf8)
      #expect(table.hasPrefix("x,y,outside\n10.0,20.0,no\n119.0,80.0,no\n"), "\(table)")
    }
  }

  @Test func palettesAreKept() throws {
    let file = URL(filePath: Repository.path + "/Tests/ImagingTests/Fixtures/palette-alpha.png")
    let source = try #require(try IndexedImage(contentsOf: file))
    let frame = ImageFrame(size: source.indices.size)
    try withTemporaryFolder { folder in
      let transform = try ImageTransform(moving: frame, fixed: frame, fixedFromMoving: .translation(x: 1, y: 0))
      try transform.apply(to: [file], writingTo: URL(filePath: folder))
      let result = try #require(try IndexedImage(contentsOf: URL(filePath: folder + "/palette-alpha.png")))
      #expect(result.palette == source.palette)
      let (before, after) = (source.indices.values(as: UInt8.self), result.indices.values(as: UInt8.self))
      #expect(Array(after[1..<frame.size.width]) == Array(before[0..<frame.size.width - 1]))
      // Another interpolation mixes colours, which no palette has.
      var options = ApplyOptions()
      options.interpolation = .linear
      try transform.apply(to: [file], writingTo: URL(filePath: folder), options: options)
      #expect(try IndexedImage(contentsOf: URL(filePath: folder + "/palette-alpha.png")) == nil)
    }
  }

  @Test func anErrorLeavesNothingBehind() throws {
    try withTemporaryFolder { folder in
      try Synthetic.moving().write(to: URL(filePath: folder + "/a.png"))
      try Data("x,y\n1,two\n".utf8).write(to: URL(filePath: folder + "/bad.csv"))
      let files = ["a.png", "bad.csv"].map { URL(filePath: folder + "/" + $0) }
      #expect(throws: (any Error).self) { try transform().apply(to: files, writingTo: URL(filePath: folder + "/out")) }
      #expect(try names(in: folder) == ["a.png", "bad.csv"])
      let twice = #expect(throws: TransformError.self) {
        try transform().apply(to: [files[0], files[0]], writingTo: URL(filePath: folder + "/out"))
      }
      #expect(twice?.kind == .nameTaken)
      let itself = #expect(throws: TransformError.self) {
        try transform().apply(to: [files[0]], writingTo: URL(filePath: folder))
      }
      #expect(itself?.description.contains("its result would take its place; choose another folder") == true)
    }
  }
}

@Suite struct TransformFileTests {
  private func withFile(_ text: String, _ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(filePath: folder + "/registration.json"))
      try body(URL(filePath: folder + "/registration.json"))
    }
  }

  private static let minimal =
    #"{"schema": "superpose.registration/1", "moving": {"path": "a.png", "width": 4, "height": 3}, "#
    + #""fixed": {"path": "b.png", "width": 5, "height": 6}, "fixedFromMoving": [[1, 0, 2], [0, 1, 0], [0, 0, 1]]}"#

  @Test func aWrittenRegistrationIsReadWithItsMatches() throws {
    try withTemporaryFolder { folder in
      try Synthetic.registration().write(to: URL(filePath: folder))
      for path in [folder, folder + "/registration.json"] {
        #expect(TransformFile.isTransform(URL(filePath: path)))
        let file = try TransformFile(contentsOf: URL(filePath: path))
        #expect(file.verdict == .registered && file.transform.controlPoints.count == 4)
        #expect(file.transform.moving == ImageFrame(path: "photos/moving.png", size: Synthetic.movingSize))
      }
    }
  }

  @Test func chainsAreComposedAndChecked() throws {
    try withFile(Self.minimal) { url in
      let first = try TransformFile(contentsOf: url)
      #expect(throws: TransformError.self) { try TransformFile.composed([first, first]) }
      try withFile(
        Self.minimal.replacing("\"width\": 4, \"height\": 3", with: "\"width\": 5, \"height\": 6")
          .replacing("a.png", with: "other.png")
      ) { next in
        let files = [first, try TransformFile(contentsOf: next)]
        let both = try TransformFile.composed(files)
        #expect(both(Point(x: 1, y: 1)) == Point(x: 5, y: 1))
        #expect(TransformFile.warnings(files).count == 1 && TransformFile.warnings(files)[0].contains("'other.png'"))
      }
    }
  }

  @Test func problemsAreNamed() throws {
    let wrong: [(String, TransformError.Kind, String)] = [
      ("{", .malformed, "it is no registration.json or transform.json"),
      ("{}", .malformed, "it is no registration.json or transform.json"),
      (Self.minimal.replacing("registration/1", with: "registration/9"), .malformed, "'superpose.registration/9'"),
      (Self.minimal.replacing("\"width\": 4", with: "\"width\": 0"), .malformed, "it is no registration.json"),
      (Self.minimal.replacing("[0, 1, 0]", with: "[0, 0, 0]"), .malformed, "the transform has no inverse"),
      (
        Self.minimal.replacing("[[1, 0, 2], [0, 1, 0], [0, 0, 1]]", with: #"null, "reasons": ["few matches"]"#),
        .notRegistered, "the pair was not registered (few matches)"
      ),
    ]
    for (text, kind, problem) in wrong {
      try withFile(text) { url in
        let error = #expect(throws: TransformError.self) { try TransformFile(contentsOf: url) }
        #expect(error?.kind == kind && error?.description.contains(problem) == true, "\(error as Any)")
      }
    }
    let missing = #expect(throws: TransformError.self) { try TransformFile(contentsOf: URL(filePath: "no/such.json")) }
    #expect(missing?.kind == .notFound)
  }
}

@Suite struct FramedOutputTests {
  /// The fixed image is moved by whole pixels, and both pictures have one frame.
  @Test func theUnionShowsAllOfBoth() throws {
    try withTemporaryFolder { folder in
      var options = RegistrationOutputOptions()
      options.framing = .union
      let registration = Synthetic.registration()
      let written = try registration.write(to: URL(filePath: folder), options: options)
      let area = try #require(written.report.frame?.area)
      let transform = try registration.report.imageTransform()
      #expect(try area == transform.area(.union) && area.width > Synthetic.fixedSize.width)
      let (warped, fixed) = (
        try Image(contentsOf: URL(filePath: folder + "/warped.png")),
        try Image(contentsOf: URL(filePath: folder + "/fixed-framed.png"))
      )
      #expect(warped.size == area.size && fixed.size == area.size)
      #expect(fixed.pixel(30 - area.x, 40 - area.y) == registration.fixed.pixel(30, 40))
      #expect(warped.pixel(80 - area.x, 50 - area.y) == registration.warpedMoving()?.pixel(80, 50))
      // Every corner of the moving image is there.
      for corner in Synthetic.movingSize.cornerPixels {
        let p = try #require(transform(corner))
        #expect(warped.pixel(Int(p.x.rounded()) - area.x, Int(p.y.rounded()) - area.y)[0] > 0)
      }
    }
  }

  @Test func theIntersectionHasDataEverywhere() throws {
    try withTemporaryFolder { folder in
      var options = RegistrationOutputOptions(outputs: [.warped])
      options.framing = .intersection
      try Synthetic.registration().write(to: URL(filePath: folder), options: options)
      #expect(try names(in: folder) == ["warped.png", "fixed-framed.png"])
      for name in ["warped", "fixed-framed"] {
        let picture = try Image(contentsOf: URL(filePath: folder + "/\(name).png"))
        #expect(picture.values(as: UInt8.self).allSatisfy { $0 > 0 })
      }
    }
  }

  @Test func onlyWhatIsChosenIsWritten() throws {
    try withTemporaryFolder { folder in
      var options = RegistrationOutputOptions(outputs: [.json, .warped])
      try Synthetic.registration().write(to: URL(filePath: folder))
      options.matchesTable = true
      options.forms = [.numpy, .opencv]
      try Synthetic.registration().write(to: URL(filePath: folder), options: options)
      #expect(
        try names(in: folder) == ["registration.json", "warped.png", "matches.csv", "transform.npy", "transform.yml"])
      let table = try String(contentsOf: URL(filePath: folder + "/matches.csv"), encoding: .utf8).split(separator: "\n")
      #expect(table[0] == "x0,y0,x1,y1,confidence,inlier,residual" && table.count == 5)
      #expect(table[1].hasPrefix("10.5,20.25,") && table[1].contains(",0.75,1,0.0"))
      try Synthetic.registration(verdict: .failed).write(to: URL(filePath: folder), options: options)
      #expect(try names(in: folder) == ["registration.json", "matches.csv"])
    }
  }

  /// Only a corner of both images is common: either image's own frame would cut most of the other off.
  @Test func littleOverlapIsShownInTheFrameOfBoth() throws {
    var registration = Synthetic.registration()
    let usual = try #require(ShrunkPair(registration, longSide: 1024))
    #expect(usual.inCommonFrame(longSide: 1024) == nil)
    registration.report.fixedFromMoving = .translation(x: 110, y: 60)
    registration.report.movingFromFixed = .translation(x: -110, y: -60)
    let apart = try #require(ShrunkPair(registration, longSide: 1024))
    let (moving, fixed) = try #require(apart.inCommonFrame(longSide: 1024))
    #expect(moving.size == ImageSize(width: 230, height: 150) && fixed.size == moving.size)
    #expect(moving.pixel(229, 149)[3] == 255 && fixed.pixel(229, 149)[3] == 0 && fixed.pixel(0, 0)[3] == 255)
    let picture = try #require(registration.alignedPicture())
    #expect(picture.size.width == 2 * 230 + 8)
  }
}

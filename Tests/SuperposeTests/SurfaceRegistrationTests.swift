import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import Superpose

/// Registers a picture that bends, with the program's own weights.
@Suite struct SurfaceRegistrationTests {
  private static let fixed = Result<Image, any Error> {
    try Image(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../examples/map.jpg").standardizedFileURL
    ).shrunk(toLongSide: 640)
  }

  /// Where a point of the bent picture lies on the flat one.
  private static func bend(_ size: ImageSize, _ amplitude: Double = 14) throws -> DisplacementField {
    let (columns, rows) = (4, 3)
    let displacements: [Point] = (0..<(columns + 3) * (rows + 3)).map { index in
      let (column, row) = (Double(index % (columns + 3)), Double(index / (columns + 3)))
      return Point(x: sin(1.3 * column + row), y: cos(column - 1.2 * row)) * amplitude
    }
    return try #require(
      DisplacementField(
        origin: Point(x: -0.5, y: -0.5),
        spacing: Point(x: Double(size.width) / Double(columns), y: Double(size.height) / Double(rows)),
        columns: columns, rows: rows, displacements: displacements))
  }

  private static func configuration(_ model: TransformModel) -> RegistrationConfiguration {
    var configuration = RegistrationConfiguration()
    configuration.choose(model)
    return configuration
  }

  private static let registration = Result<Registration, any Error> {
    let fixed = try Self.fixed.get()
    let bent = fixed.warped(through: PlaneMap([.displaced(try bend(fixed.size))]), to: fixed.size)
    return try Registrar(configuration: configuration(.local)).register(moving: bent, onto: fixed)
  }

  /// The mean distance from where a transform should put points of the bent picture.
  private static func error(of transform: ImageTransform) throws -> Double {
    let (size, bend) = (try fixed.get().size, try bend(fixed.get().size))
    let points = size.grid(of: 16).filter { size.contains(bend.displaced($0)) }
    let errors = try points.map { try #require(transform($0)).distance(to: bend.displaced($0)) }
    return errors.reduce(0, +) / Double(errors.count)
  }

  @Test func aBentPictureIsLaidFlat() throws {
    let registration = try Self.registration.get()
    #expect(registration.verdict == .registered, "\(registration)")
    #expect(registration.report.configuration.extraction.maxKeypoints == RegistrationConfiguration.surfaceKeypoints)
    let transform = try #require(registration.transform)
    let plane = try ImageTransform(
      moving: transform.moving, fixed: transform.fixed, fixedFromMoving: transform.fixedFromMoving)
    let (surfaceError, planeError) = (try Self.error(of: transform), try Self.error(of: plane))
    #expect(surfaceError < 1 && surfaceError < planeError / 3, "surface \(surfaceError), plane \(planeError)")
    #expect(registration.report.notes.contains { $0.contains("follows a surface") })
  }

  /// Images that are registered by reduced versions are warped along the surface, in all their pixels.
  @Test func largePicturesFollowTheSurface() throws {
    let fixed = try Self.fixed.get()
    let large = fixed.resized(to: ImageSize(width: 2 * fixed.size.width, height: 2 * fixed.size.height))
    let bent = large.warped(through: PlaneMap([.displaced(try Self.bend(large.size, 28))]), to: large.size)
    let folder = FileManager.default.temporaryDirectory.appending(path: "superpose-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = (moving: folder.appending(path: "bent.tif"), fixed: folder.appending(path: "flat.tif"))
    try bent.write(to: files.moving)
    try large.write(to: files.fixed)
    let registration = try Registrar(configuration: Self.configuration(.local))
      .register(moving: files.moving, onto: files.fixed, largestInMemory: 0)
    #expect(registration.isReduced && registration.report.surface?.field != nil)
    try registration.write(to: folder, options: RegistrationOutputOptions(outputs: [.warped]))
    let expected = try #require(Registration(report: registration.report, moving: bent, fixed: large).warpedMoving())
    let found = try Image(contentsOf: folder.appending(path: "warped.tiff"))
    #expect(found.size == expected.size)
    #expect(found.values(as: UInt8.self) == expected.values(as: UInt8.self))
  }

  /// What is read again from `registration.json` does the same, and so does what is applied and composed.
  @Test func theFileHoldsTheSurface() throws {
    let registration = try Self.registration.get()
    let folder = FileManager.default.temporaryDirectory.appending(path: "superpose-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try registration.write(to: folder, options: RegistrationOutputOptions(outputs: [.json, .warped]))
    let read = try TransformFile(contentsOf: folder).transform
    let transform = try #require(registration.transform)
    let back = try read.then(read.inverse)
    for point in registration.moving.size.grid(of: 6) {
      let mapped = try #require(transform(point))
      #expect(try #require(read(point)).distance(to: mapped) < 1e-6)
      #expect(try #require(back(point)).distance(to: point) < 1e-6)
    }
    try registration.moving.write(to: folder.appending(path: "channel.png"))
    let applied = folder.appending(path: "applied")
    try read.apply(to: [folder.appending(path: "channel.png")], writingTo: applied)
    let warped = try Image(contentsOf: folder.appending(path: "warped.png")).values(as: UInt8.self)
    #expect(try Image(contentsOf: applied.appending(path: "channel.png")).values(as: UInt8.self) == warped)
    let chained = try TransformFile(contentsOf: applied.appending(path: TransformFile.name)).transform
    let point = Point(x: 200, y: 100)
    #expect(try #require(chained(point)).distance(to: try #require(read(point))) < 1e-6)
  }

  @Test func aMatrixDoesNotSayASurface() throws {
    let transform = try #require(Self.registration.get().transform)
    for form in [TransformForm.numpy, .opencv] {
      #expect(throws: FrameError.self) { try form.data(for: transform) }
    }
    #expect(String(decoding: try TransformForm.itk.data(for: transform), as: UTF8.self).contains("BSplineTransform"))
  }

  @Test func aPictureOfAPlaneKeepsItsPlane() throws {
    let fixed = try Self.fixed.get()
    let turned = Homography(rows: [[0.98, 0.06, 5], [-0.05, 0.97, 20], [4e-5, 2e-5, 1]])
    let moving = try #require(fixed.warped(by: turned, to: fixed.size))
    let registration = try Registrar(configuration: Self.configuration(.local)).register(moving: moving, onto: fixed)
    #expect(registration.report.surface?.field == nil)
    #expect(registration.transform?.isPlane == true)
    let notes = registration.report.notes
    #expect(notes.contains { $0.contains("no better than a plane") }, "\(notes)")
  }
}

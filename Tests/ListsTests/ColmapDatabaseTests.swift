import Foundation
import Superpose
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import SuperposeLists

/// pycolmap reads what was written. The pairs are made up, so that all is known of them.
@Suite struct ColmapDatabaseTests {
  let scratch: Scratch
  let registrar: Registrar

  init() throws {
    scratch = try Scratch()
    registrar = try smallRegistrar()
  }

  private var file: URL { URL(filePath: scratch.path("database.db")) }
  private let transform = Homography(rows: [[0.9, -0.1, 20], [0.1, 0.9, 5], [0.0001, 0, 1]])

  /// A pair of images of 640×480 with keypoints on a grid, of which a part matches by the transform.
  private func report(_ moving: String, _ fixed: String, points: Range<Int>) throws -> RegistrationReport {
    let size = #"{"path": "\#(scratch.path("photos/"))NAME", "width": 640, "height": 480}"#
    func image(_ name: String) -> String { size.replacing("NAME", with: name) }
    let matches = points.map { index -> String in
      let point = Point(x: Double(20 * (index % 20)) + 10.25, y: Double(20 * (index / 20)) + 10)
      let other = transform(point)
      return """
        {"moving": [\(point.x), \(point.y)], "fixed": [\(other.x), \(other.y)], "confidence": 0.5, \
        "inlier": \(index % 3 > 0)}
        """
    }
    var report = try registrar.report(on: registrar.match(.gray(64), .gray(64)))
    let decoder = JSONDecoder()
    report.moving = try decoder.decode(RegistrationReport.ImageDescription.self, from: Data(image(moving).utf8))
    report.fixed = try decoder.decode(RegistrationReport.ImageDescription.self, from: Data(image(fixed).utf8))
    report.matches = try decoder.decode(
      [RegistrationReport.Match].self, from: Data("[\(matches.joined(separator: ","))]".utf8))
    report.fixedFromMoving = transform
    report.movingFromFixed = transform.inverse?.normalized
    return report
  }

  private func database() throws -> ColmapDatabase {
    try ColmapDatabase(file, imageFolder: URL(filePath: scratch.path("photos")))
  }

  private func read() throws -> [String: Any] {
    let script = """
      import json, sys, pycolmap
      database = pycolmap.Database.open(sys.argv[1])
      images = {image.name: image.image_id for image in database.read_all_images()}
      answer = {'images': sorted(images), 'verified': database.num_verified_image_pairs(), 'pairs': {}, 'keypoints': {}}
      answer['sizes'] = [[c.width, c.height, c.model.name] for c in database.read_all_cameras()]
      for name, number in images.items():
          answer['keypoints'][name] = database.read_keypoints(number).tolist()
      for a in images:
          for b in images:
              if a != b and database.exists_matches(images[a], images[b]):
                  pair = {'matches': database.read_matches(images[a], images[b]).tolist()}
                  if database.exists_two_view_geometry(images[a], images[b]):
                      geometry = database.read_two_view_geometry(images[a], images[b])
                      pair |= {'inliers': geometry.inlier_matches.tolist(), 'H': geometry.H.tolist(),
                               'config': int(geometry.config)}
                  answer['pairs'][a + ' ' + b] = pair
      print(json.dumps(answer))
      """
    let outcome = try Command.python(["-c", script, file.path])
    try #require(outcome.status == 0, "\(outcome.text)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.text.utf8)) as? [String: Any])
  }

  @Test func pycolmapReadsWhatWasWritten() throws {
    let database = try database()
    try database.add(report("b/2.jpg", "1.jpg", points: 0..<60))
    // The same images the other way round as in their numbers, and a third one.
    try database.add(report("1.jpg", "3.jpg", points: 30..<90))
    let read = try read()
    #expect(read["images"] as? [String] == ["1.jpg", "3.jpg", "b/2.jpg"])
    #expect(
      (read["sizes"] as? [[Any]])?.allSatisfy { $0[0] as? Int == 640 && $0[2] as? String == "SIMPLE_RADIAL" } == true)
    let keypoints = try #require(read["keypoints"] as? [String: [[Double]]])
    let pairs = try #require(read["pairs"] as? [String: [String: Any]])
    #expect(read["verified"] as? Int == 2 && pairs.count == 4)
    for (moving, fixed) in [("b/2.jpg", "1.jpg"), ("1.jpg", "3.jpg")] {
      let pair = try #require(pairs["\(moving) \(fixed)"])
      let matches = try #require(pair["matches"] as? [[Int]])
      #expect(matches.count == 60 && (pair["inliers"] as? [[Int]])?.count == 40 && pair["config"] as? Int == 6)
      let rows = try #require(pair["H"] as? [[Double]])
      let found = Homography(rows: rows)
      let points = try matches.map { match in
        let (one, other) = (try #require(keypoints[moving])[match[0]], try #require(keypoints[fixed])[match[1]])
        return (Point(x: one[0], y: one[1]), Point(x: other[0], y: other[1]))
      }
      // In COLMAP's convention, in which 0.5 is the first pixel's centre.
      let errors = points.map { one, other in
        PixelGrid.toCornerOrigin(transform(PixelGrid.fromCornerOrigin(one))).distance(to: other)
      }
      #expect(errors.allSatisfy { $0 < 1e-3 })
      #expect(points.allSatisfy { one, other in found(one).distance(to: other) < 1e-3 })
    }
    // The moving images' points lie at quarters of pixels from whole ones.
    #expect(keypoints["b/2.jpg"]?.allSatisfy { $0[0].truncatingRemainder(dividingBy: 1) == 0.75 } == true)
  }

  /// Each keypoint is there once, however many pairs have it and however often they are added.
  @Test func pairsAreAddedOneByOne() throws {
    try database().add(report("1.jpg", "2.jpg", points: 0..<40))
    #expect(try database().contains(moving: scratch.path("photos/2.jpg"), fixed: scratch.path("photos/1.jpg")))
    #expect(try !database().contains(moving: scratch.path("photos/1.jpg"), fixed: scratch.path("photos/3.jpg")))
    for _ in 0..<2 {
      try database().add(report("1.jpg", "3.jpg", points: 20..<60))
      let keypoints = try #require(try read()["keypoints"] as? [String: [[Double]]])
      #expect(keypoints.mapValues(\.count) == ["1.jpg": 60, "2.jpg": 40, "3.jpg": 40])
    }
  }

  @Test func apairThatIsNotRegisteredHasMatchesAlone() throws {
    var report = try report("1.jpg", "2.jpg", points: 0..<9)
    (report.fixedFromMoving, report.movingFromFixed) = (nil, nil)
    try database().add(report)
    let pairs = try #require(try read()["pairs"] as? [String: [String: Any]])
    #expect((pairs["1.jpg 2.jpg"]?["matches"] as? [Any])?.count == 9 && pairs["1.jpg 2.jpg"]?["inliers"] == nil)
  }

  @Test func otherFilesAreRefused() throws {
    try scratch.write("database.db", String(repeating: "no database", count: 200))
    #expect(#expect(throws: ColmapError.self) { try database() }?.kind == .malformed)
    let nowhere = URL(filePath: scratch.path("nowhere/database.db"))
    let error = #expect(throws: ColmapError.self) { try ColmapDatabase(nowhere, imageFolder: nowhere) }
    #expect(error?.description.hasPrefix("cannot write the database '\(nowhere.path)': unable to open") == true)
  }
}

extension Image {
  fileprivate static func gray(_ side: Int) -> Image {
    Image(
      size: ImageSize(width: side, height: side), channels: 1, values: [UInt8](repeating: 9, count: side * side))
  }
}

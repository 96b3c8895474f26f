import Foundation
import SuperposeAnnotations
import SuperposeFiles
import SuperposeGeometry
import Testing

/// A transform with perspective between images of different sizes. A part of the moving image leaves the fixed one.
enum Fixture {
  static let moving = ImageFrame(path: "photos/moving.png", size: ImageSize(width: 120, height: 90))
  static let fixed = ImageFrame(path: "photos/fixed.png", size: ImageSize(width: 140, height: 100))
  static let matrix = Homography(rows: [[0.95, -0.12, 42], [0.1, 0.93, 6], [2e-4, -1e-4, 1]])

  static func transform() throws -> ImageTransform {
    try ImageTransform(moving: moving, fixed: fixed, fixedFromMoving: matrix)
  }

  /// Where a point of the moving image lies in the fixed one, from pixel centre to pixel centre.
  static func mapped(_ x: Double, _ y: Double) -> Point { matrix(Point(x: x, y: y)) }

  /// The same for coordinates that count from the pixels' corners.
  static func mappedCorner(_ x: Double, _ y: Double) -> Point {
    let p = matrix(Point(x: x - 0.5, y: y - 0.5))
    return Point(x: p.x + 0.5, y: p.y + 0.5)
  }

  /// Reads a text as a file of this name.
  static func file(_ name: String, _ text: String) throws -> AnnotationFile {
    let folder = NSTemporaryDirectory() + "superpose-annotations-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    return try AnnotationFile(contentsOf: URL(filePath: folder + "/" + name))
  }

  static func mapped(
    _ name: String, _ text: String, by transform: ImageTransform? = nil, options: AnnotationOptions = .init()
  ) throws -> (mapped: MappedAnnotations, json: JSONValue) {
    let mapped = try file(name, text).mapped(by: transform ?? Self.transform(), options: options)
    return (mapped, try JSONDecoder().decode(JSONValue.self, from: mapped.data))
  }

  static func rows(_ mapped: MappedAnnotations) throws -> [[String]] {
    let table = try CSVTable(String(decoding: mapped.data, as: UTF8.self))
    return [table.header] + table.rows.map(\.cells)
  }

  /// What is wrong with a file, without its path.
  static func problem(_ name: String, _ text: String, options: AnnotationOptions = .init()) throws -> AnnotationError? {
    do {
      _ = try file(name, text).mapped(by: transform(), options: options)
      return nil
    } catch let error as AnnotationError { return error }
  }
}

extension JSONValue {
  subscript(_ index: Int) -> JSONValue? { array.flatMap { $0.indices.contains(index) ? $0[index] : nil } }

  var doubles: [Double] { array?.compactMap(\.double) ?? [] }
}

func isClose(_ values: [Double], _ expected: [Double], _ tolerance: Double = 1e-5) -> Bool {
  values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance }
}

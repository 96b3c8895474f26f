public import Foundation
import SuperposeEstimation
import SuperposeFiles
public import SuperposeGeometry

/// Two points, one in each image, of which a person says that they show the same place.
public struct Landmark: Codable, Hashable, Sendable {
  /// In original pixels of the moving image.
  public var moving: Point
  /// In original pixels of the fixed image.
  public var fixed: Point

  /// A place in both images.
  public init(moving: Point, fixed: Point) {
    self.moving = moving
    self.fixed = fixed
  }
}

/// Places that a person has marked in both images.
public struct Landmarks: Hashable, Sendable {
  /// In the order in which they were set.
  public var pairs: [Landmark]

  /// Landmarks in any order.
  public init(_ pairs: [Landmark]) { self.pairs = pairs }

  /// The number of landmarks.
  public var count: Int { pairs.count }

  /// Reads a table with the columns `x0`, `y0` (moving) and `x1`, `y1` (fixed), in original pixels.
  ///
  /// The first line may name the columns, which may then stand in any order and among others. Without names a line is
  /// `x0,y0,x1,y1`. Empty lines and those that begin with `#` are skipped.
  ///
  /// - Throws: ``GuidanceError`` where the file cannot be read or has a line of another form.
  public init(contentsOf file: URL) throws(GuidanceError) {
    self.init(try LandmarkTable(file.pathText).landmarks())
  }

  /// The table as text, with the columns' names.
  public var csv: String {
    CSV.text([LandmarkTable.names] + pairs.map { [$0.moving.x, $0.moving.y, $0.fixed.x, $0.fixed.y].map { "\($0)" } })
  }

  /// A line that is another one for other landmarks.
  var identity: String { csv.replacing("\n", with: ";") }
}

/// A file of landmarks while it is read.
private struct LandmarkTable {
  static let names = ["x0", "y0", "x1", "y1"]
  private let path: String
  private let lines: [(number: Int, cells: [String])]

  init(_ path: String) throws(GuidanceError) {
    self.path = path
    do {
      lines = try TextFile.lines(of: path).compactMap { line in
        let text = line.text.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty, !text.hasPrefix("#") else { return nil }
        let cells = text.split(separator: ",", omittingEmptySubsequences: false)
        return (line.number, cells.map { $0.trimmingCharacters(in: .whitespaces.union(["\""])) })
      }
    } catch { throw GuidanceError(error, reading: "landmarks", of: path) }
  }

  func landmarks() throws(GuidanceError) -> [Landmark] {
    guard let first = lines.first else { throw malformed("it has no landmarks") }
    let hasNames = Self.names.contains(where: first.cells.contains)
    var columns = Array(0..<4)
    if hasNames {
      columns = []
      for name in Self.names {
        guard let column = first.cells.firstIndex(of: name) else {
          throw malformed("line \(first.number): no column is called \(name)")
        }
        columns.append(column)
      }
    }
    var landmarks: [Landmark] = []
    for line in hasNames ? lines.dropFirst() : lines[...] { landmarks.append(try landmark(line, columns)) }
    guard !landmarks.isEmpty else { throw malformed("it has no landmarks") }
    return landmarks
  }

  private func landmark(_ line: (number: Int, cells: [String]), _ columns: [Int]) throws(GuidanceError) -> Landmark {
    let numbers = columns.compactMap { column -> Double? in
      guard column < line.cells.count, let number = Double(line.cells[column]), number.isFinite else { return nil }
      return number
    }
    guard numbers.count == 4 else {
      throw malformed("line \(line.number): expected four numbers, found '\(line.cells.joined(separator: ","))'")
    }
    return Landmark(moving: Point(x: numbers[0], y: numbers[1]), fixed: Point(x: numbers[2], y: numbers[3]))
  }

  private func malformed(_ problem: String) -> GuidanceError {
    GuidanceError(
      .malformed,
      "cannot read the landmarks '\(path)': \(problem); give lines x0,y0,x1,y1 in pixels of the moving and "
        + "the fixed image")
  }
}

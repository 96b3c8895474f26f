import ArgumentParser

/// A layout of pictures, `ROWSxCOLUMNS`.
struct Grid {
  static let largest = 100

  let rows: Int
  let columns: Int

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  init(argument: String) throws {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let rows = parts[0], let columns = parts[1], (1...Self.largest).contains(rows),
      (1...Self.largest).contains(columns)
    else { throw ValidationError("expected ROWSxCOLUMNS, each from 1 to \(Self.largest)") }
    self.init(rows: rows, columns: columns)
  }

  /// Returns the smallest grid for this many pictures that is no higher than wide.
  static func square(for count: Int) -> Grid {
    let columns = Int(Double(count).squareRoot().rounded(.up))
    return Grid(rows: (count + columns - 1) / columns, columns: columns)
  }

  /// Throws unless this many pictures fit.
  func require(roomFor count: Int) throws {
    guard rows * columns >= count else {
      throw ValidationError(
        "--grid \(rows)x\(columns): expected room for \(count) pictures, found \(rows * columns) cells.")
    }
  }
}

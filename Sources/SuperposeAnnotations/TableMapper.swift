import SuperposeFiles
import SuperposeGeometry

/// Tables with a point, or an upright box, in each row. Other columns stay, and one says what falls outside.
struct TableMapper {
  private(set) var map: ShapeMap
  private let columns: AnnotationOptions.Columns

  init(_ transform: ImageTransform, _ options: AnnotationOptions) throws(AnnotationProblem) {
    map = try ShapeMap(transform, options, origin: AnnotationFormat.csv.origin)
    columns = options.columns
  }

  mutating func mapped(_ table: CSVTable) throws(AnnotationProblem) -> CSVTable {
    let reader = try CoordinateColumns(table.header, columns)
    var result = table
    let mark = table.header.firstIndex(of: Placement.key)
    if mark == nil { result.header.append(Placement.key) }
    for index in table.rows.indices {
      let placement = try map(&result.rows[index], reader)
      if let mark {
        result.rows[index].cells[mark] = placement
      } else {
        result.rows[index].cells.append(placement)
      }
    }
    return result
  }

  /// Maps the cells of a row, and returns the mark.
  private mutating func map(
    _ row: inout CSVTable.Row, _ reader: CoordinateColumns
  ) throws(AnnotationProblem) -> String {
    guard let numbers = try reader.numbers(row) else { return "" }
    let isBox = numbers.count == 4
    let shape =
      isBox
      ? map.points(Box(left: numbers[0], top: numbers[1], right: numbers[2], bottom: numbers[3]).corners)
      : map.points([Point(x: numbers[0], y: numbers[1])])
    let placement = map.place(shape)
    let box = shape.flatMap { Box(around: $0) }
    let coordinates = box.map { isBox ? [$0.left, $0.top, $0.right, $0.bottom] : [$0.left, $0.top] }
    for (place, index) in reader.indexes.enumerated() { row.cells[index] = coordinates.map { "\($0[place])" } ?? "" }
    return placement.rawValue
  }
}

/// The columns of a table that hold coordinates: a point's, or a box's.
struct CoordinateColumns {
  let indexes: [Int]

  private static let boxColumns = ["xmin", "ymin", "xmax", "ymax"]

  init(_ header: [String], _ columns: AnnotationOptions.Columns) throws(AnnotationProblem) {
    let names = header.map { $0.trimmed.lowercased() }
    func indexes(_ wanted: [String]) -> [Int]? {
      let found = wanted.compactMap { name in names.firstIndex(of: name.lowercased()) }
      return found.count == wanted.count ? found : nil
    }
    guard let found = indexes([columns.x, columns.y]) ?? indexes(Self.boxColumns) else {
      throw AnnotationProblem(
        "expected columns '\(columns.x)' and '\(columns.y)' (or \(Self.boxColumns.joined(separator: ", "))), found "
          + header.map { "'\($0)'" }.joined(separator: ", "),
        hint: "name the columns in the first line, or say what they are called")
    }
    self.indexes = found
  }

  /// Returns a row's coordinates, or nil for one without: a point that was not seen has empty cells in many programs'
  /// tables.
  func numbers(_ row: CSVTable.Row) throws(AnnotationProblem) -> [Double]? {
    if indexes.allSatisfy({ row.cells[$0].isBlank }) { return nil }
    var numbers: [Double] = []
    for index in indexes {
      guard let number = Double(row.cells[index].trimmed), number.isFinite else {
        throw AnnotationProblem(
          "line \(row.line): expected a number, found '\(row.cells[index])'", hint: "correct the line")
      }
      numbers.append(number)
    }
    return numbers
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  fileprivate var isBlank: Bool { ["", "nan"].contains(trimmed.lowercased()) }
}

import SuperposeFiles
public import SuperposeGeometry

/// A map on which points are written instead of pixels.
public struct MapCoordinates: Hashable, Sendable {
  /// Maps a point of the fixed image, counted from the centre of its top-left pixel, to the map.
  public var mapFromFixed: Homography
  /// The number of the coordinate system in EPSG's list; nil where it is unknown.
  public var epsg: Int?

  public init(mapFromFixed: Homography, epsg: Int? = nil) {
    self.mapFromFixed = mapFromFixed
    self.epsg = epsg
  }
}

/// A table's rows as features of GeoJSON, whose properties are the other columns.
struct TableFeatures {
  let collection: JSONValue

  init(_ table: CSVTable, _ columns: AnnotationOptions.Columns) throws(AnnotationProblem) {
    let reader = try CoordinateColumns(table.header, columns)
    var features: [JSONValue] = []
    for row in table.rows {
      guard let numbers = try reader.numbers(row) else { continue }
      var properties: [String: JSONValue] = [:]
      for (index, name) in table.header.enumerated() where !reader.indexes.contains(index) {
        properties[name] = Self.value(row.cells[index])
      }
      features.append(
        .object([
          "type": .string("Feature"), "properties": .object(properties), "geometry": Self.geometry(numbers),
        ]))
    }
    collection = .object(["type": .string("FeatureCollection"), "features": .array(features)])
  }

  private static func geometry(_ numbers: [Double]) -> JSONValue {
    guard numbers.count == 4 else {
      return .object(["type": .string("Point"), "coordinates": .array(numbers.map { .number($0) })])
    }
    let corners = Box(left: numbers[0], top: numbers[1], right: numbers[2], bottom: numbers[3]).corners
    let ring = (corners + [corners[0]]).map { JSONValue.array([.number($0.x), .number($0.y)]) }
    return .object(["type": .string("Polygon"), "coordinates": .array([.array(ring)])])
  }

  private static func value(_ cell: String) -> JSONValue {
    if let integer = Int(cell) { return .integer(integer) }
    if let number = Double(cell), number.isFinite { return .number(number) }
    return .string(cell)
  }
}

extension JSONValue {
  /// The same features with the name of their coordinate system. RFC 7946 knows none but longitude and latitude; GDAL
  /// and QGIS read the older member `crs`.
  func named(epsg: Int?) -> JSONValue {
    var value = self
    if let features = array { value = .object(["type": .string("FeatureCollection"), "features": .array(features)]) }
    if let epsg {
      let name = JSONValue.object(["name": .string("urn:ogc:def:crs:EPSG::\(epsg)")])
      value["crs"] = .object(["type": .string("name"), "properties": name])
    }
    return value
  }
}

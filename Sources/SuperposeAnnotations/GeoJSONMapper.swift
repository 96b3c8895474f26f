import SuperposeFiles
import SuperposeGeometry

/// GeoJSON (RFC 7946) in pixels, as programs for microscopy write it. A position's third number and all other members
/// are kept, and a bounding box is made anew.
struct GeoJSONMapper {
  /// The levels of lists round a position, by the type of geometry.
  private static let depths = [
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
  ]
  static let types = Set(depths.keys).union(["Feature", "FeatureCollection", "GeometryCollection"])
  /// A feature's members that hold geometry; QuPath adds the second.
  private static let geometryKeys = ["geometry", "nucleusGeometry"]

  private(set) var map: ShapeMap

  init(
    _ transform: ImageTransform, _ options: AnnotationOptions, origin: PixelOrigin = AnnotationFormat.geoJSON.origin
  ) throws(AnnotationProblem) {
    map = try ShapeMap(transform, options, origin: origin)
  }

  mutating func mapped(_ value: JSONValue) throws(AnnotationProblem) -> JSONValue {
    if let features = value.array {
      var mapped: [JSONValue] = []
      for feature in features { mapped.append(try self.feature(feature)) }
      return .array(mapped)
    }
    switch value["type"]?.string {
    case "FeatureCollection":
      var result = value
      var features: [JSONValue] = []
      for feature in value["features"]?.array ?? [] { features.append(try self.feature(feature)) }
      result["features"] = .array(features)
      result["bbox"] = nil
      return result
    case "Feature": return try feature(value)
    default:
      var (result, points) = try geometry(value)
      result.mark(map.place(points))
      return result
    }
  }

  private mutating func feature(_ feature: JSONValue) throws(AnnotationProblem) -> JSONValue {
    guard feature["type"]?.string == "Feature" else {
      throw AnnotationProblem("feature \(map.count + 1): expected the type 'Feature'", hint: "correct the file")
    }
    var result = feature
    var outline: [Point]? = []
    for key in Self.geometryKeys {
      guard let value = feature[key], value.isObject else { continue }
      let (mapped, points) = try geometry(value)
      result[key] = points == nil ? .null : mapped
      if key == Self.geometryKeys[0] { outline = points }
    }
    let placement = map.place(outline)
    var properties = result["properties"].flatMap { $0.isObject ? $0 : nil } ?? .object([:])
    properties.mark(placement)
    result["properties"] = properties
    if feature["bbox"] != nil { result["bbox"] = outline.flatMap { Box(around: $0) }.map(Self.list) }
    return result
  }

  /// Maps a geometry, and returns it with all its points. These are nil where one is not seen.
  private func geometry(_ value: JSONValue) throws(AnnotationProblem) -> (JSONValue, [Point]?) {
    let type = value["type"]?.string ?? ""
    var result = value
    result["bbox"] = nil
    if type == "GeometryCollection" {
      var (members, points): ([JSONValue], [Point]?) = ([], [])
      for member in value["geometries"]?.array ?? [] {
        let (mapped, more) = try geometry(member)
        members.append(mapped)
        points = more.flatMap { more in points.map { $0 + more } }
      }
      result["geometries"] = .array(members)
      return (result, points)
    }
    guard let depth = Self.depths[type], let coordinates = value["coordinates"] else {
      throw AnnotationProblem(
        "feature \(map.count + 1): '\(type)' with coordinates is no geometry of GeoJSON", hint: "correct the file")
    }
    var points: [Point]? = []
    result["coordinates"] = try positions(coordinates, depth, &points)
    return (result, points)
  }

  private func positions(
    _ value: JSONValue, _ depth: Int, _ points: inout [Point]?
  ) throws(AnnotationProblem) -> JSONValue {
    let place = "feature \(map.count + 1)"
    guard depth > 0 else {
      let point = try value.point(place)
      guard let mapped = map.points([point])?.first else {
        points = nil
        return value
      }
      points?.append(mapped)
      return .array([.coordinate(mapped.x), .coordinate(mapped.y)] + (value.array ?? []).dropFirst(2))
    }
    guard let list = value.array else {
      throw AnnotationProblem("\(place): its coordinates are nested too little", hint: "correct the file")
    }
    var result: [JSONValue] = []
    for item in list { result.append(try positions(item, depth - 1, &points)) }
    return .array(result)
  }

  private static func list(_ box: Box) -> JSONValue {
    .array([box.left, box.top, box.right, box.bottom].map { .coordinate($0) })
  }
}

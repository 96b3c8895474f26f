public import Foundation
import SuperposeFiles
public import SuperposeGeometry

/// The formats of points, polygons and boxes.
public enum AnnotationFormat: String, Sendable, CaseIterable {
  case csv = "CSV"
  case geoJSON = "GeoJSON"
  case coco = "COCO"
  case labelMe = "LabelMe"

  /// Where the format counts pixels from, as the programs do that write it.
  ///
  /// Tables are counted like everything else here, from the centre of the top-left pixel. The others are drawn on the
  /// screen and counted from its corner, except for COCO's keypoints, which are indexes of pixels.
  public var origin: PixelOrigin { self == .csv ? .center : .corner }
}

/// How a file of points is understood.
public struct AnnotationOptions: Hashable, Sendable {
  /// Where its pixels are counted from; nil for the format's own (``AnnotationFormat/origin``).
  public var origin: PixelOrigin?
  /// How many pixels of the image that was annotated lie along one pixel of the one that was registered; nil takes it
  /// from the size that the file states, and 1 where it states none.
  public var scale: Double?
  /// The names of a table's columns for x and y.
  public var columns: Columns
  /// The map on which tables and GeoJSON are written, both as GeoJSON; nil for pixels, in the format of the file.
  public var map: MapCoordinates?

  /// The names of two columns.
  public struct Columns: Hashable, Sendable {
    public var x: String
    public var y: String

    public init(x: String = "x", y: String = "y") {
      self.x = x
      self.y = y
    }
  }

  public init(origin: PixelOrigin? = nil, scale: Double? = nil, columns: Columns = Columns()) {
    self.origin = origin
    self.scale = scale
    self.columns = columns
  }
}

/// A file of points, polygons or boxes: CSV, GeoJSON, COCO or LabelMe. What it has beside coordinates is kept.
public struct AnnotationFile: Sendable {
  /// What the content is.
  public let format: AnnotationFormat
  /// The file, as the caller gave it.
  public let path: String
  private let content: Content

  private enum Content: Sendable {
    case table(CSVTable)
    case json(JSONValue)
  }

  /// The extensions of such files, in lower case.
  private static let extensions: Set = ["csv", "tsv", "json", "geojson"]

  /// Whether a file's extension is that of annotations.
  public static func hasExtension(_ url: URL) -> Bool { extensions.contains(url.pathExtension.lowercased()) }

  /// Reads a file: JSON by its extension `json` or `geojson`, else a table.
  ///
  /// - Throws: ``AnnotationError`` where it cannot be read or is neither a table with a header nor one of the JSON
  ///   formats.
  public init(contentsOf url: URL) throws(AnnotationError) {
    path = url.pathText
    let text: String
    do { text = try TextFile.text(of: path) } catch { throw AnnotationError(error) }
    do throws(AnnotationProblem) {
      if url.pathExtension.lowercased().hasSuffix("json") {
        let value = try Self.json(text)
        guard let format = Self.format(of: value) else {
          throw AnnotationProblem(
            "it is none of GeoJSON, COCO and LabelMe",
            hint: "expected a 'type' of GeoJSON, 'images' and 'annotations', or 'shapes'")
        }
        (content, self.format) = (.json(value), format)
      } else {
        (content, format) = (.table(try Self.table(text)), .csv)
      }
    } catch { throw AnnotationError(error.kind, path, problem: error.problem, hint: error.hint) }
  }

  /// Maps everything by a transform from the image that was annotated.
  ///
  /// What lies outside the fixed image afterwards is marked: `outside` is `partly`, `wholly`, or `horizon` for what no
  /// camera sees, which has no coordinates then. Boxes stay upright: each becomes the smallest box round the turned
  /// one.
  ///
  /// - Throws: ``AnnotationError`` where a coordinate is no number, or the file was made on an image of other
  ///   proportions than the moving one.
  public func mapped(
    by transform: ImageTransform, options: AnnotationOptions = .init()
  ) throws(AnnotationError) -> MappedAnnotations {
    do throws(AnnotationProblem) {
      if let map = options.map { return try onMap(map, transform, options) }
      switch content {
      case .table(let table):
        var mapper = try TableMapper(transform, options)
        return MappedAnnotations(Data(try mapper.mapped(table).text.utf8), format, mapper.map)
      case .json(let value):
        let (mapped, map) = try Self.mapped(value, format, transform, options)
        return MappedAnnotations(try Self.document(mapped), format, map)
      }
    } catch { throw AnnotationError(error.kind, path, problem: error.problem, hint: error.hint) }
  }

  /// Maps everything to a map, as GeoJSON.
  private func onMap(
    _ map: MapCoordinates, _ transform: ImageTransform, _ options: AnnotationOptions
  ) throws(AnnotationProblem) -> MappedAnnotations {
    let features: JSONValue
    switch (content, format) {
    case (.table(let table), _): features = try TableFeatures(table, options.columns).collection
    case (.json(let value), .geoJSON): features = value
    default:
      throw AnnotationProblem(
        "\(format.rawValue) has pixels only, and no coordinates of a map", hint: "give CSV or GeoJSON")
    }
    var mapper = try GeoJSONMapper(transform, options, origin: format.origin)
    let mapped = try mapper.mapped(features).named(epsg: map.epsg)
    return MappedAnnotations(try Self.document(mapped), .geoJSON, mapper.map)
  }

  private static func document(_ value: JSONValue) throws(AnnotationProblem) -> Data {
    guard let data = try? JSON.document(value) else {
      throw AnnotationProblem("a coordinate became too large to be written", hint: "check the transform")
    }
    return data
  }

  private static func mapped(
    _ value: JSONValue, _ format: AnnotationFormat, _ transform: ImageTransform, _ options: AnnotationOptions
  ) throws(AnnotationProblem) -> (JSONValue, ShapeMap) {
    switch format {
    case .coco:
      var mapper = try COCOMapper(value, transform, options)
      return (try mapper.mapped(value), mapper.map)
    case .labelMe:
      var mapper = try LabelMeMapper(value, transform, options)
      return (try mapper.mapped(value), mapper.map)
    case .geoJSON, .csv:
      var mapper = try GeoJSONMapper(transform, options)
      return (try mapper.mapped(value), mapper.map)
    }
  }

  private static func table(_ text: String) throws(AnnotationProblem) -> CSVTable {
    let table: CSVTable
    do throws(CSVTable.Problem) { table = try CSVTable(text) } catch {
      throw AnnotationProblem("line \(error.line): \(error.text)", hint: "correct the line")
    }
    guard !table.header.isEmpty else {
      throw AnnotationProblem("line 1: expected the names of the columns", hint: "write them there")
    }
    return table
  }

  private static func json(_ text: String) throws(AnnotationProblem) -> JSONValue {
    do { return try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) } catch {
      throw AnnotationProblem("it is not JSON\(JSON.place(of: error))", hint: "check how it was written")
    }
  }

  private static func format(of value: JSONValue) -> AnnotationFormat? {
    if value["shapes"]?.array != nil { return .labelMe }
    if value["images"]?.array != nil, value["annotations"]?.array != nil { return .coco }
    // QuPath writes a plain list of features.
    let first = value.array.map { $0.first ?? .null } ?? value
    return first["type"]?.string.flatMap { GeoJSONMapper.types.contains($0) ? .geoJSON : nil }
  }
}

/// Annotations in the frame of the fixed image.
public struct MappedAnnotations: Sendable {
  /// The content of a file of the same format.
  public let data: Data
  /// The format.
  public let format: AnnotationFormat
  /// How many shapes there are: points of a table, features, annotations, shapes.
  public let count: Int
  /// How many of them do not lie wholly inside the fixed image.
  public let outsideCount: Int
  /// How many pixels of the image that was annotated lie along one of the image that was registered.
  public let scale: Double
  /// The frame that they are in now.
  public let fixed: ImageFrame

  init(_ data: Data, _ format: AnnotationFormat, _ map: ShapeMap) {
    self.data = data
    self.format = format
    (count, outsideCount) = (map.count, map.outsideCount)
    (scale, fixed) = (map.scale, map.transform.fixed)
  }
}

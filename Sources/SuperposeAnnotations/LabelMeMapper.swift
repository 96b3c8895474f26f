import Foundation
import SuperposeFiles
import SuperposeGeometry

/// LabelMe's files (github.com/wkentaro/labelme): shapes of one image.
///
/// A rectangle stays one, see ``AnnotationFile/mapped(by:options:)``; a circle becomes a polygon, since it is an
/// ellipse afterwards and the format has none.
struct LabelMeMapper {
  private(set) var map: ShapeMap

  /// The corners of the polygon that takes a circle's place.
  private static let circleCorners = 64

  init(_ file: JSONValue, _ transform: ImageTransform, _ options: AnnotationOptions) throws(AnnotationProblem) {
    map = try ShapeMap(
      transform, options, origin: AnnotationFormat.labelMe.origin, stated: file.size("imageWidth", "imageHeight"))
  }

  mutating func mapped(_ file: JSONValue) throws(AnnotationProblem) -> JSONValue {
    var result = file
    result.state(map.transform.fixed.size, "imageWidth", "imageHeight")
    let name = map.transform.fixed.fileName
    if file["imagePath"] != nil, !name.isEmpty { result["imagePath"] = .string(name) }
    // The picture inside the file is that of the moving image.
    if file["imageData"] != nil { result["imageData"] = .null }
    var shapes: [JSONValue] = []
    for shape in file["shapes"]?.array ?? [] { shapes.append(try self.shape(shape)) }
    result["shapes"] = .array(shapes)
    return result
  }

  private mutating func shape(_ shape: JSONValue) throws(AnnotationProblem) -> JSONValue {
    let place = "shape \(map.count + 1)"
    var points: [Point] = []
    for value in shape["points"]?.array ?? [] { points.append(try value.point(place)) }
    var result = shape
    switch shape["shape_type"]?.string ?? "polygon" {
    case "rectangle":
      guard let box = Box(around: points), points.count == 2 else {
        throw AnnotationProblem("\(place): expected two points for a rectangle", hint: "correct the file")
      }
      let corners = map.points(box.corners)
      result.mark(map.place(corners))
      let mapped = corners.flatMap { Box(around: $0) }.map { [$0.corners[0], $0.corners[2]] }
      result["points"] = Self.list(mapped ?? [])
      return result
    case "circle":
      guard points.count == 2 else {
        throw AnnotationProblem("\(place): expected two points for a circle", hint: "correct the file")
      }
      points = Self.polygon(center: points[0], rim: points[1])
      result["shape_type"] = .string("polygon")
    case "mask":
      throw AnnotationProblem(
        "\(place) is a mask, which is not handled",
        hint: "draw polygons instead, or apply the transform to a picture of the mask", kind: .unsupported)
    default: break
    }
    let mapped = map.points(points)
    result.mark(map.place(mapped))
    result["points"] = Self.list(mapped ?? [])
    return result
  }

  private static func polygon(center: Point, rim: Point) -> [Point] {
    let arm = rim - center
    return (0..<circleCorners).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(circleCorners)
      let (cosine, sine) = (cos(angle), sin(angle))
      return center + Point(x: cosine * arm.x - sine * arm.y, y: sine * arm.x + cosine * arm.y)
    }
  }

  private static func list(_ points: [Point]) -> JSONValue {
    .array(points.map { .array([.coordinate($0.x), .coordinate($0.y)]) })
  }
}

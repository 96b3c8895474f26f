import SuperposeFiles
import SuperposeGeometry

/// COCO's detection format (cocodataset.org, "Data format"): boxes, outlines and keypoints of one image.
///
/// Boxes and outlines are counted from the corner of the top-left pixel, keypoints are indexes of pixels (so Detectron2
/// reads them). The annotations of other images in the file stay as they are.
struct COCOMapper {
  private(set) var map: ShapeMap
  /// The image's place in the list, and its identifier.
  private let image: (index: Int, id: JSONValue?)
  private let keypointOrigin: PixelOrigin

  init(
    _ file: JSONValue, _ transform: ImageTransform, _ options: AnnotationOptions
  ) throws(AnnotationProblem) {
    let images = file["images"]?.array ?? []
    image = try Self.find(images, transform.moving.fileName)
    map = try ShapeMap(
      transform, options, origin: AnnotationFormat.coco.origin, stated: images[image.index].size("width", "height"))
    keypointOrigin = options.origin ?? .center
  }

  /// Finds the image that the transform is about: the only one, or the one of its name.
  private static func find(
    _ images: [JSONValue], _ name: String
  ) throws(AnnotationProblem) -> (index: Int, id: JSONValue?) {
    let named = images.indices.filter {
      images[$0]["file_name"]?.string?.split(separator: "/").last.map(String.init) == name
    }
    let found = images.count == 1 ? [0] : named
    guard found.count == 1 else {
      throw AnnotationProblem(
        "it has \(images.count) images, of which \(named.count) are called '\(name)'",
        hint: "give a file with the image that was registered", kind: .doesNotFit)
    }
    return (found[0], images[found[0]]["id"])
  }

  mutating func mapped(_ file: JSONValue) throws(AnnotationProblem) -> JSONValue {
    var result = file
    var images = file["images"]?.array ?? []
    images[image.index].state(map.transform.fixed.size, "width", "height")
    let name = map.transform.fixed.fileName
    if images[image.index]["file_name"] != nil, !name.isEmpty { images[image.index]["file_name"] = .string(name) }
    result["images"] = .array(images)
    var annotations: [JSONValue] = []
    for annotation in file["annotations"]?.array ?? [] {
      let isOurs = annotation["image_id"] == nil || annotation["image_id"] == image.id
      annotations.append(isOurs ? try self.annotation(annotation) : annotation)
    }
    result["annotations"] = .array(annotations)
    return result
  }

  private mutating func annotation(_ annotation: JSONValue) throws(AnnotationProblem) -> JSONValue {
    let place = "annotation \(annotation["id"]?.integer.map(String.init) ?? "\(map.count + 1)")"
    let before = try Shape(annotation, place)
    let polygons = before.polygons.map { map.points($0) }
    let corners = before.box.map { map.points($0.corners) }
    let keypoints = before.keypoints.filter { $0.isLabelled }.map { map.points([$0.point], origin: keypointOrigin) }
    let isSeen = !(polygons + keypoints + [corners ?? []]).contains(nil)
    let outline = polygons.isEmpty ? corners.flatMap { $0 } ?? [] : polygons.flatMap { $0 ?? [] }
    let placement =
      outline.isEmpty && isSeen
      ? map.place(keypoints.flatMap { $0 ?? [] }, origin: keypointOrigin) : map.place(isSeen ? outline : nil)
    var result = annotation
    result.mark(placement)
    guard isSeen else { return result.withoutPlace }
    let after = Shape(
      box: before.box == nil ? nil : Box(around: outline), polygons: polygons.map { $0 ?? [] },
      keypoints: before.keypoints.replacingLabelled(by: keypoints.compactMap { $0?.first }))
    after.write(to: &result)
    if let area = annotation["area"]?.double {
      let (old, new) = (before.area, polygons.isEmpty ? Shape.area(outline) : after.area)
      if old > 0 { result["area"] = .number(area * new / old) }
    }
    return result
  }
}

/// What an annotation has of a place.
private struct Shape {
  struct Keypoint {
    var point: Point
    var visibility: JSONValue
    /// Visibility 0 says that the keypoint is not there, and its coordinates mean nothing.
    var isLabelled: Bool { visibility.double != 0 }
  }

  var box: Box?
  var polygons: [[Point]] = []
  var keypoints: [Keypoint] = []

  init(box: Box?, polygons: [[Point]], keypoints: [Keypoint]) {
    (self.box, self.polygons, self.keypoints) = (box, polygons, keypoints)
  }

  init(_ annotation: JSONValue, _ place: String) throws(AnnotationProblem) {
    if let value = annotation["bbox"], value != .null {
      let numbers = try value.numbers("\(place), bbox", multipleOf: 4)
      guard numbers.count == 4 else {
        throw AnnotationProblem("\(place), bbox: expected 4 numbers, found \(numbers.count)", hint: "correct the file")
      }
      box = Box(left: numbers[0], top: numbers[1], right: numbers[0] + numbers[2], bottom: numbers[1] + numbers[3])
    }
    if annotation["segmentation"]?.isObject == true {
      throw AnnotationProblem(
        "\(place) has a mask of run lengths, which is not handled",
        hint: "write outlines instead, or apply the transform to a picture of the mask", kind: .unsupported)
    }
    for polygon in annotation["segmentation"]?.array ?? [] {
      let numbers = try polygon.numbers("\(place), segmentation", multipleOf: 2)
      polygons.append(stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) })
    }
    if let value = annotation["keypoints"], let list = value.array {
      let numbers = try value.numbers("\(place), keypoints", multipleOf: 3)
      keypoints = stride(from: 0, to: numbers.count, by: 3).map {
        Keypoint(point: Point(x: numbers[$0], y: numbers[$0 + 1]), visibility: list[$0 + 2])
      }
    }
  }

  var area: Double {
    polygons.isEmpty ? Shape.area(box?.corners ?? []) : polygons.reduce(0) { $0 + Shape.area($1) }
  }

  static func area(_ polygon: [Point]) -> Double { ConvexPolygon(polygon).area }

  func write(to annotation: inout JSONValue) {
    if let box {
      annotation["bbox"] = .array(
        [box.left, box.top, box.right - box.left, box.bottom - box.top].map { .coordinate($0) })
    }
    if !polygons.isEmpty {
      annotation["segmentation"] = .array(
        polygons.map { .array($0.flatMap { [.coordinate($0.x), .coordinate($0.y)] }) })
    }
    if !keypoints.isEmpty {
      annotation["keypoints"] = .array(
        keypoints.flatMap { [.coordinate($0.point.x), .coordinate($0.point.y), $0.visibility] })
    }
  }
}

extension [Shape.Keypoint] {
  fileprivate func replacingLabelled(by points: [Point]) -> [Shape.Keypoint] {
    var rest = points[...]
    return map { keypoint in
      var keypoint = keypoint
      if keypoint.isLabelled, let point = rest.popFirst() { keypoint.point = point }
      return keypoint
    }
  }
}

extension JSONValue {
  /// An annotation that is not seen has no coordinates.
  fileprivate var withoutPlace: JSONValue {
    var result = self
    for key in ["bbox", "segmentation", "keypoints"] where self[key] != nil { result[key] = .array([]) }
    return result
  }
}

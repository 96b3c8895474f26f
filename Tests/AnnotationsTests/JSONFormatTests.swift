import Foundation
import SuperposeFiles
import SuperposeGeometry
import Testing

@testable import SuperposeAnnotations

@Suite struct GeoJSONTests {
  @Test func featuresMoveAndKeepTheirProperties() throws {
    let text = """
      {"type": "FeatureCollection", "name": "cells", "bbox": [0, 0, 1, 1], "features": [
        {"type": "Feature", "id": 7, "properties": {"class": "tumor", "n": 3}, "bbox": [10, 20, 30, 40],
         "geometry": {"type": "Polygon", "coordinates": [[[10, 20], [30, 20], [30, 40], [10, 20]]]}},
        {"type": "Feature", "properties": null, "geometry": {"type": "Point", "coordinates": [119, 80, 5.5]}},
        {"type": "Feature", "properties": {}, "geometry":
          {"type": "GeometryCollection", "geometries": [{"type": "LineString", "coordinates": [[0, 0], [119, 0]]}]}}]}
      """
    let (mapped, json) = try Fixture.mapped("cells.geojson", text)
    #expect(mapped.format == .geoJSON && mapped.count == 3 && mapped.outsideCount == 2)
    #expect(json["name"] == .string("cells") && json["bbox"] == nil)
    let first = try #require(json["features"]?[0])
    #expect(first["id"] == .integer(7))
    #expect(first["properties"] == .object(["class": .string("tumor"), "n": .integer(3)]))
    let ring = try #require(first["geometry"]?["coordinates"]?[0])
    let corners = [(10.0, 20.0), (30, 20), (30, 40), (10, 20)].map { Fixture.mappedCorner($0, $1) }
    #expect(isClose((ring.array ?? []).flatMap(\.doubles), corners.flatMap { [$0.x, $0.y] }))
    let box = first["bbox"]?.doubles ?? []
    #expect(isClose(box, [corners[3].x, corners[0].y, corners[1].x, corners[2].y], 2.5) && box[0] <= corners[2].x)
    let second = try #require(json["features"]?[1])
    #expect(second["properties"]?["outside"] == .string("wholly"))
    #expect(second["geometry"]?["coordinates"]?[2] == .number(5.5))
    #expect(json["features"]?[2]?["properties"]?["outside"] == .string("partly"))
  }

  /// A polygon whose corners all lie outside may still cover the image.
  @Test func aPolygonRoundTheImageIsPartlyInside() throws {
    let text = """
      [{"type": "Feature", "geometry": {"type": "Polygon",
        "coordinates": [[[-900, -900], [900, -900], [900, 900], [-900, 900], [-900, -900]]]}}]
      """
    let (_, json) = try Fixture.mapped("a.json", text)
    #expect(json[0]?["properties"]?["outside"] == .string("partly"))
  }

  @Test func problemsAreNamed() throws {
    let wrong = [
      (#"{"type": "Feature", "geometry": {"type": "Circle", "coordinates": [1, 2]}}"#, "'Circle'"),
      (#"{"type": "Feature", "geometry": {"type": "Point", "coordinates": ["1", 2]}}"#, "expected two numbers"),
      (#"{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [1, 2]}}"#, "nested too little"),
      (#"{"type": "Topology"}"#, "it is none of GeoJSON, COCO and LabelMe"),
      (#"{"type": "Feature""#, "it is not JSON"),
      (#"{"type": "FeatureCollection", "features": [{"type": "Point"}]}"#, "expected the type 'Feature'"),
    ]
    for (text, problem) in wrong {
      let error = try #require(try Fixture.problem("a.geojson", text))
      #expect(error.kind == .malformed && error.description.contains(problem), "\(error)")
    }
  }
}

@Suite struct COCOTests {
  private static let text = """
    {"info": {"year": 2026}, "licenses": [],
     "images": [{"id": 4, "file_name": "x/other.png", "width": 50, "height": 50},
                {"id": 9, "file_name": "x/moving.png", "width": 120, "height": 90, "license": 1}],
     "categories": [{"id": 1, "name": "house"}],
     "annotations": [
       {"id": 1, "image_id": 4, "bbox": [1, 2, 3, 4], "category_id": 1},
       {"id": 2, "image_id": 9, "bbox": [10, 20, 20, 30], "area": 600, "iscrowd": 0, "category_id": 1,
        "segmentation": [[10, 20, 30, 20, 30, 50, 10, 50]], "score": 0.5},
       {"id": 3, "image_id": 9, "bbox": [10, 20, 20, 30], "area": 600,
        "keypoints": [10, 20, 2, 0, 0, 0], "num_keypoints": 1},
       {"id": 5, "image_id": 9, "bbox": [105, 70, 10, 15]}]}
    """

  @Test func theAnnotationsOfTheImageMove() throws {
    let (mapped, json) = try Fixture.mapped("coco.json", Self.text)
    #expect(mapped.format == .coco && mapped.count == 3 && mapped.outsideCount == 1)
    let before = try JSONDecoder().decode(JSONValue.self, from: Data(Self.text.utf8))
    for key in ["info", "licenses", "categories"] { #expect(json[key] == before[key]) }
    #expect(json["images"]?[0] == before["images"]?[0] && json["annotations"]?[0] == before["annotations"]?[0])
    let image = try #require(json["images"]?[1])
    #expect(image["file_name"] == .string("fixed.png") && image["license"] == .integer(1))
    #expect(image["width"] == .integer(140) && image["height"] == .integer(100))
    let corners = [(10.0, 20.0), (30, 20), (30, 50), (10, 50)].map { Fixture.mappedCorner($0, $1) }
    let polygon = try #require(json["annotations"]?[1])
    #expect(isClose(polygon["segmentation"]?[0]?.doubles ?? [], corners.flatMap { [$0.x, $0.y] }))
    let round = try #require(Box(around: corners))
    let box = [round.left, round.top, round.right - round.left, round.bottom - round.top]
    #expect(isClose(polygon["bbox"]?.doubles ?? [], box))
    #expect(isClose([polygon["area"]?.double ?? 0], [ConvexPolygon(corners).area], 1e-3))
    #expect(polygon["score"] == .number(0.5) && polygon["iscrowd"] == .integer(0) && polygon["outside"] == nil)
    #expect(isClose(json["annotations"]?[2]?["bbox"]?.doubles ?? [], box))
    // Keypoints are indexes of pixels, and one that is not labelled stays at nothing.
    let keypoint = Fixture.mapped(10, 20)
    #expect(isClose(json["annotations"]?[2]?["keypoints"]?.doubles ?? [], [keypoint.x, keypoint.y, 2, 0, 0, 0]))
    #expect(json["annotations"]?[3]?["outside"] == .string("partly"))
  }

  /// The file says that it was made on an image of twice the resolution.
  @Test func theResolutionIsThatOfTheFile() throws {
    let text = """
      {"images": [{"id": 1, "file_name": "large.png", "width": 240, "height": 180}],
       "annotations": [{"id": 1, "image_id": 1, "segmentation": [[20, 40, 60, 40, 60, 80]]}]}
      """
    let (mapped, json) = try Fixture.mapped("coco.json", text)
    #expect(mapped.scale == 2 && json["images"]?[0]?["width"] == .integer(280))
    let corners = [(10.0, 20.0), (30, 20), (30, 40)].map { Fixture.mappedCorner($0, $1) * 2 }
    #expect(
      isClose(json["annotations"]?[0]?["segmentation"]?[0]?.doubles ?? [], corners.flatMap { [$0.x, $0.y] }, 1e-4))
  }

  @Test func problemsAreNamed() throws {
    func file(_ images: String, _ annotation: String) -> String {
      #"{"images": [\#(images)], "annotations": [\#(annotation)]}"#
    }
    let image = #"{"id": 1, "file_name": "a.png", "width": 120, "height": 90}"#
    let wrong: [(String, AnnotationError.Kind, String)] = [
      (file("", ""), .doesNotFit, "it has 0 images"),
      (file(image + "," + image, ""), .doesNotFit, "it has 2 images, of which 0 are called 'moving.png'"),
      (
        file(#"{"id": 1, "width": 120, "height": 120}"#, ""), .doesNotFit,
        "it has 120x120 pixels, which is no other resolution of the 120x90"
      ),
      (
        file(image, #"{"id": 8, "image_id": 1, "segmentation": {"counts": [1], "size": [1, 1]}}"#), .unsupported,
        "annotation 8 has a mask of run lengths"
      ),
      (file(image, #"{"id": 8, "image_id": 1, "bbox": [1, 2, 3]}"#), .malformed, "annotation 8, bbox"),
      (file(image, #"{"id": 8, "image_id": 1, "segmentation": [[1, 2, 3]]}"#), .malformed, "segmentation"),
      (file(image, #"{"id": 8, "image_id": 1, "keypoints": [1, 2, "v"]}"#), .malformed, "keypoints"),
    ]
    for (text, kind, problem) in wrong {
      let error = try #require(try Fixture.problem("coco.json", text))
      #expect(error.kind == kind && error.description.contains(problem), "\(error)")
    }
  }
}

@Suite struct LabelMeTests {
  @Test func shapesMoveAndKeepTheirFlags() throws {
    let text = """
      {"version": "5.4.1", "flags": {"done": true}, "imagePath": "moving.png", "imageData": "iVBO",
       "imageHeight": 90, "imageWidth": 120, "shapes": [
        {"label": "a", "points": [[10, 20], [30, 20], [30, 50]], "shape_type": "polygon", "group_id": null,
         "flags": {"hard": false}},
        {"label": "b", "points": [[30, 50], [10, 20]], "shape_type": "rectangle", "flags": {}},
        {"label": "c", "points": [[40, 40], [50, 40]], "shape_type": "circle", "flags": {}},
        {"label": "d", "points": [[119, 80]], "shape_type": "point", "flags": {}}]}
      """
    let (mapped, json) = try Fixture.mapped("labels.json", text)
    #expect(mapped.format == .labelMe && mapped.count == 4 && mapped.outsideCount == 1)
    #expect(json["flags"] == .object(["done": .bool(true)]) && json["imageData"] == .null)
    #expect(json["imagePath"] == .string("fixed.png") && json["imageWidth"] == .integer(140))
    let polygon = try #require(json["shapes"]?[0])
    let corners = [(10.0, 20.0), (30, 20), (30, 50), (10, 50)].map { Fixture.mappedCorner($0, $1) }
    #expect(isClose((polygon["points"]?.array ?? []).flatMap(\.doubles), corners[..<3].flatMap { [$0.x, $0.y] }))
    #expect(polygon["flags"] == .object(["hard": .bool(false)]) && polygon["group_id"] == .null)
    let box = (json["shapes"]?[1]?["points"]?.array ?? []).flatMap(\.doubles)
    let round = try #require(Box(around: corners))
    #expect(isClose(box, [round.left, round.top, round.right, round.bottom]))
    #expect(json["shapes"]?[1]?["shape_type"] == .string("rectangle"))
    let circle = try #require(json["shapes"]?[2])
    #expect(circle["shape_type"] == .string("polygon") && circle["points"]?.array?.count == 64)
    let back = try Fixture.transform().inverse
    for point in circle["points"]?.array ?? [] {
      let p = try #require(back(Point(x: point.doubles[0] - 0.5, y: point.doubles[1] - 0.5)))
      #expect(abs(p.distance(to: Point(x: 39.5, y: 39.5)) - 10) < 1e-4)
    }
    #expect(json["shapes"]?[3]?["outside"] == .string("wholly"))
  }

  @Test func problemsAreNamed() throws {
    let wrong: [(String, AnnotationError.Kind, String)] = [
      (#"{"shapes": [{"points": [[1, 2]], "shape_type": "rectangle"}]}"#, .malformed, "two points for a rectangle"),
      (#"{"shapes": [{"points": [[1, 2]], "shape_type": "circle"}]}"#, .malformed, "two points for a circle"),
      (#"{"shapes": [{"points": [[1]], "shape_type": "point"}]}"#, .malformed, "shape 1: expected two numbers"),
      (#"{"shapes": [{"points": [[1, 2], [3, 4]], "shape_type": "mask"}]}"#, .unsupported, "shape 1 is a mask"),
      (#"{"shapes": [], "imageWidth": 90, "imageHeight": 90}"#, .doesNotFit, "no other resolution"),
    ]
    for (text, kind, problem) in wrong {
      let error = try #require(try Fixture.problem("labels.json", text))
      #expect(error.kind == kind && error.description.contains(problem), "\(error)")
    }
  }
}

@Test func aMissingFileAndBytesThatAreNoText() throws {
  let missing = #expect(throws: AnnotationError.self) { try AnnotationFile(contentsOf: URL(filePath: "no/such.csv")) }
  #expect(missing?.kind == .notFound)
  let path = NSTemporaryDirectory() + UUID().uuidString + ".csv"
  defer { try? FileManager.default.removeItem(atPath: path) }
  try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: path))
  let binary = #expect(throws: AnnotationError.self) { try AnnotationFile(contentsOf: URL(filePath: path)) }
  #expect(binary?.kind == .malformed)
}

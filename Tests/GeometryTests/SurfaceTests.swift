import Foundation
import SuperposeGeometry
import Testing

@testable import SuperposeGeometry

private let size = ImageSize(width: 640, height: 480)

/// Bends by up to some fifteen pixels, differently in x and in y.
private func bent(amplitude: Double = 15) throws -> DisplacementField {
  let displacements = (0..<9 * 7).map { index -> Point in
    let (column, row) = (Double(index % 9), Double(index / 9))
    let bend = Point(x: sin(column * 0.9 + row * 2), y: cos(column - row))
    return bend * amplitude
  }
  return try #require(
    DisplacementField(
      origin: Point(x: -0.5, y: -0.5), spacing: Point(x: 107, y: 120), columns: 6, rows: 4,
      displacements: displacements))
}

private let somePoints: [Point] = (0..<200).map { index in
  let (x, y) = (index * 37 % 660 - 10, index * 53 % 500 - 10)
  return Point(x: Double(x), y: Double(y))
}

@Test func aFieldAndItsInverseCancel() throws {
  let field = try bent()
  #expect(field.isInvertible)
  for point in somePoints {
    let back = try #require(field.undisplaced(field.displaced(point)))
    #expect(back.distance(to: point) < 1e-6)
  }
}

@Test func theJacobianIsTheDerivative() throws {
  let field = try bent()
  let step = 1e-4
  for point in somePoints where size.contains(point) {
    let jacobian = field.linearized(point).jacobian
    let byX = (field.displaced(point + Point(x: step, y: 0)) - field.displaced(point - Point(x: step, y: 0)))
    let byY = (field.displaced(point + Point(x: 0, y: step)) - field.displaced(point - Point(x: 0, y: step)))
    #expect(abs(byX.x / (2 * step) - jacobian.xx) < 1e-6 && abs(byX.y / (2 * step) - jacobian.yx) < 1e-6)
    #expect(abs(byY.x / (2 * step) - jacobian.xy) < 1e-6 && abs(byY.y / (2 * step) - jacobian.yy) < 1e-6)
  }
}

@Test func aFieldThatFoldsIsFound() throws {
  #expect(try !bent(amplitude: 200).isInvertible)
}

@Test func aFieldIsReadAsItWasWritten() throws {
  let field = try bent()
  let data = try JSONEncoder().encode(field)
  #expect(try JSONDecoder().decode(DisplacementField.self, from: data) == field)
  let damaged = String(decoding: data, as: UTF8.self).replacing("\"columns\":6", with: "\"columns\":7")
  #expect(throws: DecodingError.self) { try JSONDecoder().decode(DisplacementField.self, from: Data(damaged.utf8)) }
}

private func transform() throws -> ImageTransform {
  try ImageTransform(
    moving: ImageFrame(path: "a.png", size: size), fixed: ImageFrame(path: "b.png", size: size),
    fixedFromMoving: Homography(rows: [[1.02, 0.03, -12], [-0.02, 0.99, 9], [1e-5, -2e-5, 1]]), field: bent())
}

@Test func aTransformAlongASurfaceAndItsInverseCancel() throws {
  let transform = try transform()
  for point in somePoints {
    let mapped = try #require(transform(point))
    #expect(try #require(transform.inverse(mapped)).distance(to: point) < 1e-6)
    #expect(mapped.distance(to: transform.fixedFromMoving(point)) > 1e-3)
  }
}

/// The definition: a point belongs to the one for which `H x = y + u(y)`.
@Test func theFieldIsAddedAtTheFixedPoint() throws {
  let (transform, field) = (try transform(), try bent())
  for point in somePoints {
    let mapped = try #require(transform(point))
    #expect(field.displaced(mapped).distance(to: transform.fixedFromMoving(point)) < 1e-6)
  }
}

@Test func aTransformAlongASurfaceIsCarriedToOtherFrames() throws {
  let transform = try transform()
  let doubled = try transform.scaled(by: 2)
  let area = PixelRectangle(x: -40, y: 25, width: 700, height: 500)
  let framed = try transform.framed(area)
  let chained = try transform.then(transform)
  for point in somePoints {
    let mapped = try #require(transform(point))
    let large = try #require(doubled(Point(x: 2 * point.x + 0.5, y: 2 * point.y + 0.5)))
    #expect(large.distance(to: Point(x: 2 * mapped.x + 0.5, y: 2 * mapped.y + 0.5)) < 1e-6)
    #expect(try #require(framed(point)).distance(to: mapped - Point(x: -40, y: 25)) < 1e-6)
    #expect(try #require(chained(point)).distance(to: try #require(transform(mapped))) < 1e-6)
  }
}

@Test func aBoxInCommonIsFilledAlsoWhereTheOutlineBends() throws {
  let transform = try transform()
  let area = try transform.area(.intersection)
  #expect(area.width > 400 && area.height > 300)
  for x in stride(from: area.x, to: area.x + area.width, by: 7) {
    for y in [area.y, area.y + area.height - 1] {
      let source = try #require(transform.inverse(Point(x: Double(x), y: Double(y))))
      #expect(size.contains(source))
    }
  }
}

@Test func theStepsOfAMapAreReadAsTheyWereWritten() throws {
  let map = try transform().then(transform()).fixedFromMovingMap
  #expect(try JSONDecoder().decode(PlaneMap.self, from: try JSONEncoder().encode(map)) == map)
}

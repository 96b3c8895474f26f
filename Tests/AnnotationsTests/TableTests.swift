import SuperposeFiles
import SuperposeGeometry
import Testing

@testable import SuperposeAnnotations

@Suite struct TableTests {
  @Test func pointsMoveAndAllElseStays() throws {
    let text = "name,Y,x,\"a, b\"\r\nfirst,20,10,\"say \"\"hi\"\"\"\nsecond, 80.5 ,119,\nthird,,,7\n"
    let mapped = try Fixture.file("points.csv", text).mapped(by: Fixture.transform())
    let rows = try Fixture.rows(mapped)
    #expect(rows[0] == ["name", "Y", "x", "a, b", "outside"])
    let (first, second) = (Fixture.mapped(10, 20), Fixture.mapped(119, 80.5))
    #expect(isClose([Double(rows[1][2]) ?? 0, Double(rows[1][1]) ?? 0], [first.x, first.y]))
    #expect(isClose([Double(rows[2][2]) ?? 0, Double(rows[2][1]) ?? 0], [second.x, second.y]))
    #expect(rows.dropFirst().map { $0[3] } == ["say \"hi\"", "", "7"])
    // The second leaves the fixed image on the right; the third was never there.
    #expect(second.x > 139.5)
    #expect(rows.dropFirst().map { $0[4] } == ["no", "wholly", ""])
    #expect(rows[3] == ["third", "", "", "7", ""])
    #expect((mapped.count, mapped.outsideCount) == (2, 1))
  }

  @Test(arguments: [";", "\t"]) func otherSeparatorsAreKept(separator: String) throws {
    let text = ["x", "y"].joined(separator: separator) + "\n" + ["1", "2"].joined(separator: separator) + "\n"
    let mapped = try Fixture.file("points.csv", text).mapped(by: Fixture.transform())
    #expect(String(decoding: mapped.data, as: UTF8.self).hasPrefix("x\(separator)y\(separator)outside\n"))
  }

  @Test func theInverseBringsPointsBack() throws {
    let transform = try Fixture.transform()
    let there = try Fixture.file("a.csv", "x,y\n12.25,40\n").mapped(by: transform)
    let back = try Fixture.file("b.csv", String(decoding: there.data, as: UTF8.self)).mapped(by: transform.inverse)
    let row = try Fixture.rows(back)[1]
    #expect(isClose([Double(row[0]) ?? 0, Double(row[1]) ?? 0], [12.25, 40]))
    #expect(row[2] == "no" && row.count == 3)
  }

  /// At twice the resolution, the centre of the pixel (0, 0) lies at (0.5, 0.5) of the doubled image.
  @Test func aScaleMovesPixelEdges() throws {
    let mapped = try Fixture.file("a.csv", "x,y\n20.5,40.5\n")
      .mapped(by: Fixture.transform(), options: AnnotationOptions(scale: 2))
    let (row, expected) = (try Fixture.rows(mapped)[1], Fixture.mapped(10, 20))
    #expect(isClose([Double(row[0]) ?? 0, Double(row[1]) ?? 0], [2 * expected.x + 0.5, 2 * expected.y + 0.5]))
    #expect(mapped.fixed.size == ImageSize(width: 280, height: 200))
  }

  @Test func theOriginIsThatOfTheFile() throws {
    let mapped = try Fixture.file("a.csv", "u,v\n10,20\n")
      .mapped(by: Fixture.transform(), options: AnnotationOptions(origin: .corner, columns: .init(x: "u", y: "v")))
    let (row, expected) = (try Fixture.rows(mapped)[1], Fixture.mappedCorner(10, 20))
    #expect(isClose([Double(row[0]) ?? 0, Double(row[1]) ?? 0], [expected.x, expected.y]))
  }

  @Test func boxesStayUpright() throws {
    let mapped = try Fixture.file("boxes.csv", "label,xmin,ymin,xmax,ymax\nhouse,10,20,30,50\n")
      .mapped(by: Fixture.transform())
    let row = try Fixture.rows(mapped)[1]
    let corners = [(10.0, 20.0), (30, 20), (30, 50), (10, 50)].map { Fixture.mapped($0, $1) }
    let box = try #require(Box(around: corners))
    let expected = [box.left, box.top, box.right, box.bottom]
    #expect(isClose(row[1...4].compactMap { Double($0) }, expected))
    #expect(row[0] == "house" && row[5] == "no")
  }

  /// The horizon runs through the moving image at x = 100, and its middle lies left of that.
  @Test func beyondTheHorizonThereAreNoCoordinates() throws {
    let matrix = Homography(rows: [[1, 0, 0], [0, 1, 0], [-0.01, 0, 1]])
    let transform = try ImageTransform(moving: Fixture.moving, fixed: Fixture.fixed, fixedFromMoving: matrix)
    let mapped = try Fixture.file("a.csv", "x,y\n50,20\n110,20\n").mapped(by: transform)
    let rows = try Fixture.rows(mapped)
    #expect(rows[1] == ["100.0", "40.0", "no"])
    #expect(rows[2] == ["", "", "horizon"])
  }

  @Test func problemsAreNamed() throws {
    func problem(_ text: String) throws -> String? {
      try Fixture.problem("a.csv", text)?.description.replacing(#/'[^']*a\.csv'/#, with: "FILE")
    }
    #expect(
      try problem("a,b\n1,2\n")
        == "cannot read annotations FILE: expected columns 'x' and 'y' (or xmin, ymin, xmax, ymax), found 'a', 'b'; "
        + "name the columns in the first line, or say what they are called")
    #expect(
      try problem("x,y\n1,2\n3,four\n")
        == "cannot read annotations FILE: line 3: expected a number, found 'four'; correct the line")
    #expect(
      try problem("x,y\n1,2,3\n")
        == "cannot read annotations FILE: line 2: expected 2 cells, as in the first line, found 3; correct the line")
    #expect(
      try problem("x,y\n\"1,2\n")
        == "cannot read annotations FILE: line 2: a quoted cell that begins here has no end; correct the line")
    #expect(
      try problem("")
        == "cannot read annotations FILE: line 1: expected the names of the columns; write them there")
    #expect(try problem("x,y\ninf,2\n")?.contains("expected a number") == true)
  }
}

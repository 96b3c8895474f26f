import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  /// The pair is registered once, at a small size, and the result is used by every test.
  @Suite struct Apply {
    let scratch: Scratch
    private static let pair = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    private static let result = Result {
      let scratch = try Scratch()
      let outcome = try Program().run(
        ["register"] + pair + ["--resize", "480", "--write", "json", "-o", scratch.path("pair")])
      let names = try scratch.names(in: "pair")
      #expect(outcome.status == 0 && names == ["registration.json"])
      return scratch
    }

    init() throws { scratch = try Scratch() }

    private func registration() throws -> String { try Self.result.get().path("pair/registration.json") }

    private func json(_ name: String) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: scratch.contents(name)) as? [String: Any])
    }

    /// A point of the photograph of the map comes to lie where the result says, and back again.
    @Test func pointsGoThereAndBack() throws {
      let points = try scratch.write("points.csv", Data("name,x,y\nchurch,300,200\nfar,-9000,10\n".utf8))
      let there = try Program(folder: scratch.path).run("apply", try registration(), points, "-o", "there")
      #expect(there.status == 0 && there.errors == "")
      #expect(there.text.contains("points.csv  CSV, 2 shapes, 1 of them not inside and marked\n"))
      let rows = String(decoding: try scratch.contents("there/points.csv"), as: UTF8.self).split(separator: "\n")
      let cells = rows[1].split(separator: ",").map(String.init)
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: try registration()))) as? [String: Any])
      let h = try #require(report["fixedFromMoving"] as? [[Double]])
      let w = h[2][0] * 300 + h[2][1] * 200 + h[2][2]
      #expect(abs((Double(cells[1]) ?? 0) - (h[0][0] * 300 + h[0][1] * 200 + h[0][2]) / w) < 1e-5)
      #expect(abs((Double(cells[2]) ?? 0) - (h[1][0] * 300 + h[1][1] * 200 + h[1][2]) / w) < 1e-5)
      let back = try Program(folder: scratch.path).run(
        "apply", try registration(), "there/points.csv", "--inverse", "-o", "back", "--quiet")
      #expect(back.status == 0 && back.text == "")
      let again = String(decoding: try scratch.contents("back/points.csv"), as: UTF8.self)
      #expect(again.contains("church,300.0,200.0,no\n"))
    }

    /// The inverse of what was written brings every point of a chain back to where it was.
    @Test func chainsAreComposed() throws {
      let points = try scratch.write("points.csv", Data("x,y\n300,200\n".utf8))
      let first = try Program(folder: scratch.path).run("apply", try registration(), "--inverse", "-o", "inverse")
      #expect(first.status == 0)
      #expect(try scratch.names(in: "inverse") == ["transform.json"])
      let both = try Program(folder: scratch.path).run(
        "apply", try registration(), "inverse/transform.json", points, "-o", "both")
      #expect(both.status == 0)
      let row = String(decoding: try scratch.contents("both/points.csv"), as: UTF8.self).split(separator: "\n")[1]
      #expect(row == "300.0,200.0,no")
      // Both images have one size, so that the names alone tell that the chain is broken.
      let odd = try Program(folder: scratch.path).run("apply", try registration(), try registration(), points)
      #expect(odd.status == 0 && odd.errors.contains("note: ") && odd.errors.contains("which has the same size"))
      let other = try scratch.write(
        "other.json",
        Data(
          String(decoding: try scratch.contents("inverse/transform.json"), as: UTF8.self)
            .replacing("\"width\" : 800", with: "\"width\" : 400").utf8))
      let wrong = try Program(folder: scratch.path).run("apply", try registration(), other, points)
      #expect(wrong.status == 65 && wrong.errors.contains("one transform ends in an image of 800x560"))
      let late = try Program(folder: scratch.path).run("apply", try registration(), points, try registration())
      #expect(late.status == 64 && late.errors.contains("give transforms before all other files"))
    }

    @Test func imagesAreWarpedIntoTheFrameOfBoth() throws {
      let outcome = try Program(folder: scratch.path).run(
        "apply", try registration(), Self.pair[0], "--framing", "union", "--interpolation", "linear", "--json", "-o",
        "out")
      #expect(outcome.status == 0 && outcome.errors == "")
      let printed = try #require(try outcome.json() as? [String: Any])
      let written = try json("out/transform.json")
      #expect(NSDictionary(dictionary: printed).isEqual(to: written))
      #expect(
        Set(written.keys) == [
          "schema", "moving", "fixed", "fixedFromMoving", "movingFromFixed", "frame", "files",
        ])
      let frame = try #require(written["frame"] as? [String: Any])
      #expect(frame["framing"] as? String == "union")
      let files = try #require(written["files"] as? [[String: Any]])
      #expect(files[0]["interpolation"] as? String == "linear" && files[0]["name"] as? String == "map-photographed.png")
      #expect(try scratch.names(in: "out") == ["map-photographed.png", "transform.json"])
    }

    @Test func otherProgramsFormsAreWritten() throws {
      let outcome = try Program(folder: scratch.path).run(
        "apply", try registration(), "--forms", "numpy,opencv,ITK,elastix,qgis,gdal", "-o", "out")
      #expect(outcome.status == 0)
      #expect(
        try scratch.names(in: "out") == [
          "TransformParameters.txt", "transform.json", "transform.npy", "transform.points", "transform.tfm",
          "transform.vrt", "transform.yml",
        ])
    }

    /// The picture is warped part by part into a file of tiles.
    @Test func tilesAreWritten() throws {
      let outcome = try Program(folder: scratch.path).run(
        "apply", try registration(), Self.pair[0], "--tiles", "-o", "out")
      #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(outcome.text.contains("map-photographed.tiff  image, "))
      #expect(try scratch.names(in: "out") == ["map-photographed.tiff", "transform.json"])
      // A BigTIFF.
      #expect(Array(try scratch.contents("out/map-photographed.tiff").prefix(4)) == [0x49, 0x49, 43, 0])
    }

    @Test func badInputIsSaid() throws {
      let program = Program(folder: scratch.path)
      let gray = try scratch.grayImage("square.pgm", width: 50, height: 50)
      let text = try scratch.write("bad.csv", Data("a,b\n1,2\n".utf8))
      let goodPoints = try scratch.write("good.csv", Data("x,y\n1,2\n".utf8))
      let failed = try scratch.write(
        "failed.json",
        Data(
          (#"{"schema": "superpose.registration/1", "moving": {"path": "a", "width": 4, "height": 3}, "#
            + #""fixed": {"path": "b", "width": 4, "height": 3}, "fixedFromMoving": null, "reasons": ["too few"]}"#)
            .utf8))
      let cases: [([String], Int32, String)] = [
        (["no-such.json", text], 66, "cannot read transform 'no-such.json': no such file; check the path"),
        ([text], 65, "cannot read transform '\(text)': it is no registration.json or transform.json"),
        ([failed], 65, "cannot read transform '\(failed)': the pair was not registered (too few)"),
        ([try registration(), text], 65, "cannot read annotations '\(text)': expected columns 'x' and 'y'"),
        ([try registration(), "no.csv"], 66, "cannot read annotations 'no.csv': no such file"),
        ([try registration(), "no.png"], 66, "cannot read image 'no.png': no such file"),
        ([try registration(), gray], 65, "cannot apply the transform to '\(gray)': it has 50x50 pixels"),
        ([try registration(), "--scale", "0"], 64, "--scale: expected a positive number"),
        ([try registration(), "--columns", "x"], 64, "expected two names, as in x,y"),
        ([try registration(), "--forms", "matlab"], 64, "'matlab'"),
        ([try registration(), "--framing", "all"], 64, "'all'"),
        ([try registration(), "--page", "0"], 64, "'0'"),
        ([try registration(), Self.pair[0], "--page", "3"], 65, "it has 1 page, and page 3 was asked for"),
        ([try registration(), Self.pair[0], "--tiles", "--page", "3"], 65, "it has 1 page, and page 3 was asked for"),
        ([try registration(), goodPoints, "--map-coordinates"], 65, "does not say where it lies on the earth"),
      ]
      for (arguments, status, message) in cases {
        let outcome = try program.run(["apply"] + arguments + ["-o", "out"])
        #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.text == "")
      }
      #expect(try !scratch.names().contains("out"))
    }

    @Test func registerWritesWhatIsChosen() throws {
      let outcome = try Program(folder: scratch.path).run(
        ["register"] + Self.pair
          + ["--resize", "480", "--write", "json,warped", "--framing", "union", "--matches", "csv", "-o", "out"]
          + ["--forms", "itk"])
      #expect(outcome.status == 0 && outcome.text.contains("  frame       union, "))
      #expect(
        try scratch.names(in: "out") == [
          "fixed-framed.png", "matches.csv", "registration.json", "transform.tfm", "warped.png",
        ])
      #expect(try json("out/registration.json")["frame"] is [String: Any])
      let wrong = try Program().run(["register"] + Self.pair + ["--write", "json,everything"])
      #expect(wrong.status == 64 && wrong.errors.contains("'json,everything'"))
    }
  }
}

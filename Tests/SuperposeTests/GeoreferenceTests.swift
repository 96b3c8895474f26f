import Foundation
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import Superpose

/// Results lie on the earth where rasterio and GDAL see the fixed image.
@Suite struct GeoreferenceTests {
  private func python(_ arguments: [String]) throws {
    let script = Repository.path + "/Tests/SuperposeTests/Python/georeference.py"
    let outcome = try Command.python([script] + arguments)
    #expect(outcome.status == 0 && outcome.text.contains("right"), "\(outcome.text.suffix(2000))")
  }

  private func withMaps(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let size = Synthetic.fixedSize
      try python(["make", folder, "\(size.width)", "\(size.height)"])
      try Synthetic.moving().write(to: URL(filePath: folder + "/moving.jpg"))
      let double = ImageSize(width: Synthetic.movingSize.width * 2, height: Synthetic.movingSize.height * 2)
      try Synthetic.moving().resized(to: double).write(to: URL(filePath: folder + "/double.png"))
      try Data("name,x,y\nA,10,20\nB,60.5,40\n".utf8).write(to: URL(filePath: folder + "/points.csv"))
      try body(folder)
    }
  }

  private func transform(_ fixed: String) throws -> ImageTransform {
    try ImageTransform(
      moving: ImageFrame(size: Synthetic.movingSize), fixed: ImageFrame(path: fixed, size: Synthetic.fixedSize),
      fixedFromMoving: Synthetic.fixedFromMoving)
  }

  @Test(arguments: ["area", "point", "turned"]) func tagsAreWritten(kind: String) throws {
    try withMaps { folder in
      let fixed = folder + "/fixed-\(kind).tif"
      let files = ["moving.jpg", "double.png"].map { URL(filePath: folder + "/" + $0) }
      for (name, limit) in [("whole", Int.max), ("parts", 0)] {
        var options = ApplyOptions()
        options.framing = .union
        options.largestInMemory = limit
        let out = folder + "/" + name
        let applied = try transform(fixed).apply(to: files, writingTo: URL(filePath: out), options: options)
        let area = applied.frame.area
        #expect(area.x < 0 || area.y < 0 || area.width > Synthetic.fixedSize.width)
        #expect(applied.files[0].name == "moving.tiff")
        try python(["check", out + "/moving.tiff", fixed, "\(area.x)", "\(area.y)", "1"])
        try python(["check", out + "/" + applied.files[1].name, fixed, "\(area.x)", "\(area.y)", "2"])
        // The picture is what it was without its place.
        #expect(try Image(contentsOf: URL(filePath: out + "/moving.tiff")).size == area.size)
      }
      var options = ApplyOptions()
      options.mapCoordinates = true
      options.framing = .moving
      let points = URL(filePath: folder + "/points.csv")
      let mapped = try transform(fixed).apply(to: [points], writingTo: URL(filePath: folder + "/p"), options: options)
      #expect(mapped.files[0].name == "points.geojson" && mapped.files[0].outsideCount == 0)
      let expected = [Point(x: 10, y: 20), Point(x: 60.5, y: 40)].map { Synthetic.fixedFromMoving($0) }
      try python(
        ["points", folder + "/p/points.geojson", fixed] + expected.flatMap { ["\($0.x)", "\($0.y)"] })
    }
  }

  @Test func worldFilesAreWritten() throws {
    try withMaps { folder in
      let fixed = folder + "/fixed-world.png"
      try Data("PROJCS[\"a\"]".utf8).write(to: URL(filePath: folder + "/fixed-world.prj"))
      var options = ApplyOptions()
      options.framing = .union
      let files = ["moving.jpg", "double.png"].map { URL(filePath: folder + "/" + $0) }
      let out = folder + "/out"
      let applied = try transform(fixed).apply(to: files, writingTo: URL(filePath: out), options: options)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: out).sorted() == [
          "double.pgw", "double.png", "double.prj", "moving.pgw", "moving.png", "moving.prj", "transform.json",
        ])
      let area = applied.frame.area
      try python(["check", out + "/moving.png", fixed, "\(area.x)", "\(area.y)", "1"])
      try python(["check", out + "/double.png", fixed, "\(area.x)", "\(area.y)", "2"])
    }
  }

  @Test func registeringWritesIt() throws {
    try withMaps { folder in
      var registration = Synthetic.registration()
      registration.report.fixed.path = folder + "/fixed-area.tif"
      var options = RegistrationOutputOptions(outputs: [.warped, .overlap])
      options.framing = .union
      let out = folder + "/out"
      let written = try registration.write(to: URL(filePath: out), options: options)
      let area = try #require(written.report.frame?.area)
      for name in ["warped.tiff", "fixed-framed.tiff"] {
        try python(["check", out + "/" + name, folder + "/fixed-area.tif", "\(area.x)", "\(area.y)", "1"])
      }
      let region = try #require(registration.commonRegion)
      for name in ["overlap-fixed.tiff", "overlap-moving.tiff"] {
        try python(["check", out + "/" + name, folder + "/fixed-area.tif", "\(region.x)", "\(region.y)", "1"])
      }
    }
  }

  @Test func problemsAreSaid() throws {
    try withMaps { folder in
      var options = ApplyOptions()
      options.mapCoordinates = true
      let points = [URL(filePath: folder + "/points.csv")]
      let missing = #expect(throws: TransformError.self) {
        try transform("no/such.tif").apply(to: points, writingTo: URL(filePath: folder + "/out"), options: options)
      }
      #expect(missing?.description.contains("does not say where it lies on the earth, or is not there") == true)
      let world = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder).first {
          $0.hasPrefix("fixed-world.") && $0 != "fixed-world.png"
        })
      try Data("1\n0\n0\nabc\n".utf8).write(to: URL(filePath: folder + "/" + world))
      let broken = #expect(throws: ImageError.self) {
        try transform(folder + "/fixed-world.png").apply(to: points, writingTo: URL(filePath: folder + "/out"))
      }
      #expect(broken?.kind == .damaged && broken?.description.contains("it is no world file") == true)
      #expect(try !FileManager.default.contentsOfDirectory(atPath: folder).contains("out"))
    }
  }
}

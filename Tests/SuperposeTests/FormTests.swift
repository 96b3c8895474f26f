import Foundation
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import Superpose

/// Runs NumPy, OpenCV, SimpleITK (PyPI), GDAL and elastix (Debian) on the forms.
@Suite struct FormTests {
  private struct Truth: Encodable {
    let matrix: Homography
    let moving: [Point]
    let fixed: [Point]
    let fixedSize: [Int]
  }

  private static let shear = Homography(rows: [[0.95, -0.12, 22], [0.1, 0.93, 6], [0, 0, 1]])
  private static let perspective = Homography(rows: [[0.95, -0.12, 22], [0.1, 0.93, 6], [1.5e-3, -4e-4, 1]])

  @Test(arguments: [shear, perspective]) func theProgramsReadThem(matrix: Homography) throws {
    try withTemporaryFolder { folder in
      let picture = Synthetic.image(Synthetic.movingSize, channels: 1, white: UInt8.max)
      try picture.write(to: URL(filePath: folder + "/moving.png"))
      let moving = ImageFrame(path: folder + "/moving.png", size: picture.size)
      // Matches are not exact, and the residuals say by how much.
      let matches = (0..<24).map { i in
        let p = Point(x: Double(i % 6 * 22 + 3), y: Double(i / 6 * 25 + 4))
        return ImageTransform.ControlPoint(
          moving: p, fixed: matrix(p) + Point(x: 0.2 * Double(i % 3 - 1), y: 0.2 * Double(i % 2)))
      }
      let transform = try ImageTransform(
        moving: moving, fixed: ImageFrame(size: Synthetic.fixedSize), fixedFromMoving: matrix, controlPoints: matches)
      var options = ApplyOptions()
      options.forms = TransformForm.allCases
      let warped = try transform.warped(picture)
      try transform.apply(to: [], writingTo: URL(filePath: folder), options: options)
      try warped.write(to: URL(filePath: folder + "/warped.png"))
      let fixed = Synthetic.fixedSize
      let points = [Point(x: 25, y: 15), Point(x: 100.5, y: 20), Point(x: 60, y: 60.25), Point(x: 110, y: 90)]
      let truth = Truth(
        matrix: matrix, moving: points.map { transform.movingFromFixed($0) }, fixed: points,
        fixedSize: [fixed.width, fixed.height])
      try JSONEncoder().encode(truth).write(to: URL(filePath: folder + "/truth.json"))
      let outcome = try Command.python([Repository.path + "/Tests/SuperposeTests/Python/check_forms.py", folder])
      #expect(outcome.status == 0 && outcome.text.contains("all forms agree"), "\(outcome.text.suffix(2000))")
    }
  }

  /// GDAL does not turn pictures by their EXIF orientation, so that its points are those of the stored one.
  @Test(arguments: 1...8) func gdalSeesTheStoredPicture(orientation: Int) throws {
    let folder = Repository.path + "/Tests/ImagingTests/Fixtures/"
    let file = folder + "orientation-\(orientation).tif"
    let stored = try #require(StoredImage(contentsOf: URL(filePath: file)))
    let upright = try Image(contentsOf: URL(filePath: file))
    #expect(stored.uprightSize == upright.size && stored.orientation == orientation)
    let transform = try ImageTransform(
      moving: ImageFrame(path: file, size: upright.size), fixed: ImageFrame(size: upright.size),
      fixedFromMoving: .identity)
    let text = String(decoding: try TransformForm.gdal.data(for: transform), as: UTF8.self)
    try withTemporaryFolder { place in
      try Data(text.utf8).write(to: URL(filePath: place + "/a.vrt"))
      let outcome = try Command.python([
        "-c",
        """
        import subprocess, sys, cv2, numpy
        width, height = int(sys.argv[3]), int(sys.argv[4])
        subprocess.run(["gdalwarp", "-q", "-order", "1", "-te", "0", str(-height), str(width), "0", "-ts", str(width),
                        str(height), sys.argv[1] + "/a.vrt", sys.argv[1] + "/out.tif"], check=True)
        found = cv2.imread(sys.argv[1] + "/out.tif").astype(float)
        expected = cv2.imread(sys.argv[2]).astype(float)
        assert found.shape == expected.shape and numpy.abs(found - expected).max() <= 1, (found, expected)
        """, place, folder + "upright.png", "\(upright.size.width)", "\(upright.size.height)",
      ])
      #expect(outcome.status == 0, "\(outcome.text.suffix(2000))")
    }
  }

  @Test func whatAFormCannotSayIsAnError() throws {
    let horizon = Homography(rows: [[1, 0, 0], [0, 1, 0], [0.02, 0, 1]])
    let transform = try ImageTransform(
      moving: ImageFrame(path: "no/such.png", size: Synthetic.movingSize), fixed: ImageFrame(size: Synthetic.fixedSize),
      fixedFromMoving: horizon)
    for form in [TransformForm.itk, .elastix, .gdal] {
      let error = #expect(throws: FrameError.self) { try form.data(for: transform) }
      #expect(error?.description.contains(form == .gdal ? "no/such.png" : "horizon") == true)
    }
  }
}

enum Repository {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
}

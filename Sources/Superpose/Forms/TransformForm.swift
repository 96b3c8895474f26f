public import Foundation
import SuperposeFiles
public import SuperposeGeometry
import SuperposeImaging

/// The forms in which a transform is written for other programs.
///
/// Each counts pixels as its program does: NumPy, OpenCV, ITK and elastix from the centre of the top-left pixel, as
/// Superpose; QGIS and GDAL from its corner, in QGIS with y up.
public enum TransformForm: String, Sendable, CaseIterable {
  /// `transform.npy`: `fixedFromMoving`, `[3, 3]` float64.
  case numpy
  /// `transform.yml`: both directions and both sizes, for `cv::FileStorage`.
  case opencv
  /// `transform.tfm`: ITK's text, which maps points of the fixed image to the moving one, as ITK resamples. A transform
  /// with perspective or a surface is a B-spline, which follows it to a hundredth of a pixel.
  case itk
  /// `TransformParameters.txt`: the same for elastix and transformix.
  case elastix
  /// `transform.points`: ground control points for QGIS's georeferencer, with residuals.
  case qgis
  /// `transform.vrt`: the moving image with ground control points, for `gdalwarp`.
  case gdal

  /// What the file is called.
  public var fileName: String {
    switch self {
    case .numpy: "transform.npy"
    case .opencv: "transform.yml"
    case .itk: "transform.tfm"
    case .elastix: "TransformParameters.txt"
    case .qgis: "transform.points"
    case .gdal: "transform.vrt"
    }
  }

  /// Makes the content of the file.
  ///
  /// - Parameter transform: What is written. GDAL's form names the file of its moving image, which must be there.
  /// - Throws: `FrameError` where the form cannot say the transform.
  public func data(for transform: ImageTransform) throws(FrameError) -> Data {
    switch self {
    case .numpy: NPYArray(try plane(transform).fixedFromMoving.normalized.coefficients, shape: [3, 3]).file
    case .opencv: Data(OpenCVForm.text(try plane(transform)).utf8)
    case .itk: Data(try ITKForm.text(transform).utf8)
    case .elastix: Data(try ElastixForm.text(transform).utf8)
    case .qgis: Data(QGISForm.text(transform).utf8)
    case .gdal: Data(try GDALForm(transform).text.utf8)
    }
  }

  /// Returns a transform that a matrix says.
  private func plane(_ transform: ImageTransform) throws(FrameError) -> ImageTransform {
    guard transform.isPlane else {
      throw FrameError(
        "it follows a surface, which the matrix of the form '\(rawValue)' cannot say",
        hint: "use itk, elastix, qgis or gdal")
    }
    return transform
  }
}

/// What `cv::FileStorage` reads.
private enum OpenCVForm {
  static func text(_ transform: ImageTransform) -> String {
    """
    %YAML:1.0
    ---
    fixedFromMoving: \(matrix(transform.fixedFromMoving))
    movingFromFixed: \(matrix(transform.movingFromFixed))
    movingSize: [ \(transform.moving.size.width), \(transform.moving.size.height) ]
    fixedSize: [ \(transform.fixed.size.width), \(transform.fixed.size.height) ]

    """
  }

  private static func matrix(_ homography: Homography) -> String {
    let numbers = homography.normalized.coefficients.map { "\($0)" }.joined(separator: ", ")
    return "!!opencv-matrix\n   rows: 3\n   cols: 3\n   dt: d\n   data: [ \(numbers) ]"
  }
}

extension ImageTransform {
  /// Points for programs that know a transform by them: the matches that it was found with, or else a regular grid.
  var groundControlPoints: [ControlPoint] { controlPoints.isEmpty ? grid(8) : controlPoints }

  /// Makes a regular grid over the moving image, up to its outer pixels' centres, as far as it is seen.
  func grid(_ side: Int) -> [ControlPoint] {
    (0..<side * side).compactMap { index in
      let point = Point(
        x: Double((moving.size.width - 1) * (index % side)) / Double(side - 1),
        y: Double((moving.size.height - 1) * (index / side)) / Double(side - 1))
      return self(point).map { ControlPoint(moving: point, fixed: $0) }
    }
  }
}

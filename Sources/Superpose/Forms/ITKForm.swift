import SuperposeGeometry

/// ITK's transform file (itkTxtTransformIO): points of the fixed image to the moving one, in the physical coordinates
/// of images whose spacing is 1 and whose origin is the centre of the first pixel.
enum ITKForm {
  static func text(_ transform: ImageTransform) throws(FrameError) -> String {
    let (kind, parameters, fixedParameters, comment): (String, [Double], [Double], String)
    if let affine = AffineParameters(transform) {
      (kind, parameters, fixedParameters) = ("AffineTransform", affine.values, [0, 0])
      comment = ""
    } else {
      let spline = try BSplineTransform(transform)
      kind = "BSplineTransform"
      parameters = spline.coefficients
      fixedParameters =
        [Double(spline.gridSize), Double(spline.gridSize), spline.origin.x, spline.origin.y, spline.spacing.x]
        + [spline.spacing.y, 1, 0, 0, 1]
      comment = "# Largest difference from the transform: \(spline.largestError) pixels\n"
    }
    return """
      #Insight Transform File V1.0
      #Transform 0
      \(comment)Transform: \(kind)_double_2_2
      Parameters: \(list(parameters))
      FixedParameters: \(list(fixedParameters))

      """
  }

  static func list(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }
}

/// elastix's transform parameter file, which transformix applies.
enum ElastixForm {
  static func text(_ transform: ImageTransform) throws(FrameError) -> String {
    let (kind, parameters, special): (String, [Double], String)
    if let affine = AffineParameters(transform) {
      (kind, parameters) = ("AffineTransform", affine.values)
      special = "(CenterOfRotationPoint 0 0)"
    } else {
      let spline = try BSplineTransform(transform)
      (kind, parameters) = ("BSplineTransform", spline.coefficients)
      special = """
        (GridSize \(spline.gridSize) \(spline.gridSize))
        (GridIndex 0 0)
        (GridSpacing \(spline.spacing.x) \(spline.spacing.y))
        (GridOrigin \(spline.origin.x) \(spline.origin.y))
        (GridDirection 1 0 0 1)
        (BSplineTransformSplineOrder 3)
        (UseCyclicTransform "false")
        """
    }
    return """
      (Transform "\(kind)")
      (NumberOfParameters \(parameters.count))
      (TransformParameters \(ITKForm.list(parameters)))
      (InitialTransformParametersFileName "NoInitialTransform")
      (UseBinaryFormatForTransformationParameters "false")
      (HowToCombineTransforms "Compose")
      \(special)
      (FixedImageDimension 2)
      (MovingImageDimension 2)
      (FixedInternalImagePixelType "float")
      (MovingInternalImagePixelType "float")
      (Size \(transform.fixed.size.width) \(transform.fixed.size.height))
      (Index 0 0)
      (Spacing 1 1)
      (Origin 0 0)
      (Direction 1 0 0 1)
      (UseDirectionCosines "true")
      (ResampleInterpolator "FinalBSplineInterpolator")
      (FinalBSplineInterpolationOrder 3)
      (Resampler "DefaultResampler")
      (DefaultPixelValue 0)
      (ResultImageFormat "mha")
      (ResultImagePixelType "float")
      (CompressResultImage "false")

      """
  }
}

/// The six parameters of ITK's affine transform about the origin: the matrix by rows, then the shift.
private struct AffineParameters {
  let values: [Double]

  /// Perspective that moves no point of an image of a million pixels a side by a millionth of one is none.
  private static let leastPerspective = 1e-18

  /// Reads the parameters, or returns nil for a transform with perspective or a surface.
  init?(_ transform: ImageTransform) {
    let m = transform.movingFromFixed.normalized.matrix
    guard transform.isPlane, abs(m.g) <= Self.leastPerspective, abs(m.h) <= Self.leastPerspective else { return nil }
    values = [m.a, m.b, m.d, m.e, m.c, m.f]
  }
}

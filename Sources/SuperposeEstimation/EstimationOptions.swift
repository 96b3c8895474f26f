/// The measure by which a transform's support is judged.
public enum EstimatorKind: String, Codable, CaseIterable, Sendable {
  /// A loss marginalised over the unknown noise scale (MAGSAC++; Barath et al., CVPR 2020). The most accurate.
  case magsac
  /// The number of correspondences within the error tolerance (Fischler and Bolles, 1981).
  case ransac
  /// The median squared error (Rousseeuw, 1984). It needs no tolerance, but more than half of the matches must be
  /// right.
  case lmeds
}

/// How a transform is estimated from correspondences.
public struct EstimationOptions: Codable, Hashable, Sendable {
  /// What kind of transform is looked for.
  public var model: TransformModel
  /// What its support is measured by.
  public var estimator: EstimatorKind
  /// The largest error of an inlier, in pixels (see ``Estimate/errorsPixels``). `lmeds` finds its own tolerance and
  /// ignores this one.
  public var maxErrorPixels: Double
  /// The wanted probability, in (0, 1), that at least one sample holds inliers only.
  public var confidence: Double
  /// The largest number of samples that are drawn, at least 1.
  public var maxIterations: Int
  /// The seed of the random samples. Equal seeds and inputs give equal estimates.
  public var seed: UInt64

  /// A homography by MAGSAC++, unless another field is given.
  public init(
    model: TransformModel = .homography, estimator: EstimatorKind = .magsac, maxErrorPixels: Double = 3,
    confidence: Double = 0.9999, maxIterations: Int = 10_000, seed: UInt64 = 0
  ) {
    self.model = model
    self.estimator = estimator
    self.maxErrorPixels = maxErrorPixels
    self.confidence = confidence
    self.maxIterations = maxIterations
    self.seed = seed
  }

  /// Checks every field against its range.
  ///
  /// - Throws: ``EstimationError`` for the first field outside its range.
  public func validate() throws(EstimationError) {
    guard maxErrorPixels.isFinite, maxErrorPixels > 0 else {
      throw EstimationError(
        option: "maxErrorPixels", expected: "a positive number of pixels", found: "\(maxErrorPixels)")
    }
    guard confidence > 0, confidence < 1 else {
      throw EstimationError(
        option: "confidence", expected: "a probability between 0 and 1, both excluded", found: "\(confidence)")
    }
    guard maxIterations >= 1 else {
      throw EstimationError(option: "maxIterations", expected: "at least 1", found: "\(maxIterations)")
    }
  }
}

/// An option of the estimation that is outside its range.
public struct EstimationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the option.
  public var option: String
  /// Which values it takes.
  public var expected: String
  /// The value that it has.
  public var found: String

  public var description: String {
    "Estimating a transform: the option \(option) must be \(expected), not \(found). "
      + "Change it or leave it out for the default."
  }
}

public import SuperposeEstimation
public import SuperposeInference
public import SuperposeMatching

/// Everything that decides a result, with its defaults. The same names stand in the JSON.
public struct RegistrationConfiguration: Codable, Hashable, Sendable {
  /// The size at which the networks see both images.
  public var resize = ResizePolicy.longSide(1024)
  /// How SuperPoint chooses keypoints.
  public var extraction = ExtractionOptions()
  /// How SuperGlue decides on matches.
  public var matching = MatchingOptions()
  /// Whether images are matched again, warped to look alike.
  public var secondLook = SecondLookPolicy.auto
  /// Matches below this confidence, 0…1, are left out of the result and the transform.
  public var minConfidence: Float = 0
  /// The transform. Its `maxErrorPixels` is in pixels of the resized fixed image.
  public var estimation = EstimationOptions()
  /// Where and in which arithmetic the networks run.
  public var inference = InferenceConfiguration()

  /// The defaults.
  public init() {}

  /// Checks every field.
  /// - Throws: ``ConfigurationError``, which names the field, the range and the value.
  public func validate() throws {
    let sides = 1...ResizePolicy.maximumSide
    try require(
      resize.sides.allSatisfy(sides.contains), "resize", "sides of 1 to \(ResizePolicy.maximumSide) pixels", resize)
    try require(minConfidence >= 0 && minConfidence <= 1, "minConfidence", "a number from 0 to 1", minConfidence)
    try require(
      (0...1).contains(extraction.detectionThreshold), "detectionThreshold", "a number from 0 to 1",
      extraction.detectionThreshold)
    try require(
      (extraction.maxKeypoints ?? 1) >= 1, "maxKeypoints", "a positive number or all", extraction.maxKeypoints ?? 0)
    try require(
      (0...1000).contains(extraction.nonMaximumRadius), "nonMaximumRadius", "0 to 1000 pixels",
      extraction.nonMaximumRadius)
    try require(
      (0...10_000).contains(extraction.borderPixels), "borderPixels", "0 to 10000 pixels", extraction.borderPixels)
    try require(
      (0...1).contains(matching.matchThreshold), "matchThreshold", "a number from 0 to 1", matching.matchThreshold)
    try require(
      (1...10_000).contains(matching.sinkhornIterations), "sinkhornIterations", "1 to 10000",
      matching.sinkhornIterations)
    try inference.validate()
    try require((1...1024).contains(inference.threads ?? 1), "threads", "1 to 1024", inference.threads ?? 0)
    do { try estimation.validate() } catch {
      throw ConfigurationError(field: error.option, expected: error.expected, found: error.found)
    }
  }

  private func require(_ holds: Bool, _ field: String, _ expected: String, _ found: some CustomStringConvertible) throws
  {
    guard holds else { throw ConfigurationError(field: field, expected: expected, found: found.description) }
  }
}

/// Where and how the networks run.
public struct InferenceConfiguration: Codable, Hashable, Sendable {
  /// `CUDA` or `CUDA:1` for an NVIDIA GPU, or an OpenVINO device name.
  public var device = "CPU"
  /// Nil: int8 on a processor that multiplies 8-bit integers, with weights that know the ranges of their activations;
  /// else bf16 where the device computes in it, else f32.
  public var precision: Precision?
  /// Nil: as many threads as there are cores.
  public var threads: Int?

  /// The CPU, its fastest arithmetic, all cores.
  public init() {}

  /// - Throws: ``ConfigurationError`` for an arithmetic that the device has not.
  func validate() throws {
    guard let precision else { return }
    if TorchRuntime.isName(device), precision == .int8 {
      throw ConfigurationError(
        field: "precision", expected: "f32, bf16 or f16 on \(device.lowercased())", found: precision.rawValue)
    }
    if device == "CPU", precision == .f16 {
      throw ConfigurationError(
        field: "precision", expected: "f32, bf16 or int8 on the processor", found: precision.rawValue)
    }
  }
}

/// A configuration with a field outside its range.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  /// The name of the field.
  public let field: String
  /// Which values it takes.
  public let expected: String
  /// The value that it has.
  public let found: String

  public var description: String { "\(field): expected \(expected), found \(found)" }
}

/// Whether images are matched again after one was warped to look like the other.
///
/// The networks learned views that differ little in rotation, scale and perspective. A first transform, however rough,
/// removes most of the difference. Where there is no first transform, quarter turns and halved sizes are tried.
public enum SecondLookPolicy: String, Codable, CaseIterable, Sendable {
  /// Images are matched again where the first look leaves room for it: few matches agree, or the views differ much.
  case auto
  /// Images are matched again wherever there is a transform to start from, for comparisons.
  case always
  case off
}

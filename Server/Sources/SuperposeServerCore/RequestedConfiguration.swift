public import Superpose

/// Settings as a request names them: those that differ from a preset's. A name that is none is refused.
public struct RequestedConfiguration: Decodable, Hashable, Sendable {
  struct Extraction: Decodable, Hashable, Sendable {
    var maxKeypoints: Int?
    var detectionThreshold: Float?
    var nonMaximumRadius: Int?
    var borderPixels: Int?
    var subpixel: Bool?

    private enum CodingKeys: CodingKey, CaseIterable {
      case maxKeypoints, detectionThreshold, nonMaximumRadius, borderPixels, subpixel
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.members(CodingKeys.self)
      maxKeypoints = try values.decodeIfPresent(Int.self, forKey: .maxKeypoints)
      detectionThreshold = try values.decodeIfPresent(Float.self, forKey: .detectionThreshold)
      nonMaximumRadius = try values.decodeIfPresent(Int.self, forKey: .nonMaximumRadius)
      borderPixels = try values.decodeIfPresent(Int.self, forKey: .borderPixels)
      subpixel = try values.decodeIfPresent(Bool.self, forKey: .subpixel)
    }
  }

  struct Matching: Decodable, Hashable, Sendable {
    var matchThreshold: Float?
    var sinkhornIterations: Int?

    private enum CodingKeys: CodingKey, CaseIterable { case matchThreshold, sinkhornIterations }

    init(from decoder: any Decoder) throws {
      let values = try decoder.members(CodingKeys.self)
      matchThreshold = try values.decodeIfPresent(Float.self, forKey: .matchThreshold)
      sinkhornIterations = try values.decodeIfPresent(Int.self, forKey: .sinkhornIterations)
    }
  }

  struct Estimation: Decodable, Hashable, Sendable {
    var model: TransformModel?
    var estimator: EstimatorKind?
    var maxErrorPixels: Double?
    var confidence: Double?
    var maxIterations: Int?
    var seed: UInt64?

    private enum CodingKeys: CodingKey, CaseIterable {
      case model, estimator, maxErrorPixels, confidence, maxIterations, seed
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.members(CodingKeys.self)
      model = try values.choice(TransformModel.self, forKey: .model)
      estimator = try values.choice(EstimatorKind.self, forKey: .estimator)
      maxErrorPixels = try values.decodeIfPresent(Double.self, forKey: .maxErrorPixels)
      confidence = try values.decodeIfPresent(Double.self, forKey: .confidence)
      maxIterations = try values.decodeIfPresent(Int.self, forKey: .maxIterations)
      seed = try values.decodeIfPresent(UInt64.self, forKey: .seed)
    }
  }

  struct Inference: Decodable, Hashable, Sendable {
    var precision: Precision?

    private enum CodingKeys: CodingKey, CaseIterable { case precision }

    init(from decoder: any Decoder) throws {
      precision = try decoder.members(CodingKeys.self).choice(Precision.self, forKey: .precision)
    }
  }

  var resize: ResizePolicy?
  var extraction: Extraction?
  var matching: Matching?
  var secondLook: SecondLookPolicy?
  var minConfidence: Float?
  var estimation: Estimation?
  var inference: Inference?

  private enum CodingKeys: CodingKey, CaseIterable {
    case resize, extraction, matching, secondLook, minConfidence, estimation, inference
  }

  public init() {}

  public init(from decoder: any Decoder) throws {
    let values = try decoder.members(CodingKeys.self)
    resize = try values.decodeIfPresent(ResizePolicy.self, forKey: .resize)
    extraction = try values.decodeIfPresent(Extraction.self, forKey: .extraction)
    matching = try values.decodeIfPresent(Matching.self, forKey: .matching)
    secondLook = try values.choice(SecondLookPolicy.self, forKey: .secondLook)
    minConfidence = try values.decodeIfPresent(Float.self, forKey: .minConfidence)
    estimation = try values.decodeIfPresent(Estimation.self, forKey: .estimation)
    inference = try values.decodeIfPresent(Inference.self, forKey: .inference)
  }
}

extension RequestedConfiguration {
  /// The preset with these settings in place of its own.
  public func applied(to preset: RegistrationPreset) -> RegistrationConfiguration {
    var result = preset.configuration
    if let resize { result.resize = resize }
    if let secondLook { result.secondLook = secondLook }
    if let minConfidence { result.minConfidence = minConfidence }
    extraction?.apply(to: &result.extraction)
    matching?.apply(to: &result.matching)
    estimation?.apply(to: &result.estimation)
    if let precision = inference?.precision { result.inference.precision = precision }
    return result
  }
}

extension RequestedConfiguration.Extraction {
  func apply(to options: inout ExtractionOptions) {
    if let maxKeypoints { options.maxKeypoints = maxKeypoints }
    if let detectionThreshold { options.detectionThreshold = detectionThreshold }
    if let nonMaximumRadius { options.nonMaximumRadius = nonMaximumRadius }
    if let borderPixels { options.borderPixels = borderPixels }
    if let subpixel { options.subpixel = subpixel }
  }
}

extension RequestedConfiguration.Matching {
  func apply(to options: inout MatchingOptions) {
    if let matchThreshold { options.matchThreshold = matchThreshold }
    if let sinkhornIterations { options.sinkhornIterations = sinkhornIterations }
  }
}

extension RequestedConfiguration.Estimation {
  func apply(to options: inout EstimationOptions) {
    if let model { options.model = model }
    if let estimator { options.estimator = estimator }
    if let maxErrorPixels { options.maxErrorPixels = maxErrorPixels }
    if let confidence { options.confidence = confidence }
    if let maxIterations { options.maxIterations = maxIterations }
    if let seed { options.seed = seed }
  }
}

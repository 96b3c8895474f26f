public import SuperposeCheckpoints

/// The part of SuperPoint that is quantised for int8.
extension SuperPointNetwork {
  /// The convolutions whose ReLU outputs are quantised: those of the encoder. With them go the convolutions that take
  /// these values, which are all but the first one and the last one of each head.
  ///
  /// Measured on 24 photographs of 640×480, 512 keypoints each, against f32: bf16 finds 96.1 % at the same pixel and
  /// 97.7 % within one, int8 93.7 % and 97.0 %. With `convPb` quantised too it would be 93.2 %; with `convDb` the error
  /// of the descriptors (one less their cosine) would grow from 2.9e-4 to 3.4e-4. Both take little of the time.
  /// Quantising the first convolution would lose nothing there and gain 4 % of the time; it stays in floats because 8
  /// bits would leave a dark picture few levels.
  public static let quantizedActivations = [
    "conv1a", "conv1b", "conv2a", "conv2b", "conv3a", "conv3b", "conv4a", "conv4b",
  ]

  private static let rangeSuffix = ".activation_range"

  /// The parameters that hold the ranges of ``quantizedActivations`` in a file of weights, beside those of the network.
  /// They are scalars above zero.
  public static let activationRanges = quantizedActivations.map { ParameterShape(name: $0 + rangeSuffix, shape: []) }

  /// Returns the ranges among a file's tensors, by convolution, or nil unless all are there.
  public static func activationRanges(in tensors: [String: Tensor]) -> [String: Float]? {
    var ranges: [String: Float] = [:]
    for name in quantizedActivations {
      guard let range = tensors[name + rangeSuffix]?.values.first else { return nil }
      ranges[name] = range
    }
    return ranges
  }

  /// Returns the ranges as tensors for a file of weights.
  public static func tensors(ofActivationRanges ranges: [String: Float]) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for (name, range) in ranges { tensors[name + rangeSuffix] = Tensor(shape: [], values: [range]) }
    return tensors
  }
}

import Foundation
import SuperposeCheckpoints
public import SuperposeImaging
import SuperposeInference
import SuperposeMatching
import SuperposeNetworks

/// Prepares SuperPoint for int8: finds the ranges of its activations on photographs and writes them, with the weights or alone.
public final class Quantizer {
  private let weights: LoadedWeights
  private let resize: ResizePolicy
  private var calibration: SuperPointCalibration
  /// How many photographs have been added.
  public private(set) var photographs = 0

  /// Loads SuperPoint.
  ///
  /// - Parameters:
  ///   - superPoint: weights from a library: a name, a path, or nil for the default.
  ///   - inference: where the network runs; its arithmetic is f32.
  ///   - resize: the size at which the network sees the photographs.
  public init(
    library: WeightsLibrary = .standard, superPoint: String? = nil, inference: InferenceConfiguration = .init(),
    resize: ResizePolicy = .longSide(640)
  ) throws {
    weights = try library.load(superPoint, for: .superpoint)
    self.resize = resize
    let runtime = try InferenceRuntime()
    calibration = try SuperPointCalibration(
      weights: weights.parameters, runtime: runtime, options: try SessionOptions(inference, runtime))
  }

  /// Looks at one more photograph.
  public func add(_ image: Image) throws {
    try calibration.add(image.grayImage(size: resize.size(for: image.size)))
    photographs += 1
  }

  /// What was found so far.
  public var ranges: ActivationRanges {
    ActivationRanges(sha256: weights.sha256, photographs: photographs, ranges: calibration.ranges())
  }

  /// Writes the weights in 32 bits and the ranges as a safetensors file, which loads like any other weights, whole or not at all.
  public func writeWeights(to path: String) throws {
    let ranges = SuperPointNetwork.tensors(ofActivationRanges: ranges.ranges)
    try SafetensorsWriter.write(
      weights.parameters.merging(ranges) { $1 },
      metadata: [
        "activation_ranges": "\(photographs) photographs", KnownWeights.originKey: weights.sha256 ?? weights.name,
      ],
      precision: .f32, to: path)
  }

  public var weightsDescription: RegistrationReport.WeightsDescription { weights.description }
}

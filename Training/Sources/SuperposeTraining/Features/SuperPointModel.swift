import Foundation
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
public import SuperposeOptimiser
public import SuperposeTorch
import SuperposeTrainingData

/// SuperPoint in training: the published layers, with a normalisation after each but the last ones of the heads.
public final class SuperPointModel {
  private static func normalised(_ shapes: [ParameterShape]) -> [ParameterShape] {
    ConvolutionNorm.adding(to: shapes, except: ["convPb", "convDb"])
  }

  public let parameters: NetworkParameters
  let backend: TorchBackend
  let isMixedPrecision: Bool

  init(values: [String: Tensor], on device: Torch.Device, isMixedPrecision: Bool, isTraining: Bool) {
    // Published weights have their normalisations folded in, and their training goes on without any.
    let isFolded = !values.keys.contains { $0.hasSuffix(".norm.weight") }
    let shapes = SuperPointNetwork.parameters(in: values)
    parameters = NetworkParameters(isFolded ? shapes : Self.normalised(shapes), values: values, on: device)
    backend = TorchBackend(parameters, isTraining: isTraining)
    self.isMixedPrecision = isMixedPrecision
  }

  /// Returns random weights (He et al. 2015, arXiv 1502.01852). The detector starts by finding almost nothing, which is
  /// right for most cells.
  ///
  /// - Parameters:
  ///   - shapes: The network's parameters.
  ///   - seed: Fixes the random numbers.
  static func initialValues(
    _ shapes: [ParameterShape] = SuperPointNetwork.parameters, seed: UInt64
  ) -> [String: Tensor] {
    var generator = SplitMix64(seed: seed)
    var values: [String: Tensor] = [:]
    for parameter in normalised(shapes) { values[parameter.name] = initial(parameter, &generator) }
    return values
  }

  private static func initial(_ parameter: ParameterShape, _ generator: inout SplitMix64) -> Tensor {
    let count = parameter.shape.reduce(1, *)
    var values = [Float](repeating: 0, count: count)
    switch parameter.name {
    case let name where name.hasSuffix(".norm.weight") || name.hasSuffix(".running_var"):
      values = [Float](repeating: 1, count: count)
    case "convPb.bias":
      values[count - 1] = dustbinStart
    case let name where parameter.shape.count == 4:
      let deviation =
        (2 / Double(parameter.shape[1...].reduce(1, *))).squareRoot() * (name == "convPb.weight" ? 0.1 : 1)
      for index in values.indices { values[index] = Float(generator.normal() * deviation) }
    default: break
    }
    return Tensor(shape: parameter.shape, values: values)
  }

  /// The excess of the logit of "no keypoint here" over the others.
  private static let dustbinStart: Float = 6

  /// Computes both heads.
  ///
  /// - Parameter images: Grey images in 0…1 with sides that are multiples of 8, `[B, 1, H, W]`.
  func heads(_ images: TorchTensor) -> (logits: TorchTensor, descriptors: TorchTensor) {
    Torch.autocast(isMixedPrecision, on: parameters.device) {
      SuperPointNetwork.heads(images.channelsLast(), on: backend)
    }
  }

  /// Returns probabilities `[B, 1, H, W]` without gradients.
  func scores(_ images: TorchTensor) -> TorchTensor {
    Torch.withoutGradients { SuperPointNetwork.scores(heads(images).logits.float(), on: backend) }
  }

  /// Returns the parameters without the normalisations, in the form that `superpose` loads.
  func published() -> [String: Tensor] { ConvolutionNorm.folded(parameters.checkpoint()) }
}

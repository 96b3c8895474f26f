import Foundation
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeNetworks
public import SuperposeTorch
import SuperposeTrainingData

/// SuperPoint while it is trained: the published layers with a normalisation after each but the heads' last ones.
public final class SuperPointModel {
  private static let normalised = ConvolutionNorm.adding(
    to: SuperPointNetwork.parameters, except: ["convPb", "convDb"])

  public let parameters: NetworkParameters
  let backend: TorchBackend
  let isMixedPrecision: Bool

  init(values: [String: Tensor], on device: Torch.Device, isMixedPrecision: Bool, isTraining: Bool) {
    // Weights that were published have their normalisations folded in, and are trained on without.
    let isFolded = !values.keys.contains { $0.hasSuffix(".norm.weight") }
    let shapes = isFolded ? SuperPointNetwork.parameters : Self.normalised
    parameters = NetworkParameters(shapes, values: values, on: device)
    backend = TorchBackend(parameters, isTraining: isTraining)
    self.isMixedPrecision = isMixedPrecision
  }

  /// Random weights (He et al. 2015, arXiv 1502.01852). The detector starts by finding nearly nothing, as is true of
  /// most cells.
  static func initialValues(seed: UInt64) -> [String: Tensor] {
    var generator = SplitMix64(seed: seed)
    var values: [String: Tensor] = [:]
    for parameter in normalised { values[parameter.name] = initial(parameter, &generator) }
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

  /// The logit of "no keypoint here" above the others.
  private static let dustbinStart: Float = 6

  /// - Parameter images: `[B, 1, H, W]` in 0…1, sides multiples of 8.
  func heads(_ images: TorchTensor) -> (logits: TorchTensor, descriptors: TorchTensor) {
    Torch.autocast(isMixedPrecision, on: parameters.device) {
      SuperPointNetwork.heads(images.channelsLast(), on: backend)
    }
  }

  /// Probabilities `[B, 1, H, W]`, without gradients.
  func scores(_ images: TorchTensor) -> TorchTensor {
    Torch.withoutGradients { SuperPointNetwork.scores(heads(images).logits.float(), on: backend) }
  }

  /// Without the normalisations, as `superpose` loads it.
  func published() -> [String: Tensor] { ConvolutionNorm.folded(parameters.checkpoint()) }
}

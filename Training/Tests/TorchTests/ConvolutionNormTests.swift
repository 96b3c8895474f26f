import SuperposeCheckpoints
import SuperposeNetworks
import Testing
import TrainingTestSupport

@testable import SuperposeOptimiser
@testable import SuperposeTorch

@Suite(.usesTorch)
struct ConvolutionNormTests {
  private static let shapes = ConvolutionNorm.adding(to: SuperPointNetwork.parameters, except: ["convPb", "convDb"])

  private static func values() -> [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: shapes.map { shape in
        let count = shape.shape.reduce(1, *)
        let bound = shape.shape.count == 4 ? (6 / Double(shape.shape[1...].reduce(1, *))).squareRoot() : 0.2
        let isPositive = shape.name.hasSuffix("running_var") || shape.name.hasSuffix("norm.weight")
        return (
          shape.name,
          Tensor(
            shape: shape.shape,
            values: numbers(shape.name, count, isPositive ? 0.5...1.5 : -bound...bound).map(Float.init))
        )
      })
  }

  private static func heads(_ shapes: [ParameterShape], _ values: [String: Tensor], _ image: TorchTensor) -> [[Float]] {
    let backend = TorchBackend(NetworkParameters(shapes, values: values, on: .cpu), isTraining: false)
    let heads = Torch.withoutGradients { SuperPointNetwork.heads(image, on: backend) }
    return [heads.logits.floats(), heads.descriptors.floats()]
  }

  @Test func theFoldedNetworkComputesTheSame() {
    let values = Self.values()
    let image = TorchTensor(numbers("image", 32 * 40, 0...1).map(Float.init), [1, 1, 32, 40])
    let normalised = Self.heads(Self.shapes, values, image)
    let folded = ConvolutionNorm.folded(values)
    #expect(Set(folded.keys) == Set(SuperPointNetwork.parameters.map(\.name)))
    let plain = Self.heads(SuperPointNetwork.parameters, folded, image)
    for (a, b) in zip(normalised, plain) {
      #expect(a.max()! - a.min()! > 0.1)
      let worst = zip(a, b).map { abs($0 - $1) / (1 + abs($0)) }.max()!
      #expect(worst < 1e-4)
    }
  }

  /// A batch is normalised by its own statistics, and a tenth of them is recorded.
  @Test func statisticsOfBatchesAreNoted() {
    let shapes = ["weight", "bias", "running_mean", "running_var"].map { ParameterShape(name: "n.\($0)", shape: [1]) }
    let start: [String: Tensor] = [
      "n.weight": Tensor(shape: [1], values: [1]), "n.bias": Tensor(shape: [1], values: [0]),
      "n.running_mean": Tensor(shape: [1], values: [0]), "n.running_var": Tensor(shape: [1], values: [1]),
    ]
    let parameters = NetworkParameters(shapes, values: start, on: .cpu)
    #expect(parameters.trainedNames == ["n.weight", "n.bias"])
    let result = TorchBackend(parameters, isTraining: true).batchNorm(
      TorchTensor([2, 4, 6, 8] as [Float], [1, 4, 1]), "n")
    let after = parameters.checkpoint()
    #expect(abs(result.floats()[0] + 3 / Float(5).squareRoot()) < 1e-4)
    #expect(abs(after["n.running_mean"]!.values[0] - 0.5) < 1e-6)
    // The variance is the unbiased one, 20 / 3.
    #expect(abs(after["n.running_var"]!.values[0] - (0.9 + 0.1 * 20 / 3)) < 1e-5)
  }
}

import SuperposeCheckpoints
import SuperposeNetworks
import Testing
import TrainingTestSupport

@testable import SuperposeOptimiser
@testable import SuperposeTorch

/// With 32-bit floats and steps of a hundredth, differences are right to about a hundredth.
private let tolerance = 0.015

private func values(_ shapes: [ParameterShape]) -> [String: Tensor] {
  Dictionary(
    uniqueKeysWithValues: shapes.map { shape in
      let isPositive = shape.name.hasSuffix("running_var") || shape.name.hasSuffix("norm.weight")
      let values = numbers(shape.name, shape.shape.reduce(1, *), isPositive ? 0.5...1.5 : -0.5...0.5)
      return (shape.name, Tensor(shape: shape.shape, values: values.map(Float.init)))
    })
}

private let convolution = [
  ParameterShape(name: "c.weight", shape: [4, 3, 3, 3]), ParameterShape(name: "c.bias", shape: [4]),
]
private let norm = ["weight", "bias", "running_mean", "running_var"].map {
  ParameterShape(name: "norm.\($0)", shape: [6])
}

private func expectSmall(_ errors: [String: Double], _ location: SourceLocation = #_sourceLocation) {
  #expect(!errors.isEmpty, sourceLocation: location)
  for (name, error) in errors { #expect(error < tolerance, "\(name)", sourceLocation: location) }
}

@Suite(.usesTorch)
struct BackendGradientTests {
  @Test(arguments: [true, false])
  func convolutionWithNorm(isTraining: Bool) {
    let shapes = ConvolutionNorm.adding(to: convolution, except: [])
    #expect(shapes.count == 6)
    let image = Argument64("image", [2, 3, 5, 6])
    func run(_ parameters: NetworkParameters, _ x: TorchTensor) -> TorchTensor {
      let backend = TorchBackend(parameters, isTraining: isTraining)
      return weighted(backend.convolution(x.converted(to: .f32).channelsLast(), "c", kernel: 3))
    }
    let input = TorchTensor(numbers("image", 180), [2, 3, 5, 6])
    expectSmall(parameterGradientError(shapes, values(shapes)) { run($0, input) })
    let error = gradientError([image], step: 1e-2) {
      run(NetworkParameters(shapes, values: values(shapes), on: .cpu), $0[0])
    }
    #expect(error < tolerance)
  }

  @Test func plainConvolution() {
    let input = TorchTensor(numbers("image", 180), [2, 3, 5, 6]).converted(to: .f32)
    let errors = parameterGradientError(convolution, values(convolution)) {
      weighted(TorchBackend($0, isTraining: true).convolution(input, "c", kernel: 3))
    }
    expectSmall(errors)
  }

  @Test(arguments: [true, false])
  func batchNorm(isTraining: Bool) {
    let input = Argument64("tokens", [2, 5, 6])
    expectSmall(
      parameterGradientError(norm, values(norm)) {
        weighted(
          TorchBackend($0, isTraining: isTraining).batchNorm(
            TorchTensor(numbers("tokens", 60), [2, 5, 6]).converted(to: .f32), "norm"))
      })
    let error = gradientError([input], step: 1e-2) {
      let parameters = NetworkParameters(norm, values: values(norm), on: .cpu)
      return weighted(TorchBackend(parameters, isTraining: isTraining).batchNorm($0[0].converted(to: .f32), "norm"))
    }
    #expect(error < tolerance)
  }

  @Test func linear() {
    let shapes = [ParameterShape(name: "l.weight", shape: [5, 6, 1]), ParameterShape(name: "l.bias", shape: [5])]
    let input = TorchTensor(numbers("tokens", 60), [2, 5, 6]).converted(to: .f32)
    expectSmall(
      parameterGradientError(shapes, values(shapes)) { weighted(TorchBackend($0, isTraining: true).linear(input, "l")) }
    )
  }

  @Test func attentionAndInnerProducts() {
    let backend = TorchBackend(NetworkParameters([], values: [:], on: .cpu), isTraining: true)
    let shapes = [
      Argument64("query", [2, 3, 8], -2...2), Argument64("key", [2, 5, 8], -2...2), Argument64("value", [2, 5, 8]),
    ]
    #expect(gradientError(shapes) { weighted(backend.attended($0[0], $0[1], $0[2], .interleaved, nil)) } < 1e-7)
    #expect(gradientError(Array(shapes.prefix(2))) { weighted(backend.innerProducts($0[0], $0[1])) } < 1e-7)
  }

  /// Attention is compared with its formula, head by head; gradients alone would not reveal heads that are mixed up.
  @Test(arguments: [HeadOrder.interleaved, .grouped]) func attentionEqualsItsFormula(_ order: HeadOrder) {
    let backend = TorchBackend(NetworkParameters([], values: [:], on: .cpu), isTraining: true)
    let (q, k, v) = (numbers("query", 24, -2...2), numbers("key", 40, -2...2), numbers("value", 40))
    let bias = [0, 0, -30_000, 0, 0.5]
    let result = backend.attended(
      TorchTensor(q, [1, 3, 8]), TorchTensor(k, [1, 5, 8]), TorchTensor(v, [1, 5, 8]), order,
      TorchTensor(bias, [1, 1, 1, 5])
    ).doubles()
    let differences = result.indices.map { index -> Double in
      let (row, channel) = index.quotientAndRemainder(dividingBy: 8)
      let weights = (0..<5).map { key -> Double in
        let channels = order == .grouped ? [channel / 2 * 2, channel / 2 * 2 + 1] : [channel % 4, channel % 4 + 4]
        let products = channels.map { q[row * 8 + $0] * k[key * 8 + $0] }
        return exponential((products[0] + products[1]) * 0.75 + bias[key])
      }
      let sum = (0..<5).reduce(0) { $0 + weights[$1] * v[$1 * 8 + channel] }
      return abs(result[index] - sum / weights.reduce(0, +))
    }
    #expect(differences.count == 24 && differences.max()! < 1e-9)
  }
}

extension TorchBackend {
  /// Computes attention from channels to channels, with four heads.
  fileprivate func attended(
    _ query: TorchTensor, _ key: TorchTensor, _ value: TorchTensor, _ order: HeadOrder, _ keyBias: TorchTensor?
  ) -> TorchTensor {
    let heads = [query, key, value].map { split($0, heads: 4, order: order) }
    return joined(
      attention(query: heads[0], key: heads[1], value: heads[2], scale: 0.75, keyBias: keyBias), heads: 4, order: order)
  }
}

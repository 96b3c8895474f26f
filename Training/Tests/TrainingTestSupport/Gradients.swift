import Foundation
public import SuperposeCheckpoints
public import SuperposeOptimiser
public import SuperposeTorch
import TestSupport

/// Returns numbers in a range that depend on a name alone.
public func numbers(_ name: String, _ count: Int, _ range: ClosedRange<Double> = -1...1) -> [Double] {
  RuleWeights.uniform(name, count: count, range).map(Double.init)
}

/// A 64-bit argument of a function whose gradient is checked.
public struct Argument64 {
  let values: [Double]
  let shape: [Int]

  public init(_ values: [Double], _ shape: [Int]) {
    self.values = values
    self.shape = shape
  }

  public init(_ name: String, _ shape: [Int], _ range: ClosedRange<Double> = -1...1) {
    self.init(numbers(name, shape.reduce(1, *), range), shape)
  }
}

/// Sums up an output to one number, with a different weight for every element.
public func weighted(_ x: TorchTensor) -> TorchTensor {
  let weights = TorchTensor(numbers("output", x.count, 0.5...1.5).enumerated().map { $0 % 2 == 0 ? $1 : -$1 }, x.shape)
  return (x.converted(to: .f64) * weights).sum()
}

/// Returns the largest difference between libtorch's gradient and central differences, as a fraction of the largest
/// derivative of the same argument, over up to 40 elements of each.
public func gradientError(
  _ arguments: [Argument64], step: Double = 1e-5, _ function: ([TorchTensor]) -> TorchTensor
) -> Double {
  func tensors(_ change: (Int, Int, Double)?) -> [TorchTensor] {
    arguments.enumerated().map { index, argument in
      var values = argument.values
      if let change, change.0 == index { values[change.1] += change.2 }
      return TorchTensor(values, argument.shape)
    }
  }
  let leaves = tensors(nil)
  for leaf in leaves { leaf.requireGradient() }
  function(leaves).backward()
  return arguments.indices.map { index -> Double in
    let analytic = leaves[index].gradient?.doubles() ?? [Double](repeating: 0, count: arguments[index].values.count)
    return worst(analytic) { element in
      let ends = [step, -step].map { function(tensors((index, element, $0))).doubles()[0] }
      return (ends[0] - ends[1]) / (2 * step)
    }
  }.max() ?? .infinity
}

/// Returns the same for a network's parameters, which are 32-bit, so that `step` must be larger.
public func parameterGradientError(
  _ shapes: [ParameterShape], _ values: [String: Tensor], step: Float = 1e-2,
  _ function: (NetworkParameters) -> TorchTensor
) -> [String: Double] {
  let parameters = NetworkParameters(shapes, values: values, on: .cpu)
  function(parameters).backward()
  var errors: [String: Double] = [:]
  for name in parameters.trainedNames {
    let analytic = parameters.tensors[name]?.gradient?.doubles() ?? []
    errors[name] = worst(analytic) { element in
      let ends = [step, -step].map { change -> Double in
        var changed = values
        var numbers = values[name]!.values
        numbers[element] += change
        changed[name] = Tensor(shape: values[name]!.shape, values: numbers)
        return function(NetworkParameters(shapes, values: changed, on: .cpu)).doubles()[0]
      }
      return (ends[0] - ends[1]) / Double(2 * step)
    }
  }
  return errors
}

private func worst(_ analytic: [Double], _ numeric: (Int) -> Double) -> Double {
  let stride = max(1, analytic.count / 40)
  let elements = Swift.stride(from: 0, to: analytic.count, by: stride)
  let pairs = elements.map { (analytic[$0], numeric($0)) }
  let scale = max(pairs.map { abs($0.1) }.max() ?? 0, 1e-2)
  return pairs.map { abs($0 - $1) / scale }.max() ?? .infinity
}

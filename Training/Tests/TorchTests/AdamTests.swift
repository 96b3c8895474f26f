import SuperposeCheckpoints
import Testing
import TrainingTestSupport

@testable import SuperposeOptimiser
@testable import SuperposeTorch

@Suite(.usesTorch)
struct AdamTests {
  private static let shapes = [ParameterShape(name: "a", shape: [2]), ParameterShape(name: "b", shape: [])]
  private static let start = [
    "a": Tensor(shape: [2], values: [1, -2]), "b": Tensor(shape: [], values: [3]),
  ]

  private static func gradient(_ parameters: NetworkParameters) {
    (parameters.tensors["a"]!.square().sum() + parameters.tensors["b"]! * 4).backward()
  }

  /// Takes two steps by the formulas of the paper, with the gradient bounded and a different rate for one parameter.
  @Test func stepsAreThoseOfThePaper() {
    let parameters = NetworkParameters(Self.shapes, values: Self.start, on: .cpu)
    let adam = Adam(parameters, rates: ["b": 10])
    var x: [Double] = [1, -2, 3]
    var (mean, square) = ([0.0, 0, 0], [0.0, 0, 0])
    for step in 1...2 {
      Self.gradient(parameters)
      let length = adam.step(rate: 0.01, longestGradient: 5)
      let raw = [2 * x[0], 2 * x[1], 4]
      let expectedLength = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(Double(length) - expectedLength) < 1e-4)
      let bounded = raw.map { $0 * min(1, 5 / expectedLength) }
      for i in 0..<3 {
        mean[i] = 0.9 * mean[i] + 0.1 * bounded[i]
        square[i] = 0.999 * square[i] + 0.001 * bounded[i] * bounded[i]
        let power = Double(step)
        let m = mean[i] / (1 - exponential(power * -0.105360515657826))
        let v = square[i] / (1 - exponential(power * -0.00100050033358))
        x[i] -= (i == 2 ? 0.1 : 0.01) * m / (v.squareRoot() + 1e-8)
      }
      let found = parameters.tensors["a"]!.floats() + parameters.tensors["b"]!.floats()
      for (a, b) in zip(found, x) { #expect(abs(Double(a) - b) < 1e-5) }
    }
  }

  @Test func aGradientThatIsNotANumberChangesNothing() {
    let parameters = NetworkParameters(Self.shapes, values: Self.start, on: .cpu)
    let adam = Adam(parameters)
    (parameters.tensors["a"]!.sum() * .nan).backward()
    #expect(!adam.step(rate: 0.01, longestGradient: 5).isFinite)
    #expect(parameters.checkpoint() == Self.start)
    Self.gradient(parameters)
    #expect(adam.step(rate: 0.01, longestGradient: 5).isFinite)
    #expect(parameters.checkpoint() != Self.start)
  }

  @Test func aSavedStateGoesOnBitForBit() {
    let whole = NetworkParameters(Self.shapes, values: Self.start, on: .cpu)
    let adam = Adam(whole)
    for _ in 0..<3 {
      Self.gradient(whole)
      _ = adam.step(rate: 0.01, longestGradient: 5)
    }
    let saved = (whole.checkpoint(), adam.state())
    let resumed = NetworkParameters(Self.shapes, values: saved.0, on: .cpu)
    let other = Adam(resumed, saved: saved.1)
    for _ in 0..<3 {
      for (parameters, adam) in [(whole, adam), (resumed, other)] {
        Self.gradient(parameters)
        _ = adam.step(rate: 0.01, longestGradient: 5)
      }
    }
    #expect(whole.checkpoint() == resumed.checkpoint())
    #expect(adam.state() == other.state())
  }
}

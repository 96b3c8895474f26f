import SuperposeCheckpoints
import Testing

@testable import SuperposeOptimiser
@testable import SuperposeTorch

@Suite(.usesTorch)
struct WeightAverageTests {
  private static let shapes = [ParameterShape(name: "a", shape: [2]), ParameterShape(name: "b", shape: [2, 1, 1, 1])]

  private static func parameters() -> NetworkParameters {
    let values = ["a": Tensor(shape: [2], values: [1, 2]), "b": Tensor(shape: [2, 1, 1, 1], values: [3, 4])]
    return NetworkParameters(shapes, values: values, on: .cpu)
  }

  private static func add(_ number: Double, to parameters: NetworkParameters) {
    Torch.withoutGradients {
      for tensor in parameters.tensors.values {
        _ = Torch.call("add_", "Scalar", .tensor(tensor), .double(number))
      }
    }
  }

  @Test func theAverageFollowsSlowlyAndTheWeightsStay() {
    let parameters = Self.parameters()
    let average = WeightAverage(parameters, decay: 0.9, saved: nil)
    var expected = 1.0
    for step in 1...200 {
      Self.add(0.5, to: parameters)
      average.update()
      let kept = min(0.9, Double(1 + step) / Double(10 + step))
      expected = kept * expected + (1 - kept) * (1 + 0.5 * Double(step))
    }
    let inside = average.inPlace { parameters.checkpoint() }
    #expect(abs(Double(inside["a"]!.values[0]) - expected) < 1e-3)
    #expect(parameters.checkpoint()["a"]!.values == [101, 102])
    #expect(parameters.checkpoint()["b"]!.values == [103, 104])
  }

  @Test func itGoesOnFromWhatWasSaved() {
    let (whole, first) = (Self.parameters(), Self.parameters())
    let average = WeightAverage(whole, decay: 0.9, saved: nil)
    let before = WeightAverage(first, decay: 0.9, saved: nil)
    for _ in 0..<5 {
      for (parameters, average) in [(whole, average), (first, before)] {
        Self.add(0.5, to: parameters)
        average.update()
      }
    }
    let resumed = WeightAverage(first, decay: 0.9, saved: before.state())
    for (parameters, average) in [(whole, average), (first, resumed)] {
      Self.add(0.5, to: parameters)
      average.update()
    }
    #expect(average.state() == resumed.state())
    #expect(average.state()["count"]?.values == [6])
  }
}

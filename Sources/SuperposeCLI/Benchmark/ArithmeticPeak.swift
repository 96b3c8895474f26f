import Foundation
import Superpose
import SuperposeInference
import SuperposeONNX

/// Measures the speed that the machine reaches in the matrix products of which networks consist.
enum ArithmeticPeak {
  private static let side = 1536
  private static let layers = 6
  private static let repetitions = 8

  /// Returns the floating-point operations per second of a chain of square matrix products in the runtime, the best of
  /// several runs.
  ///
  /// - Throws: What the runtime throws.
  static func measured(_ inference: InferenceConfiguration) throws -> Double {
    let runtime = try InferenceRuntime()
    let options = try SessionOptions(inference, runtime)
    let graph = GraphBuilder(name: "peak")
    var x = graph.input("x", .float32, [.fixed(side), .fixed(side)])
    for layer in 0..<layers {
      // The matrices differ, so that the runtime cannot merge any two, and keep the numbers within range.
      let values = (0..<side * side).map { Float(($0 &* 31 &+ layer) % 17 - 8) / Float(8 * side) }
      x = graph.node("MatMul", [x, graph.constant(values, shape: [side, side], named: "w\(layer)")])
    }
    graph.output(x, as: "y", .float32, [.fixed(side), .fixed(side)])
    let session = try InferenceSession(
      model: try graph.model(), inputs: [TensorContract("x", [side, side])],
      outputs: [TensorContract("y", [side, side])], runtime: runtime, options: options)
    let input = InputTensor(shape: [side, side], values: [Float](repeating: 0.5, count: side * side))
    var best = Double.infinity
    for _ in 0..<repetitions {
      let start = ContinuousClock.now
      try session.run([input]) { _ in }
      best = min(best, start.duration(to: .now) / .seconds(1))
    }
    let size = Double(side)
    return 2 * Double(layers) * size * size * size / best
  }
}

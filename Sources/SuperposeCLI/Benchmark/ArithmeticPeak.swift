import Foundation
import Superpose
import SuperposeInference
import SuperposeNetworks
import SuperposeONNX

/// Measures the speed that the machine reaches in the products of which networks consist.
enum ArithmeticPeak {
  private static let side = 1536
  private static let layers = 6
  private static let repetitions = 8

  /// Returns the operations per second of a chain of square matrix products in the runtime, in floating point or in
  /// 8-bit integers, the best of several runs.
  ///
  /// - Throws: What the runtime throws.
  static func measured(_ inference: InferenceConfiguration) throws -> Double {
    let runtime = try InferenceRuntime()
    let options = try SessionOptions(inference, runtime)
    let graph = inference.precision == .int8 ? integerChain() : floatChain()
    // The same numbers as a matrix and as a picture of which each channel is a row.
    let shape = inference.precision == .int8 ? [1, side, side, 1] : [side, side]
    let session = try InferenceSession(
      model: try graph.model(), inputs: [TensorContract("x", shape)], outputs: [TensorContract("y", shape)],
      runtime: runtime, options: options)
    let input = InputTensor(shape: shape, values: [Float](repeating: 0.5, count: side * side))
    var best = Double.infinity
    for _ in 0..<repetitions {
      let start = ContinuousClock.now
      try session.run([input]) { _ in }
      best = min(best, start.duration(to: .now) / .seconds(1))
    }
    let size = Double(side)
    return 2 * Double(layers) * size * size * size / best
  }

  /// The matrices differ, so that the runtime cannot merge any two, and keep the numbers within range.
  private static func matrix(_ layer: Int) -> [Float] {
    (0..<side * side).map { Float(($0 &* 31 &+ layer) % 17 - 8) / Float(8 * side) }
  }

  private static func floatChain() -> GraphBuilder {
    let graph = GraphBuilder(name: "peak")
    var x = graph.input("x", .float32, [.fixed(side), .fixed(side)])
    for layer in 0..<layers {
      x = graph.node("MatMul", [x, graph.constant(matrix(layer), shape: [side, side], named: "w\(layer)")])
    }
    graph.output(x, as: "y", .float32, [.fixed(side), .fixed(side)])
    return graph
  }

  /// Convolutions of one pixel, as SuperPoint's are quantised.
  private static func integerChain() -> GraphBuilder {
    let graph = GraphBuilder(name: "peak")
    let shape = [1, side, side, 1].map { Dimension.fixed($0) }
    var x = graph.input("x", .float32, shape)
    for layer in 0..<layers {
      let kernel = graph.quantizedKernel(matrix(layer), shape: [side, side, 1, 1], named: "w\(layer)")
      let input = graph.quantized(graph.node("Relu", [x]), range: 1, named: "x\(layer)")
      x = graph.node("Conv", [input, kernel], ["kernel_shape": .ints([1, 1])])
    }
    graph.output(x, as: "y", .float32, shape)
    return graph
  }
}

/// The peaks of the arithmetic that several configurations use, each measured once.
struct ArithmeticPeaks {
  /// The operations per second, by arithmetic and number of threads.
  private(set) var speeds: [String: Double] = [:]

  /// Measures what a configuration uses and is not known yet: with int8, integers for SuperPoint and the fastest floats
  /// for SuperGlue.
  mutating func measure(_ inference: InferenceConfiguration, for report: BenchmarkReport) throws {
    for precision in Set([report.precision, report.floats]) where speeds[report.arithmetic(precision)] == nil {
      var one = inference
      one.precision = Precision(rawValue: precision)
      speeds[report.arithmetic(precision)] = try ArithmeticPeak.measured(one)
    }
  }

  /// The seconds that the networks' arithmetic would take at the peak; nil where that is not known. (The first
  /// convolution, and the last of each head, are not in 8 bits and count as if they were: the limit is a little lower
  /// than it could be.)
  func limit(of report: BenchmarkReport) -> Double? {
    guard let all = report.floatingPointOperations, let glue = report.superGlueOperations,
      let points = speeds[report.arithmetic(report.precision)],
      let floats = speeds[report.arithmetic(report.floats)]
    else { return nil }
    return (all - glue) / points + glue / floats
  }
}

extension BenchmarkReport {
  /// The settings that a peak depends on.
  fileprivate func arithmetic(_ precision: String) -> String { "\(precision), \(threads) threads" }
}

import Foundation
import Superpose
import SuperposeCheckpoints
import SuperposeGeometry
import SuperposeImaging
import SuperposeInference
import SuperposeNetworks
import TestSupport

@testable import SuperposeExport
@testable import SuperposeMatching

/// The networks that the tests export and compare with: the SuperPoint that comes with the program, and SuperGlue both
/// untrained and with weights that leave no layer without effect.
enum Subjects {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  static let runtime: InferenceRuntime = {
    do { return try InferenceRuntime() } catch { fatalError("\(error)") }
  }()

  static let library = WeightsLibrary(imported: URL(filePath: "/nowhere"))

  static func superPointWeights() throws -> [String: Tensor] { try library.load(nil, for: .superpoint).parameters }

  static let startWeights = SuperGlueNetwork.startState()
  static let ruleWeights = RuleWeights.make(SuperGlueNetwork.parameters)

  static func superPoint() throws -> SuperPoint {
    try SuperPoint(weights: try superPointWeights(), runtime: runtime, options: SessionOptions())
  }

  static func superGlue(_ weights: [String: Tensor]) throws -> SuperGlue {
    try SuperGlue(weights: weights, runtime: runtime, options: SessionOptions())
  }

  static func model(_ kind: ExportKind, _ options: ExportOptions, superGlue: [String: Tensor] = startWeights) throws
    -> Data
  {
    try ModelExport.model(
      kind, options, superPoint: kind == .superglue ? [:] : try superPointWeights(),
      superGlue: kind == .superpoint ? [:] : superGlue, metadata: ModelMetadata(version: "test", weights: [:]))
  }

  /// Returns an example picture as the networks take it.
  static func picture(_ name: String, _ width: Int, _ height: Int) throws -> GrayImage {
    let image = try Image(contentsOf: URL(filePath: repository + "/examples/" + name))
    return image.grayImage(size: ImageSize(width: width, height: height))
  }

  static func blank(_ width: Int, _ height: Int) -> GrayImage {
    let size = ImageSize(width: width, height: height)
    return GrayImage(size: size, values: [Float](repeating: 0, count: size.pixelCount))
  }

  /// Returns keypoints at different whole pixels. The descriptors of two sets with the same name agree as far as both
  /// sets go.
  static func features(_ count: Int, _ width: Int, _ height: Int, _ name: String) -> Features {
    let places = RuleWeights.uniform(name + "places", count: width * height, 0...1).enumerated()
      .sorted { $0.element < $1.element }.prefix(count).map(\.offset)
    let descriptors = (0..<count).flatMap { index -> [Float] in
      let values = RuleWeights.uniform("descriptor \(index)", count: 256, -1...1)
      let noise = RuleWeights.uniform(name + "noise \(index)", count: 256, -0.4...0.4)
      let sum = zip(values, noise).map(+)
      let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return sum.map { $0 / length }
    }
    return Features(
      imageSize: ImageSize(width: width, height: height),
      keypoints: places.map { Point(x: Double($0 % width), y: Double($0 / width)) },
      scores: RuleWeights.uniform(name + "scores", count: count, 0.01...0.9), descriptors: descriptors)
  }
}

extension ExportOptions {
  /// Options with fewer rounds of optimal transport than the default: the graphs compile faster, and the answers must
  /// be equal all the same.
  static func test(
    _ form: ExportForm = .dynamic, size: (Int, Int)? = nil, count: Int? = 1024, batch: Int = 1, opset: Int = 17,
    rounds: Int = 20, subpixel: Bool = true
  ) -> ExportOptions {
    var options = ExportOptions()
    options.form = form
    options.size = size.map { ImageSize(width: $0.0, height: $0.1) }
    options.extraction.maxKeypoints = count
    options.batch = batch
    options.opset = opset
    options.matching.sinkhornIterations = rounds
    options.extraction.subpixel = subpixel
    return options
  }
}

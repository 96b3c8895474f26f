import Foundation
import SuperposeInference
import SuperposeMatching
import SuperposeNetworks

/// An exported model that OpenVINO has loaded in 32 bits, so that it can be checked.
struct ExportedModel {
  /// One output with its shape.
  struct Output {
    let shape: [Int]
    let values: [Float]
  }

  let options: ExportOptions
  private let session: InferenceSession

  init(_ model: Data, _ kind: ExportKind, _ options: ExportOptions, runtime: InferenceRuntime) throws {
    self.options = options
    var session = SessionOptions()
    session.precision = .f32
    self.session = try InferenceSession(
      model: model, inputs: options.inputs(of: kind), outputs: options.outputs(of: kind), runtime: runtime,
      options: session)
  }

  func run(_ inputs: [InputTensor]) throws -> [Output] {
    try session.run(inputs) { outputs in outputs.map { Output(shape: $0.shape, values: Array($0.values)) } }
  }
}

extension ExportOptions {
  private var isStatic: Bool { form == .static }

  fileprivate func inputs(of kind: ExportKind) -> [TensorContract] {
    let image: [Int?] = [batch, 1, size?.height, size?.width]
    func both(_ name: String, _ shape: [Int?], type: ElementType = .f32) -> [TensorContract] {
      ["0", "1"].map { TensorContract(name + $0, shape, type: type) }
    }
    switch kind {
    case .registration: return [TensorContract("input1", image), TensorContract("input2", image)]
    case .superpoint: return [TensorContract("image", image)]
    case .superglue:
      return both("data_descriptors", [batch, SuperGlueNetwork.descriptorLength, rows])
        + both("data_keypoints", [batch, rows, 2]) + both("data_scores", [batch, rows])
        + (size == nil ? both("image_size", [2]) : []) + (isStatic ? both("valid", [batch, rows], type: .boolean) : [])
    }
  }

  fileprivate func outputs(of kind: ExportKind) -> [TensorContract] {
    let lead: [Int?] = isStatic || kind != .registration ? [batch, rows] : [nil]
    let valid = isStatic ? [TensorContract("valid", lead, type: .boolean)] : []
    switch kind {
    case .registration:
      return [
        TensorContract("mkpts0", lead + [2]), TensorContract("mkpts1", lead + [2]), TensorContract("confidence", lead),
      ] + valid
    case .superpoint:
      return [
        TensorContract("keypoints", lead + [2]), TensorContract("scores", lead),
        TensorContract("descriptors", [batch, SuperPointNetwork.descriptorLength, rows]),
      ] + valid
    case .superglue:
      return ["indices0", "indices1"].map { TensorContract($0, lead, type: .i64) }
        + ["mscores0", "mscores1"].map { TensorContract($0, lead) }
    }
  }
}

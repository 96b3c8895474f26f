package import Foundation
package import SuperposeCheckpoints
import SuperposeNetworks
import SuperposeONNX

/// Makes ONNX models out of the networks and the stages round them.
package enum ModelExport {
  /// The bytes of an ONNX file.
  ///
  /// - Parameters:
  ///   - superPoint, superGlue: parameters by their published names; empty where the graph does not have the network.
  ///   - ranges: those of SuperPoint's activations, for weights in `int8`; empty for others.
  ///   - metadata: what the model carries along, see ``ModelMetadata``.
  /// - Throws: ``ExportError`` for options from which no graph can be made, `CheckpointError` where a parameter is
  ///   missing or has another shape.
  package static func model(
    _ kind: ExportKind, _ options: ExportOptions, superPoint: [String: Tensor], superGlue: [String: Tensor],
    ranges: [String: Float] = [:], metadata: ModelMetadata
  ) throws -> Data {
    try options.validate()
    let taker = "export of \(kind.rawValue)"
    if kind != .superglue { try SuperPointNetwork.parameters(in: superPoint).require(in: superPoint, of: taker) }
    if kind != .superpoint { try SuperGlueNetwork.parameters(in: superGlue).require(in: superGlue, of: taker) }
    let graph = GraphBuilder(name: kind.rawValue, opset: options.opset)
    let parameters = superPoint.merging(superGlue) { own, _ in own }
    let backend = ONNXBackend(graph: graph, parameters: parameters, storage: options.precision, ranges: ranges)
    switch kind {
    case .registration: RegistrationExport(backend: backend, options: options).record()
    case .superpoint: SuperPointExport(backend: backend, options: options).record()
    case .superglue: SuperGlueExport(backend: backend, options: options).record()
    }
    // A stage may make more than a graph's outputs need, such as the second image's matches in a registration.
    graph.removeUnused()
    return try graph.model(
      version: metadata.version, description: kind.summary, metadata: try metadata.entries(kind, options))
  }
}

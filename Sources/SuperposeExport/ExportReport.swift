import SuperposeONNX
public import SuperposeWeights

/// What was exported, and how its answers compare with the program's own.
public struct ExportReport: Codable, Sendable {
  public let path: String
  public let graph: ExportKind
  public let byteCount: Int
  public let nodeCount: Int
  public let inputs: [String]
  public let outputs: [String]
  public let options: ExportOptions
  public let weights: [NetworkKind: WeightsDescription]
  /// Nil where it was left out.
  @Nullable public var verification: ExportVerification?

  init(
    path: String, byteCount: Int, exporter: Exporter, summary: ModelSummary, _ verification: ExportVerification?
  ) {
    self.path = path
    graph = exporter.kind
    self.byteCount = byteCount
    nodeCount = summary.nodeCount
    inputs = summary.inputs
    outputs = summary.outputs
    options = exporter.options
    weights = exporter.weights.mapValues(\.description)
    self.verification = verification
  }
}

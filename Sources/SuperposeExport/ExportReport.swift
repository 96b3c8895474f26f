import SuperposeONNX
public import SuperposeWeights

/// What was exported, and how its answers compare with the program's own.
public struct ExportReport: Codable, Sendable {
  /// The file's path, as it was given.
  public let path: String
  /// What the graph holds.
  public let graph: ExportKind
  /// The file's size.
  public let byteCount: Int
  /// How many operators the graph has.
  public let nodeCount: Int
  /// Name, type and shape of each input.
  public let inputs: [String]
  /// Name, type and shape of each output.
  public let outputs: [String]
  /// How the graph was made.
  public let options: ExportOptions
  /// The weights of the networks that it holds.
  public let weights: [NetworkKind: WeightsDescription]
  /// How its answers compare; nil where that was left out.
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

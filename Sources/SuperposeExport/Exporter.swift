public import Foundation
import Superpose
import SuperposeFiles
import SuperposeONNX
public import SuperposeWeights

/// Writes the networks, with all that stands round them, as an ONNX file that other runtimes can run.
public struct Exporter: Sendable {
  /// What the graph holds.
  public let kind: ExportKind
  /// How the graph is made.
  public let options: ExportOptions
  let superPoint: LoadedWeights?
  let superGlue: LoadedWeights?
  /// The ranges of SuperPoint's activations; empty unless its convolutions are in 8 bits.
  let ranges: [String: Float]
  private let library: WeightsLibrary
  private let superPointChoice: WeightsChoice?

  /// Loads the weights that the graph needs.
  ///
  /// - Parameters:
  ///   - kind: what the graph holds.
  ///   - options: its form, its inputs and its arithmetic.
  ///   - library: where names of weights are looked up.
  ///   - superPoint: nil for the default.
  ///   - superGlue: weights that learnt the features of `superPoint`; nil for the default.
  /// - Throws: ``ExportError`` for options from which no graph can be made, or what is wrong with the weights.
  public init(
    _ kind: ExportKind, options: ExportOptions = .init(), library: WeightsLibrary = .standard,
    superPoint: WeightsChoice? = nil,
    superGlue: WeightsChoice? = nil
  ) throws {
    try options.validate()
    guard kind != .superglue || options.precision != .int8 else {
      throw ExportError(
        option: "precision", expected: "f32 or f16 for a graph without SuperPoint", found: options.precision.rawValue)
    }
    self.kind = kind
    self.options = options
    self.library = library
    superPointChoice = superPoint
    self.superPoint = kind == .superglue ? nil : try library.load(superPoint, for: .superpoint)
    ranges = options.precision == .int8 ? try self.superPoint?.activationRanges() ?? [:] : [:]
    self.superGlue = kind == .superpoint ? nil : try library.load(superGlue, for: .superglue)
  }

  /// Writes the file, whole or not at all.
  ///
  /// - Parameters:
  ///   - file: the ONNX file.
  ///   - pair: two images on which the written file is run by OpenVINO in 32 bits and compared with the program's own
  ///     answers before it gets its name; nil to leave that out. See ``VerificationPair``.
  /// - Throws: `OutputError` where the file cannot be written, ``VerificationError`` where its answers differ.
  @discardableResult
  public func write(to file: URL, verifyingOn pair: VerificationPair?) throws -> ExportReport {
    try write(try model(), to: file.pathText, verifyingOn: pair)
  }

  func write(_ model: Data, to path: String, verifyingOn pair: VerificationPair?) throws -> ExportReport {
    do {
      let file = try ReplacementFile(for: path)
      try file.write(model)
      let written = try file.contents().withBytes { Data($0) }
      let summary = try ModelSummary(checking: written)
      let verification = try pair.map { try verify(written, on: $0) }
      if let verification, !verification.isPassed {
        throw VerificationError(path: path, verification: verification)
      }
      try file.commit()
      return ExportReport(path: path, byteCount: written.count, exporter: self, summary: summary, verification)
    } catch let error as FileError {
      throw OutputError(error)
    }
  }

  /// The bytes of the file.
  /// - Throws: ``ExportError``, or `CheckpointError` where a parameter is missing.
  public func model() throws -> Data {
    let named = weights.map { ($0.key.rawValue, ModelMetadata.Weights($0.value)) }
    return try ModelExport.model(
      kind, options, superPoint: superPoint?.parameters ?? [:], superGlue: superGlue?.parameters ?? [:],
      ranges: ranges,
      metadata: ModelMetadata(version: SuperposeVersion.current, weights: Dictionary(uniqueKeysWithValues: named)))
  }

  /// Also where the graph does without: somebody must find the keypoints that SuperGlue is tried on.
  func superPointForVerification() throws -> LoadedWeights {
    try superPoint ?? library.load(superPointChoice, for: .superpoint)
  }

  var weights: [NetworkKind: LoadedWeights] {
    [.superpoint: superPoint, .superglue: superGlue].compactMapValues { $0 }
  }
}

extension ModelMetadata.Weights {
  fileprivate init(_ weights: LoadedWeights) {
    self.init(
      name: weights.name, sha256: weights.sha256, licence: weights.licence ?? "not known: see where the file came from")
  }
}

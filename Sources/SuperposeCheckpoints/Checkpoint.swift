public import Foundation
import SuperposeFiles

/// The tensors of a checkpoint file, by name.
///
/// Safetensors and both formats of PyTorch's `torch.save` are read: the zip archive that it writes since 1.6 and the
/// older sequence of five pickles. The format is recognised by the file's content, whatever its name. Nothing in the
/// file is executed.
public struct Checkpoint: Sendable {
  /// The path that the file was read from.
  public let file: String
  /// Every tensor as 32-bit floats, whatever type it is stored in.
  public let tensors: [String: Tensor]
  /// The pairs of free text in a safetensors file's header. PyTorch's formats have none, so it is empty for them.
  public let metadata: [String: String]
  /// The hash of the whole file, in lowercase hexadecimal digits.
  public let sha256: String

  /// Reads a checkpoint file.
  ///
  /// - Parameter url: A `.safetensors` or `.pth` file.
  /// - Throws: `CheckpointError` of any kind but `mismatch` and `cannotWrite`.
  public init(contentsOf url: URL) throws(CheckpointError) {
    let path = url.pathText
    do throws(Fault) {
      let (contents, hash) = try Fault.translated({ () throws(FileError) in try MappedFile(path) }).withBytes {
        bytes throws(Fault) in
        try hashing(bytes) { () throws(Fault) in try CheckpointContents(of: bytes) }
      }
      file = path
      tensors = contents.tensors
      metadata = contents.metadata
      sha256 = hash
    } catch { throw error.at(path) }
  }
}

/// The name and shape of a parameter that a network expects in its checkpoint.
public struct ParameterShape: Sendable, Hashable {
  /// The name in the published checkpoint: `conv1a.weight`.
  public let name: String
  /// The length of each axis; empty for a scalar.
  public let shape: [Int]

  public init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}

extension Checkpoint {
  /// Returns the tensors that a network expects, after checking that all are there and nothing else is.
  ///
  /// BatchNorm's `num_batches_tracked` is used by training alone: it is not asked for and may be there.
  ///
  /// - Parameter expected: The network's parameters, with unique names.
  /// - Returns: The tensors by name, each with its expected shape and finite values.
  /// - Throws: One `CheckpointError` of kind `mismatch` that lists all differences: parameters that are missing,
  ///   unexpected, of another shape, or not finite.
  public func parameters(matching expected: [ParameterShape]) throws(CheckpointError) -> [String: Tensor] {
    let expected = expected.filter { !isBatchCounter($0.name) }
    let found = tensors.filter { !isBatchCounter($0.key) }
    let differences = ParameterDifferences(expected: expected, found: found)
    guard differences.isEmpty else { throw differences.fault.at(file) }
    return found
  }
}

extension [ParameterShape] {
  /// Checks that every parameter is among the tensors, in its shape. Other tensors may be there too.
  ///
  /// - Parameters:
  ///   - tensors: The tensors by name.
  ///   - taker: What will take the tensors, for the message: `SuperPoint(weights:)`.
  /// - Throws: One `CheckpointError` of kind `mismatch` that lists what is missing or has another shape.
  public func require(in tensors: [String: Tensor], of taker: String) throws(CheckpointError) {
    let differences = ParameterDifferences(expected: self, found: tensors, allowingMore: true)
    guard differences.isEmpty else { throw differences.fault.at(taker) }
  }
}

/// Whether a tensor counts the batches that a BatchNorm layer has seen; in PyTorch it is an int64 scalar.
func isBatchCounter(_ name: String) -> Bool {
  name == "num_batches_tracked" || name.hasSuffix(".num_batches_tracked")
}

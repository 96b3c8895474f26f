import SuperposeFiles

/// The tensors of a checkpoint file, by name.
///
/// Reads safetensors and both formats of PyTorch's `torch.save` (the zip archive since 1.6 and the older sequence of
/// five pickles). Which one a file is, is told by its content, whatever its name. Nothing in the file is executed.
public struct Checkpoint: Sendable {
  /// The path that it was read from.
  public let file: String
  /// Every tensor as 32-bit floats, whatever type it is stored in.
  public let tensors: [String: Tensor]
  /// The free text pairs of a safetensors file; empty for PyTorch's formats, which have none.
  public let metadata: [String: String]
  /// The hash of the whole file, in lowercase hexadecimal digits.
  public let sha256: String

  /// - Throws: `CheckpointError` of any kind but `mismatch` and `cannotWrite`.
  public init(contentsOf path: String) throws(CheckpointError) {
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

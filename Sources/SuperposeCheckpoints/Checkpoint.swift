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

public import Foundation
import SuperposeFiles

/// Writes safetensors files.
public enum SafetensorsWriter {
  /// The type in which values are stored. Values are rounded to the nearest 16-bit number, ties to even.
  public enum Precision: String, Sendable, Hashable, CaseIterable {
    case f32, f16, bf16
  }

  /// Writes a file all at once or not at all.
  ///
  /// The same input gives the same bytes: tensors stand in the order of their names, and the data begin at a multiple
  /// of 8 bytes. BatchNorm's `num_batches_tracked` is stored as int64 in every precision, as PyTorch expects it.
  ///
  /// - Parameter metadata: Pairs of free text for the header.
  /// - Throws: `CheckpointError` of kind `cannotWrite`, also where a finite value is too large for the precision.
  public static func write(
    _ tensors: [String: Tensor], metadata: [String: String] = [:], precision: Precision, to url: URL
  ) throws(CheckpointError) {
    let path = url.pathText
    do throws(Fault) {
      let layout = try SafetensorsLayout(tensors, metadata: metadata, precision: precision)
      try write(layout, to: path)
    } catch { throw error.at(path) }
  }

  private static func write(_ layout: SafetensorsLayout, to path: String) throws(Fault) {
    let file = try Fault.translated { () throws(FileError) in try ReplacementFile(for: path) }
    try Fault.translated { () throws(FileError) in try file.write(layout.header) }
    for place in layout.places {
      let bytes = try place.bytes()
      try Fault.translated { () throws(FileError) in try file.write(bytes) }
    }
    try Fault.translated { () throws(FileError) in try file.commit() }
  }
}

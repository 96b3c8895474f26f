import Foundation
import SuperposeFiles

/// Reads safetensors files: a 64-bit header length, a JSON header, then the data of all tensors without gaps.
///
/// Source: the description of the format, https://huggingface.co/docs/safetensors.
enum SafetensorsReader {
  private static let lengthByteCount = 8

  /// Whether the bytes begin with a plausible length and a JSON object.
  static func recognizes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > lengthByteCount && bytes[lengthByteCount] == UInt8(ascii: "{")
      && bytes.loadUnaligned(as: UInt64.self).littleEndian < 1 << 32
  }

  static func contents(of bytes: UnsafeRawBufferPointer) throws(Fault) -> CheckpointContents {
    var reader = ByteReader(bytes, subject: "the file")
    let header = try header(try reader.take(try reader.number(UInt64.self)))
    let data = try reader.take(reader.remaining)
    try checkCoverage(of: data.count, by: header.tensors)
    var tensors: [String: Tensor] = [:]
    for (name, entry) in header.tensors { tensors[name] = try tensor(name, entry, in: data) }
    return CheckpointContents(tensors: tensors, metadata: header.metadata)
  }

  private static func header(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> SafetensorsHeader {
    do {
      return try JSONDecoder().decode(SafetensorsHeader.self, from: Data(bytes))
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw .malformed("The safetensors header is not JSON, or has a number out of range.")
    } catch {
      let entry = (error as? DecodingError)?.firstKey ?? "?"
      throw .malformed(
        "The safetensors header's entry '\(entry)' is not made of dtype, shape and two data_offsets.")
    }
  }

  /// Checks that each byte of the data belongs to exactly one tensor, as the format demands.
  private static func checkCoverage(
    of byteCount: Int, by entries: [String: SafetensorsHeader.Entry]
  ) throws(Fault) {
    var end = 0
    for (name, entry) in entries.sorted(by: precedes) {
      guard entry.begin == end, entry.end >= entry.begin, entry.end <= byteCount else {
        throw .malformed(
          "The data of tensor '\(name)' is said to be bytes \(entry.begin) to \(entry.end), but should begin at \(end) "
            + "and end by \(byteCount).")
      }
      end = entry.end
    }
    guard end == byteCount else {
      throw .malformed("The tensors take \(end) bytes, but the file has \(byteCount) after its header.")
    }
  }

  private typealias NamedEntry = (key: String, value: SafetensorsHeader.Entry)

  /// Orders entries by their place in the file, and by name where two claim the same place.
  private static func precedes(_ a: NamedEntry, _ b: NamedEntry) -> Bool {
    (a.value.begin, a.value.end, a.key) < (b.value.begin, b.value.end, b.key)
  }

  /// - Precondition: the entry's bytes lie in `data`.
  private static func tensor(
    _ name: String, _ entry: SafetensorsHeader.Entry, in data: UnsafeRawBufferPointer
  ) throws(Fault) -> Tensor {
    guard let elementType = ElementType(rawValue: entry.dtype) else {
      throw .malformed(
        "The element type \(entry.dtype) of tensor '\(name)' is not one that is read here.",
        hint: "Save it as F32, F16 or BF16.")
    }
    let bytes = UnsafeRawBufferPointer(rebasing: data[entry.begin..<entry.end])
    guard let count = elementCount(of: entry.shape),
      bytes.count.isMultiple(of: elementType.byteCount), bytes.count / elementType.byteCount == count
    else {
      throw .malformed(
        "Tensor '\(name)' of type \(entry.dtype) and shape \(entry.shape) does not fit its \(bytes.count) bytes.")
    }
    return Tensor(shape: entry.shape, values: elementType.floats(from: bytes, count: count))
  }
}

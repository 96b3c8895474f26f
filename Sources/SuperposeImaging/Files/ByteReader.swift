/// Reads numbers from a file's bytes; nil beyond the end.
struct ByteReader {
  enum Order { case little, big }

  let bytes: UnsafeRawBufferPointer

  var count: Int { bytes.count }

  func byte(_ offset: Int) -> Int? { bytes.indices.contains(offset) ? Int(bytes[offset]) : nil }

  /// An unsigned number of `size` bytes; nil also where it does not fit an `Int`.
  func number(_ offset: Int, size: Int, _ order: Order) -> Int? {
    guard offset >= 0, size <= count, offset <= count - size else { return nil }
    var value: UInt64 = 0
    for i in 0..<size {
      value = value << 8 | UInt64(bytes[order == .big ? offset + i : offset + size - 1 - i])
    }
    return Int(exactly: value)
  }

  func has(_ text: StaticString, at offset: Int) -> Bool {
    let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard offset >= 0, expected.count <= count, offset <= count - expected.count else { return false }
    return bytes[offset..<offset + expected.count].elementsEqual(expected)
  }

  /// A part of the bytes, as far as there are any.
  func slice(from start: Int, to end: Int) -> ByteReader {
    let start = min(max(start, 0), count)
    return ByteReader(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<min(max(end, start), count)]))
  }
}

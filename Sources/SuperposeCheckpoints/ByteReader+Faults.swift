import SuperposeFiles

/// Reading of what must be there: the end comes too early only in a damaged file.
extension ByteReader {
  /// The next `count` bytes.
  mutating func take(_ count: some BinaryInteger) throws(Fault) -> UnsafeRawBufferPointer {
    guard let bytes = next(count) else {
      throw .malformed(
        "At byte \(position) \(subject) should go on for \(count) byte\(count == 1 ? "" : "s"), "
          + "but has \(remaining) left."
      )
    }
    return bytes
  }

  /// The next little-endian number.
  mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) throws(Fault) -> Number {
    Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
  }

  /// The next line without its line feed.
  mutating func line() throws(Fault) -> String {
    guard let line = nextLine() else {
      throw .malformed("At byte \(position) \(subject) should have a line, but it never ends.")
    }
    return text(line)
  }
}

/// UTF-8, or else Latin-1: Python 2 wrote strings as bytes of no stated encoding.
func text(_ bytes: UnsafeRawBufferPointer) -> String {
  String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
}

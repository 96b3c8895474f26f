import SuperposeFiles

/// /// Reads of bytes that a sound file has: only a damaged file ends before them, so a read past the end is a fault.
extension ByteReader {
  /// /// Returns the next `count` bytes.
  mutating func take(_ count: some BinaryInteger) throws(Fault) -> UnsafeRawBufferPointer {
    guard let bytes = next(count) else {
      throw .malformed(
        "At byte \(position) \(subject) should go on for \(count) byte\(count == 1 ? "" : "s"), "
          + "but has \(remaining) left."
      )
    }
    return bytes
  }

  /// /// Returns the next little-endian number.
  mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) throws(Fault) -> Number {
    Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
  }

  /// /// Returns the next line without its line feed.
  mutating func line() throws(Fault) -> String {
    guard let line = nextLine() else {
      throw .malformed("At byte \(position) \(subject) should have a line, but it never ends.")
    }
    return text(line)
  }
}

/// /// Decodes bytes as UTF-8 or, where they are not, as Latin-1: Python 2 wrote strings without a stated encoding.
func text(_ bytes: UnsafeRawBufferPointer) -> String {
  String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
}

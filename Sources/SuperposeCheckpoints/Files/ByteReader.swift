/// A cursor over bytes that come from outside: every read is checked against the end.
struct ByteReader {
  let bytes: UnsafeRawBufferPointer
  /// What is being read, for messages: "the pickle".
  let subject: String
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer, subject: String, position: Int = 0) {
    self.bytes = bytes
    self.subject = subject
    self.position = position
  }

  var remaining: Int { bytes.count - position }

  /// The next `count` bytes.
  mutating func take(_ count: some BinaryInteger) throws(Fault) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else {
      throw .malformed(
        "At byte \(position) \(subject) should go on for \(count) byte\(count == 1 ? "" : "s"), "
          + "but has \(remaining) left."
      )
    }
    defer { position += Int(count) }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(count)])
  }

  /// The next little-endian number.
  mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type) throws(Fault) -> Number {
    Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
  }

  /// The next line without its line feed.
  mutating func line() throws(Fault) -> String {
    guard let end = bytes[position...].firstIndex(of: 0x0A) else {
      throw .malformed("At byte \(position) \(subject) should have a line, but it never ends.")
    }
    let line = try take(end - position)
    position += 1
    return text(line)
  }
}

/// UTF-8, or else Latin-1: Python 2 wrote strings as bytes of no stated encoding.
func text(_ bytes: UnsafeRawBufferPointer) -> String {
  String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
}

/// Reads numbers and parts of bytes that come from outside. Every read is checked against the end, and returns nil
/// beyond it.
///
/// It reads at any offset, or one after the other from ``position``.
public struct ByteReader {
  public enum Order: Sendable {
    case little, big
  }

  public let bytes: UnsafeRawBufferPointer
  /// The name of what is read, for messages: "the pickle".
  public let subject: String
  public private(set) var position: Int

  public init(_ bytes: UnsafeRawBufferPointer, subject: String = "the file", position: Int = 0) {
    self.bytes = bytes
    self.subject = subject
    self.position = position
  }

  public var count: Int { bytes.count }
  public var remaining: Int { bytes.count - position }

  // MARK: At an offset

  public func byte(_ offset: Int) -> Int? { bytes.indices.contains(offset) ? Int(bytes[offset]) : nil }

  /// Returns an unsigned number of `size` bytes, or nil where it ends beyond the bytes or does not fit an `Int`.
  public func number(_ offset: Int, size: Int, _ order: Order) -> Int? {
    guard offset >= 0, size <= count, offset <= count - size else { return nil }
    var value: UInt64 = 0
    for i in 0..<size {
      value = value << 8 | UInt64(bytes[order == .big ? offset + i : offset + size - 1 - i])
    }
    return Int(exactly: value)
  }

  public func has(_ text: StaticString, at offset: Int) -> Bool {
    let expected = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard offset >= 0, expected.count <= count, offset <= count - expected.count else { return false }
    return bytes[offset..<offset + expected.count].elementsEqual(expected)
  }

  /// Returns a part of the bytes, as far as there are any.
  public func slice(from start: Int, to end: Int) -> ByteReader {
    let start = min(max(start, 0), count)
    let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(max(end, start), count)])
    return ByteReader(part, subject: subject)
  }

  // MARK: One after the other

  /// Returns the next `count` bytes.
  public mutating func next(_ count: some BinaryInteger) -> UnsafeRawBufferPointer? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += Int(count) }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(count)])
  }

  /// Returns the next bytes up to a line feed, and skips that.
  public mutating func nextLine() -> UnsafeRawBufferPointer? {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")), let line = next(end - position) else {
      return nil
    }
    position += 1
    return line
  }
}

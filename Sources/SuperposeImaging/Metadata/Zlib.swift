import CZlib

/// Data in zlib's form (RFC 1950), as PNG has it.
enum Zlib {
  /// No profile or text is larger: a small file could otherwise take all of the memory.
  private static let largest = 64 << 20

  /// Returns nil where the data is broken or too large.
  static func inflated(_ data: [UInt8]) -> [UInt8]? {
    var size = max(4096, data.count * 4)
    while size <= largest {
      var result = [UInt8](repeating: 0, count: size)
      var count = uLongf(size)
      let status = uncompress(&result, &count, data, uLong(data.count))
      if status == Z_OK { return Array(result.prefix(Int(count))) }
      guard status == Z_BUF_ERROR else { return nil }
      size *= 4
    }
    return nil
  }

  static func deflated(_ data: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(data.count))
    var result = [UInt8](repeating: 0, count: Int(count))
    let status = compress(&result, &count, data, uLong(data.count))
    precondition(status == Z_OK, "zlib had enough room and failed with \(status)")
    return Array(result.prefix(Int(count)))
  }
}

import SuperposeFiles

/// Where a zip archive's central directory lies.
struct ZipDirectory {
  let offset: UInt64
  let entryCount: UInt64

  private static let endRecordLength = 22
  private static let locatorLength = 20
  private static let longestComment = 0xFFFF

  init(of bytes: UnsafeRawBufferPointer) throws(Fault) {
    let end = try Self.endRecord(of: bytes)
    var reader = ByteReader(bytes, subject: "the zip archive", position: end + 10)
    let entryCount = try reader.number(UInt16.self)
    _ = try reader.take(4)
    let offset = try reader.number(UInt32.self)
    if let wide = try Self.zip64(of: bytes, before: end) {
      self = wide
    } else {
      self.init(offset: UInt64(offset), entryCount: UInt64(entryCount))
    }
  }

  private init(offset: UInt64, entryCount: UInt64) {
    self.offset = offset
    self.entryCount = entryCount
  }

  /// Finds the last end-of-directory record, which only a comment may follow.
  private static func endRecord(of bytes: UnsafeRawBufferPointer) throws(Fault) -> Int {
    let last = bytes.count - endRecordLength
    for start in stride(from: last, through: max(0, last - longestComment), by: -1) {
      if bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self).littleEndian == 0x0605_4B50 { return start }
    }
    throw .malformed("The file begins as a zip archive but has no directory at its end.")
  }

  private static func zip64(of bytes: UnsafeRawBufferPointer, before end: Int) throws(Fault) -> ZipDirectory? {
    guard end >= locatorLength else { return nil }
    var locator = ByteReader(bytes, subject: "the zip archive", position: end - locatorLength)
    guard try locator.number(UInt32.self) == 0x0706_4B50 else { return nil }
    _ = try locator.take(4)
    let start = try locator.number(UInt64.self)
    var record = ByteReader(bytes, subject: "the zip archive")
    _ = try record.take(start)
    guard try record.number(UInt32.self) == 0x0606_4B50 else {
      throw .malformed("The zip archive has no zip64 directory record at byte \(start).")
    }
    _ = try record.take(28)
    let entryCount = try record.number(UInt64.self)
    _ = try record.take(8)
    return ZipDirectory(offset: try record.number(UInt64.self), entryCount: entryCount)
  }
}

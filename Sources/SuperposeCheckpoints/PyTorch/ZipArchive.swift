import SuperposeFiles

/// The stored (uncompressed) entries of a zip archive as PyTorch writes it, with zip64 and aligned data.
///
/// Source: PKWARE's APPNOTE 6.3.10, sections 4.3 (records) and 4.5.3 (zip64).
struct ZipArchive {
  struct Entry {
    let method: UInt16
    let isEncrypted: Bool
    let storedSize: UInt64
    let size: UInt64
    let headerOffset: UInt64
  }

  private let bytes: UnsafeRawBufferPointer
  let entries: [String: Entry]

  init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    self.bytes = bytes
    let directory = try ZipDirectory(of: bytes)
    var reader = ByteReader(bytes, subject: "the zip archive")
    _ = try reader.take(directory.offset)
    var entries: [String: Entry] = [:]
    for _ in 0..<directory.entryCount {
      let (name, entry) = try reader.directoryEntry()
      guard entries.updateValue(entry, forKey: name) == nil else {
        throw .malformed("The zip archive has two entries named '\(name)'.")
      }
    }
    self.entries = entries
  }

  /// Returns the bytes of an entry in place, without a copy.
  func contents(of name: String) throws(Fault) -> UnsafeRawBufferPointer {
    guard let entry = entries[name] else {
      throw .malformed("The zip archive has no entry '\(name)'.")
    }
    guard entry.method == 0, !entry.isEncrypted, entry.storedSize == entry.size else {
      throw .malformed(
        "The zip archive's entry '\(name)' is compressed or encrypted, which torch.save never does.",
        hint: "Pack it again without compression, or save the checkpoint again with torch.save.")
    }
    var reader = ByteReader(bytes, subject: "the zip archive")
    _ = try reader.take(entry.headerOffset)
    guard try reader.number(UInt32.self) == 0x0403_4B50 else {
      throw .malformed("The zip archive's entry '\(name)' has no local header at byte \(entry.headerOffset).")
    }
    _ = try reader.take(22)
    let nameLength = try reader.number(UInt16.self)
    // PyTorch pads this field so that the data starts at a multiple of 64 bytes.
    let extraLength = try reader.number(UInt16.self)
    _ = try reader.take(Int(nameLength) + Int(extraLength))
    return try reader.take(entry.size)
  }
}

extension ByteReader {
  fileprivate mutating func directoryEntry() throws(Fault) -> (name: String, ZipArchive.Entry) {
    guard try number(UInt32.self) == 0x0201_4B50 else {
      throw .malformed("The zip archive's directory has no entry at byte \(position - 4).")
    }
    _ = try take(4)
    let flags = try number(UInt16.self)
    let method = try number(UInt16.self)
    _ = try take(8)
    let storedSize = try number(UInt32.self)
    let size = try number(UInt32.self)
    let (nameLength, extraLength, commentLength) =
      (try number(UInt16.self), try number(UInt16.self), try number(UInt16.self))
    _ = try take(8)
    let headerOffset = try number(UInt32.self)
    let name = text(try take(nameLength))
    var wide = try Zip64Field(in: try take(extraLength))
    _ = try take(commentLength)
    // The standard stores those that are present in this order.
    let wideSize = try wide.value(for: size)
    let wideStoredSize = try wide.value(for: storedSize)
    let wideOffset = try wide.value(for: headerOffset)
    return (
      name,
      ZipArchive.Entry(
        method: method, isEncrypted: flags & 1 != 0, storedSize: wideStoredSize, size: wideSize,
        headerOffset: wideOffset)
    )
  }
}

/// The extra field with the 64-bit form of those numbers whose 32-bit form is all ones.
private struct Zip64Field {
  private var reader: ByteReader

  init(in extra: UnsafeRawBufferPointer) throws(Fault) {
    var fields = ByteReader(extra, subject: "the zip archive's extra field")
    reader = ByteReader(UnsafeRawBufferPointer(start: nil, count: 0), subject: "the zip archive's zip64 field")
    while fields.remaining >= 4 {
      let tag = try fields.number(UInt16.self)
      let content = try fields.take(try fields.number(UInt16.self))
      if tag == 1 { reader = ByteReader(content, subject: reader.subject) }
    }
  }

  mutating func value(for narrow: UInt32) throws(Fault) -> UInt64 {
    narrow == .max ? try reader.number(UInt64.self) : UInt64(narrow)
  }
}

import SuperposeFiles

/// Changes to the first directory of a TIFF or BigTIFF file. The new directory is put behind all else, where nothing
/// has to move, and the header points to it.
struct TIFFEdit: Hashable, Sendable {
  /// Tags with new values.
  var fields: [Int: TIFFField] = [:]
  /// Tags that are left out.
  var removed: Set<Int> = []
  /// Tags with directories of their own, such as that of EXIF.
  var directories: [Int: [Int: TIFFField]] = [:]

  var isEmpty: Bool { fields.isEmpty && removed.isEmpty && directories.isEmpty }

  /// Bytes that replace others.
  struct Patch {
    var offset: Int
    var bytes: [UInt8]
  }

  /// Returns the bytes that go behind the file, and the header's pointer to them. Returns nil for another file, and
  /// where a TIFF that is not a BigTIFF would become larger than its offsets can tell.
  func changes(of tiff: TIFFReader) -> (appended: [UInt8], header: Patch)? {
    guard let offset = tiff.firstOffset, let directory = TIFFReader.Directory(tiff, at: offset) else { return nil }
    var writer = TIFFWriter(tiff)
    var records = directory.entries.filter { !removed.contains($0.key) }.mapValues(\.record)
    for (tag, field) in fields { records[tag] = writer.record(tag, field) }
    for (tag, content) in directories {
      let inner = content.reduce(into: [:]) { $0[$1.key] = writer.record($1.key, $1.value) }
      records[tag] = writer.record(tag, directoryAt: writer.directory(inner, next: 0))
    }
    let next = tiff.reader.number(directory.end, size: tiff.offsetSize, tiff.order) ?? 0
    let start = writer.directory(records, next: next)
    guard tiff.isBig || writer.end <= UInt32.max else { return nil }
    return (writer.appended, Patch(offset: tiff.headerOffset, bytes: writer.number(start, tiff.offsetSize)))
  }

  /// Returns a file with the changes, or the file itself where it takes none.
  func applied(to file: [UInt8]) -> [UInt8] {
    guard !isEmpty else { return file }
    let changes = file.withUnsafeBytes { TIFFReader(ByteReader($0)).flatMap { self.changes(of: $0) } }
    guard let changes else { return file }
    var file = file
    for (index, byte) in changes.header.bytes.enumerated() { file[changes.header.offset + index] = byte }
    return file + changes.appended
  }

  /// Changes a file on the disk, which nobody else reads or writes meanwhile.
  func apply(toFileAt path: String) throws(FileError) {
    guard !isEmpty else { return }
    let file = try MappedFile(path)
    let changes = file.withBytes { TIFFReader(ByteReader($0)).flatMap { self.changes(of: $0) } }
    guard let changes else { return }
    try FileSystem.extend(path, with: changes.appended, replacing: changes.header.bytes, at: changes.header.offset)
  }
}

/// Puts values and directories behind a file.
private struct TIFFWriter {
  let tiff: TIFFReader
  private(set) var appended: [UInt8] = []

  init(_ tiff: TIFFReader) {
    self.tiff = tiff
    align()
  }

  var end: Int { tiff.reader.count + appended.count }

  func number(_ value: Int, _ size: Int) -> [UInt8] { tiff.bytes(of: value, size: size) }

  /// Returns a tag's entry. Values that do not fit into it are put behind the file.
  mutating func record(_ tag: Int, _ field: TIFFField) -> [UInt8] {
    let bytes = field.bytes(in: tiff.order)
    let head = number(tag, 2) + number(field.kind.rawValue, 2) + number(field.count, tiff.offsetSize)
    guard bytes.count > tiff.offsetSize else {
      return head + bytes + [UInt8](repeating: 0, count: tiff.offsetSize - bytes.count)
    }
    let place = end
    appended += bytes
    align()
    return head + number(place, tiff.offsetSize)
  }

  func record(_ tag: Int, directoryAt offset: Int) -> [UInt8] {
    // Not every reader of BigTIFF knows the types that are meant for offsets alone.
    let kind: TIFFField.Kind = tiff.isBig ? .long8 : .long
    return number(tag, 2) + number(kind.rawValue, 2) + number(1, tiff.offsetSize) + number(offset, tiff.offsetSize)
  }

  /// Puts a directory behind the file, and returns its offset.
  mutating func directory(_ records: [Int: [UInt8]], next: Int) -> Int {
    let place = end
    appended += number(records.count, tiff.isBig ? 8 : 2)
    for (_, record) in records.sorted(by: { $0.key < $1.key }) { appended += record }
    appended += number(next, tiff.offsetSize)
    align()
    return place
  }

  /// Directories begin at even offsets, or multiples of eight.
  private mutating func align() {
    let unit = tiff.isBig ? 8 : 2
    appended += [UInt8](repeating: 0, count: (unit - end % unit) % unit)
  }
}

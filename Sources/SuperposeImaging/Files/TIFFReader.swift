import SuperposeFiles

/// The directories of a TIFF file (TIFF 6.0, section 2, and BigTIFF), which is also the layout of EXIF data.
struct TIFFReader {
  enum Tag: Int {
    case subfileType = 254
    case width = 256
    case height = 257
    case bitsPerSample = 258
    case photometric = 262
    case description = 270
    case stripOffsets = 273
    case orientation = 274
    case samplesPerPixel = 277
    case stripByteCounts = 279
    case colorMap = 320
    case tileOffsets = 324
    case tileByteCounts = 325
    case subDirectories = 330
    case extraSamples = 338
  }

  let reader: ByteReader
  let order: ByteReader.Order
  let isBig: Bool

  /// Returns nil where the bytes do not begin as a TIFF file does.
  init?(_ reader: ByteReader) {
    guard reader.has("II", at: 0) || reader.has("MM", at: 0) else { return nil }
    order = reader.has("II", at: 0) ? .little : .big
    guard let version = reader.number(2, size: 2, order), version == 42 || version == 43 else { return nil }
    isBig = version == 43
    self.reader = reader
  }

  var offsetSize: Int { isBig ? 8 : 4 }
  /// Where the header says where the first directory begins.
  var headerOffset: Int { isBig ? 8 : 4 }
  /// Where the first directory begins.
  var firstOffset: Int? { reader.number(headerOffset, size: offsetSize, order) }

  /// Returns a number as it is stored in the file.
  func bytes(of value: Int, size: Int) -> [UInt8] {
    let little = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return order == .little ? little : little.reversed()
  }

  func directories(atMost limit: Int) -> [Directory] {
    var found: [Directory] = []
    var visited: Set<Int> = []
    var next = firstOffset
    while let offset = next, offset > 0, found.count < limit, visited.insert(offset).inserted,
      let directory = Directory(self, at: offset)
    {
      found.append(directory)
      next = reader.number(directory.end, size: offsetSize, order)
    }
    return found
  }

  /// One directory, with the places of each tag's values.
  struct Directory {
    struct Entry {
      /// One of TIFF's types of values.
      var type: Int
      /// Where the values begin.
      var offset: Int
      var count: Int
      /// The entry as it stands in the directory.
      var record: [UInt8]

      /// The bytes of an unsigned integer; nil for a value of another type.
      fileprivate var integerSize: Int? { Directory.integerSizes[type] }
    }

    /// Of the unsigned integer types: BYTE, SHORT, LONG, LONG8, and of offsets: IFD, IFD8.
    fileprivate static let integerSizes = [1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8]

    private(set) var entries: [Int: Entry] = [:]
    let tiff: TIFFReader
    /// Where it begins.
    let start: Int
    /// The place of the next directory's offset.
    let end: Int

    init?(_ tiff: TIFFReader, at offset: Int) {
      let countSize = tiff.isBig ? 8 : 2
      let entrySize = tiff.isBig ? 20 : 12
      guard let count = tiff.reader.number(offset, size: countSize, tiff.order),
        count <= tiff.reader.count / entrySize
      else { return nil }
      self.tiff = tiff
      start = offset
      let first = offset + countSize
      end = first + count * entrySize
      for i in 0..<count { add(entryAt: first + i * entrySize) }
    }

    private mutating func add(entryAt offset: Int) {
      let reader = tiff.reader
      guard let tag = reader.number(offset, size: 2, tiff.order),
        let type = reader.number(offset + 2, size: 2, tiff.order), let kind = TIFFField.Kind(rawValue: type),
        let count = reader.number(offset + 4, size: tiff.offsetSize, tiff.order), count <= reader.count
      else { return }
      let inline = offset + 4 + tiff.offsetSize
      let length = count * kind.size
      let place = length <= tiff.offsetSize ? inline : reader.number(inline, size: tiff.offsetSize, tiff.order)
      // An offset beyond the file, which a hostile file may put near 2^63, has no values.
      guard let place, place < reader.count else { return }
      let record = Array(reader.slice(from: offset, to: inline + tiff.offsetSize).bytes)
      entries[tag] = Entry(type: type, offset: place, count: count, record: record)
    }

    func value(_ tag: Tag) -> Int? { values(tag).first }

    /// Returns the place of the lowest byte of a tag's first value.
    func lowByteOffset(_ tag: Tag) -> Int? {
      guard let entry = entries[tag.rawValue], let size = entry.integerSize else { return nil }
      return tiff.order == .little ? entry.offset : entry.offset + size - 1
    }

    func values(_ tag: Tag) -> [Int] {
      guard let entry = entries[tag.rawValue], let size = entry.integerSize else { return [] }
      return (0..<entry.count).compactMap {
        tiff.reader.number(entry.offset + $0 * size, size: size, tiff.order)
      }
    }
  }
}

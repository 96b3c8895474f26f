extension FileStructure {
  /// More pages than any sensible file has.
  private static let maxPages = 10_000

  init(tiff: TIFFReader) {
    self.init(format: .tiff)
    let pages = tiff.directories(atMost: FileStructure.maxPages)
    guard let first = pages.first else {
      isTruncated = true
      return
    }
    if let width = first.value(.width), let height = first.value(.height) { size = .init(width: width, height: height) }
    if let value = first.value(.orientation), (1...8).contains(value) {
      orientation = value
      patch(first, .orientation, to: 1)
    }
    // 2, straight alpha: libtiff would multiply 8-bit colours by it. 1, premultiplied, leaves them alone.
    if first.value(.extraSamples) == 2 { patch(first, .extraSamples, to: 1) }
    // Bit 0 of the subfile type marks a thumbnail.
    frameCount = max(1, pages.count { ($0.value(.subfileType) ?? 0) & 1 == 0 })
    isTruncated = first.dataEnd > tiff.reader.count
  }

  private mutating func patch(_ directory: TIFFReader.Directory, _ tag: TIFFReader.Tag, to value: UInt8) {
    if let offset = directory.lowByteOffset(tag), offset < directory.fileSize { patches[offset] = value }
  }
}

extension TIFFReader.Directory {
  fileprivate var fileSize: Int { tiff.reader.count }

  /// The end of the last strip or tile.
  fileprivate var dataEnd: Int {
    let parts = zip(values(.stripOffsets) + values(.tileOffsets), values(.stripByteCounts) + values(.tileByteCounts))
    return parts.map { $0 > .max - $1 ? .max : $0 + $1 }.max() ?? 0
  }
}

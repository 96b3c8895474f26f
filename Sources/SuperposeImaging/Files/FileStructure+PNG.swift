import SuperposeFiles

/// PNG (ISO/IEC 15948): chunks of length, type, data and checksum after eight bytes of signature.
extension FileStructure {
  init(png reader: ByteReader) {
    self.init(format: .png)
    var offset = 8
    while let length = reader.number(offset, size: 4, .big), offset + 12 + length <= reader.count {
      let body = reader.slice(from: offset + 8, to: offset + 8 + length)
      if reader.has("IEND", at: offset + 4) { return }
      if reader.has("IHDR", at: offset + 4) { notePNGHeader(body) }
      if reader.has("eXIf", at: offset + 4) { setOrientation(exif: body) }
      if reader.has("acTL", at: offset + 4) { frameCount = max(1, body.number(0, size: 4, .big) ?? 1) }
      offset += 12 + length
    }
    isTruncated = true
  }

  private mutating func notePNGHeader(_ body: ByteReader) {
    guard let width = body.number(0, size: 4, .big), let height = body.number(4, size: 4, .big) else { return }
    size = .init(width: width, height: height)
  }
}

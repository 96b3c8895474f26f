import SuperposeFiles

/// WebP (RFC 9649): RIFF chunks of type, length and data padded to even length.
extension FileStructure {
  init(webp reader: ByteReader) {
    self.init(format: .webp)
    let end = 8 + (reader.number(4, size: 4, .little) ?? 0)
    isTruncated = end > reader.count
    var offset = 12
    var frames = 0
    while offset < end, let length = reader.number(offset + 4, size: 4, .little) {
      let body = reader.slice(from: offset + 8, to: offset + 8 + length)
      if reader.has("VP8X", at: offset) { noteCanvas(body) }
      if reader.has("ANMF", at: offset) { frames += 1 }
      if reader.has("EXIF", at: offset) {
        setOrientation(exif: body.has("Exif\0\0", at: 0) ? body.slice(from: 6, to: body.count) : body)
      }
      offset += 8 + length + length % 2
    }
    frameCount = max(1, frames)
  }

  private mutating func noteCanvas(_ body: ByteReader) {
    guard let width = body.number(4, size: 3, .little), let height = body.number(7, size: 3, .little) else { return }
    size = .init(width: width + 1, height: height + 1)
  }
}

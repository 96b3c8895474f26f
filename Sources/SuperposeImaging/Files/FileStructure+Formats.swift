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
      if reader.has("iCCP", at: offset + 4) { metadata.setProfile(pngChunk: body) }
      if reader.has("iTXt", at: offset + 4) { metadata.setText(pngChunk: body) }
      if reader.has("pHYs", at: offset + 4) { metadata.setResolution(pngChunk: body) }
      if reader.has("acTL", at: offset + 4) { frameCount = max(1, body.number(0, size: 4, .big) ?? 1) }
      offset += 12 + length
    }
    isTruncated = true
  }

  private mutating func notePNGHeader(_ body: ByteReader) {
    guard let width = body.number(0, size: 4, .big), let height = body.number(4, size: 4, .big) else { return }
    size = .init(width: width, height: height)
    bitsPerValue = body.byte(8)
    // By colour type: grey, colour, palette, grey with alpha, colour with alpha.
    bands = body.byte(9).flatMap { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][$0] }
  }
}

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
      if reader.has("ICCP", at: offset) { metadata.profile = Array(body.bytes) }
      if reader.has("XMP ", at: offset) { metadata.xmp = Array(body.bytes) }
      offset += 8 + length + length % 2
    }
    frameCount = max(1, frames)
  }

  private mutating func noteCanvas(_ body: ByteReader) {
    guard let width = body.number(4, size: 3, .little), let height = body.number(7, size: 3, .little) else { return }
    size = .init(width: width + 1, height: height + 1)
    bitsPerValue = 8
    // Bit 4 of the flags says that there is alpha.
    bands = body.byte(0).map { $0 & 0x10 == 0 ? 3 : 4 }
  }
}

extension FileStructure {
  /// Reads a BMP file with a BITMAPINFOHEADER or one of its successors; older ones are left to the decoder.
  init(bmp reader: ByteReader) {
    self.init(format: .bmp)
    guard let headerSize = reader.number(14, size: 4, .little), headerSize >= 40,
      let dataOffset = reader.number(10, size: 4, .little),
      let width = reader.number(18, size: 4, .little),
      let signedHeight = reader.number(22, size: 4, .little),
      let bitsPerPixel = reader.number(28, size: 2, .little),
      let compression = reader.number(30, size: 4, .little)
    else { return }
    // A negative height says that rows run from top to bottom.
    let height = abs(Int(Int32(truncatingIfNeeded: signedHeight)))
    size = .init(width: width, height: height)
    bands = bitsPerPixel <= 8 ? 1 : bitsPerPixel == 24 ? 3 : nil
    bitsPerValue = 8
    let rowBytes = (width * bitsPerPixel + 31) / 32 * 4
    let (dataBytes, isTooLarge) = rowBytes.multipliedReportingOverflow(by: height)
    let isUncompressed = compression == 0 || compression == 3
    isTruncated = isUncompressed && (isTooLarge || dataBytes > reader.count - dataOffset)
  }
}

extension FileStructure {
  /// The limit on pages, more than any sensible file has.
  static let maxPages = 10_000

  init(tiff: TIFFReader, page: ImagePage) {
    self.init(format: .tiff)
    let directories = tiff.directories(atMost: FileStructure.maxPages)
    guard !directories.isEmpty else {
      isTruncated = true
      return
    }
    let pages = TIFFPages(directories)
    pageDirectories = pages.indices
    description = directories[0].field(TIFFReader.Tag.description.rawValue).map { field in
      String(decoding: field.bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    switch pages.directory(of: page) {
    case .success(let index): directoryIndex = index
    case .failure(let problem): pageProblem = problem
    }
    let first = directories[directoryIndex]
    if directoryIndex > 0 {
      // A decoder begins where the header points to.
      for (index, byte) in tiff.bytes(of: first.start, size: tiff.offsetSize).enumerated() {
        patches[tiff.headerOffset + index] = byte
      }
    }
    metadata = ImageMetadata(first)
    bands = first.value(.samplesPerPixel) ?? 1
    bitsPerValue = first.value(.bitsPerSample) ?? 1
    if let width = first.value(.width), let height = first.value(.height) { size = .init(width: width, height: height) }
    if let value = first.value(.orientation), (1...8).contains(value) {
      orientation = value
      patch(first, .orientation, to: 1)
    }
    // 2 is straight alpha, by which libtiff would multiply 8-bit colours. 1 is premultiplied, which it leaves alone.
    hasStraightAlpha = first.values(.extraSamples).isEmpty ? nil : first.values(.extraSamples).last == 2
    if first.value(.extraSamples) == 2 { patch(first, .extraSamples, to: 1) }
    frameCount = pages.indices.count
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

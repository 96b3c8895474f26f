import SuperposeFiles

/// PNG's chunks (PNG, third edition, 11.3): `iCCP`, `iTXt`, `pHYs`, `eXIf`.
extension ImageMetadata {
  private static let xmpKeyword = "XML:com.adobe.xmp"

  /// A name, a zero, the method, and the compressed profile.
  mutating func setProfile(pngChunk chunk: ByteReader) {
    guard let end = chunk.bytes.firstIndex(of: 0), chunk.byte(end + 1) == 0 else { return }
    profile = Zlib.inflated(Array(chunk.bytes[min(end + 2, chunk.count)...]))
  }

  /// A keyword, a zero, whether it is compressed, the method, a language and a translated keyword that end with zeros,
  /// and the text.
  mutating func setText(pngChunk chunk: ByteReader) {
    let parts = chunk.bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].elementsEqual(Self.xmpKeyword.utf8), parts[1].count > 2 else { return }
    let isCompressed = parts[1][parts[1].startIndex] == 1
    let rest = parts[1].dropFirst(2).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    guard rest.count == 3 else { return }
    xmp = isCompressed ? Zlib.inflated(Array(rest[2])) : Array(rest[2])
  }

  /// Pixels along a unit across and down, which is a metre or unknown.
  mutating func setResolution(pngChunk chunk: ByteReader) {
    guard let x = chunk.number(0, size: 4, .big), let y = chunk.number(4, size: 4, .big), x > 0, y > 0 else { return }
    let isMetric = chunk.byte(8) == 1
    resolution = Resolution(
      x: Double(x) / (isMetric ? 100 : 1), y: Double(y) / (isMetric ? 100 : 1), unit: isMetric ? .centimeter : .none)
  }

  /// Puts all of it into a PNG file, behind the header.
  func added(toPNG file: [UInt8]) -> [UInt8] {
    var chunks: [UInt8] = []
    if let profile { chunks += PNGFile.chunk("iCCP", Array("ICC profile\0\0".utf8) + Zlib.deflated(profile)) }
    if let resolution { chunks += PNGFile.chunk("pHYs", Self.pngBody(resolution)) }
    if let exif { chunks += PNGFile.chunk("eXIf", exif.data(resolution)) }
    if let xmp { chunks += PNGFile.chunk("iTXt", Array((Self.xmpKeyword + "\0\0\0\0\0").utf8) + xmp) }
    let headerEnd = PNGFile.headerEnd
    return Array(file[..<headerEnd]) + chunks + file[headerEnd...]
  }

  private static func pngBody(_ resolution: Resolution) -> [UInt8] {
    let perMeter: Double = [.inch: 100 / 2.54, .centimeter: 100, .none: 1][resolution.unit] ?? 1
    let numbers = [resolution.x, resolution.y].flatMap {
      PNGFile.bigEndian(UInt32(min(max(1, ($0 * perMeter).rounded()), Double(Int32.max))))
    }
    return numbers + [resolution.unit == .none ? 0 : 1]
  }
}

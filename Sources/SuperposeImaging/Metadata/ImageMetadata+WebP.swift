import SuperposeFiles
import SuperposeGeometry

/// WebP's extended form (RFC 9649, 2.7): a chunk that announces the others, and those round the picture.
extension ImageMetadata {
  private enum Flag {
    static let profile: UInt8 = 0x20
    static let alpha: UInt8 = 0x10
    static let exif: UInt8 = 0x08
    static let xmp: UInt8 = 0x04
  }

  private static let headerSize = 12

  /// Puts all of it but the resolution, for which EXIF alone has a place, into a WebP file.
  func added(toWebP file: [UInt8], size: ImageSize, hasAlpha: Bool) -> [UInt8] {
    guard profile != nil || exif != nil || xmp != nil, file.count > Self.headerSize else { return file }
    let first = file[Self.headerSize...]
    // A file that is extended already has its own announcement in front.
    let picture = first.starts(with: "VP8X".utf8) ? first.dropFirst(18) : first
    var flags: UInt8 = hasAlpha ? Flag.alpha : 0
    if profile != nil { flags |= Flag.profile }
    if exif != nil { flags |= Flag.exif }
    if xmp != nil { flags |= Flag.xmp }
    let canvas = [size.width - 1, size.height - 1].flatMap { side in (0..<3).map { UInt8(side >> (8 * $0) & 0xFF) } }
    var body = Self.chunk("VP8X", [flags, 0, 0, 0] + canvas)
    if let profile { body += Self.chunk("ICCP", profile) }
    body += picture
    if let exif { body += Self.chunk("EXIF", exif.data(resolution)) }
    if let xmp { body += Self.chunk("XMP ", xmp) }
    return Array("RIFF".utf8) + Self.little(body.count + 4) + Array("WEBP".utf8) + body
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(body.count) + body + [UInt8](repeating: 0, count: body.count % 2)
  }

  private static func little(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}

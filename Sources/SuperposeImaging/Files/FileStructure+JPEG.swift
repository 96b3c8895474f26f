import SuperposeFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// JPEG (ITU-T T.81, annex B): segments that begin with a marker, 0xFF and a code, and mostly a length.
extension FileStructure {
  private enum Marker {
    static let startOfScan = 0xDA
    static let endOfImage = 0xD9
    static let app0 = 0xE0
    static let app1 = 0xE1
    static let app2 = 0xE2
    static let startOfFrame: Set<Int> = [
      0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF,
    ]
    /// RST0...RST7, TEM and stuffed zeros have no length and do not end a scan.
    static func standsAlone(_ code: Int) -> Bool { (0xD0...0xD7).contains(code) || code <= 0x01 }
  }

  init(jpeg reader: ByteReader) {
    self.init(format: .jpeg)
    var offset = 2
    while let marker = FileStructure.nextMarker(reader, from: offset) {
      if marker.code == Marker.endOfImage { return }
      if Marker.standsAlone(marker.code) {
        offset = marker.end
        continue
      }
      guard let length = reader.number(marker.end, size: 2, .big), length >= 2 else { break }
      note(jpegSegment: marker.code, reader.slice(from: marker.end + 2, to: marker.end + length))
      offset = marker.end + length
    }
    isTruncated = true
  }

  private mutating func note(jpegSegment code: Int, _ body: ByteReader) {
    if code == Marker.app1, body.has("Exif\0\0", at: 0) {
      setOrientation(exif: body.slice(from: 6, to: body.count))
    } else if code == Marker.app1 {
      metadata.setXMP(jpegSegment: body)
    } else if code == Marker.app2 {
      metadata.addProfile(jpegSegment: body)
    } else if code == Marker.app0 {
      metadata.setResolution(jpegSegment: body)
    } else if Marker.startOfFrame.contains(code),
      let height = body.number(1, size: 2, .big), let width = body.number(3, size: 2, .big)
    {
      size = .init(width: width, height: height)
      bitsPerValue = body.byte(0)
      bands = body.byte(5)
    }
  }

  /// Finds the next 0xFF that is followed by a code. It skips the compressed data of a scan and fill bytes.
  private static func nextMarker(_ reader: ByteReader, from offset: Int) -> (code: Int, end: Int)? {
    var offset = offset
    while offset < reader.count, let base = reader.bytes.baseAddress,
      let found = memchr(base + offset, 0xFF, reader.count - offset)
    {
      offset = UnsafeRawPointer(found) - base + 1
      guard let code = reader.byte(offset) else { return nil }
      if code != 0xFF && code != 0 { return (code, offset + 1) }
    }
    return nil
  }
}

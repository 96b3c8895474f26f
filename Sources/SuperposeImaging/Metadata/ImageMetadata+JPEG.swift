import SuperposeFiles

/// JPEG's application segments: JFIF (APP0), EXIF and XMP (APP1), profiles (APP2, ICC.1:2022 annex B.4).
extension ImageMetadata {
  private static let xmpName = "http://ns.adobe.com/xap/1.0/\0"
  private static let exifName = "Exif\0\0"
  /// Its number and their count, from 1, follow.
  private static let profileName = "ICC_PROFILE\0"
  /// What a segment holds at most, beside its length.
  private static let largestSegment = 65_533
  private static let markerSize = 2

  mutating func setXMP(jpegSegment body: ByteReader) {
    guard body.bytes.starts(with: Self.xmpName.utf8) else { return }
    xmp = Array(body.bytes.dropFirst(Self.xmpName.utf8.count))
  }

  /// Profiles of more than a segment are put together in the order of the file, which is that of their numbers.
  mutating func addProfile(jpegSegment body: ByteReader) {
    let head = Self.profileName.utf8.count + 2
    guard body.bytes.starts(with: Self.profileName.utf8), body.count > head else { return }
    profile = (body.byte(head - 2) == 1 ? [] : profile ?? []) + body.bytes.dropFirst(head)
  }

  mutating func setResolution(jpegSegment body: ByteReader) {
    guard body.has("JFIF\0", at: 0), let unit = body.byte(7), let x = body.number(8, size: 2, .big),
      let y = body.number(10, size: 2, .big), x > 0, y > 0
    else { return }
    // One by one without a unit says nothing.
    guard unit > 0 || x != y else { return }
    resolution = Resolution(x: Double(x), y: Double(y), unit: [1: .inch, 2: .centimeter][unit] ?? .none)
  }

  /// Puts all of it into a JPEG file with a JFIF header, behind that.
  func added(toJPEG file: [UInt8]) -> [UInt8] {
    var file = file
    let isJFIF = file.count > 20 && file[2...3].elementsEqual([0xFF, 0xE0]) && file[6...9].elementsEqual("JFIF".utf8)
    if isJFIF, let resolution { file.replaceSubrange(13..<18, with: Self.jfifDensity(resolution)) }
    let start = isJFIF ? 2 + Self.markerSize + Int(file[4]) << 8 + Int(file[5]) : 2
    var segments: [UInt8] = []
    if let exif { segments += Self.segment(0xE1, Self.exifName, exif.data(resolution)) }
    if let xmp { segments += Self.segment(0xE1, Self.xmpName, xmp) }
    if let profile { segments += Self.profileSegments(profile) }
    return Array(file[..<start]) + segments + file[start...]
  }

  /// Unit, across, down.
  private static func jfifDensity(_ resolution: Resolution) -> [UInt8] {
    let unit: UInt8 = [.inch: 1, .centimeter: 2][resolution.unit] ?? 0
    return [unit]
      + [resolution.x, resolution.y].flatMap { value in
        let number = UInt16(min(max(1, value.rounded()), 65_535))
        return [UInt8(number >> 8), UInt8(number & 0xFF)]
      }
  }

  private static func profileSegments(_ profile: [UInt8]) -> [UInt8] {
    let room = largestSegment - profileName.utf8.count - 2
    let count = (profile.count + room - 1) / room
    guard count <= 255 else { return [] }
    return (0..<count).flatMap { index in
      let part = profile[index * room..<min(profile.count, (index + 1) * room)]
      return segment(0xE2, profileName, [UInt8(index + 1), UInt8(count)] + part)
    }
  }

  /// Returns nothing where the content is too large for a segment: there is no other place for it.
  private static func segment(_ code: UInt8, _ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    guard body.count <= largestSegment else { return [] }
    let length = body.count + 2
    return [0xFF, code, UInt8(length >> 8), UInt8(length & 0xFF)] + body
  }
}

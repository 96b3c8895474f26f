import SuperposeFiles
import SuperposeGeometry

/// The directories of EXIF (CIPA DC-008), as far as they say something about a picture wherever it is stored.
struct ExifContent: Hashable, Sendable {
  enum Tag {
    static let orientation = 274
    static let xResolution = 282
    static let yResolution = 283
    static let resolutionUnit = 296
    static let exif = 34_665
    static let gps = 34_853
    static let interoperability = 40_965
    static let width = 40_962
    static let height = 40_963
  }

  /// Of the first directory, which in a TIFF file also says how pixels are stored: only these tags are about the
  /// picture.
  private static let aboutThePicture: Set = [
    269, 270, 271, 272, 305, 306, 315, 316, 18_246, 18_249, 33_432, 40_091, 40_092, 40_093, 40_094, 40_095,
  ]

  /// Description, maker, model, software, date, artist, copyright.
  private(set) var main: [Int: TIFFField] = [:]
  private(set) var exif: [Int: TIFFField] = [:]
  private(set) var gps: [Int: TIFFField] = [:]

  /// Reads the first directory of a TIFF file or of EXIF data, or returns nil where it says nothing of this kind.
  init?(_ directory: TIFFReader.Directory) {
    main = Self.fields(directory) { Self.aboutThePicture.contains($0) }
    // That of OME-TIFF tells of the file's planes.
    if main[270].map({ String(decoding: $0.bytes.prefix(5), as: UTF8.self) == "<?xml" }) == true { main[270] = nil }
    exif = Self.inner(directory, Tag.exif)
    gps = Self.inner(directory, Tag.gps)
    if main.isEmpty, exif.isEmpty, gps.isEmpty { return nil }
  }

  private static func inner(_ directory: TIFFReader.Directory, _ tag: Int) -> [Int: TIFFField] {
    guard let offset = directory.field(tag)?.integers.first,
      let inner = TIFFReader.Directory(directory.tiff, at: offset)
    else { return [:] }
    return fields(inner) { $0 != Tag.interoperability }
  }

  private static func fields(_ directory: TIFFReader.Directory, _ isKept: (Int) -> Bool) -> [Int: TIFFField] {
    directory.entries.keys.filter(isKept).reduce(into: [:]) { $0[$1] = directory.field($1) }
  }

  /// EXIF repeats the picture's size.
  mutating func setSize(_ size: ImageSize) {
    if exif[Tag.width] != nil { exif[Tag.width] = TIFFField(long: size.width) }
    if exif[Tag.height] != nil { exif[Tag.height] = TIFFField(long: size.height) }
  }

  /// What makes these a part of a TIFF file.
  var edit: TIFFEdit {
    var edit = TIFFEdit(fields: main)
    if !exif.isEmpty { edit.directories[Tag.exif] = exif }
    if !gps.isEmpty { edit.directories[Tag.gps] = gps }
    return edit
  }

  /// The data as other formats have it: a TIFF file without a picture. It is upright.
  func data(_ resolution: ImageMetadata.Resolution?) -> [UInt8] {
    var edit = edit
    edit.fields[Tag.orientation] = TIFFField(shorts: [1])
    if let resolution { edit.set(resolution) }
    // The header of a little-endian file, and an empty directory.
    return edit.applied(to: Array("II*\0".utf8) + [8, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }
}

extension TIFFEdit {
  mutating func set(_ resolution: ImageMetadata.Resolution) {
    fields[ExifContent.Tag.xResolution] = TIFFField(rational: resolution.x)
    fields[ExifContent.Tag.yResolution] = TIFFField(rational: resolution.y)
    fields[ExifContent.Tag.resolutionUnit] = TIFFField(shorts: [resolution.unit.rawValue])
  }
}

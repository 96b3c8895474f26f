import SuperposeFiles
import SuperposeGeometry

/// The tags of a GeoTIFF (OGC 19-008r4) that name its coordinate system.
struct GeoKeys: Hashable, Sendable {
  private enum Tag {
    static let pixelScale = 33_550
    static let tiePoints = 33_922
    static let transformation = 34_264
    static let keys = 34_735
    static let doubles = 34_736
    static let texts = 34_737
    static let noData = 42_113
  }

  private enum Key {
    static let rasterType = 1025
    static let geographicSystem = 2048
    static let projectedSystem = 3072
  }

  /// A number that stands for a system that the keys describe themselves.
  private static let userDefined = 32_767
  private static let pixelIsPoint = 2

  /// The tags that are copied as they are.
  private let fields: [Int: TIFFField]
  private let numbers: [Int: Int]

  /// Reads the first directory. Returns nil without keys, or where neither a scale nor a matrix puts pixels on the map.
  static func read(_ tiff: TIFFReader) -> (keys: GeoKeys, mapFromPixel: Homography)? {
    guard let directory = tiff.directories(atMost: 1).first, let keys = GeoKeys(directory),
      let mapFromRaster = Self.mapFromRaster(directory), mapFromRaster.isFinite, mapFromRaster.inverse != nil
    else { return nil }
    return (keys, mapFromRaster * keys.origin.fileFromCenter)
  }

  private init?(_ directory: TIFFReader.Directory) {
    guard let keys = directory.field(Tag.keys)?.integers, keys.count >= 4 else { return nil }
    fields = [Tag.keys, Tag.doubles, Tag.texts, Tag.noData].reduce(into: [:]) { $0[$1] = directory.field($1) }
    // Of each four numbers: the key, where its value is (0: in the fourth number itself), how many there are.
    numbers = stride(from: 4, to: keys.count - 3, by: 4).reduce(into: [:]) { found, index in
      if keys[index + 1] == 0 { found[keys[index]] = keys[index + 3] }
    }
  }

  /// The number in EPSG's list.
  var epsg: Int? {
    [Key.projectedSystem, Key.geographicSystem].lazy.compactMap { numbers[$0] }
      .first { $0 > 0 && $0 != Self.userDefined }
  }

  /// Where the raster's coordinates count from: where pixels are areas, from the corner of the first, and where they
  /// are points, from its centre.
  private var origin: PixelOrigin { numbers[Key.rasterType] == Self.pixelIsPoint ? .center : .corner }

  private static func mapFromRaster(_ directory: TIFFReader.Directory) -> Homography? {
    if let m = directory.field(Tag.transformation)?.doubles, m.count == 16 {
      return Homography(rows: [[m[0], m[1], m[3]], [m[4], m[5], m[7]], [0, 0, 1]])
    }
    guard let scale = directory.field(Tag.pixelScale)?.doubles, scale.count >= 2,
      let tie = directory.field(Tag.tiePoints)?.doubles, tie.count >= 6
    else { return nil }
    // The map's y points up.
    return Homography(rows: [
      [scale[0], 0, tie[3] - tie[0] * scale[0]], [0, -scale[1], tie[4] + tie[1] * scale[1]], [0, 0, 1],
    ])
  }

  /// Returns what makes a TIFF file one of this coordinate system.
  func edit(_ mapFromPixel: Homography) -> TIFFEdit {
    let m = (mapFromPixel * origin.centerFromFile).rows
    var edit = TIFFEdit(fields: fields, removed: [Tag.pixelScale, Tag.tiePoints, Tag.transformation])
    // Rounding must not turn a map that lies straight.
    let straight = 1e-12 * max(abs(m[0][0]), abs(m[1][1]))
    if abs(m[0][1]) <= straight, abs(m[1][0]) <= straight, m[0][0] > 0, m[1][1] < 0 {
      edit.fields[Tag.pixelScale] = TIFFField(doubles: [m[0][0], -m[1][1], 0])
      edit.fields[Tag.tiePoints] = TIFFField(doubles: [0, 0, 0, m[0][2], m[1][2], 0])
    } else {
      edit.fields[Tag.transformation] = TIFFField(doubles: [
        m[0][0], m[0][1], 0, m[0][2], m[1][0], m[1][1], 0, m[1][2], 0, 0, 0, 0, 0, 0, 0, 1,
      ])
    }
    return edit
  }
}

public import Foundation
import SuperposeFiles

/// Where a picture was taken.
public struct GeoLocation: Hashable, Sendable {
  /// In degrees, north of the equator.
  public let latitude: Double
  /// In degrees, east of Greenwich.
  public let longitude: Double

  /// Nil unless both are on the globe.
  public init?(latitude: Double, longitude: Double) {
    guard abs(latitude) <= 90, abs(longitude) <= 180 else { return nil }
    (self.latitude, self.longitude) = (latitude, longitude)
  }

  /// Reads a file's EXIF (CIPA DC-008, 4.6.6), and nothing of its pixels.
  ///
  /// Nil where the file cannot be read or does not say it.
  public init?(contentsOf file: URL) {
    guard let bytes = try? MappedFile(file.pathText),
      let gps = bytes.withBytes({ FileStructure($0).metadata.exif?.gps }),
      let latitude = Self.degrees(gps, letter: 1, value: 2, negative: "S"),
      let longitude = Self.degrees(gps, letter: 3, value: 4, negative: "W")
    else { return nil }
    self.init(latitude: latitude, longitude: longitude)
  }

  /// Degrees, minutes and seconds; what is missing behind the degrees is zero.
  private static func degrees(_ gps: [Int: TIFFField], letter: Int, value: Int, negative: Character) -> Double? {
    guard let parts = gps[value]?.doubles, !parts.isEmpty, let sign = gps[letter]?.bytes.first else { return nil }
    let degrees = zip(parts, [1.0, 60, 3600]).reduce(0) { $0 + $1.0 / $1.1 }
    guard degrees.isFinite else { return nil }
    return sign == negative.asciiValue ? -degrees : degrees
  }

  /// The radius of the sphere that has the earth's volume, in metres.
  private static let earthRadius = 6_371_000.8

  /// The distance along the earth's surface, taken as a sphere, in metres.
  public func distance(to other: GeoLocation) -> Double {
    let (phi, otherPhi) = (latitude * .pi / 180, other.latitude * .pi / 180)
    let lambda = (other.longitude - longitude) * .pi / 180
    // The haversine formula, which is exact for small distances too.
    let a = pow(sin((otherPhi - phi) / 2), 2) + cos(phi) * cos(otherPhi) * pow(sin(lambda / 2), 2)
    return 2 * Self.earthRadius * asin(min(1, a.squareRoot()))
  }
}

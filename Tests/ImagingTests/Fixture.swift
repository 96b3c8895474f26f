import Foundation
import SuperposeGeometry
import SuperposeImaging

/// The committed files of `Tools/fixtures/make_images.py`.
enum Fixture {
  static func path(_ name: String) -> String {
    Bundle.module.url(forResource: "Fixtures", withExtension: nil)!.appendingPathComponent(name).path
  }

  static func image(_ name: String) throws -> Image { try Image(contentsOf: URL(filePath: path(name))) }

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// A folder that is removed with its contents when the test is done.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "superpose-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
  var content: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// Returns a picture of deterministic noise.
func noise<Value: PixelValue & FixedWidthInteger>(
  _ type: Value.Type, width: Int, height: Int, channels: Int
) -> Image {
  var state: UInt64 = 88_172_645_463_325_252
  let values = (0..<width * height * channels).map { _ in
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Value(truncatingIfNeeded: state >> 20)
  }
  return Image(size: ImageSize(width: width, height: height), channels: channels, values: values)
}

func maxDifference(_ a: [UInt8], _ b: [UInt8]) -> Int {
  zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

extension Image {
  /// Whether two pictures have equal values, of the same type.
  func isEqual(to other: Image) -> Bool {
    guard size == other.size, channels == other.channels, depth == other.depth else { return false }
    switch depth {
    case .uint8: return values(as: UInt8.self) == other.values(as: UInt8.self)
    case .uint16: return values(as: UInt16.self) == other.values(as: UInt16.self)
    case .float32: return values(as: Float.self) == other.values(as: Float.self)
    }
  }
}

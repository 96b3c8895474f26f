public import Foundation
import SuperposeFiles

/// The formats of image files that can be written.
public enum FileFormat: String, Sendable, CaseIterable {
  case png, tiff, jpeg, webp, bmp

  /// By a file's extension, in any case; nil where it says none of these.
  public init?(pathExtensionOf url: URL) {
    let name = url.pathText.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "png": self = .png
    case "tif", "tiff": self = .tiff
    case "jpg", "jpeg": self = .jpeg
    case "webp": self = .webp
    case "bmp": self = .bmp
    default: return nil
    }
  }

  /// The usual extension, without the dot.
  public var pathExtension: String {
    switch self {
    case .tiff: "tif"
    case .jpeg: "jpg"
    default: rawValue
    }
  }

  /// The depths that it stores.
  var depths: [Image.Depth] {
    switch self {
    case .png: [.uint8, .uint16]
    case .tiff: [.uint8, .uint16, .float32]
    case .jpeg, .webp, .bmp: [.uint8]
    }
  }

  var storesAlpha: Bool { self == .png || self == .tiff || self == .webp }
}

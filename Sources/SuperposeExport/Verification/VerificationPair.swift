import Foundation
public import SuperposeImaging

/// Two photographs of one thing, on which an exported file is tried.
public struct VerificationPair: Sendable {
  public let image0: Image
  public let image1: Image

  public init(_ image0: Image, _ image1: Image) {
    self.image0 = image0
    self.image1 = image1
  }

  /// The pair that comes with the library: two shots of one street (see `examples/README.md`), 480×360, grey.
  public static func builtIn() throws -> VerificationPair {
    let folder = Bundle.module.bundlePath + "/Pair/"
    return VerificationPair(try Image(contentsOf: folder + "a.jpg"), try Image(contentsOf: folder + "b.jpg"))
  }
}

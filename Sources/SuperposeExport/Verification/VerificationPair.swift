import Foundation
import SuperposeFiles
public import SuperposeImaging

/// Two photographs of one thing, on which an exported file is tried.
public struct VerificationPair: Sendable {
  /// One photograph.
  public let image0: Image
  /// The other one.
  public let image1: Image

  /// Two photographs that show the same thing, of any sizes.
  public init(_ image0: Image, _ image1: Image) {
    self.image0 = image0
    self.image1 = image1
  }

  /// The pair that comes with the library: two shots of one street (see `examples/README.md`), 480×360, grey.
  /// - Throws: `ImageError` where it is not beside the program.
  public static func builtIn() throws -> VerificationPair {
    let files = ["a", "b"].map { URL(path: "\(Bundle.module.bundlePath)/Pair/\($0).jpg") }
    return VerificationPair(try Image(contentsOf: files[0]), try Image(contentsOf: files[1]))
  }
}

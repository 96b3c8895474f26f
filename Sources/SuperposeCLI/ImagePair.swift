import Foundation
import Superpose
import SuperposeFiles
import SuperposeImaging

/// Two images and the notes about how their files were read.
struct ImagePair {
  let images: (Image, Image)
  let warnings: [String]

  init(_ path0: String, _ path1: String) throws {
    images = (try Image(contentsOf: URL(path: path0)), try Image(contentsOf: URL(path: path1)))
    warnings = [(path0, images.0), (path1, images.1)].flatMap { path, image in image.warnings.map { "\(path): \($0)" } }
  }
}

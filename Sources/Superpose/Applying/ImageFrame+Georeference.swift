import Foundation
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

extension ImageFrame {
  /// Where the image lies on the earth; nil where its file is not there, has another size by now, or does not say it.
  ///
  /// - Throws: `ImageError` for a world file that is none.
  func georeference() throws(ImageError) -> Georeference? {
    guard !path.isEmpty, case let url = URL(path: path), StoredImage(contentsOf: url)?.uprightSize == size else {
      return nil
    }
    return try Georeference(contentsOf: url)
  }
}

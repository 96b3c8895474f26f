package import SuperposeGeometry

/// The pixels of a picture as its file stores them, and as it should be seen.
package struct StoredGrid: Hashable, Sendable {
  /// As stored: width and height are exchanged where the EXIF orientation lays the picture on its side.
  package let size: ImageSize
  /// EXIF 2.32, tag 274: 1...8.
  package let orientation: Int

  package init(size: ImageSize, orientation: Int) {
    (self.size, self.orientation) = (size, orientation)
  }

  /// The size of the picture as it should be seen.
  package var uprightSize: ImageSize {
    orientation >= 5 ? ImageSize(width: size.height, height: size.width) : size
  }

  /// Maps a point of the upright picture to the stored one, both counted from the centre of the top-left pixel.
  package var storedFromUpright: Homography {
    let (right, bottom) = (Double(size.width - 1), Double(size.height - 1))
    let rows: [[Double]] =
      switch orientation {
      case 2: [[-1, 0, right], [0, 1, 0]]
      case 3: [[-1, 0, right], [0, -1, bottom]]
      case 4: [[1, 0, 0], [0, -1, bottom]]
      case 5: [[0, 1, 0], [1, 0, 0]]
      case 6: [[0, 1, 0], [-1, 0, bottom]]
      case 7: [[0, -1, right], [-1, 0, bottom]]
      case 8: [[0, -1, right], [1, 0, 0]]
      default: [[1, 0, 0], [0, 1, 0]]
      }
    return Homography(rows: rows + [[0, 0, 1]])
  }
}

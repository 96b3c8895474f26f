import Foundation
import Superpose
import SuperposeGeometry

/// An image of a COLMAP database with its keypoints.
struct ColmapImage {
  /// A square of half a pixel.
  private struct Cell: Hashable {
    let column: Int
    let row: Int

    init(x: Float, y: Float) {
      // Positions lie within images, whose sides fit by far.
      (column, row) = (Int((2 * x).rounded(.down)), Int((2 * y).rounded(.down)))
    }
  }

  let number: Int
  let name: String
  /// The keypoints as COLMAP stores them: x and y as 32-bit floats.
  private(set) var data = Data()
  private var indices: [Cell: Int] = [:]

  var count: Int { data.count / Self.keypointSize }

  private static let keypointSize = 2 * MemoryLayout<Float>.size

  init(number: Int, name: String, keypoints: Data = Data()) {
    (self.number, self.name) = (number, name)
    data = keypoints.prefix(keypoints.count / Self.keypointSize * Self.keypointSize)
    let values = data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    }
    for index in 0..<count where values[2 * index].isFinite && values[2 * index + 1].isFinite {
      indices[Cell(x: values[2 * index], y: values[2 * index + 1])] = index
    }
  }

  /// Returns the index of the keypoint at a point, which is added where there is none.
  mutating func keypoint(at point: Point) -> Int {
    let corner = PixelGrid.toCornerOrigin(point)
    let (x, y) = (Float(corner.x), Float(corner.y))
    let cell = Cell(x: x, y: y)
    if let known = indices[cell] { return known }
    indices[cell] = count
    let index = count
    data.append(words: [x.bitPattern, y.bitPattern])
    return index
  }
}

/// Matches as COLMAP stores them: the keypoints' indices in the image of the smaller number and in the other one, as
/// 32-bit integers. Each match is there once.
struct ColmapMatches {
  private(set) var data = Data()
  private(set) var count = 0

  init(_ pairs: [(Int, Int)]) {
    var seen: Set<[Int]> = []
    for (one, other) in pairs where seen.insert([one, other]).inserted {
      data.append(words: [UInt32(truncatingIfNeeded: one), UInt32(truncatingIfNeeded: other)])
      count += 1
    }
  }
}

extension Homography {
  /// The same transform where positions count from the corners of the top-left pixels.
  var betweenCorners: Homography {
    PixelOrigin.corner.fileFromCenter * self * PixelOrigin.corner.centerFromFile
  }
}

extension Data {
  init(doubles: [Double]) {
    self.init()
    append(words: doubles.map(\.bitPattern))
  }

  fileprivate mutating func append(words: [some FixedWidthInteger]) {
    for word in words { Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) } }
  }
}

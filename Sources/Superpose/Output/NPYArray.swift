import Foundation
import SuperposeGeometry

/// An array in the form in which NumPy stores it (format 1.0 of `numpy.lib.format`): little-endian, row by row.
struct NPYArray {
  private let elementType: String
  private let shape: [Int]
  private let content: Data

  /// Makes an array of float32.
  init(_ values: [Float], shape: [Int]? = nil) {
    self.init(elementType: "<f4", shape: shape ?? [values.count], words: values.map(\.bitPattern.littleEndian))
  }

  /// Makes an array of float64.
  init(_ values: [Double], shape: [Int]) {
    self.init(elementType: "<f8", shape: shape, words: values.map(\.bitPattern.littleEndian))
  }

  /// Makes an array of int64.
  init(_ values: [Int]) {
    self.init(elementType: "<i8", shape: [values.count], words: values.map { Int64($0).littleEndian })
  }

  /// Makes an array `[N, 2]` of (x, y) in float32.
  init(_ points: [Point]) {
    self.init(points.flatMap { [Float($0.x), Float($0.y)] }, shape: [points.count, 2])
  }

  private init<Word: FixedWidthInteger>(elementType: String, shape: [Int], words: [Word]) {
    precondition(shape.reduce(1, *) == words.count, "\(words.count) values do not make an array of shape \(shape)")
    self.elementType = elementType
    self.shape = shape
    content = words.withUnsafeBytes { Data($0) }
  }

  /// The bytes of a `.npy` file.
  var file: Data {
    let preamble = [0x93] + Array("NUMPY".utf8) + [1, 0]
    var header = Array("{'descr': '\(elementType)', 'fortran_order': False, 'shape': \(shapeText), }".utf8)
    // Spaces and a line feed fill the header up, so that the data start at a multiple of 64.
    let used = preamble.count + 2 + header.count + 1
    header += [UInt8](repeating: UInt8(ascii: " "), count: (64 - used % 64) % 64) + [UInt8(ascii: "\n")]
    var file = Data(preamble)
    file.append(littleEndian: UInt16(header.count))
    file.append(contentsOf: header)
    file.append(content)
    return file
  }

  /// The shape as a Python tuple: `(3,)`, `(3, 2)`.
  private var shapeText: String {
    "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
  }
}

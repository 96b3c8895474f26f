import Foundation
import TestSupport

extension Scratch {
  func create(_ name: String) throws -> FileHandle {
    try write(name, Data())
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path(name)))
  }

  /// Writes a grey picture of one brightness, and returns its path.
  func grayImage(_ name: String, width: Int, height: Int, value: UInt8 = 0) throws -> String {
    try write(name, Data("P5 \(width) \(height) 255\n".utf8) + Data(repeating: value, count: width * height))
  }
}

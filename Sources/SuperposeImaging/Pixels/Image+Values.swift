public import SuperposeGeometry

/// A type of which pixels consist.
public protocol PixelValue: BitwiseCopyable, Sendable {
  static var depth: Image.Depth { get }
}

extension UInt8: PixelValue { public static var depth: Image.Depth { .uint8 } }
extension UInt16: PixelValue { public static var depth: Image.Depth { .uint16 } }
extension Float: PixelValue { public static var depth: Image.Depth { .float32 } }

extension Image {
  /// Makes a picture of values in reading order, `[height, width, channels]`.
  ///
  /// - Precondition: There are 1, 3 or 4 channels, at least one pixel, and as many values as that makes.
  public init<Value: PixelValue>(size: ImageSize, channels: Int, values: [Value]) {
    precondition([1, 3, 4].contains(channels), "a picture has 1, 3 or 4 channels, not \(channels)")
    precondition(size.width > 0 && size.height > 0, "a picture has at least one pixel, not \(size)")
    let rowCount = size.width * channels
    precondition(
      values.count == rowCount * size.height,
      "a picture of \(size) with \(channels) channels has \(rowCount * size.height) values, not \(values.count)")
    self.init(PixelBuffer(size: size, channels: channels, depth: Value.depth))
    let rowBytes = rowCount * MemoryLayout<Value>.stride
    values.withUnsafeBytes { bytes in
      for y in 0..<size.height {
        UnsafeMutableRawBufferPointer(start: pixels.row(y), count: rowBytes)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[y * rowBytes..<(y + 1) * rowBytes]))
      }
    }
  }

  /// Returns a copy of all values in reading order, `[height, width, channels]`.
  ///
  /// - Precondition: The type is that of ``depth-swift.property``.
  public func values<Value: PixelValue>(as type: Value.Type) -> [Value] {
    precondition(Value.depth == depth, "the picture is \(depth.rawValue), not \(Value.depth.rawValue)")
    let rowCount = size.width * channels
    var values: [Value] = []
    values.reserveCapacity(rowCount * size.height)
    for y in 0..<size.height {
      let row = pixels.row(y).assumingMemoryBound(to: Value.self)
      values.append(contentsOf: UnsafeBufferPointer(start: row, count: rowCount))
    }
    return values
  }
}

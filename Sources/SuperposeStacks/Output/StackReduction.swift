import Dispatch
import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

/// How the values of all frames at one place become one.
public enum StackReduction: String, Codable, CaseIterable, Sendable {
  /// Their mean, which has the least noise.
  case mean
  /// Their median, which leaves out what passes by.
  case median
  /// The brightest, as for trails of stars.
  case max
  /// The darkest.
  case min

  /// What the picture is called: of whole numbers, and of floating point.
  var fileNames: [String] { [rawValue + ".png", rawValue + ".tif"] }

  /// Returns the value for values in no order.
  /// - Precondition: There is at least one.
  func value(_ values: UnsafeMutableBufferPointer<Float>) -> Float {
    switch self {
    case .mean: Float(values.reduce(0.0) { $0 + Double($1) } / Double(values.count))
    case .max: values.reduce(values[0]) { Swift.max($0, $1) }
    case .min: values.reduce(values[0]) { Swift.min($0, $1) }
    case .median: Self.median(values)
    }
  }

  private static func median(_ values: UnsafeMutableBufferPointer<Float>) -> Float {
    var values = values
    values.sort()
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
  }
}

/// An aligned image that takes part, and where in it there is data.
struct ReducedFrame {
  let path: String
  /// The outline of the frame in the image.
  let outline: ConvexPolygon
}

extension StackReduction {
  /// As many bytes of all frames are in memory at a time.
  private static let stripBytes = 256 << 20

  /// Puts aligned images together, strip by strip, so that the memory it takes does not grow with their number. All of
  /// them wait on the disk meanwhile, uncompressed.
  ///
  /// Where a frame has no data, is transparent or is NaN, it does not count; where none has data the picture is zero.
  ///
  /// - Throws: `ImageError`, `OutputError`, or ``StackError`` where depths differ.
  func picture(of frames: [ReducedFrame], size: ImageSize, scratchIn folder: String) throws -> Image {
    guard let first = frames.first else {
      throw StackError(.usage, "there is no frame to make a picture of", hint: "give frames that match")
    }
    let image = try Image(contentsOf: URL(path: first.path))
    let layout = (channels: image.channels, depth: image.depth)
    switch layout.depth {
    case .uint8: return try picture(of: frames, size, folder, layout) { UInt8(clamping: Int($0.rounded())) }
    case .uint16: return try picture(of: frames, size, folder, layout) { UInt16(clamping: Int($0.rounded())) }
    case .float32: return try picture(of: frames, size, folder, layout) { $0 }
    }
  }

  private func picture<Value: PixelValue & FloatConvertible>(
    of frames: [ReducedFrame], _ size: ImageSize, _ folder: String, _ layout: (channels: Int, depth: Image.Depth),
    _ value: @Sendable @escaping (Float) -> Value
  ) throws -> Image {
    let scratch = try Self.spooled(frames, size, folder, layout, Value.self)
    let rowCount = size.width * layout.channels
    let frameBytes = rowCount * size.height * MemoryLayout<Value>.stride
    let rows = Swift.max(1, Swift.min(size.height, Self.stripBytes / (frameBytes / size.height * frames.count)))
    var values: [Value] = []
    values.reserveCapacity(rowCount * size.height)
    for top in stride(from: 0, to: size.height, by: rows) {
      let count = Swift.min(rows, size.height - top)
      var strip = [Value](repeating: value(0), count: rowCount * count * frames.count)
      try strip.withUnsafeMutableBytes { bytes in
        let length = rowCount * count * MemoryLayout<Value>.stride
        for index in frames.indices {
          let part = UnsafeMutableRawBufferPointer(rebasing: bytes[index * length..<(index + 1) * length])
          let offset = index * frameBytes + rowCount * top * MemoryLayout<Value>.stride
          try OutputError.translated { () throws(FileError) in try scratch.read(at: offset, into: part) }
        }
      }
      let stack = Strip(
        values: strip, outlines: frames.map(\.outline), top: top, rows: count, width: size.width,
        channels: layout.channels)
      values += stack.reduced(by: self, value)
    }
    return Image(size: size, channels: layout.channels, values: values)
  }

  /// Writes all pixels of all frames one after the other.
  private static func spooled<Value: PixelValue>(
    _ frames: [ReducedFrame], _ size: ImageSize, _ folder: String, _ layout: (channels: Int, depth: Image.Depth),
    _: Value.Type
  ) throws -> ScratchFile {
    let scratch = try OutputError.translated { () throws(FileError) in try ScratchFile(in: folder) }
    for frame in frames {
      let image = try Image(contentsOf: URL(path: frame.path))
      guard image.depth == layout.depth, image.size == size else {
        throw StackError(
          .doesNotFit, "'\(frame.path)' is \(image.depth.rawValue) and others are \(layout.depth.rawValue)",
          hint: "give frames of one depth")
      }
      let values = image.withChannels(layout.channels).values(as: Value.self)
      try values.withUnsafeBytes { bytes in
        try OutputError.translated { () throws(FileError) in try scratch.append(bytes) }
      }
    }
    return scratch
  }
}

/// A type of pixel values that can be averaged.
protocol FloatConvertible { var float: Float { get } }

extension UInt8: FloatConvertible { var float: Float { Float(self) } }
extension UInt16: FloatConvertible { var float: Float { Float(self) } }
extension Float: FloatConvertible { var float: Float { self } }

/// Some rows of all frames, `[frame, row, column, channel]`.
private struct Strip<Value: PixelValue & FloatConvertible> {
  let values: [Value]
  let outlines: [ConvexPolygon]
  let top: Int
  let rows: Int
  let width: Int
  let channels: Int

  /// Returns one value for each row, column and channel.
  func reduced(by reduction: StackReduction, _ value: @Sendable (Float) -> Value) -> [Value] {
    let rowCount = width * channels
    return [Value](unsafeUninitializedCapacity: rows * rowCount) { output, written in
      nonisolated(unsafe) let target = output
      // Each row writes its own part.
      DispatchQueue.concurrentPerform(iterations: rows) { row in
        let filled = outlines.map { $0.pixels(inRow: top + row) }
        var present = [Float](repeating: 0, count: outlines.count)
        present.withUnsafeMutableBufferPointer { present in
          for index in 0..<rowCount {
            let count = gather(row, index, filled, into: present)
            let one = count == 0 ? 0 : reduction.value(UnsafeMutableBufferPointer(rebasing: present[..<count]))
            target.initializeElement(at: row * rowCount + index, to: value(one))
          }
        }
      }
      written = rows * rowCount
    }
  }

  /// Collects the values that count at one place; gives their number.
  private func gather(
    _ row: Int, _ index: Int, _ filled: [ClosedRange<Int>?], into present: UnsafeMutableBufferPointer<Float>
  ) -> Int {
    let column = index / channels
    var count = 0
    for frame in outlines.indices {
      guard let columns = filled[frame], columns.contains(column) else { continue }
      let place = (frame * rows + row) * width * channels + index
      if channels == 4, values[place - index % 4 + 3].float == 0 { continue }
      let value = values[place].float
      guard !value.isNaN else { continue }
      present[count] = value
      count += 1
    }
    return count
  }
}

/// Says for each pixel of an image whether it takes part.
public struct Mask: Hashable, Sendable {
  /// The size of the image that it belongs to.
  public let size: ImageSize
  /// 1 for a pixel that takes part and 0 for one that does not, row by row: `[height, width]`.
  public let values: [UInt8]

  /// Makes a mask of values of which each that is not 0 takes part, row by row.
  ///
  /// - Precondition: There is one value for each pixel.
  public init(size: ImageSize, values: [UInt8]) {
    precondition(
      values.count == size.pixelCount, "a mask of \(size) has \(size.pixelCount) values, not \(values.count)")
    self.size = size
    self.values = values.map { $0 == 0 ? 0 : 1 }
  }

  /// Makes a mask by which a rectangle takes part, as far as it lies on the image.
  public init(_ rectangle: PixelRectangle, in size: ImageSize) {
    let (columns, rows) = rectangle.clipped(to: size)
    var values = [UInt8](repeating: 0, count: size.pixelCount)
    for y in rows {
      for x in columns { values[y * size.width + x] = 1 }
    }
    self.init(size: size, values: values)
  }

  /// The part of the pixels that take part, 0…1; 0 without pixels.
  public var includedFraction: Double {
    values.isEmpty ? 0 : Double(values.reduce(0) { $0 + Int($1) }) / Double(values.count)
  }

  /// Whether no pixel takes part.
  public var isEmpty: Bool { !values.contains(1) }

  /// Whether every pixel takes part.
  public var isWhole: Bool { !values.contains(0) }

  /// Returns whether the pixel takes part on which a point lies; false beside the image.
  public func contains(_ p: Point) -> Bool {
    guard size.contains(p) else { return false }
    let x = min(Int((p.x + 0.5).rounded(.down)), size.width - 1)
    let y = min(Int((p.y + 0.5).rounded(.down)), size.height - 1)
    return values[y * size.width + x] == 1
  }

  /// Returns what takes part by both masks.
  /// - Precondition: Both have the same size.
  public func intersection(_ other: Mask) -> Mask {
    precondition(size == other.size, "masks of \(size) and \(other.size) do not belong to one image")
    return Mask(size: size, values: zip(values, other.values).map { $0 & $1 })
  }

  /// Returns what does not take part.
  package var complement: Mask { Mask(size: size, values: values.map { 1 - $0 }) }
}

extension Mask {
  /// Returns the mask for an image of the same proportions, to within a pixel; nil for one of others. Each pixel gets
  /// the value of the nearest one.
  public func fitted(to target: ImageSize) -> Mask? {
    if target == size { return self }
    guard size.isAlike(target) else { return nil }
    let columns = (0..<target.width).map { (2 * $0 + 1) * size.width / (2 * target.width) }
    var fitted: [UInt8] = []
    fitted.reserveCapacity(target.pixelCount)
    for y in 0..<target.height {
      let start = (2 * y + 1) * size.height / (2 * target.height) * size.width
      for x in columns { fitted.append(values[start + x]) }
    }
    return Mask(size: target, values: fitted)
  }

  /// Returns the mask without the pixels that are near to one that does not take part: within so many pixels in x and
  /// in y. The image's own border does not count.
  public func eroded(by radius: Int) -> Mask {
    if radius <= 0 || isWhole { return self }
    var rows = values
    for y in 0..<size.height { rows.erode(from: y * size.width, step: 1, count: size.width, radius) }
    for x in 0..<size.width { rows.erode(from: x, step: size.width, count: size.height, radius) }
    return Mask(size: size, values: rows)
  }
}

extension [UInt8] {
  /// Sets to 0 what is within a distance of a 0 on one line.
  fileprivate mutating func erode(from start: Int, step: Int, count: Int, _ radius: Int) {
    withUnsafeMutableBufferPointer { values in
      // The distance from the last 0 on the way there, and on the way back.
      var distance = Int.max - 1
      for index in 0..<count where values[start + index * step] == 0 || distance < Int.max - 1 {
        distance = values[start + index * step] == 0 ? 0 : distance + 1
        // A 2 marks what falls, so that it does not count as a 0 itself.
        if distance > 0 && distance <= radius { values[start + index * step] = 2 }
      }
      distance = Int.max - 1
      for index in (0..<count).reversed() where values[start + index * step] == 0 || distance < Int.max - 1 {
        distance = values[start + index * step] == 0 ? 0 : distance + 1
        if distance > 0 && distance <= radius { values[start + index * step] = 2 }
      }
      for index in 0..<count where values[start + index * step] == 2 { values[start + index * step] = 0 }
    }
  }
}

extension ImageSize {
  /// Whether one of both sizes is the other one resized in its proportions, as far as whole pixels allow.
  func isAlike(_ other: ImageSize) -> Bool {
    guard pixelCount > 0, other.pixelCount > 0 else { return false }
    let (small, large) = longSide <= other.longSide ? (self, other) : (other, self)
    let (sx, sy) = (
      Double(large.width) / Double(small.width), Double(large.height) / Double(small.height)
    )
    // Each side of the smaller one may have been rounded by up to a pixel.
    return abs(Double(large.width) / sy - Double(small.width)) <= 1
      || abs(Double(large.height) / sx - Double(small.height)) <= 1
  }
}

/// A mask is told in a line, and not as millions of values.
extension Mask: CustomStringConvertible {
  public var description: String {
    "a mask of \(size), of which \(Int((100 * includedFraction).rounded())) % takes part"
  }
}

import SuperposeGeometry

extension Figure {
  public enum OverlayStyle: Hashable, Sendable {
    /// Grey of the fixed picture in cyan, of the other in red: what coincides is grey, what does not has coloured
    /// edges.
    case twoColors
    /// The two alternate on a board with so many squares along the long side.
    case checkerboard(squares: Int)
  }

  /// The fixed picture and another one in its frame, in one. Where `warped` has an alpha channel and is transparent
  /// (``Image/addingAlpha()`` before warping), only the fixed picture is seen.
  /// - Precondition: both have one size.
  public static func overlay(
    fixed: Image, warped: Image, style: OverlayStyle = .twoColors, longSide: Int = defaultLongSide
  ) -> Image {
    precondition(fixed.size == warped.size, "cannot overlay \(fixed.size) and \(warped.size)")
    let fixed = fixed.shrunk(toLongSide: longSide).display()
    let warped = warped.shrunk(toLongSide: longSide)
    let isCovered = warped.coverage()
    switch style {
    case .twoColors: return twoColors(fixed.gray(), warped.display().gray(), isCovered)
    case .checkerboard(let squares): return checkerboard(fixed, warped.display(), isCovered, squares: squares)
    }
  }

  private static func twoColors(_ fixed: Image, _ warped: Image, _ isCovered: [Bool]) -> Image {
    let cyan = fixed.values(as: UInt8.self)
    let red = warped.values(as: UInt8.self)
    var values: [UInt8] = []
    values.reserveCapacity(3 * cyan.count)
    for i in cyan.indices { values += [cyan[i], cyan[i], isCovered[i] ? red[i] : cyan[i]] }
    return Image(size: fixed.size, channels: 3, values: values)
  }

  private static func checkerboard(_ fixed: Image, _ warped: Image, _ isCovered: [Bool], squares: Int) -> Image {
    let side = max(1, fixed.size.longSide / max(1, squares))
    let other = warped.values(as: UInt8.self)
    var values = fixed.values(as: UInt8.self)
    for i in isCovered.indices where isCovered[i] {
      let column = i % fixed.size.width / side
      let row = i / fixed.size.width / side
      if (row + column) % 2 == 1 { values.replaceSubrange(3 * i..<3 * i + 3, with: other[3 * i..<3 * i + 3]) }
    }
    return Image(size: fixed.size, channels: 3, values: values)
  }
}

extension Image {
  /// For each pixel whether it is mostly opaque; all are without alpha.
  fileprivate func coverage() -> [Bool] {
    guard hasAlpha else { return Array(repeating: true, count: size.pixelCount) }
    let half = depth.white / 2
    switch depth {
    case .uint8: return alpha(UInt8.self) { Float($0) > half }
    case .uint16: return alpha(UInt16.self) { Float($0) > half }
    case .float32: return alpha(Float.self) { $0 > half }
    }
  }

  private func alpha<Value: PixelValue>(_ type: Value.Type, _ test: (Value) -> Bool) -> [Bool] {
    let values = values(as: type)
    return stride(from: 3, to: values.count, by: 4).map { test(values[$0]) }
  }
}

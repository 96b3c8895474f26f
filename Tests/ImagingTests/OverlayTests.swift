import SuperposeGeometry
import SuperposeImaging
import Testing

/// Draws vertical stripes of two grey values, moved to the right.
private func stripes(_ low: Double, _ high: Double, moved: Int = 0, slope: Double = 0, width: Int = 8) -> Image {
  let values = (0..<96 * 64).map { i in
    let x = i % 96
    return UInt8((((x - moved + 96) / width % 2 == 0 ? low : high) + slope * Double(x)).rounded())
  }
  return Image(size: ImageSize(width: 96, height: 64), channels: 1, values: values)
}

/// Returns for each pixel how much more red there is than blue.
private func redness(_ picture: Image) -> [Int] {
  let values = picture.values(as: UInt8.self)
  return (0..<picture.size.pixelCount).map { Int(values[3 * $0 + 2]) - Int(values[3 * $0]) }
}

private func mean(_ values: [Int]) -> Double { Double(values.reduce(0) { $0 + abs($1) }) / Double(values.count) }

@Suite struct OverlayTests {
  /// One image is darker, has less contrast, and is shaded from one side. No edge differs, so that nothing is coloured.
  @Test func brightnessAloneColoursNothing() {
    let overlay = Figure.overlay(fixed: stripes(60, 200), warped: stripes(30, 70, slope: 1))
    #expect(mean(redness(overlay)) < 10)
  }

  @Test func edgesThatDoNotMeetAreRedAndCyan() {
    let red = redness(Figure.overlay(fixed: stripes(60, 200), warped: stripes(30, 100, moved: 4)))
    #expect(red.contains { $0 > 80 } && red.contains { $0 < -80 })
  }

  @Test func whatIsNotCoveredShowsTheFixedPicture() throws {
    let half = try #require(
      stripes(60, 200).addingAlpha().warped(by: .translation(x: 48, y: 0), to: ImageSize(width: 96, height: 64)))
    for style in [Figure.OverlayStyle.twoColors, .checkerboard(squares: 4)] {
      let overlay = Figure.overlay(fixed: stripes(60, 200), warped: half, style: style)
      let left = overlay.cropped(x: 0, y: 0, width: 48, height: 64)
      #expect(
        left.values(as: UInt8.self)
          == stripes(60, 200).display().cropped(x: 0, y: 0, width: 48, height: 64)
          .values(as: UInt8.self))
    }
  }

  /// The contrast is inverted, as between visible light and infrared, and the edges still meet.
  @Test func edgesMeetWhateverTheContrast() {
    func overlay(_ low: Double, _ high: Double, moved: Int = 0) -> Image {
      Figure.overlay(
        fixed: stripes(60, 200, width: 32), warped: stripes(low, high, moved: moved, width: 32), style: .edges)
    }
    let met = overlay(200, 60)
    #expect(mean(redness(met)) < 3)
    #expect(met.values(as: UInt8.self).contains { $0 > 200 })
    let missed = redness(overlay(200, 60, moved: 8))
    #expect(missed.contains { $0 > 100 } && missed.contains { $0 < -100 })
  }
}

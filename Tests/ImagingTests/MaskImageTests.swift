import SuperposeGeometry
import SuperposeImaging
import Testing

private let size = ImageSize(width: 3, height: 1)

/// Black, nearly black, and a colour of which one channel is zero.
@Test func whatIsNotZeroTakesPart() {
  #expect(Mask(Image(size: size, channels: 1, values: [0, 1, 255] as [UInt8])).values == [0, 1, 1])
  #expect(Mask(Image(size: size, channels: 3, values: [0, 0, 0, 0, 0, 1, 9, 0, 0] as [UInt8])).values == [0, 1, 1])
  #expect(Mask(Image(size: size, channels: 1, values: [0, 1, 65535] as [UInt16])).values == [0, 1, 1])
  #expect(Mask(Image(size: size, channels: 1, values: [.nan, 0, -0.5] as [Float])).values == [0, 0, 1])
  let alpha: [UInt8] = [9, 9, 9, 0, 0, 0, 0, 255, 0, 9, 0, 1]
  #expect(Mask(Image(size: size, channels: 4, values: alpha)).values == [0, 0, 1])
}

@Test func whatIsVisibleIsWhatIsNotWhollyTransparent() {
  func visible(_ alpha: [UInt8]) -> [UInt8]? {
    Mask(visiblePartOf: Image(size: size, channels: 4, values: alpha.flatMap { [7, 7, 7, $0] }))?.values
  }
  #expect(visible([0, 1, 255]) == [0, 1, 1])
  #expect(visible([0, 0, 0]) == nil && visible([255, 255, 255]) == nil)
  #expect(Mask(visiblePartOf: Image(size: size, channels: 1, values: [0, 1, 2] as [UInt8])) == nil)
}

/// A pixel that shows something that takes no part takes none.
@Test func resamplingKeepsOnlyWhatTakesPartWhole() {
  let wide = ImageSize(width: 8, height: 2)
  let mask = Mask(PixelRectangle(x: 1, y: 0, width: 5, height: 2), in: wide)
  #expect(mask.resampled(to: ImageSize(width: 4, height: 1)).values == [0, 1, 1, 0])
  let moved = mask.warped(by: .translation(x: 2, y: 0), to: wide)
  // Beside the image everything takes part, and half a pixel's width inside it nothing that is blended.
  #expect(Array(moved.values[0..<8]) == [1, 1, 0, 1, 1, 1, 1, 1])
}

import SuperposeGeometry
import Testing

private let size = ImageSize(width: 7, height: 5)

@Test func aRegionTakesPartAsFarAsItLiesOnTheImage() {
  let mask = Mask(PixelRectangle(x: 5, y: -1, width: 9, height: 3), in: size)
  #expect(mask.values.indices.filter { mask.values[$0] == 1 } == [5, 6, 12, 13])
  #expect(mask.contains(Point(x: 4.5, y: 1.4)) && !mask.contains(Point(x: 4.4, y: 1.4)))
  #expect(mask.contains(Point(x: 6.5, y: 0)) && !mask.contains(Point(x: 6.6, y: 0)))
  #expect(mask.includedFraction == 4.0 / 35)
  #expect(Mask(PixelRectangle(x: 7, y: 0, width: .max, height: 1), in: size).isEmpty)
  #expect(Mask(PixelRectangle(x: 0, y: 0, width: .max, height: .max), in: size).isWhole)
}

@Test func erosionTakesSquaresRoundWhatTakesNoPart() {
  var values = [UInt8](repeating: 9, count: size.pixelCount)
  values[2 * 7 + 3] = 0
  let mask = Mask(size: size, values: values)
  let eroded = mask.eroded(by: 1)
  #expect(eroded.values.indices.filter { eroded.values[$0] == 0 } == [9, 10, 11, 16, 17, 18, 23, 24, 25])
  #expect(mask.eroded(by: 0) == mask)
  #expect(mask.eroded(by: 9).isEmpty)
  // The image's border is none.
  let whole = Mask(size: size, values: [UInt8](repeating: 1, count: size.pixelCount))
  #expect(whole.eroded(by: 2).isWhole)
}

@Test func masksOfTheSameProportionsFit() {
  let half = Mask(PixelRectangle(x: 1, y: 0, width: 1, height: 2), in: ImageSize(width: 3, height: 2))
  #expect(
    half.fitted(to: ImageSize(width: 6, height: 4))
      == Mask(
        PixelRectangle(x: 2, y: 0, width: 2, height: 4), in: ImageSize(width: 6, height: 4)))
  // 751 by 563 at half the size is 376 by 282, rounded.
  let rounded = Mask(PixelRectangle(x: 0, y: 0, width: 10, height: 10), in: ImageSize(width: 376, height: 282))
  #expect(rounded.fitted(to: ImageSize(width: 751, height: 563)) != nil)
  #expect(rounded.fitted(to: ImageSize(width: 751, height: 580)) == nil)
  #expect(rounded.fitted(to: ImageSize(width: 282, height: 376)) == nil)
}

@Test(arguments: ["1,2,3", "1,2,3,x", "1,2,0,4", "1,2,3,-4", "", "1,2,3,4,5", "1.5,2,3,4"])
func textsThatAreNoRectangle(_ text: String) { #expect(PixelRectangle(text) == nil) }

@Test func rectanglesAreReadAsTheyAreWritten() {
  let rectangle = PixelRectangle(x: -1, y: 2, width: 30, height: 4)
  #expect(PixelRectangle(rectangle.description) == rectangle)
}

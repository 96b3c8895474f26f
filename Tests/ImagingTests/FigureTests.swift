import SuperposeGeometry
import SuperposeImaging
import Testing

private func gray(_ width: Int, _ height: Int, _ value: UInt8) -> Image {
  Image(
    size: ImageSize(width: width, height: height), channels: 1,
    values: [UInt8](repeating: value, count: width * height))
}

extension Image {
  /// Returns red, green and blue.
  fileprivate func color(_ x: Int, _ y: Int) -> [UInt8] {
    cropped(x: x, y: y, width: 1, height: 1).values(as: UInt8.self).reversed()
  }
}

@Suite struct FigureTests {
  @Test func keypointsAreCircles() {
    let figure = Figure.keypoints([Point(x: 50, y: 30)], on: gray(100, 60, 10))
    #expect(figure.size == ImageSize(width: 100, height: 60) && figure.channels == 3)
    #expect(figure.color(50, 30) == [10, 10, 10])
    #expect(figure.color(52, 30)[1] > 150)
    #expect(figure.color(60, 30) == [10, 10, 10])
  }

  @Test func keypointsFollowWhenThePictureIsShrunk() {
    let figure = Figure.keypoints([Point(x: 101, y: 61)], on: gray(200, 120, 0), longSide: 100)
    #expect(figure.size == ImageSize(width: 100, height: 60))
    #expect(figure.color(52, 30)[1] > 120 && figure.color(48, 30)[1] > 120)
  }

  @Test func styleSaysColourRadiusAndThickness() {
    let style = Figure.Style(color: .red, radius: 10, thickness: 5)
    let figure = Figure.keypoints([Point(x: 50, y: 30)], on: gray(100, 60, 10), style: style)
    #expect(figure.color(60, 30) == [0xE0, 0x20, 0x20] && figure.color(62, 30) == [0xE0, 0x20, 0x20])
    #expect(figure.color(55, 30) == [10, 10, 10])
  }

  @Test func pointsFarOutsideDoNotHarm() {
    let far = Figure.Match(left: Point(x: .nan, y: 0), right: Point(x: 1e300, y: -.infinity), confidence: .nan)
    #expect(Figure.matches([far], left: gray(8, 8, 7), right: gray(8, 8, 7)).color(4, 4) == [7, 7, 7])
    #expect(Figure.keypoints([far.left, far.right], on: gray(8, 8, 7)).color(4, 4) == [7, 7, 7])
  }

  @Test func overlayAsCheckerboard() {
    let figure = Figure.overlay(
      fixed: gray(40, 20, 200), warped: gray(40, 20, 50), style: .checkerboard(squares: 4))
    #expect(figure.color(5, 5) == [200, 200, 200] && figure.color(15, 5) == [50, 50, 50])
    #expect(figure.color(15, 15) == [200, 200, 200] && figure.color(5, 15) == [50, 50, 50])
  }

  @Test func gridKeepsAspectRatios() {
    let figure = Figure.grid(
      [gray(100, 50, 90), gray(10, 40, 160), gray(4, 4, 255)], rows: 2, columns: 2,
      cell: ImageSize(width: 40, height: 40), gap: 4)
    #expect(figure.size == ImageSize(width: 84, height: 84))
    #expect(figure.color(20, 20) == [90, 90, 90] && figure.color(20, 5) == [0, 0, 0])
    #expect(figure.color(64, 5) == [160, 160, 160] && figure.color(50, 20) == [0, 0, 0])
    #expect(figure.color(20, 64) == [255, 255, 255] && figure.color(64, 64) == [0, 0, 0])
    #expect(figure.color(41, 20) == [0, 0, 0])
  }

  @Test func gridWritesLabels() {
    let cell = ImageSize(width: 200, height: 100)
    let plain = Figure.grid([gray(200, 100, 90)], rows: 1, columns: 1, cell: cell)
    let labelled = Figure.grid([gray(200, 100, 90)], rows: 1, columns: 1, cell: cell, labels: ["moving"])
    let corner = labelled.cropped(x: 0, y: 0, width: 80, height: 24).values(as: UInt8.self)
    #expect(corner.max()! > 200 && corner.min()! < 40)
    #expect(
      labelled.cropped(x: 0, y: 40, width: 200, height: 60).values(as: UInt8.self)
        == plain.cropped(x: 0, y: 40, width: 200, height: 60).values(as: UInt8.self))
  }

  @Test func displayStretchesSixteenBits() throws {
    let values = try Fixture.image("gray16.png").display().values(as: UInt8.self)
    #expect(values.count == 3 * 96 && values.first == 0 && values.last == 255)
    #expect(abs(Int(values[3 * 48]) - 129) <= 1)
  }

  @Test func coloursAreNamesOrDigits() {
    #expect(Color("Green") == .green && Color("#20E040") == .green && Color("20e040") == .green)
    #expect(Color("#00000a")?.description == "#00000a" && Color.magenta.description == "magenta")
    for text in ["", "#12345", "grün", "+12345", "#1234567"] { #expect(Color(text) == nil) }
  }
}

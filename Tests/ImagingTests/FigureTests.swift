import SuperposeGeometry
import SuperposeImaging
import Testing

private func gray(_ width: Int, _ height: Int, _ value: UInt8) -> Image {
  Image(
    size: ImageSize(width: width, height: height), channels: 1,
    values: [UInt8](repeating: value, count: width * height))
}

extension Image {
  /// Red, green, blue.
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

  @Test func matchLinesHaveTheirColours() {
    let matches = [
      Figure.Match(left: Point(x: 10, y: 10), right: Point(x: 30, y: 10), confidence: 1),
      Figure.Match(left: Point(x: 10, y: 30), right: Point(x: 30, y: 30), confidence: 0),
      Figure.Match(left: Point(x: 10, y: 50), right: Point(x: 30, y: 50), confidence: 1, isAccepted: false),
    ]
    let figure = Figure.matches(matches, left: gray(80, 60, 0), right: gray(50, 90, 40))
    #expect(figure.size == ImageSize(width: 130, height: 90))
    // Anti-aliased lines one pixel thick reach nine tenths of their colour.
    #expect(figure.color(60, 10) == [0, 191, 36])
    #expect(figure.color(60, 30) == [209, 0, 36])
    #expect(figure.color(60, 50) == [73, 73, 73])
    #expect(figure.color(100, 70) == [40, 40, 40] && figure.color(40, 80) == [0, 0, 0])
    #expect(figure.color(115, 10) == [40, 40, 40])
  }

  @Test func pointsFarOutsideDoNotHarm() {
    let far = Figure.Match(left: Point(x: .nan, y: 0), right: Point(x: 1e300, y: -.infinity), confidence: .nan)
    #expect(Figure.matches([far], left: gray(8, 8, 7), right: gray(8, 8, 7)).color(4, 4) == [7, 7, 7])
    #expect(Figure.keypoints([far.left, far.right], on: gray(8, 8, 7)).color(4, 4) == [7, 7, 7])
  }

  @Test func overlayInTwoColours() throws {
    let figure = Figure.overlay(fixed: gray(20, 10, 200), warped: gray(20, 10, 50))
    #expect(figure.color(3, 3) == [50, 200, 200])
    let half = try #require(
      gray(20, 10, 50).addingAlpha().warped(by: .translation(x: 10, y: 0), to: ImageSize(width: 20, height: 10)))
    let covered = Figure.overlay(fixed: gray(20, 10, 200), warped: half)
    #expect(covered.color(3, 3) == [200, 200, 200] && covered.color(15, 3) == [50, 200, 200])
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

  @Test func confidenceRunsFromRedToGreen() {
    #expect(Color.confidence(0).rgb == 0xE60028 && Color.confidence(1).rgb == 0x00D228)
    #expect(Color.confidence(0.5).rgb == 0xE6D228 && Color.confidence(.nan) == Color.confidence(0))
  }
}

import SuperposeGeometry
import SuperposeImaging
import Testing

@Suite struct ChartTests {
  /// A level line at a quarter of the height, on white, is found in the lower half of the column and nowhere else.
  @Test func lineStandsWhereItsValueIs() {
    let line = Chart.Line(name: "a", points: [Point(x: 0, y: 0.25), Point(x: 2, y: 0.25), Point(x: 2, y: .nan)])
    let chart = Chart(title: "t", xTitle: "x", yTitle: "y", xRange: 0...2, yRange: 0...1, lines: [line])
    let picture = Figure.chart(chart, size: ImageSize(width: 300, height: 200))
    #expect(picture.size == ImageSize(width: 300, height: 200))
    let values = picture.values(as: UInt8.self)
    // The column lies left of the names; the line is blue, and everything else is grey.
    let column = 90
    let rows = (0..<200).filter { row in
      let pixel = 3 * (row * 300 + column)
      return Int(values[pixel]) - Int(values[pixel + 2]) > 100
    }
    // The margins are five letters of 8 px, so that the axis runs from 160 up to 40.
    #expect(rows == [130])
    #expect(values[0] == 255)
  }
}

import SuperposeGeometry
import SuperposeImaging
import Testing

private func plain(_ width: Int, _ height: Int, _ value: UInt8 = 0) -> Image {
  Image(
    size: ImageSize(width: width, height: height), channels: 1,
    values: [UInt8](repeating: value, count: width * height))
}

/// Returns red, green and blue.
private func color(_ picture: Image, _ x: Int, _ y: Int) -> [Int] {
  picture.cropped(x: x, y: y, width: 1, height: 1).values(as: UInt8.self).reversed().map { Int($0) }
}

/// Returns level matches at some heights, in pictures of 200x100.
private func level(_ heights: [Int], x: Double = 100, isAccepted: Bool = true) -> [Figure.Match] {
  heights.map {
    let point = Point(x: x, y: Double($0))
    return Figure.Match(left: point, right: point, confidence: 0.5, isAccepted: isAccepted)
  }
}

@Suite struct MatchFigureTests {
  @Test func picturesStandApartAndAreEquallyHigh() {
    let figure = Figure.matches([], left: plain(200, 100, 9), right: plain(50, 50, 40))
    // The pictures are 200 and 100 wide, with a gap of four.
    #expect(figure.size == ImageSize(width: 304, height: 100))
    #expect(color(figure, 199, 99) == [9, 9, 9] && color(figure, 204, 99) == [40, 40, 40])
    #expect(color(figure, 201, 50) == [255, 255, 255])
  }

  @Test func linesLetThePictureThroughAndEndInDots() {
    let match = Figure.Match(
      left: Point(x: 20, y: 50), right: Point(x: 180, y: 50), confidence: 1, color: Color(rgb: 0x00FF00))
    let figure = Figure.matches([match], left: plain(200, 100, 100), right: plain(200, 100, 100))
    let line = color(figure, 100, 50)
    #expect(line[0] < 60 && line[1] > 150 && line[1] < 240)
    #expect(color(figure, 20, 50) == [0, 255, 0] && color(figure, 384, 50) == [0, 255, 0])
    #expect(color(figure, 100, 53) == [100, 100, 100])
  }

  @Test func rejectedMatchesAreGreyAndFainter() {
    let figure = Figure.matches(
      level([30], isAccepted: false), left: plain(200, 100, 0), right: plain(200, 100, 0), style: .init(color: .white))
    let line = color(figure, 150, 30)
    #expect(line[0] == line[1] && line[1] == line[2] && line[0] > 30 && line[0] < 90)
  }

  @Test func neighboursDiffer() {
    let figure = Figure.matches(level([20, 30, 40, 50, 60, 70, 80]), left: plain(200, 100), right: plain(200, 100))
    let colors = [20, 30, 40, 50, 60, 70, 80].map { color(figure, 150, $0) }
    for (a, b) in zip(colors, colors.dropFirst()) { #expect(zip(a, b).contains { abs($0 - $1) > 60 }) }
    #expect(Set(colors).count == 7)
  }

  /// Of hundreds of matches in one corner and one elsewhere, the latter is among those that are drawn.
  @Test func drawnMatchesAreSpread() {
    let crowd = (0..<400).map { i in
      let point = Point(x: Double(i % 20) / 2, y: Double(i / 20) / 2)
      return Figure.Match(left: point, right: point, confidence: 1)
    }
    let lonely = level([90], x: 180)
    let style = Figure.Style(color: .white, radius: 1, thickness: 1)
    func picture(_ lines: Int?) -> Image {
      Figure.matches(crowd + lonely, left: plain(200, 100), right: plain(200, 100), lines: lines, style: style)
    }
    #expect(color(picture(20), 190, 90)[0] > 100)
    /// Counts the lines that cross the right border of the left picture.
    func crossing(_ picture: Image) -> Int {
      (0..<100).count { color(picture, 199, $0)[0] > 100 && ($0 == 0 || color(picture, 199, $0 - 1)[0] <= 100) }
    }
    #expect(crossing(picture(2)) == 2)
    #expect(color(picture(0), 190, 90) == [0, 0, 0])
  }

  /// Of matches that lie close together, the most confident ones are drawn.
  @Test func theMostConfidentAreDrawn() {
    var matches = level([10, 11, 90, 91])
    matches[1].confidence = 0.9
    matches[2].confidence = 0.9
    let figure = Figure.matches(
      matches, left: plain(200, 100), right: plain(200, 100), lines: 2, style: .init(color: .white, radius: 0.1))
    let drawn = [10, 11, 90, 91].filter { color(figure, 150, $0)[0] > 100 }
    #expect(drawn == [11, 90])
  }

  @Test func captionStandsAboveAndWraps() {
    func size(_ caption: Figure.Caption?) -> ImageSize {
      Figure.matches(level([30]), left: plain(200, 100), right: plain(200, 100), caption: caption).size
    }
    #expect(size(nil).height == 100)
    // The picture is enlarged so that its letters can be read.
    let short = size(.init(title: "registered", color: .green, verbs: ["agree", "do not"]))
    #expect(short.height > 320 && short.width == 2 * 640 + 12)
    let note = "a reason of several words that does not fit into one line of the picture, and so it is wrapped. "
    let long = size(.init(title: "registered", color: .green, verbs: ["agree", "do not"], notes: [note, note + note]))
    #expect(long.height > short.height + 3 * 15)
  }
}

import Foundation
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import SuperposeTrainTools

private func metrics(_ text: String) throws -> MetricsFile {
  let folder = try TemporaryFolder()
  try text.write(to: folder.file("metrics.jsonl"), atomically: true, encoding: .utf8)
  return try MetricsFile(contentsOf: folder.file("metrics.jsonl").path)
}

@Test func metricsBecomeOneSeriesForEachKey() throws {
  let file = try metrics(
    "{\"step\":2,\"loss\":1.5,\"stage\":\"x\"}\n{\"step\":1,\"loss\":3}\n{\"step\":2,\"precision\":0.5}\n{\"step\":3,\"lo"
  )
  #expect(file.series.map(\.key) == ["loss", "precision"])
  #expect(file.series[0].points == [Point(x: 1, y: 3), Point(x: 2, y: 1.5)])
  #expect(file.series[1].points == [Point(x: 2, y: 0.5)])
}

@Test func brokenMetricsAreRefused() {
  for text in ["", "{\"loss\":1}\n{\"step\":1}\n", "x\n{\"step\":1,\"loss\":2}\n"] {
    #expect(throws: ToolError.self) { try metrics(text) }
  }
}

@Test func curveGoesThroughItsPoints() {
  let size = ImageSize(width: 420, height: 260)
  let values = Figure.curve([Point(x: 0, y: 1), Point(x: 10, y: 5)], title: "", size: size).values(as: UInt8.self)
  /// Green where blue is low: the curve alone has it.
  let green = (0..<size.pixelCount).filter { values[3 * $0 + 1] > 150 && values[3 * $0] < 120 }
  // The frame: 8, 1, 2.5 and 3 text heights of 13 pixels inside the picture.
  #expect(abs((green.map { $0 % 420 }.min() ?? 0) - 104) <= 2)
  #expect(abs((green.map { $0 % 420 }.max() ?? 0) - 407) <= 2)
  #expect(abs((green.first ?? 0) / 420 - 32) <= 2 && (green.first ?? 0) % 420 > 390)
  #expect(abs((green.last ?? 0) / 420 - 221) <= 2 && (green.last ?? 0) % 420 < 120)
}

private func pair(_ correct: Int, pixels: Int = 80 * 60) -> String {
  let pixels = Data(repeating: 0, count: pixels).base64EncodedString()
  let image = "{\"width\":80,\"height\":60,\"pixels\":\"\(pixels)\"}"
  return "{\"image0\":\(image),\"image1\":\(image),\"matches\":[[10,30,70,30,0.9,\(correct)]],\"step\":4}"
}

@Test(arguments: [0, 1]) func matchesAreRedOrGreen(correct: Int) throws {
  let pairs = try SamplePair.pairs(in: Data("[\(pair(correct)),\(pair(correct))]".utf8), "x.json")
  #expect(pairs.map(\.label) == ["\(correct) of 1 correct", "\(correct) of 1 correct"])
  let picture = pairs[0].picture
  #expect(picture.size == ImageSize(width: 160, height: 60))
  let middle = Array(picture.values(as: UInt8.self)[(30 * 160 + 80) * 3..<(30 * 160 + 81) * 3])
  #expect(correct == 1 ? middle[1] > 150 && middle[2] < 80 : middle[2] > 150 && middle[1] < 80)
  #expect(MatchesCommand.picture(of: pairs).size == ImageSize(width: 328, height: 60))
}

@Test func brokenMatchesAreRefused() {
  for text in ["[]", "{}", "x", pair(1, pixels: 7), pair(1).replacingOccurrences(of: "0.9,", with: "")] {
    #expect(throws: ToolError.self) { try SamplePair.pairs(in: Data(text.utf8), "x.json") }
  }
}

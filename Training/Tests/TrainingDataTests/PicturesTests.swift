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
    "{\"step\":2,\"loss\":1.5,\"stage\":\"x\"}\n{\"step\":1,\"loss\":3}\n"
      + "{\"step\":2,\"precision\":0.5}\n{\"step\":3,\"lo"
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

private func pair(_ correct: Int, pixels: Int = 80 * 60) -> String {
  let pixels = Data(repeating: 0, count: pixels).base64EncodedString()
  let image = "{\"width\":80,\"height\":60,\"pixels\":\"\(pixels)\"}"
  return "{\"image0\":\(image),\"image1\":\(image),\"matches\":[[10,30,70,30,0.9,\(correct)]],\"step\":4}"
}

@Test(arguments: [0, 1]) func matchesAreRedOrGreen(correct: Int) throws {
  let pairs = try SamplePair.pairs(in: Data("[\(pair(correct)),\(pair(correct))]".utf8), "x.json")
  #expect(pairs.map(\.label) == ["\(correct) of 1 correct", "\(correct) of 1 correct"])
  let picture = pairs[0].picture
  // A gap of four pixels lies between the pictures.
  #expect(picture.size == ImageSize(width: 164, height: 60))
  // The line is half transparent on black.
  let middle = Array(picture.values(as: UInt8.self)[(30 * 164 + 60) * 3..<(30 * 164 + 61) * 3])
  #expect(correct == 1 ? middle[1] > 100 && middle[2] < 50 : middle[2] > 100 && middle[1] < 50)
  #expect(MatchesCommand.picture(of: pairs).size == ImageSize(width: 336, height: 60))
}

@Test func brokenMatchesAreRefused() {
  for text in ["[]", "{}", "x", pair(1, pixels: 7), pair(1).replacingOccurrences(of: "0.9,", with: "")] {
    #expect(throws: ToolError.self) { try SamplePair.pairs(in: Data(text.utf8), "x.json") }
  }
}

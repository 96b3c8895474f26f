import Foundation
import SuperposeGeometry
import SuperposeTorch
import SuperposeTrainingData
import Testing

@testable import SuperposeTraining

@Suite(.usesTorch)
struct LabelsTests {
  private static let lines = [
    #"{"photograph":"a.png","points":[[1,2,0.5],[3.5,4,0.25]]}"#, #"{"photograph":"b.png","points":[]}"#,
    #"{"photograph":"c.png","points":[[7,8,0.5]]}"#,
  ]

  @Test func aLineThatWasCutOffDoesNotCount() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("labels.jsonl")
    let names = ["a.png", "b.png", "c.png"]
    #expect(try KeypointLabels(contentsOf: file, expecting: names).points.isEmpty)
    let whole = Self.lines.joined(separator: "\n") + "\n"
    try Data(whole.utf8).write(to: file)
    let labels = try KeypointLabels(contentsOf: file, expecting: names).points
    #expect(labels == [[Point(x: 1, y: 2), Point(x: 3.5, y: 4)], [], [Point(x: 7, y: 8)]])
    for cut in [2, 10, 30] {
      try Data(whole.utf8.dropLast(cut)).write(to: file)
      #expect(try KeypointLabels(contentsOf: file, expecting: names).points == Array(labels.prefix(2)))
    }
  }

  @Test func labelsOfOtherPhotographsAreRefused() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("labels.jsonl")
    try Data((Self.lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    for names in [["a.png", "x.png", "c.png"], ["a.png", "b.png"]] {
      let error = #expect(throws: TrainingError.self) { try KeypointLabels(contentsOf: file, expecting: names) }
      #expect(error?.kind == .input)
    }
  }

  /// The corners of photographs are found once in one run, and once in a run that ended in the middle of a line.
  @Test func labellingGoesOnWhereItStopped() throws {
    let folder = try TemporaryFolder()
    let store = PhotographStore(try Packs.shapes(3, in: folder), on: .cpu)
    let stage = LabelsStage(views: 6, shortSide: 96)
    let (whole, resumed) = (folder.file("whole.jsonl"), folder.file("resumed.jsonl"))
    try Self.label(stage, store, whole)
    let data = try Data(contentsOf: whole)
    let lines = data.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 3 && lines.allSatisfy { $0.count > 60 })
    try data.prefix(lines[0].count + 1 + lines[1].count / 2).write(to: resumed)
    try Self.label(stage, store, resumed)
    let points = try [whole, resumed].map {
      try KeypointLabels(contentsOf: $0, expecting: ["0.png", "1.png", "2.png"]).points
    }
    #expect(points[0] == points[1] && points[0].count == 3)
  }

  private static func label(_ stage: LabelsStage, _ store: PhotographStore, _ file: URL) throws {
    try stage.run(store, { CornerScores()($0) }, file: file, progress: ProgressLine())
  }

  /// The corners of a bright square on black are found to within a pixel and a half, in the photograph's own pixels.
  @Test func cornersOfASquareAreLabelled() throws {
    let folder = try TemporaryFolder()
    let size = ImageSize(width: 320, height: 256)
    let pixels = (0..<size.pixelCount).map { index -> UInt8 in
      (100...220).contains(index % 320) && (80...180).contains(index / 320) ? 220 : 20
    }
    let pack = try Packs.pack([Packs.Picture(name: "square", size: size, pixels: pixels)], in: folder)
    let stage = LabelsStage(views: 12, shortSide: 128, threshold: 0.2)
    let found = stage.label(0, in: PhotographStore(pack, on: .cpu)) { CornerScores()($0) }
    #expect(found.count == 4)
    for corner in [(99.5, 79.5), (220.5, 79.5), (99.5, 180.5), (220.5, 180.5)] {
      let nearest = found.map { hypot(Double($0[0]) - corner.0, Double($0[1]) - corner.1) }.min()
      #expect(try #require(nearest) < 3, "\(corner)")
    }
  }
}

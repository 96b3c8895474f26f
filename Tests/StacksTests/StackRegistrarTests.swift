import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import SuperposeStacks

/// One series for all: describing and matching takes seconds.
@Suite(.serialized) struct StackRegistrarTests {
  private let scratch: Scratch
  private let series: SyntheticSeries
  private static let foreign: Set = [3]
  private static let black: Set = [6]

  init() throws {
    scratch = try Scratch()
    try FileManager.default.createDirectory(atPath: scratch.path("frames"), withIntermediateDirectories: true)
    series = try SyntheticSeries(
      photograph: try Example.image("a.jpg"),
      foreign: try Example.image("cat.jpg").resized(to: ImageSize(width: 751, height: 563)),
      size: ImageSize(width: 320, height: 240), count: 9, foreignPlaces: Self.foreign, blackPlaces: Self.black,
      step: 14, seed: 5, folder: scratch.path("frames"))
  }

  @Test func aSeriesIsAlignedAndWhatDoesNotBelongIsLeftOut() throws {
    let registrar = try smallRegistrar()
    var options = StackOptions()
    options.reference = .frame(0)
    let stack = try StackRegistrar(registrar).stack(series.files, options: options)
    #expect(stack.reference == 0)
    for (index, frame) in stack.frames.enumerated() {
      if Self.foreign.contains(index) || Self.black.contains(index) {
        #expect(frame.verdict == .failed && frame.referenceFromFrame == nil)
        continue
      }
      #expect(frame.verdict == .registered, "\(frame.path): \(frame.reasons)")
      let error = series.error(try #require(frame.referenceFromFrame), of: index, reference: 0)
      #expect(error <= 1, "frame \(index): \(error)")
    }
    #expect(stack.frames[6].reasons.first?.contains("only 0 keypoints were found: it is blank or blurred") == true)
    #expect(stack.frames[3].reasons.first?.hasPrefix("no other frame matches it; with '") == true)
    #expect(stack.links.count <= 8 * series.files.count)

    // All kinds of files.
    var outputs = StackOutputOptions()
    outputs.reduction = .median
    let folder = URL(path: scratch.path("aligned"))
    let report = try StackWriter(stack, folder: folder, options: outputs).write(registrar)
    let aligned = [0, 1, 2, 4, 5, 7, 8].map { "frame-00\($0).png" }
    #expect(try scratch.names(in: "aligned") == (aligned + ["median.png", "stack.csv", "stack.json", "stack.jsonl"]))
    try checkPictures(report, aligned)
    let decoded = try JSONDecoder().decode(StackReport.self, from: try scratch.contents("aligned/stack.json"))
    #expect(decoded.frames == report.frames && decoded.links == report.links)
    #expect(try scratch.text("aligned/stack.csv").split(separator: "\n").count == 10)
  }

  /// Every picture shows the same at the same place, and has data everywhere.
  private func checkPictures(_ report: StackReport, _ names: [String]) throws {
    let size = report.frame.area.size
    #expect(size.width > 200 && size.height > 140)
    let median = try Image(contentsOf: URL(path: scratch.path("aligned/median.png"))).values(as: UInt8.self)
    for name in names {
      let image = try Image(contentsOf: URL(path: scratch.path("aligned/" + name)))
      #expect(image.size == size && image.channels == 1 && image.depth == .uint8)
      let values = image.values(as: UInt8.self)
      #expect(values.count(where: { $0 == 0 }) < values.count / 50)
      #expect(correlation(values, median) > 0.97, "\(name)")
    }
  }

  private func correlation(_ a: [UInt8], _ b: [UInt8]) -> Double {
    let (x, y) = (a.map(Double.init), b.map(Double.init))
    let (mx, my) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let pairs = zip(x, y).map { ($0 - mx, $1 - my) }
    let product = pairs.reduce(0) { $0 + $1.0 * $1.1 }
    let squares = (pairs.reduce(0) { $0 + $1.0 * $1.0 }, pairs.reduce(0) { $0 + $1.1 * $1.1 })
    return product / (squares.0 * squares.1).squareRoot()
  }

  /// What was found before is not looked for again, and equal input gives equal results.
  @Test func aRunThatWasStoppedGoesOn() throws {
    let registrar = try smallRegistrar()
    let journal = URL(path: scratch.path("resumed/stack.jsonl"))
    let files = Array(series.files.prefix(4))
    let first = try StackRegistrar(registrar).stack(files, journal: journal)
    let lines = try scratch.text("resumed/stack.jsonl").split(separator: "\n", omittingEmptySubsequences: false)
    // The last line is torn off, as by a kill in the middle of it.
    let torn = lines.dropLast().dropLast().joined(separator: "\n") + "\n{\"identity\":\"ab"
    try scratch.write("resumed/stack.jsonl", torn)
    var done: [StackRegistrar.Progress] = []
    let second = try StackRegistrar(registrar).stack(files, journal: journal) { done.append($0) }
    #expect(done.map(\.stage) == [.pairs] && done.allSatisfy { $0.earlier > 0 })
    #expect(second.frames == first.frames && second.links == first.links)
    #expect(try scratch.text("resumed/stack.jsonl").split(separator: "\n").count == lines.count - 1)
  }

  @Test func aFileThatIsNoImageDoesNotStopTheRest() throws {
    let text = URL(path: try scratch.write("frames/text.png", "no picture"))
    let stack = try StackRegistrar(try smallRegistrar()).stack([series.files[0], text, series.files[1]])
    #expect(stack.frames.map { $0.verdict == .failed } == [false, true, false])
    #expect(stack.frames[1].reasons.first?.contains("is not a picture in a known format") == true)
    #expect(stack.errors[1] is ImageError && stack.errors.count == 1)
  }

  @Test func whatDoesNotMatchIsSaid() throws {
    let registrar = StackRegistrar(try smallRegistrar())
    #expect(throws: StackError.self) { try registrar.stack([series.files[0]]) }
    let error = #expect(throws: StackError.self) { try registrar.stack([series.files[3], series.files[6]]) }
    #expect(error?.kind == .notAligned)
    #expect(error?.description == "no two frames match; give frames that show the same scene")
    var options = StackOptions()
    options.reference = .frame(1)
    for (reference, words) in [(3, "no frame matches the reference '"), (6, "the reference '")] {
      let other = #expect(throws: StackError.self) {
        try registrar.stack([series.files[0], series.files[reference], series.files[1]], options: options)
      }
      #expect(other?.description.hasPrefix(words) == true)
    }
  }
}

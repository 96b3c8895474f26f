import Foundation
import Superpose
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import SuperposeEvaluation

/// A method with keypoints on a grid that knows which belong together, and counts how often it was asked.
private final class CountingMethod: MatchingMethod, @unchecked Sendable {
  let name = "counting"
  let settings: String
  let resize = ResizePolicy.none
  private(set) var runs = 0

  init(settings: String = "one") { self.settings = settings }

  func describe(_ image: Image) throws -> DescribedPicture {
    let keypoints = (0..<100).map { Point(x: 5 + Double($0 % 10) * 6, y: 5 + Double($0 / 10) * 4) }
    return DescribedPicture(size: image.size, keypoints: keypoints)
  }

  func match(_ picture0: DescribedPicture, _ picture1: DescribedPicture) throws -> DescribedMatches {
    runs += 1
    return DescribedMatches(
      pairs: picture0.keypoints.indices.map { ($0, $0) },
      confidence: [Float](repeating: 0.5, count: picture0.keypoints.count))
  }
}

@Suite struct PredictionTests {
  private func pair(_ truth: EvaluationPair.Truth = .homography(.identity), identity: String = "same") -> EvaluationPair
  {
    let source = ImageSource.made(name: "gray") {
      Image(size: ImageSize(width: 64, height: 48), channels: 1, values: [UInt8](repeating: 9, count: 64 * 48))
    }
    return EvaluationPair(
      name: "set/1-2", sequence: "set", dataset: "set", identity: identity, images: (source, source), truth: truth)
  }

  private func run(_ method: CountingMethod, _ folder: Folder, _ pair: EvaluationPair) throws -> [PairResult] {
    let evaluation = Evaluation(
      pairs: [pair], methods: [method], settings: .init(), predictions: URL(filePath: folder.path))
    try evaluation.predict()
    return try evaluation.results()
  }

  @Test func storedPredictionsAreNotMadeAgain() throws {
    let (folder, method) = (try Folder(), CountingMethod())
    _ = try run(method, folder, pair())
    _ = try run(method, folder, pair())
    #expect(method.runs == 1)
    _ = try run(method, folder, pair(identity: "other pictures"))
    #expect(method.runs == 2)
  }

  @Test func otherSettingsMakeOtherPredictions() throws {
    let folder = try Folder()
    let (one, two) = (CountingMethod(settings: "one"), CountingMethod(settings: "two"))
    _ = try run(one, folder, pair())
    _ = try run(two, folder, pair())
    #expect(two.runs == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func otherVersionsMakeOtherPredictions() throws {
    let (folder, method) = (try Folder(), CountingMethod())
    for version in ["0.0.1", "0.0.2", "0.0.2"] {
      var predictor = Predictor(method, store: PredictionStore(folder: folder.path, method: method, program: version))
      _ = try predictor.predict(pair())
    }
    #expect(method.runs == 2)
  }

  @Test func damagedPredictionsAreMadeAgain() throws {
    let (folder, method) = (try Folder(), CountingMethod())
    _ = try run(method, folder, pair())
    let store = PredictionStore(folder: URL(filePath: folder.path), method: method)
    let file = URL(fileURLWithPath: store.folder + "/set/1-2.json")
    try Data(try Data(contentsOf: file).prefix(100)).write(to: file)
    _ = try run(method, folder, pair())
    #expect(method.runs == 2)
  }

  @Test func perfectMatchesHavePerfectFigures() throws {
    let result = try run(CountingMethod(), Folder(), pair())[0]
    #expect(result.verdict == .registered)
    let perfect: [Metric] = [.areaAt1, .areaAt10, .success, .precision, .recall, .repeatability]
    for metric in perfect { #expect(abs((result.values[metric] ?? 0) - 1) < 1e-6) }
    #expect(result.values[.wrongAmongTrusted] == 0)
    #expect(result.values[.untrustedAmongRight] == 0)
  }

  /// The truth is a shift by 30 px, which is 300 px when it is measured at short side 480 instead of 48.
  @Test func errorsAreMeasuredAtTheMeasuringSize() throws {
    let result = try run(CountingMethod(), Folder(), pair(.homography(.translation(x: 30, y: 0))))[0]
    #expect(abs((result.cornerError ?? 0) - 300) < 1e-6)
    #expect(result.values[.wrongAmongTrusted] == 1)
    #expect(result.values[.untrustedAmongRight] == nil)
    #expect(result.values[.areaAt10] == 0)
  }

  @Test func unrelatedPairsCountAsSuchOnly() throws {
    let result = try run(CountingMethod(), Folder(), pair(.unrelated))[0]
    #expect(result.values[.trustedAmongUnrelated] == 1)
    #expect(result.values[.areaAt10] == nil)
    #expect(result.cornerError == nil)
  }

  @Test func reportIsWrittenWhole() throws {
    let folder = try Folder()
    let results = try run(CountingMethod(), folder, pair())
    let report = EvaluationReport(
      kind: "homographies", results, settings: .init(), configuration: .init(), weights: [:])
    let names = try report.write(to: URL(filePath: folder.path + "/out"))
    #expect(names == ["report.json", "summary.csv", "pairs.csv", "errors.png"])
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out/report.json"))
    let read = try JSONDecoder().decode(EvaluationReport.self, from: data)
    #expect(read.summaries[0][.areaAt5]?.mean == report.summaries[0][.areaAt5]?.mean)
    let lines = report.pairsCSV.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[1].hasPrefix("counting,set,set,set/1-2,registered,"))
    let cells = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }
    #expect(cells[0] == cells[1])
    #expect(try Image(contentsOf: URL(filePath: folder.path + "/out/errors.png")).size.height == 640)
  }
}

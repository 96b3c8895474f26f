import Foundation
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import Superpose
@testable import SuperposeLists

@Suite struct FeatureStoreTests {
  let scratch: Scratch
  let registrar: Registrar
  let pairs: [ListedPair]

  init() throws {
    let scratch = try Scratch()
    self.scratch = scratch
    registrar = try smallRegistrar()
    let files = try (0..<3).map { number in
      // Squares with corners to find.
      let pixels = (0..<4096).map { ($0 / (4 + number) + $0 / 64 / (4 + number)) % 2 == 0 ? "20" : "200" }
      return URL(filePath: try scratch.write("\(number).pgm", "P2 64 64 255\n" + pixels.joined(separator: " ") + "\n"))
    }
    pairs = files.flatMap { moving in files.filter { $0 != moving }.map { ListedPair(moving: moving, fixed: $0) } }
  }

  private var folder: URL { URL(filePath: scratch.path("features")) }

  /// Registers all pairs as another process would, and returns what it says of them and how often SuperPoint ran.
  private func run(
    limit: Int = FeatureStore.defaultByteLimit, _ change: (inout RegistrationConfiguration) -> Void = { _ in }
  ) throws -> (reports: [Data], counts: FeatureStore.Counts) {
    let store = try FeatureStore(folder, byteLimit: limit)
    var configuration = registrar.configuration
    change(&configuration)
    let list = ListRegistrar(try registrar.keepingFeatures(in: store).reconfigured(configuration))
    let reports = try pairs.map { try list.report(on: $0).json(timings: false) }
    return (reports, store.counts)
  }

  private func files() throws -> [String] {
    FileSystem.files(below: folder.path).map(\.path).sorted()
  }

  @Test func aSecondRunRunsNoSuperPoint() throws {
    let first = try run()
    #expect(first.counts == .init(found: 0, made: 3))
    let second = try run()
    #expect(second.counts == .init(found: 3, made: 0))
    #expect(second.reports == first.reports)
    #expect(try files().count == 3)
  }

  /// Views of second looks are kept too, apart from images.
  @Test func norDoSecondLooks() throws {
    let first = try run { $0.secondLook = .always }
    #expect(first.counts.made > 3)
    let second = try run { $0.secondLook = .always }
    #expect(second.counts.made == 0 && second.reports == first.reports)
    #expect(try files().count { $0.hasSuffix(".features") } == 3)
    #expect(try files().contains { $0.hasSuffix(".view") })
  }

  @Test func whatDecidesFeaturesIsPartOfTheName() throws {
    _ = try run()
    #expect(try run { $0.extraction.maxKeypoints = 8 }.counts.made == 3)
    #expect(try run { $0.resize = .exact(ImageSize(width: 48, height: 48)) }.counts.made == 3)
    // The transform is made of them and does not change them.
    #expect(try run { $0.estimation.seed = 7 }.counts.made == 0)
  }

  @Test func aTornFileIsMadeAgain() throws {
    let first = try run()
    let files = try files()
    for (number, file) in files.enumerated() {
      var bytes = try Data(contentsOf: URL(filePath: file))
      switch number {
      case 0: bytes.removeLast(100)
      case 1: bytes[bytes.count / 2] ^= 1
      default: bytes = Data()
      }
      try bytes.write(to: URL(filePath: file))
    }
    let second = try run()
    #expect(second.counts == .init(found: 0, made: 3) && second.reports == first.reports)
    #expect(try run().counts.made == 0)
  }

  @Test func positionsAndScoresAreKeptExactly() throws {
    let image = try Image(contentsOf: pairs[0].moving)
    let plain = try registrar.detect(image)
    let store = try FeatureStore(folder)
    for _ in 0..<2 {
      let kept = try registrar.keepingFeatures(in: store).detect(image)
      #expect(kept.count > 4 && kept.keypoints == plain.keypoints && kept.scores == plain.scores)
      let differences = zip(kept.descriptors, plain.descriptors).map { abs($0 - $1) - 0.0005 * abs($1) }
      #expect(differences.allSatisfy { $0 <= 1e-7 })
    }
    #expect(store.counts == .init(found: 1, made: 1))
  }

  /// What was used last stays, and views go before images.
  @Test func theLeastRecentlyUsedMakesRoom() throws {
    _ = try run { $0.secondLook = .always }
    let images = try files().filter { $0.hasSuffix(".features") }
    let size = try Data(contentsOf: URL(filePath: images[0])).count
    for (age, image) in images.enumerated() {
      let date = Date(timeIntervalSinceNow: -1000 * Double(age + 1))
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: image)
    }
    _ = try FeatureStore(folder, byteLimit: size * 5 / 2)
    #expect(try files() == images.prefix(2).sorted())
    // Being used makes it the latest.
    _ = try run(limit: .max)
    let dates = FileSystem.files(below: folder.path).map(\.modified)
    #expect(dates.allSatisfy { Date().timeIntervalSince1970 - $0 < 500 })
  }

  /// What processes leave that were killed while they wrote.
  @Test func remainsAreRemoved() throws {
    let remains = try scratch.write("features/ab/abcd.features.1f.part", "half")
    let fresh = try scratch.write("features/ab/abcd.features.2f.part", "being written")
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -9000)], ofItemAtPath: remains)
    _ = try FeatureStore(folder)
    #expect(try files() == [fresh])
  }

  @Test func severalMayWriteAtOnce() async throws {
    let reports = try await withThrowingTaskGroup(of: [Data].self) { group in
      for _ in 0..<4 { group.addTask { try run().reports } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(reports).count == 1)
    #expect(try files().count == 3)
    #expect(try run().counts.made == 0)
  }

  @Test func aFolderThatCannotBeIsRefused() throws {
    try scratch.write("features", "a file")
    #expect(throws: OutputError.self) { try FeatureStore(folder) }
  }
}

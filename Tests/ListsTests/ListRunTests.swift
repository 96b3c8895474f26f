import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import TestSupport
import Testing

@testable import SuperposeImaging
@testable import SuperposeLists

/// Returns a registrar with both networks at a size at which a pair takes milliseconds.
func smallRegistrar() throws -> Registrar {
  var configuration = RegistrationConfiguration()
  configuration.resize = .exact(ImageSize(width: 64, height: 64))
  configuration.extraction.maxKeypoints = 16
  configuration.secondLook = .off
  configuration.inference.threads = 1
  return try Registrar(configuration: configuration)
}

/// Stands in for the files of a list, and counts the pictures that are in memory.
private final class CountingReader: @unchecked Sendable {
  // Everything is behind the lock, which makes the class Sendable.
  private struct Weak { weak var pixels: PixelBuffer? }

  private let lock = NSLock()
  private var pictures: [Weak] = []
  private var most = 0
  private var reads: [String: Int] = [:]

  func read(_ file: URL) throws -> Image {
    let path = file.relativePath
    lock.lock()
    defer { lock.unlock() }
    reads[path, default: 0] += 1
    if path.hasPrefix("missing") {
      throw ImageError(.notFound, .read, path, problem: "no such file", hint: "check the path")
    }
    let image = Image(size: ImageSize(width: 64, height: 64), channels: 1, values: [UInt8](repeating: 9, count: 4096))
    pictures = pictures.filter { $0.pixels != nil } + [Weak(pixels: image.pixels)]
    most = max(most, pictures.count)
    return image
  }

  func count(of file: URL) -> Int { lock.withLock { reads[file.relativePath] ?? 0 } }
  var mostAtATime: Int { lock.withLock { most } }
  var leftOver: Int { lock.withLock { pictures.count { $0.pixels != nil } } }
}

@Suite struct ListRegistrarTests {
  /// When a moving image is missing, the fixed image that was read beside it is not used; when a pair is skipped, the
  /// images that were read ahead for it are not. Neither may stay in memory.
  @Test func aLongListHoldsNoMoreThanItsNeighbours() throws {
    let reader = CountingReader()
    let registrar = ListRegistrar(try smallRegistrar(), cacheBytes: 1, reader: reader.read)
    for number in 0..<100 {
      let isMissing = number % 3 == 0
      let pair = ListedPair(
        moving: URL(filePath: "\(isMissing ? "missing" : "moving")-\(number)"), fixed: URL(filePath: "fixed-\(number)"))
      let next = [
        ListedPair(moving: URL(filePath: "skipped-\(number)"), fixed: URL(filePath: "also-skipped-\(number)"))
      ]
      if isMissing {
        #expect(throws: ImageError.self) { try registrar.report(on: pair, following: next) }
      } else {
        _ = try registrar.report(on: pair, following: next)
      }
    }
    #expect(reader.mostAtATime <= 6)
    #expect(reader.leftOver <= 2)
  }

  @Test func whatWasReadAheadIsNotReadAgain() throws {
    let reader = CountingReader()
    let registrar = ListRegistrar(try smallRegistrar(), cacheBytes: 1 << 30, reader: reader.read)
    let pairs = (0..<5).map { ListedPair(moving: URL(filePath: "moving-\($0)"), fixed: URL(filePath: "fixed")) }
    for (pair, next) in zip(pairs, pairs.dropFirst().map { [$0] } + [[]]) {
      _ = try registrar.report(on: pair, following: next)
    }
    for pair in pairs { #expect(reader.count(of: pair.moving) == 1) }
    #expect(reader.count(of: URL(filePath: "fixed")) == 1)
  }
}

@Suite struct ListRunTests {
  let scratch: Scratch
  let registrar: Registrar

  init() throws {
    scratch = try Scratch()
    registrar = try smallRegistrar()
  }

  private var folder: String { scratch.path("out") }

  private func pairs(_ count: Int) throws -> [ListedPair] {
    try (0..<count).map { number in
      let picture = "P2 8 8 255\n" + String(repeating: "\(number) ", count: 64)
      let path = try scratch.write("\(number).pgm", picture)
      return ListedPair(moving: URL(filePath: path), fixed: URL(filePath: path))
    }
  }

  private func run(
    _ pairs: [ListedPair], version: String = SuperposeVersion.current, guidance: RegistrationGuidance = .init(),
    options: ListRun.Options = .init(),
    done: (ListRun.Step) -> Void = { _ in }
  ) throws -> (results: [ListedResult], errors: [any Error]) {
    let run = try ListRun(
      pairs, registrar: registrar, folder: folder, guidance: guidance, options: options,
      version: version)
    return try run.finish(ListRegistrar(registrar), done: done)
  }

  /// Returns what a reader sees at the moment: the lines of the journal, and the rows of the table without its header.
  private func lines() throws -> (journal: Int, table: Int) {
    let journal = try scratch.text("out/pairs.jsonl")
    #expect(journal.hasSuffix("\n"))
    let lines = journal.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines {
      #expect(throws: Never.self) { try JSONDecoder().decode(ListedResult.self, from: Data(line.utf8)) }
    }
    return (lines.count, try scratch.text("out/pairs.csv").split(separator: "\n").count - 1)
  }

  @Test func bothFilesAreUpToDateAfterEachPair() throws {
    var seen: [Int] = []
    _ = try run(try pairs(3)) { step in
      let lines = try? lines()
      #expect(lines?.journal == step.done && lines?.table == step.done)
      seen.append(step.done)
    }
    #expect(seen == [1, 2, 3])
    #expect(try lines() == (3, 3))
  }

  @Test func anyErrorIsItsPairsEntryAndTheRestGoesOn() throws {
    var pairs = try pairs(3)
    pairs[1].fixed = URL(filePath: scratch.path("gone.pgm"))
    try scratch.write("out/0-0", "a file where the first pair's folder should be")
    var steps: [ListRun.Step] = []
    let (results, errors) = try run(pairs) { steps.append($0) }
    #expect(results.map { $0.error == nil } == [false, false, true])
    #expect(errors.count == 2 && errors[0] is OutputError && errors[1] is ImageError)
    #expect(steps.map { $0.error == nil } == [false, false, true])
    #expect(try lines() == (3, 3))
    #expect(results[2].verdict != nil)
  }

  @Test func onlyWhatIsMissingIsDoneAgain() throws {
    let pairs = try pairs(3)
    _ = try run(Array(pairs[..<2]))
    var steps: [ListRun.Step] = []
    let (results, _) = try run([pairs[2]] + pairs[..<2]) { steps.append($0) }
    #expect(results.map(\.moving) == ([pairs[2]] + pairs[..<2]).map(\.moving.pathText))
    #expect(steps.map(\.done) == [3] && steps.map(\.earlier) == [2])
    #expect(try lines() == (3, 3))
  }

  /// The whole lines stay, without an empty one among them, and the pair of the torn line is registered again.
  @Test(arguments: [20, 1]) func aTornLineIsDoneAgain(_ missing: Int) throws {
    let pairs = try pairs(2)
    _ = try run(pairs)
    let journal = try scratch.text("out/pairs.jsonl")
    try scratch.write("out/pairs.jsonl", "\n" + journal.dropLast(missing))
    var seen: [Int] = []
    _ = try run(pairs) { step in
      #expect((try? lines().journal) == 2)
      seen.append(step.done)
    }
    #expect(seen == [2])
    #expect(try lines() == (2, 2))
  }

  @Test func anotherGuidanceDoesAllAgain() throws {
    let pairs = try pairs(2)
    var region = RegistrationGuidance()
    region.moving = Participation(region: PixelRectangle(x: 0, y: 0, width: 4, height: 4))
    var overlay = region
    overlay.staticOverlay = .ignore
    var mask = region
    mask.fixed = Participation(
      mask: Mask(size: ImageSize(width: 8, height: 8), values: [0] + [UInt8](repeating: 1, count: 63)))
    var prior = region
    prior.start = .prior(.identity)
    var nearer = region
    nearer.start = .prior(.identity, errorPixels: 20)
    for guidance in [RegistrationGuidance(), region, mask, prior, nearer] {
      var again = 0
      for _ in 0..<2 { _ = try run(pairs, guidance: guidance) { _ in again += 1 } }
      #expect(again == 2)
    }
    // These pictures are alike everywhere.
    let (results, errors) = try run(pairs, guidance: overlay)
    #expect(errors.count == 2 && errors.allSatisfy { $0 is GuidanceError })
    #expect(results.allSatisfy { $0.error?.hasPrefix("both images show the same") == true })
  }

  @Test func anotherVersionDoesAllAgain() throws {
    let pairs = try pairs(2)
    _ = try run(pairs, version: "0.0.1")
    var again = 0
    _ = try run(pairs, version: "0.0.2") { _ in again += 1 }
    #expect(again == 2)
    _ = try run(pairs, version: "0.0.2") { _ in again += 1 }
    #expect(again == 2)
  }
}

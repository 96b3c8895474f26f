import Foundation
import Superpose
import SuperposeFiles
import SuperposeImaging
import TestSupport
import Testing

@testable import SuperposeLists

/// Lists are done several pairs at a time, with the answers of one by one.
@Suite struct ListTests {
  private static let names = [
    ("a.jpg", "b.jpg"), ("cat.jpg", "missing.jpg"), ("b.jpg", "a.jpg"), ("cat.jpg", "coffee.jpg"), ("a.jpg", "cat.jpg"),
  ]

  private let pairs = names.map { moving, fixed in
    ListedPair(
      moving: URL(filePath: root + "/examples/" + moving), fixed: URL(filePath: root + "/examples/" + fixed))
  }

  private func small() throws -> Registrar {
    var configuration = try torchRegistrar.get().configuration
    configuration.resize = .longSide(240)
    configuration.secondLook = .auto
    return try torchRegistrar.get().reconfigured(configuration)
  }

  @Test func severalPairsAreOneByOne() throws {
    let registrar = try small()
    let list = ListRegistrar(registrar)
    #expect(list.pairsAtATime == 3)
    for (place, pair) in pairs.enumerated() {
      let following = Array(pairs[(place + 1)...])
      guard pair.fixed.lastPathComponent != "missing.jpg" else {
        #expect(throws: ImageError.self) { try list.report(on: pair, following: following) }
        continue
      }
      let found = try list.report(on: pair, following: following)
      let alone = try registrar.register(moving: pair.moving, onto: pair.fixed).report
      #expect(found.verdict == alone.verdict)
      #expect(found.keypoints == alone.keypoints)
      #expect(abs(found.matches.count - alone.matches.count) <= 1 + alone.matches.count / 100)
      #expect((found.seconds?.total ?? 0) > 0)
    }
    // The first pair brought two others along, of which one cannot be read; the last two came together.
    #expect(list.preparations == 2)
  }

  /// Requests of a worker that wait together are done together.
  @Test func aWorkerAnswersInOrder() throws {
    let lines = Self.names.enumerated().map { index, names in
      "{\"id\": \(index), \"moving\": \"\(root)/examples/\(names.0)\", \"fixed\": \"\(root)/examples/\(names.1)\"}"
    }
    let scratch = try Scratch()
    let input = try scratch.write("requests", lines.joined(separator: "\n") + "\n")
    let program = Bundle.main.bundleURL.appendingPathComponent("superpose").path
    let outcome = try Command.run([
      "bash", "-c", "'\(program)' worker --device torch-cpu --precision f32 --resize 240 2>/dev/null <'\(input)'",
    ])
    let answers = try outcome.text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(answers.map { $0["id"] as? Int } == [0, 1, 2, 3, 4])
    #expect(answers.map { $0["error"] is String } == [false, true, false, false, false])
    let alone = try small().register(moving: pairs[0].moving, onto: pairs[0].fixed).report
    #expect(answers[0]["verdict"] as? String == alone.verdict.rawValue)
    #expect(answers[3]["verdict"] as? String == "failed")
  }
}

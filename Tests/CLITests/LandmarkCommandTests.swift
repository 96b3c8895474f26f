import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct LandmarksAndPriors {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let pair = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    /// Returns landmarks of the photographed map, by its known transform.
    private func landmarks(_ name: String, shift: Double = 0) throws -> String {
      let data = try Data(contentsOf: URL(fileURLWithPath: Repository.example("map-truth.json")))
      let truth = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let rows = try #require(truth.values.compactMap { $0 as? [[Double]] }.first { $0.count == 3 && $0[0].count == 3 })
      let isFixedFromMoving = truth["fixedFromMoving"] != nil || truth["fixed_from_moving"] != nil
      #expect(isFixedFromMoving, "\(truth.keys)")
      let lines = [(300, 200), (500, 220), (480, 380), (310, 370), (400, 300)].map { x, y in
        let (x, y) = (Double(x), Double(y))
        let w = rows[2][0] * x + rows[2][1] * y + rows[2][2]
        let u = (rows[0][0] * x + rows[0][1] * y + rows[0][2]) / w
        let v = (rows[1][0] * x + rows[1][1] * y + rows[1][2]) / w
        return "\(x),\(y),\(u + shift),\(v)\n"
      }
      return try scratch.write(name, Data(lines.joined().utf8))
    }

    private func report(_ folder: String) throws -> [String: Any] {
      let data = try scratch.contents(folder + "/registration.json")
      return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func landmarksAloneRegisterWithoutNetworks() throws {
      let file = try landmarks("points.csv")
      let options = ["--landmarks", file, "--landmarks-only", "--report", "--output", scratch.path("out")]
      let outcome = try Program().run(["register"] + pair + options)
      #expect(outcome.status == 0, "\(outcome.errors)\(outcome.text)")
      #expect(outcome.text.contains("landmarks  5, which are all there is, 0.0"), "\(outcome.text)")
      let landmarks = try #require(try report("out")["landmarks"] as? [String: Any])
      #expect(landmarks["role"] as? String == "only")
      let residuals = try #require(landmarks["pairs"] as? [[String: Any]]).compactMap {
        $0["residualPixels"] as? Double
      }
      #expect(residuals.count == 5 && residuals.allSatisfy { $0 < 0.1 })
      #expect(try scratch.names(in: "out").contains("report.html"))
    }

    /// The result of a pair is the next one's prior.
    @Test func aResultIsTheNextPairsPrior() throws {
      let first = try Program().run(["register"] + pair + ["--resize", "400", "--output", scratch.path("one")])
      #expect(first.status == 0)
      let options = ["--prior", scratch.path("one/registration.json"), "--prior-error", "20", "--resize", "400"]
      let second = try Program().run(["register"] + pair + options + ["--output", scratch.path("two")])
      #expect(second.status == 0, "\(second.text)")
      let prior = try #require(try report("two")["prior"] as? [String: Any])
      #expect(prior["errorPixels"] as? Double == 20)
      let transform = try report("one")["fixedFromMoving"] as? [[Double]]
      #expect(prior["fixedFromMoving"] as? [[Double]] == transform)
    }

    @Test func landmarksAreStartsForMatchToo() throws {
      let wrong = try landmarks("wrong.csv", shift: -150)
      let options = ["--landmarks", wrong, "--prior-error", "10", "--json"]
      let outcome = try Program().run(["match"] + pair + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let all = try Program().run(["match"] + pair + ["--json"])
      let counts = try [outcome, all].map { run in
        let report = try #require(try run.json() as? [String: Any])
        return try #require(report["matches"] as? [Any]).count
      }
      #expect(counts[1] > 200 && counts[0] * 10 < counts[1], "\(counts)")
    }

    @Test func whatCannotBeFollowedIsAnErrorAndNothingIsWritten() throws {
      let table = try scratch.write("bad.csv", Data("1,2,3\n".utf8))
      let one = try scratch.write("one.csv", Data("1,2,3,4\n".utf8))
      let prior = try scratch.write("bad.json", Data("[1, 2]".utf8))
      let cases: [([String], Int32, String)] = [
        (["--landmarks", table], 65, "cannot read the landmarks '\(table)': line 1: expected four numbers"),
        (["--landmarks", one], 65, "1 landmark determines no transform"),
        (["--prior", prior], 65, "cannot read the prior '\(prior)': it is neither a registration.json nor"),
        (["--prior", scratch.path("gone.json")], 66, "cannot read the prior '\(scratch.path("gone.json"))': "),
        (["--landmarks", one, "--prior", prior], 64, "expected landmarks or a prior to begin with, found both"),
        (["--landmarks-only"], 64, "--landmarks-only: expected --landmarks FILE beside it"),
        (["--prior-error", "5"], 64, "--prior-error: expected --prior or --landmarks beside it"),
        (["--prior", prior, "--prior-error", "0"], 64, "--prior-error: expected a positive number of pixels"),
        (["--landmarks", one, "--landmarks-only", "--roi", "1,1,9,9"], 64, "--landmarks-only: expected no masks"),
      ]
      for (options, status, message) in cases {
        let outcome = try Program().run(["register"] + pair + options + ["--output", scratch.path("out")])
        #expect(outcome.status == status, "\(options): \(outcome.errors)")
        #expect(outcome.errors.hasPrefix("superpose: " + message), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
      }
    }
  }
}

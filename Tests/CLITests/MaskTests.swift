import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Masks {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let pair = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    /// Writes a mask of the examples' size, or another, of which the left part takes part.
    private func mask(_ name: String, left: Int, width: Int = 800, height: Int = 560) throws -> String {
      let row = Data(repeating: 1, count: left) + Data(repeating: 0, count: width - left)
      let rows = Data((0..<height).flatMap { _ in row })
      return try scratch.write(name, Data("P5 \(width) \(height) 255\n".utf8) + rows)
    }

    private func matches(_ outcome: Program.Outcome) throws -> [[String: [Double]]] {
      let report = try #require(try outcome.json() as? [String: Any])
      let matches = try #require(report["matches"] as? [[String: Any]])
      return matches.map { match in match.compactMapValues { $0 as? [Double] } }
    }

    @Test func masksAndRegionsReachBothImages() throws {
      let options = [
        "--moving-mask", try mask("left.pgm", left: 400), "--roi", "0,50,800,400", "--fixed-roi", "100,0,500,560",
        "--fixed-mask", try mask("half.pgm", left: 350, width: 400, height: 280), "--json",
      ]
      let outcome = try Program().run(["match"] + pair + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let matches = try matches(outcome)
      #expect(matches.count > 20)
      for match in matches {
        let (moving, fixed) = (try #require(match["moving"]), try #require(match["fixed"]))
        #expect(moving[0] < 400 && moving[1] >= 50 && moving[1] < 450)
        #expect(fixed[0] >= 100 && fixed[0] < 600)
      }
      let masks = try #require((try outcome.json() as? [String: Any])?["masks"] as? [String: Any])
      let moving = try #require(masks["moving"] as? [String: Any])
      #expect(moving["region"] as? [String: Int] == ["x": 0, "y": 50, "width": 800, "height": 400])
      #expect((moving["sha256"] as? String)?.count == 64)
      #expect(abs((moving["includedFraction"] as? Double ?? 0) - 0.5 * 400 / 560) < 0.01)
    }

    @Test func theSummarySaysWhatTookPart() throws {
      let options = ["--roi", "0,0,400,560", "--resize", "400", "--output", scratch.path("out")]
      let outcome = try Program().run(["register"] + pair + options)
      #expect(outcome.text.contains("takes part  50 % of the moving and 100 % of the fixed image\n"), "\(outcome.text)")
    }

    @Test func detectTakesAMaskToo() throws {
      let options = ["--mask", try mask("left.pgm", left: 400), "--roi", "0,0,800,300", "--json"]
      let outcome = try Program().run(["detect", pair[1]] + options)
      let images = try #require((try outcome.json() as? [String: Any])?["images"] as? [[String: Any]])
      let keypoints = try #require(images.first?["keypoints"] as? [[Double]])
      #expect(keypoints.count > 50)
      #expect(keypoints.allSatisfy { $0[0] < 400 && $0[1] < 300 })
    }

    @Test(arguments: ["register", "match", "batch"])
    func aMaskThatIsZeroEverywhereIsAnErrorAndNothingIsWritten(_ command: String) throws {
      let black = try mask("black.pgm", left: 0)
      let list = try scratch.write("pairs.txt", Data("\(pair[0]) \(pair[1])\n".utf8))
      let images = command == "batch" ? [list] : pair
      let output = command == "match" ? [] : ["--output", scratch.path("out")]
      let outcome = try Program().run([command] + images + ["--fixed-mask", black] + output)
      #expect(outcome.status == 65)
      #expect(
        outcome.errors == "superpose: the mask '\(black)' is zero everywhere, so that nothing takes part; what takes "
          + "part must not be zero\n")
      #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
    }

    @Test func whatDoesNotFitTheImageIsAnError() throws {
      let square = try mask("square.pgm", left: 10, width: 20, height: 20)
      let cases = [
        (["--moving-mask", square], "the moving mask has 20x20 pixels and the image 800x560"),
        (["--roi", "800,0,10,10"], "nothing of the moving image, which has 800x560 pixels, takes part"),
      ]
      for (options, message) in cases {
        let outcome = try Program().run(["match"] + pair + options)
        #expect(outcome.status == 65)
        #expect(outcome.errors.hasPrefix("superpose: " + message), "\(outcome.errors)")
      }
      let sizes = try Program().run("match", pair[0], Repository.example("cat.jpg"), "--static-overlay", "ignore")
      #expect(sizes.status == 65)
      #expect(sizes.errors.contains("images of the same size, and these have 800x560 and 451x300"))
      let gone = try Program().run(["match"] + pair + ["--moving-mask", scratch.path("gone.png")])
      #expect(gone.status == 66)
      let text = try Program().run(["match"] + pair + ["--roi", "1,2,3"])
      #expect(text.status == 64)
      #expect(text.errors.contains("expected x,y,width,height in whole pixels"))
    }
  }
}

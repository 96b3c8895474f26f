import Foundation
import Testing

extension CommandLineTests {
  @Suite struct Interruptions {
    private let pair = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    @Test func endsWith130AndNothingHalfDone() throws {
      let scratch = try Scratch()
      let run = try Program().start(["register"] + pair + ["--output", scratch.path("out")])
      Thread.sleep(forTimeInterval: 0.4)
      run.process.interrupt()
      let outcome = try run.finish()
      #expect(outcome.status == 130)
      #expect(run.process.terminationReason == .exit)
      #expect(outcome.errors == "superpose: interrupted\n")
      #expect(outcome.text == "")
      #expect(try scratch.names() == [])
    }

    @Test func terminationEndsWith143() throws {
      let run = try Program().start(["benchmark"] + pair + ["--repeat", "10000"])
      Thread.sleep(forTimeInterval: 0.4)
      run.process.terminate()
      let outcome = try run.finish()
      #expect(outcome.status == 143)
    }
  }
}

import Testing

extension CommandLineTests {
  @Suite struct Help {
    @Test(arguments: [
      "", "register", "apply", "batch", "worker", "pairs", "stack", "mosaic", "report", "match", "detect", "show",
      "benchmark", "export",
      "quantize",
      "weights",
      "weights list",
      "weights import",
      "weights verify", "evaluate", "evaluate homographies", "evaluate synthetic", "evaluate deformations",
      "evaluate poses",
    ])
    func isAsRecorded(command: String) throws {
      let outcome = try Program().run(command.split(separator: " ").map(String.init) + ["--help"])
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      let name = (["help"] + command.split(separator: " ").map(String.init)).joined(separator: "-")
      try expectSnapshot(outcome.text, name + ".txt")
    }

    @Test func versionIsOneLine() throws {
      let outcome = try Program().run("--version")
      #expect(outcome.status == 0)
      #expect(outcome.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
  }
}

import ArgumentParser
import Superpose

struct WeightsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks that all weights are there, whole and unchanged.")

  /// An entry of the library and what is wrong with it.
  private struct Finding: Encodable {
    let name: String
    @Nullable var network: NetworkKind?
    @Nullable var sha256: String?
    @Nullable var problem: String?
  }

  @OptionGroup var output: OutputOptions

  func run() throws {
    let library = Environment.library
    let findings =
      library.verify().map {
        Finding(name: $0.entry.name, network: $0.entry.network, sha256: $0.entry.sha256, problem: $0.problem)
      }
      + library.damaged().map {
        Finding(name: $0.name, network: nil, sha256: nil, problem: "\($0.path) is damaged; remove it and import again")
      }
    try output.present(json: findings, summary: Self.summary(findings))
    let damaged = findings.filter { $0.problem != nil }
    guard damaged.isEmpty else {
      let names = damaged.map(\.name).joined(separator: ", ")
      throw CommandError(.malformedInput, "weights verify: not as they should be: \(names)")
    }
  }

  private static func summary(_ findings: [Finding]) -> String {
    var table = Table()
    for finding in findings { table.row(finding.name, finding.problem ?? Style.green("good")) }
    return Style.bold("weights") + "\n" + table.text
  }
}

import ArgumentParser
import Foundation
import SuperposeFiles
import SuperposeLists

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Answers pairs, one JSON object a line, for programs that spread work.",
    discussion: """
      Reads lines {"id": 1, "moving": "a.jpg", "fixed": "b.jpg"} from the standard input, and answers each with one \
      line on the standard output: the pair's line in pairs.jsonl of 'superpose batch', with the id. A line may also \
      have movingMask, fixedMask, roi, fixedRoi, staticOverlay, prior, priorErrorPixels, and a configuration with the \
      names of registration.json, all for this pair alone. A pair that cannot be done, or a line that is no request, \
      is an answer with an error and its class. The end of the input ends the program, with 0. See \
      docs/many-machines.md.
      """)

  @Flag(help: "Answer pairs of images that are described already before others, as far as --ahead reaches.")
  var unordered = false

  @Flag(help: "Put the matches into each answer.")
  var matches = false

  @Option(
    help: ArgumentHelp(
      "Also write the arrays of 'superpose match --npz' into this folder, a file for each pair; answers name it.",
      valueName: "folder"))
  var npz: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many pairs may be read and not answered yet.", valueName: "count"))
  var ahead = PairWorker.Options().ahead

  @OptionGroup(title: "What takes part") var masks: MaskOptions
  @OptionGroup(title: "Where the search begins") var start: PriorOptions
  @OptionGroup(title: "Keeping features") var store: FeatureStoreOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws { try requireCount(ahead, "--ahead", from: 1) }

  func run() throws {
    let folder = try npz.map { try OutputFolder($0) }
    var guidance = try masks.guidance()
    guidance.start = try start.searchStart()
    var options = PairWorker.Options()
    options.ahead = ahead
    options.unordered = unordered
    options.matches = matches
    options.arrays = folder?.path
    let begin = ContinuousClock.now
    let lines = Input(InputLines())
    let registrar = try store.applied(to: shared.registrar())
    let worker = PairWorker(ListRegistrar(registrar), guidance: guidance, options: options)
    let summary = try worker.run(
      read: { try lines.next() }, write: { Console.print($0 + Data("\n".utf8)) })
    let rate = PairRate(pairs: summary.answers, seconds: begin.duration(to: .now) / .seconds(1))
    shared.output.note(
      ["\(summary.answers) pairs, of which \(summary.errors) with errors, \(rate)"]
        + FeatureStoreOptions.note(on: registrar))
  }
}

/// The input, which one thread alone reads.
private struct Input: @unchecked Sendable {
  private let lines: InputLines

  init(_ lines: InputLines) { self.lines = lines }

  func next() throws -> InputLines.Line? { try lines.next() }
}

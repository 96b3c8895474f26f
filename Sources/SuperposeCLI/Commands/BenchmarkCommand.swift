import ArgumentParser
import Foundation
import Superpose
import SuperposeImaging
import SuperposeMatching

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Times the matching of two images.",
    discussion: """
      Times resize and detect of both images and their match, on images that are already read, after a warm-up. On a \
      GPU each stage is waited for before its time is taken. \
      Every answer is compared with the first. With --sweep it does so for one setting after another, with one look at \
      the images (--second-look off), measures the machine's own speed in matrix products, and fits how time grows.
      """)

  @Argument(help: "An image.")
  var first: String

  @Argument(help: "Another image.")
  var second: String

  @Option(
    name: .customLong("repeat"), parsing: .unconditional,
    help: ArgumentHelp("How often the pair is timed.", valueName: "count"))
  var repetitions = 20

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("What is varied, one after the other: one or more of the values.", valueName: "kind"))
  var sweep: [SweepKind] = []

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (1...100_000).contains(repetitions) else {
      throw ValidationError("--repeat: expected 1 to 100000, found \(repetitions).")
    }
  }

  func run() throws {
    let pair = try ImagePair(first, second)
    shared.output.note(pair.warnings)
    guard sweep.isEmpty else { return try runSweeps(pair.images) }
    let report = try benchmark(shared.configuration).report(pair.images, repetitions: repetitions)
    try shared.output.present(json: report, summary: report.summary)
  }

  private func benchmark(
    _ configuration: RegistrationConfiguration, _ preset: RegistrationPreset? = nil
  ) -> PairBenchmark {
    let choices = shared.weights.choices(for: preset ?? shared.preset.preset)
    return PairBenchmark(
      configuration: configuration, superPoint: choices.superPoint, superGlue: choices.superGlue)
  }

  private func runSweeps(_ images: (Image, Image)) throws {
    var base = shared.configuration
    base.secondLook = .off
    let cores = ProcessInfo.processInfo.activeProcessorCount
    var progress = ProgressLine(isQuiet: shared.output.quiet)
    var peaks = ArithmeticPeaks()
    let sweeps = try sweep.map { kind in
      let configurations = kind.configurations(of: base, cores: cores)
      let rows = try configurations.enumerated().map { index, entry in
        let preset = kind == .preset ? RegistrationPreset(rawValue: entry.0) : nil
        let report = try benchmark(entry.1, preset).report(images, repetitions: repetitions)
        // OpenVINO knows of no peak on devices of libtorch's.
        if !TorchRuntime.isName(entry.1.inference.device) { try peaks.measure(entry.1.inference, for: report) }
        progress.show(kind.rawValue, index + 1, of: configurations.count)
        return BenchmarkSweep.Row(value: entry.0, report: report)
      }
      return BenchmarkSweep(kind, rows)
    }
    progress.end()
    let document = SweepDocument(sweeps: sweeps, peakFloatingPointOperationsPerSecond: peaks.speeds)
    try shared.output.present(
      json: document,
      summary: (["milliseconds, medians of \(repetitions); \(Machine.description)"]
        + sweeps.map { $0.summary(peaks) }
        + ["limit: the networks' arithmetic at the machine's peak, and which share of that speed is reached"]
        + peaks.speeds.sorted { $0.key < $1.key }.map { "peak in \($0.key): \(BenchmarkReport.giga($0.value))" })
        .joined(separator: "\n\n"))
  }
}

/// The document that `--json` prints for sweeps.
private struct SweepDocument: Encodable {
  let schema = "superpose.benchmark-sweep/1"
  let sweeps: [BenchmarkSweep]
  /// The peak by precision and number of threads.
  let peakFloatingPointOperationsPerSecond: [String: Double]
}

import ArgumentParser
import Foundation
import Superpose
import SuperposeEvaluation
import SuperposeFiles
import SuperposeGeometry

struct EvaluateSyntheticCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthetic", abstract: "Evaluates on random views of photographs.",
    discussion: """
      Each pair shows one photograph through two random homographies (corners moved inward by up to 35 % of the side; \
      the second view also turned by up to 45 degrees and scaled) with random brightness, contrast, gamma, noise, blur \
      and shading. Photographs that cannot be read or are too small are named and skipped.
      """)

  @Argument(help: "A folder of photographs; those in folders below count too.")
  var photographs: String

  @Option(parsing: .unconditional, help: ArgumentHelp("How many pairs.", valueName: "count"))
  var pairs = SyntheticOptions().pairs

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Also so many pairs of views of different photographs, which must not come out as registered.",
      valueName: "count"))
  var negatives = SyntheticOptions().negatives

  @Option(
    help: ArgumentHelp("The size of each view, WxH. (default: \(SyntheticOptions().size))", valueName: "size"),
    transform: ImageSize.init(view:))
  var size = SyntheticOptions().size

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "synthetic: views as they are, 512 keypoints, as in SuperGlue's synthetic test. The others as for 'evaluate "
        + "homographies'.",
      valueName: "name"))
  var evaluationProtocol = EvaluationProtocol.synthetic

  @OptionGroup var shared: EvaluationOptions

  func validate() throws {
    try requireCount(pairs, "--pairs", from: 1)
    try requireCount(negatives, "--negatives")
    try shared.validate(for: evaluationProtocol)
  }

  func run() throws {
    var options = SyntheticOptions()
    (options.pairs, options.negatives, options.size, options.seed) = (pairs, negatives, size, shared.seed)
    let found = try shared.photographs(in: photographs, options, wanted: max(pairs, negatives))
    if negatives > 0 && found.usable.count < 2 {
      throw CommandError(
        .malformedInput, "evaluate synthetic: --negatives needs two photographs, found \(found.usable.count)")
    }
    try EvaluationRun("synthetic", found.syntheticPairs(options), shared, evaluationProtocol, skipped: found.skipped)
      .finish()
  }
}

extension ImageSize {
  /// Reads the size of a view that is made.
  init(view text: String) throws {
    guard case .exact(let size)? = ResizePolicy(text), size.shortSide >= 64 else {
      throw ValidationError("expected WxH of at least 64 pixels a side")
    }
    self = size
  }
}

extension EvaluationOptions {
  /// Looks for photographs that views can be made of, and names those that were passed over.
  func photographs(in folder: String, _ options: SyntheticOptions, wanted: Int) throws -> Photographs {
    var progress = ProgressLine(isQuiet: printing.quiet)
    let found = try Photographs(
      in: URL(path: folder), atMost: wanted, smallest: options.smallestPhotograph, seed: options.seed
    ) { progress.show("looking at photographs", $0, of: wanted) }
    progress.end()
    printing.note(found.skipped.map { "skipped \($0.path): \($0.reason)" })
    return found
  }
}
